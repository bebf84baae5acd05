//! The worker over the inbound table: gathers what an activity refers to, then applies it in one transaction.
//!
//! Gathering is bounded and asynchronous and changes no noun; applying is the noun's own rule, the same a form goes
//! through. Actors are worked on side by side, one actor's activities in order.

mod apply;
mod at_hand;
mod departure;
mod forwarding;
mod gather;
pub mod queue;
mod said;
mod trust;

use std::{collections::BTreeMap, mem, sync::Arc, time::Duration};

use futures::future::join_all;
use parvis_federation::activity::Verb;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use at_hand::AtHand;
pub use departure::{Departed, ERASE, erase, leave};
use gather::{Gather, Known, Ready};
use queue::Row;
pub use said::Said;

use crate::{
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors,
        app::{App, Tx},
        feature::Outcome,
    },
};

/// How many activities are claimed at a time: each may be a mebibyte.
const CLAIM: i64 = 256;

/// How many actors are worked on at a time: one whose server is slow holds a place, not the queue.
const ACTORS: usize = 64;

/// How many activities of one actor share a transaction.
const BATCH: usize = 16;

/// About how many activities, of whatever actors, share a transaction: bounds how long others wait to write.
const TOGETHER: usize = 64;

/// The longest sleep between two looks at the table.
const NAP: Duration = Duration::from_secs(5);

/// How often what was kept long enough is deleted.
const PRUNE: Duration = Duration::from_secs(6 * 3600);

/// Applies activities until the process is about to stop, then finishes what is under way.
pub async fn run(app: App) {
    let (line, ready) = mpsc::channel(ACTORS);
    let applying = tokio::spawn(apply_in_line(app.clone(), ready));
    let mut busy: JoinSet<()> = JoinSet::new();
    let mut prune = tokio::time::interval(PRUNE);
    while !app.bells.is_stopping() {
        while busy.try_join_next().is_some() {}
        let claimed = if busy.len() < ACTORS {
            claim(&app).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the inbound table cannot be read");
                Claimed::default()
            })
        } else {
            Claimed::default()
        };
        let idle = claimed.by_actor.is_empty();
        for rows in claimed.by_actor {
            busy.spawn(work(app.clone(), claimed.known.clone(), line.clone(), rows));
        }
        if !idle {
            continue;
        }
        tokio::select! {
            () = app.bells.inbound.notified(), if busy.len() < ACTORS => {}
            Some(_) = busy.join_next() => {}
            _ = prune.tick() => self::prune(&app).await,
            () = tokio::time::sleep(NAP) => {}
        }
    }
    busy.join_all().await;
    drop(line);
    let _ = applying.await;
}

/// Applies what is due now; returns how many activities were worked on.
pub async fn run_due(app: &App) -> Result<usize> {
    let claimed = claim(app).await?;
    let count = claimed.by_actor.iter().map(Vec::len).sum();
    let (line, ready) = mpsc::channel(ACTORS);
    let work = |rows| work(app.clone(), claimed.known.clone(), line.clone(), rows);
    let working = join_all(claimed.by_actor.into_iter().map(work).collect::<Vec<_>>());
    drop(line);
    tokio::join!(working, apply_in_line(app.clone(), ready));
    Ok(count)
}

/// Deletes what was kept long enough.
pub async fn prune(app: &App) {
    let now = app.now();
    match app.db.write(move |conn| queue::prune(conn, now)).await {
        Ok(0) => {}
        Ok(gone) => tracing::info!(gone, "old inbound activities deleted"),
        Err(error) => tracing::error!(%error, "old inbound activities cannot be deleted"),
    }
}

/// What was claimed.
#[derive(Default)]
struct Claimed {
    /// What is due, by actor, each in order.
    by_actor: Vec<Vec<Row>>,
    /// Those of the actors we know, read at once instead of one by one.
    known: Known,
}

