//! What people on a list are told, each thing once: noted with its cause, carried by readers of the journal.
//!
//! A long list is told in pieces, so that nobody who answers meanwhile waits long. Other servers are told how many come
//! at most once in a while, and only what differs from what they were told.

use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        attendance::{
            model::{self, Answer, REMINDED_BEFORE, Telling, Wish, Word},
            store,
        },
        events::{self, Event},
    },
    kernel::{clock::Time, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
        journal::{self, Fact},
    },
};

/// Somebody on a list is to be told something. Heard by whoever carries it: letters, other servers, notifications.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Told {
    /// The word: its key.
    pub word: Id,
    /// Whom it is for.
    pub attendance: Id,
}

impl Fact for Told {
    const TOPIC: &'static str = "attendance.told";

    fn lane(&self) -> Option<Id> {
        Some(self.attendance)
    }
}

/// Other servers are to hear how many people come to an event.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Counted {
    /// Which.
    pub event: Id,
    /// When: it names what is sent.
    pub at: Time,
}

impl Fact for Counted {
    const TOPIC: &'static str = "attendance.counted";

    fn lane(&self) -> Option<Id> {
        Some(self.event)
    }
}

/// Has somebody on a list told something, unless they were told before.
fn told(tx: &mut Tx<'_>, attendance: Id, telling: Telling) -> Result<()> {
    let word = tx.new_id();
    if store::insert_word(tx.conn, word, attendance, &telling.kept())? {
        journal::record(tx, &Told { word, attendance })?;
    }
    Ok(())
}

/// Has somebody told what happened to their answer: each time it happens.
pub(in crate::features::attendance) fn anew(
    tx: &mut Tx<'_>,
    attendance: Id,
    word: Word,
) -> Result<()> {
    let mark = tx.new_id().raw();
    told(tx, attendance, Telling { word, mark })
}

/// How many people one transaction tells.
const AT_ONCE: i64 = 200;

/// The job that tells a whole list.
pub(in crate::features::attendance) const SPREAD: Job =
    Job { kind: "attendance.spread", run: run_spread };

#[derive(Clone, Serialize, Deserialize)]
struct Spread {
    event: Id,
    word: Word,
    mark: i64,
    answers: Vec<Answer>,
    after: Id,
}

/// Tells everybody on a list with one of these answers.
pub(in crate::features::attendance) fn spread(
    tx: &mut Tx<'_>,
    event: Id,
    telling: Telling,
    answers: &[Answer],
) -> Result<()> {
    let Telling { word, mark } = telling;
    let spread = Spread { event, word, mark, answers: answers.to_vec(), after: Id::from_raw(0) };
    jobs::enqueue(tx, SPREAD.kind, &spread)
}

fn run_spread(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let spread: Spread =
            serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        app.write(move |tx| spread_now(tx, &spread)).await?;
        Ok(())
    }
    .boxed()
}

/// Tells one piece of a list, and queues the next.
fn spread_now(tx: &mut Tx<'_>, spread: &Spread) -> Result<()> {
    let some = store::concerned(tx.conn, spread.event, &spread.answers, spread.after, AT_ONCE)?;
    for one in &some {
        told(tx, one.id, Telling { word: spread.word, mark: spread.mark })?;
    }
    match some.last() {
        Some(last) if i64::try_from(some.len()).unwrap_or(0) == AT_ONCE => {
            jobs::enqueue(tx, SPREAD.kind, &Spread { after: last.id, ..spread.clone() })
        }
        _ => Ok(()),
    }
}

/// The job that reminds of an event.
pub(in crate::features::attendance) const REMIND: Job =
    Job { kind: "attendance.remind", run: run_remind };

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Remind {
    event: Id,
    starts: Time,
}

/// Sees to it that whoever comes is reminded the day before. Nobody is reminded of what begins within the day: they
/// have only just answered.
pub fn note_reminder(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let starts = event.facts.when.starts;
    let at = starts.minus(REMINDED_BEFORE);
    if at <= tx.now || store::remind_for(tx.conn, event.id)? == Some(starts) {
        return Ok(());
    }
    store::set_remind_for(tx.conn, event.id, starts)?;
    jobs::enqueue_at(tx, REMIND.kind, at, &Remind { event: event.id, starts })
}

fn run_remind(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let remind: Remind =
            serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        app.write(move |tx| remind_now(tx, remind.event, remind.starts)).await?;
        Ok(())
    }
    .boxed()
}

/// Reminds of an event that still begins at that moment. One that was moved has a job of its own.
fn remind_now(tx: &mut Tx<'_>, event: Id, starts: Time) -> Result<()> {
    let Ok((event, _)) = super::listed(tx.conn, event) else {
        return Ok(());
    };
    let moved = event.facts.when.starts != starts || starts <= tx.now;
    if moved || model::open(&event, tx.now, Wish::Going).is_err() {
        return Ok(());
    }
    let telling = Telling { word: Word::Reminder, mark: starts.micros() };
    spread(tx, event.id, telling, &[Answer::Going])
}

/// How long other servers wait for new numbers, so that a busy evening is told in a few messages.
const COUNTED_AFTER: Duration = Duration::from_secs(15 * 60);

/// The job that tells them.
pub(in crate::features::attendance) const COUNTS: Job =
    Job { kind: "attendance.counts", run: run_counts };

/// Sees to it that other servers hear how many come, soon and once for many answers.
pub(in crate::features::attendance) fn announce_counts(tx: &mut Tx<'_>, event: Id) -> Result<()> {
    let Some((due, told)) = store::counts(tx.conn, event)? else {
        return Ok(());
    };
    if due.is_some_and(|due| due > tx.now) {
        return Ok(());
    }
    let at = tx.now.plus(COUNTED_AFTER);
    store::set_counts(tx.conn, event, Some(at), &told)?;
    jobs::enqueue_at(tx, COUNTS.kind, at, &event)
}

fn run_counts(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let event: Id = serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        app.write(move |tx| counts_now(tx, event)).await?;
        Ok(())
    }
    .boxed()
}

/// Records that the numbers changed, when they did.
fn counts_now(tx: &mut Tx<'_>, event: Id) -> Result<()> {
    let Some((_, told)) = store::counts(tx.conn, event)? else {
        return Ok(());
    };
    let Some(known) = events::find(tx.conn, event)? else {
        return Ok(());
    };
    let room = store::room(tx.conn, &known)?;
    let now = format!("{} {:?}", room.going, room.left());
    store::set_counts(tx.conn, event, None, &now)?;
    if now == told {
        return Ok(());
    }
    let at = tx.now;
    journal::record(tx, &Counted { event, at })
}
