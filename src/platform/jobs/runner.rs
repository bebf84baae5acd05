//! Runs queued jobs: claims a handful, runs them side by side, records how each ended.

use std::time::Duration;

use futures::{FutureExt as _, future::join_all};

use super::{
    CONSUMER, JobError, JobResult, consumers, kinds,
    queue::{self, Claimed},
};
use crate::{
    kernel::error::Result,
    platform::{app::App, journal::Recorded},
};

/// How many jobs run at a time.
const AT_ONCE: i64 = 16;

/// The longest sleep between two looks at the queue, for jobs queued by another process.
const NAP: Duration = Duration::from_secs(5);

/// Runs jobs for as long as the program does.
pub async fn run(app: App) {
    loop {
        match run_due(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "the job queue cannot be read"),
        }
        let next = app.read(queue::next_due).await.ok().flatten();
        let nap = next.map_or(NAP, |at| at.since(app.now()).clamp(Duration::from_millis(50), NAP));
        let _ = tokio::time::timeout(nap, app.bells.jobs.notified()).await;
    }
}

/// Runs what is due now; returns how many jobs ran.
pub async fn run_due(app: &App) -> Result<usize> {
    let now = app.now();
    if app.read(queue::next_due).await?.is_none_or(|at| at > now) {
        return Ok(0);
    }
    let claimed = app.db.write(move |conn| queue::claim(conn, now, AT_ONCE)).await?;
    let count = claimed.len();
    join_all(claimed.into_iter().map(|job| run_one(app.clone(), job))).await;
    Ok(count)
}

async fn run_one(app: App, job: Claimed) {
    let work = start(&app, &job);
    let outcome = std::panic::AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(JobError::Discard(anyhow::anyhow!("the job panicked"))));
    let now = app.now();
    let (why, after) = match outcome {
        Ok(()) => {
            let id = job.id;
            let done = app.write(move |tx| queue::finish(tx.conn, id)).await;
            if let Err(error) = done {
                tracing::error!(%error, kind = job.kind, "a finished job cannot be removed");
            }
            return;
        }
        Err(JobError::Retry(why)) => (why, Some(back_off(&app, job.attempts))),
        Err(JobError::RetryAfter(after, why)) => (why, Some(after)),
        Err(JobError::Discard(why)) => (why, None),
    };
    tracing::warn!(
        kind = job.kind,
        attempt = job.attempts,
        error = format!("{why:#}"),
        "a job did not succeed"
    );
    let recorded = app
        .db
        .write(move |conn| queue::put_back(conn, &job, &format!("{why:#}"), now, after))
        .await;
    if let Err(error) = recorded {
        tracing::error!(%error, "a job's outcome cannot be recorded");
    }
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