async fn claim(app: &App) -> Result<Claimed> {
    let now = app.now();
    if !app.read(move |conn| queue::is_due(conn, now)).await? {
        return Ok(Claimed::default());
    }
    let by = app.processes.holder();
    let rows = app.db.write_behind(move |conn| queue::claim(conn, by, now, CLAIM)).await?;
    let mut by_actor: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        by_actor.entry(row.actor_iri.clone()).or_default().push(row);
    }
    let names: Vec<String> = by_actor.keys().cloned().collect();
    // Without them each is read when its turn comes: the claim must not be lost.
    let known = app.read(move |conn| actors::find_all_by_iri(conn, &names)).await;
    let known = known.unwrap_or_default();
    Ok(Claimed { by_actor: by_actor.into_values().collect(), known: Arc::new(known) })
}

/// Works through one actor's activities. The first that has to wait holds back the rest.
async fn work(app: App, known: Known, line: mpsc::Sender<Batch>, rows: Vec<Row>) {
    let mut rest = rows;
    while !rest.is_empty() {
        let later = rest.split_off(rest.len().min(BATCH));
        let whole = work_batch(&app, &known, &line, rest).await;
        rest = later;
        if !whole {
            break;
        }
    }
    release(&app, &rest).await;
}

/// Gathers and applies a few activities; false when one of them has to wait.
async fn work_batch(app: &App, known: &Known, line: &mpsc::Sender<Batch>, rows: Vec<Row>) -> bool {
    let mut ready = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter();
    let mut stopped = None;
    for row in rows.by_ref() {
        match gather::gather(app, known, &row).await {
            Gather::Ready(one) => ready.push((row, Step::Apply(one))),
            Gather::Done(outcome) => ready.push((row, Step::Record(outcome))),
            Gather::Later(why) => {
                stopped = Some((row, why));
                break;
            }
        }
    }
    let applied = applied(line, ready).await;
    let left: Vec<Row> = rows.collect();
    match (applied, stopped) {
        (true, None) => true,
        (true, Some((row, why))) => {
            put_back(app, row, why).await;
            release(app, &left).await;
            false
        }
        (false, stopped) => {
            let left: Vec<Row> = stopped.into_iter().map(|(row, _)| row).chain(left).collect();
            release(app, &left).await;
            false
        }
    }
}

/// What is still to be done with an activity.
#[derive(Clone)]
enum Step {
    Apply(Arc<Ready>),
    Record(Outcome),
}

impl Step {
    fn ready(&self) -> Option<&Ready> {
        match self {
            Self::Apply(ready) => Some(ready),
            Self::Record(_) => None,
        }
    }

    /// Does it say something new?
    fn is_words(&self) -> bool {
        self.ready().is_some_and(|ready| ready.activity.verb == Verb::Create)
    }
}

/// Activities of one actor, in order.
type Steps = Arc<[(Row, Step)]>;

/// What one actor's work waits for.
struct Batch {
    steps: Steps,
    /// Whether all of it was applied.
    done: oneshot::Sender<bool>,
}

/// Has activities applied when it is their turn; false when one of them could not be.
async fn applied(line: &mpsc::Sender<Batch>, steps: Vec<(Row, Step)>) -> bool {
    if steps.is_empty() {
        return true;
    }
    let (done, answer) = oneshot::channel();
    // The line ends after those that stand in it.
    line.send(Batch { steps: steps.into(), done }).await.is_ok() && answer.await.unwrap_or(false)
}

/// Applies what stands in line, several actors' activities in one transaction: a commit, and what a transaction asks once
/// of everything recorded in it, cost as much for many as for one.
async fn apply_in_line(app: App, mut ready: mpsc::Receiver<Batch>) {
    while let Some(first) = ready.recv().await {
        let mut count = first.steps.len();
        let mut batches = vec![first];
        while count < TOGETHER
            && let Ok(next) = ready.try_recv()
        {
            count += next.steps.len();
            batches.push(next);
        }
        let all = batches.iter().map(|batch| batch.steps.clone()).collect();
        let whole = batches.len() > 1 && apply_together(&app, all).await.is_ok();
        for Batch { steps, done } in batches {
            // Whoever stopped waiting has stopped altogether.
            let _ = done.send(whole || apply_all(&app, &steps).await);
        }
    }
}

