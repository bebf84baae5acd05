//! Runs queued jobs: claims some, runs them side by side, records how they ended.

use std::time::Duration;

use futures::FutureExt as _;
use tokio::task::JoinSet;

use super::{
    CONSUMER, JobError, JobResult, consumers, kinds,
    queue::{self, Claimed},
};
use crate::{
    kernel::{error::Result, id::Id},
    platform::{app::App, journal::Recorded},
};

/// How many jobs run at a time.
const AT_ONCE: i64 = 64;

/// The longest sleep between two looks at the queue, for jobs queued by another process.
const NAP: Duration = Duration::from_secs(5);

/// Jobs under way. Tasks of their own: while an outcome waits for a connection to be written down, the jobs that hold
/// one go on.
type Running = JoinSet<(Claimed, End)>;

/// Runs jobs until the process is about to stop, then lets those under way end. A job that waits for a slow server
/// takes up one place of `AT_ONCE` and keeps no other job waiting.
pub async fn run(app: App) {
    let mut running = Running::new();
    while !app.bells.is_stopping() {
        match take_up(&app, &mut running).await {
            Ok(0) => {}
            Ok(_) if room(&running) > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the job queue cannot be read"),
        }
        let nap = if running.is_empty() { nap(&app).await } else { NAP };
        tokio::select! {
            Some(first) = running.join_next() => written_down(&app, &mut running, first).await,
            () = app.bells.jobs.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
    finish(&app, &mut running).await;
}

/// Runs what is due now; returns how many jobs ran.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut running = Running::new();
    let count = take_up(app, &mut running).await?;
    finish(app, &mut running).await;
    Ok(count)
}

/// How long until the next job is due, as far as is known.
async fn nap(app: &App) -> Duration {
    let next = app.read(queue::next_due).await.ok().flatten();
    next.map_or(NAP, |at| at.since(app.now()).clamp(Duration::from_millis(50), NAP))
}

/// How many more jobs may run.
fn room(running: &Running) -> i64 {
    AT_ONCE - i64::try_from(running.len()).unwrap_or(AT_ONCE)
}

/// Claims what is due and starts it, as far as there is room; returns how many jobs were started.
async fn take_up(app: &App, running: &mut Running) -> Result<usize> {
    let (now, room) = (app.now(), room(running));
    if room <= 0 || app.read(queue::next_due).await?.is_none_or(|at| at > now) {
        return Ok(0);
    }
    let by = app.processes.holder();
    let claimed = app.db.write_behind(move |conn| queue::claim(conn, by, now, room)).await?;
    let count = claimed.len();
    for job in claimed {
        running.spawn(run_one(app.clone(), job));
    }
    Ok(count)
}

/// Writes down how a job ended, together with whatever ended by now.
async fn written_down(
    app: &App,
    running: &mut Running,
    first: Result<(Claimed, End), tokio::task::JoinError>,
) {
    let mut ended: Vec<_> = first.into_iter().collect();
    ended.extend(std::iter::from_fn(|| running.try_join_next()).flatten());
    record(app, ended).await;
}

/// Waits for every job under way.
async fn finish(app: &App, running: &mut Running) {
    while let Some(first) = running.join_next().await {
        written_down(app, running, first).await;
    }
}

/// How a job ended.
#[derive(Clone)]
enum End {
    Done,
    /// It did not succeed, and why; it is tried again after the wait, if there is one.
    Failed(String, Option<Duration>),
}

async fn run_one(app: App, job: Claimed) -> (Claimed, End) {
    let work = start(&app, &job);
    let outcome = std::panic::AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(JobError::Discard(anyhow::anyhow!("the job panicked"))));
    let ended = match outcome {
        Ok(()) => "done",
        Err(JobError::Discard(_)) => "discarded",
        Err(_) => "later",
    };
    // Kinds come from the code: one nobody knows is not counted by the name somebody gave it.
    let kind = name(&app, &job.kind);
    metrics::counter!("parvis_jobs_total", "kind" => kind, "outcome" => ended).increment(1);
    let (why, after) = match outcome {
        Ok(()) => return (job, End::Done),
        Err(JobError::Retry(why)) => (why, Some(back_off(&app, job.attempts))),
        Err(JobError::RetryAfter(after, why)) => (why, Some(after)),
        Err(JobError::Discard(why)) => (why, None),
    };
    let why = format!("{why:#}");
    tracing::warn!(kind = job.kind, attempt = job.attempts, error = why, "a job did not succeed");
    (job, End::Failed(why, after))
}

async fn record(app: &App, ended: Vec<(Claimed, End)>) {
    let (by, now) = (app.processes.holder(), app.now());
    let recorded = app
        .db
        .write_behind(move |conn| {
            let done: Vec<Id> = ended
                .iter()
                .filter(|(_, end)| matches!(end, End::Done))
                .map(|(job, _)| job.id)
                .collect();
            queue::finish(conn, by, &done)?;
            for (job, end) in &ended {
                if let End::Failed(why, after) = end {
                    queue::put_back(conn, by, job, why, now, *after)?;
                }
            }
            Ok(())
        })
        .await;
    if let Err(error) = recorded {
        tracing::error!(%error, "the outcome of jobs cannot be recorded; their leases will end");
    }
}

fn name(app: &App, kind: &str) -> &'static str {
    let consumer = kind.strip_prefix(CONSUMER).and_then(|n| consumers(app).find(|c| c.name == n));
    let job = || kinds(app).find(|k| k.kind == kind).map(|k| k.kind);
    consumer.map(|c| c.name).or_else(job).unwrap_or("unknown")
}

fn start(app: &App, job: &Claimed) -> futures::future::BoxFuture<'static, JobResult> {
    let unknown = || {
        let kind = job.kind.clone();
        async move { Err(JobError::Discard(anyhow::anyhow!("no such kind of job: {kind}"))) }
            .boxed()
    };
    if let Some(name) = job.kind.strip_prefix(CONSUMER) {
        let Some(consumer) = consumers(app).find(|c| c.name == name) else {
            return unknown();
        };
        return match serde_json::from_str::<Recorded>(&job.payload) {
            Ok(fact) => (consumer.run)(app.clone(), fact),
            Err(error) => async move { Err(JobError::Discard(error.into())) }.boxed(),
        };
    }
    let found = kinds(app).find(|k| k.kind == job.kind);
    found.map_or_else(unknown, |kind| (kind.run)(app.clone(), job.payload.clone()))
}

/// 5 s, then about four times longer each time, at most six hours, a quarter of it by chance.
fn back_off(app: &App, attempts: i32) -> Duration {
    let steps = u32::try_from(attempts).unwrap_or(0).min(7);
    let base = (5 * 4u64.pow(steps)).min(6 * 3600);
    Duration::from_secs(base) + Duration::from_secs(app.entropy.below(base / 4 + 1))
}
