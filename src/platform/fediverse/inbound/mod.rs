//! The worker over the inbound table: gathers what an activity refers to, then applies it in one transaction.
//!
//! Gathering is bounded and asynchronous and changes no noun; applying is the noun's own rule, the same a form goes
//! through. Actors are worked on side by side, one actor's activities in order.

mod apply;
mod at_hand;
mod departure;
mod forwarding;
mod gather;
mod line;
pub mod queue;
mod said;
mod trust;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::future::join_all;
use tokio::{sync::mpsc, task::JoinSet};

pub use departure::{Departed, ERASE, erase, leave};
use gather::{Gather, Known};
use line::{Batch, Step};
use queue::Row;
pub use said::Said;

use crate::{
    kernel::{error::Result, id::Id},
    platform::{actors, app::App},
};

/// How many activities are claimed at a time: each may be a mebibyte.
const CLAIM: i64 = 256;

/// How many actors are worked on at a time: one whose server is slow holds a place, not the queue.
const ACTORS: usize = 64;

/// How many activities of one actor share a transaction.
const BATCH: usize = 16;

/// The longest sleep between two looks at the table.
const NAP: Duration = Duration::from_secs(5);

/// How often what was kept long enough is deleted.
const PRUNE: Duration = Duration::from_secs(6 * 3600);

/// Applies activities until the process is about to stop, then finishes what is under way.
pub async fn run(app: App) {
    let (line, ready) = mpsc::channel(ACTORS);
    let applying = tokio::spawn(line::apply(app.clone(), ready));
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
    tokio::join!(working, line::apply(app.clone(), ready));
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
    let applied = line::applied(line, ready).await;
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
