//! What staff do with the list of an event.

use serde::{Deserialize, Serialize};

use super::{seat, settle_line, telling};
use crate::{
    features::{
        attendance::{
            model::{Answer, Assurance, Attendance, LONGEST_MESSAGE, Refusal, Telling, Word},
            store,
        },
        events,
    },
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::Tx,
        audit,
        journal::{self, Fact},
        web::Member,
    },
};

/// Somebody came to an event, or that was a slip of the finger. How sure it is stands with it: a recognition may ask
/// for more than a tick on a list.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Came {
    /// Whose answer.
    pub attendance: Id,
    /// To which event.
    pub event: Id,
    /// Their actor; none without an account.
    pub actor: Option<Id>,
    /// How sure it is; none when it is taken back.
    pub assurance: Option<Assurance>,
}

impl Fact for Came {
    const TOPIC: &'static str = "attendance.came";

    fn lane(&self) -> Option<Id> {
        Some(self.attendance)
    }
}

/// The answer with this key, to this event.
fn on_list(tx: &mut Tx<'_>, event: Id, id: Id) -> Result<Attendance> {
    let one = store::get(tx.conn, id)?;
    if one.event == event { Ok(one) } else { Err(Error::NotFound) }
}

/// Notes that somebody came in, or that they did not. Saying it again changes nothing, but that a code shown is surer
/// than a tick.
pub fn check_in(
    tx: &mut Tx<'_>,
    by: &Member,
    event: Id,
    id: Id,
    assurance: Option<Assurance>,
) -> Result<Attendance> {
    let one = on_list(tx, event, id)?;
    if assurance.is_some() && one.assurance >= assurance {
        return Ok(one);
    }
    if assurance == one.assurance {
        return Ok(one);
    }
    let came_at = assurance.map(|_| one.came_at.unwrap_or(tx.now));
    let one = Attendance { came_at, assurance, ..one };
    store::save(tx.conn, &one)?;
    store::set_checked_by(tx.conn, id, assurance.map(|_| by.account_id))?;
    journal::record(tx, &Came { attendance: id, event, actor: one.actor(), assurance })?;
    Ok(one)
}

/// Lets in somebody who waits, before their turn or although staff closed the room; never without a seat for each.
pub fn let_in(tx: &mut Tx<'_>, by: &Member, event: Id, id: Id) -> Result<Result<(), Refusal>> {
    let one = on_list(tx, event, id)?;
    if one.answer != Answer::Waiting {
        return Ok(Ok(()));
    }
    let known = events::find(tx.conn, event)?.ok_or(Error::NotFound)?;
    store::take_turn(tx.conn, event)?;
    let room = store::room(tx.conn, &known)?;
    if let Some(seats) = room.capacity {
        let left = (i64::from(seats) - room.going).max(0);
        if i64::from(one.people) > left {
            return Ok(Err(Refusal::NoMore(left)));
        }
    }
    seat(tx, id, true)?;
    telling::announce_counts(tx, event)?;
    log(tx, by, "attendance.let-in", event, id)?;
    Ok(Ok(()))
}

/// Takes somebody off the list; they are told, and their seats are free.
pub fn remove(tx: &mut Tx<'_>, by: &Member, event: Id, id: Id) -> Result<()> {
    let one = on_list(tx, event, id)?;
    if one.answer == Answer::No {
        return Ok(());
    }
    store::take_turn(tx.conn, event)?;
    store::save(tx.conn, &Attendance { answer: Answer::No, place: None, ..one })?;
    telling::anew(tx, id, Word::Removed)?;
    settle_line(tx, event)?;
    log(tx, by, "attendance.removed", event, id)
}

/// Writes to everybody who comes, may come or waits, each by their own channel.
pub fn write_to_all(tx: &mut Tx<'_>, by: &Member, event: Id, text: &str) -> Result<()> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field("text", "attendance-error-message"));
    }
    if text.chars().count() > LONGEST_MESSAGE {
        return Err(Error::field("text", "attendance-error-message-long"));
    }
    events::find(tx.conn, event)?.ok_or(Error::NotFound)?;
    let id = tx.new_id();
    store::insert_message(tx.conn, id, event, by.account_id, text, tx.now)?;
    log(tx, by, "attendance.message", event, id)?;
    let telling = Telling { word: Word::Message, mark: id.raw() };
    telling::spread(tx, event, telling, &[Answer::Going, Answer::Maybe, Answer::Waiting])
}

fn log(tx: &mut Tx<'_>, by: &Member, action: &'static str, event: Id, what: Id) -> Result<()> {
    audit::record(
        tx,
        &audit::Entry {
            account: Some(by.account_id),
            action,
            target_kind: "event",
            target: &event.to_string(),
            before: &what.to_string(),
            ..audit::Entry::default()
        },
    )?;
    Ok(())
}