/// Applies one actor's activities in one transaction; when that fails, one by one up to the one that fails.
async fn apply_all(app: &App, steps: &Steps) -> bool {
    if apply_together(app, vec![steps.clone()]).await.is_ok() {
        return true;
    }
    let mut steps = steps.iter().cloned();
    for (row, step) in steps.by_ref() {
        if let Err(error) = apply_together(app, vec![[(row.clone(), step)].into()]).await {
            tracing::error!(
                activity = row.activity_iri,
                error = format!("{error:?}"),
                "an activity cannot be applied"
            );
            put_back(app, row, format!("{error}")).await;
            let left: Vec<Row> = steps.map(|(row, _)| row).collect();
            release(app, &left).await;
            return false;
        }
    }
    true
}

async fn apply_together(app: &App, steps: Vec<Steps>) -> Result<(), Error> {
    let outcomes = app.write_behind(move |tx| apply_steps(tx, &steps)).await?;
    for outcome in outcomes {
        let outcome = match outcome {
            Outcome::Applied => "applied",
            Outcome::Ignored(_) => "ignored",
            Outcome::Rejected(_) => "rejected",
        };
        metrics::counter!("parvis_inbound_total", "outcome" => outcome).increment(1);
    }
    Ok(())
}

/// Applies activities in their order, those in a row that say something new at once; returns what became of each.
fn apply_steps(tx: &mut Tx<'_>, steps: &[Steps]) -> Result<Vec<Outcome>> {
    let steps: Vec<&(Row, Step)> = steps.iter().flat_map(|steps| steps.iter()).collect();
    let ready: Vec<&Ready> = steps.iter().filter_map(|(_, step)| step.ready()).collect();
    let mut at_hand = AtHand::of(tx.conn, &ready)?;
    let mut outcomes = Vec::with_capacity(steps.len());
    let mut unrecorded = Vec::with_capacity(steps.len());
    for run in steps.chunk_by(|(_, one), (_, next)| one.is_words() && next.is_words()) {
        let became = match run {
            [(_, Step::Record(outcome))] => vec![outcome.clone()],
            [(row, Step::Apply(ready))] if ready.activity.verb != Verb::Create => {
                // It may ask what became of those before it.
                queue::finish(tx, mem::take(&mut unrecorded))?;
                vec![apply::apply(tx, &at_hand, row, ready)?]
            }
            words => {
                let words = words.iter().copied();
                let words: Vec<(&Row, &Ready)> =
                    words.filter_map(|(row, step)| Some((row, step.ready()?))).collect();
                apply::apply_words(tx, &at_hand, &words)?
            }
        };
        for ((row, step), outcome) in run.iter().zip(became) {
            tracing::debug!(activity = row.activity_iri, ?outcome, "worked on");
            if let Some(ready) = step.ready() {
                at_hand.applied(ready);
            }
            unrecorded.push((row.id, outcome.clone()));
            outcomes.push(outcome);
        }
    }
    queue::finish(tx, unrecorded)?;
    Ok(outcomes)
}

async fn put_back(app: &App, row: Row, why: String) {
    let (by, now) = (app.processes.holder(), app.now());
    let put = app.db.write(move |conn| queue::put_back(conn, by, &row, &why, now)).await;
    if let Err(error) = put {
        tracing::error!(%error, "an activity cannot be put back; its lease will end");
    }
}

async fn release(app: &App, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let by = app.processes.holder();
    let released = app.db.write(move |conn| queue::release(conn, by, &ids)).await;
    if let Err(error) = released {
        tracing::error!(%error, "activities cannot be given back; their lease will end");
    }
}
