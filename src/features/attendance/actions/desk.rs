//! What staff do with the list of an event.

use serde::{Deserialize, Serialize};

use super::{Answered, Claim, name_of, seat, settle_line, telling};
use crate::{
    features::{
        attendance::{
            model::{
                Answer, Assurance, Attendance, Channel, LONGEST_MESSAGE, LONGEST_NAME, Refusal,
                Telling, Who, Wish, Word, may_declare,
            },
            store,
        },
        events,
    },
    kernel::{
        clock::Time,
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

/// Notes that somebody came in at a moment, or that they did not. Saying it again changes nothing, but that a code shown is
/// surer than a tick, and that what a telephone without a network kept may tell of an earlier moment.
pub fn check_in(
    tx: &mut Tx<'_>,
    by: &Member,
    event: Id,
    id: Id,
    assurance: Option<Assurance>,
    at: Time,
) -> Result<Attendance> {
    let one = on_list(tx, event, id)?;
    let earlier = one.came_at.map_or(at, |came| came.min(at));
    if one.assurance >= assurance && (assurance.is_some() || one.assurance.is_none()) {
        if one.came_at.is_some_and(|came| earlier < came) {
            store::save(tx.conn, &Attendance { came_at: Some(earlier), ..one.clone() })?;
        }
        return Ok(one);
    }
    if assurance.is_none() && one.channel == Channel::Door {
        // They were on the list only because they came.
        store::take_turn(tx.conn, event)?;
        store::remove(tx.conn, id)?;
        journal::record(tx, &Came { attendance: id, event, actor: None, assurance })?;
        settle_line(tx, event)?;
        return Ok(Attendance { came_at: None, assurance, ..one });
    }
    let came_at = assurance.map(|_| earlier);
    let one = Attendance { came_at, assurance, ..one };
    store::save(tx.conn, &one)?;
    store::set_checked_by(tx.conn, id, assurance.map(|_| by.account_id))?;
    journal::record(tx, &Came { attendance: id, event, actor: one.actor(), assurance })?;
    Ok(one)
}

/// Somebody says themselves that they are there. Less sure than what the team saw, and never instead of it.
pub fn declare(tx: &mut Tx<'_>, id: Id) -> Result<bool> {
    let one = store::get(tx.conn, id)?;
    let event = events::find(tx.conn, one.event)?.ok_or(Error::NotFound)?;
    if one.answer != Answer::Going || !may_declare(&event, tx.now) {
        return Ok(false);
    }
    if one.assurance.is_some() {
        return Ok(true);
    }
    let assurance = Some(Assurance::Declared);
    let (event, actor) = (one.event, one.actor());
    store::save(tx.conn, &Attendance { came_at: Some(tx.now), assurance, ..one })?;
    journal::record(tx, &Came { attendance: id, event, actor, assurance })?;
    Ok(true)
}

/// What a code that is shown comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scanned {
    /// They are in.
    In,
    /// Somebody came in with this code before.
    Already,
    /// It is no code of this event, or of no seat.
    No,
}

/// Lets in whoever shows a code. The same code twice is told: it may have been passed on.
pub fn scan(tx: &mut Tx<'_>, by: &Member, event: Id, id: Option<Id>, at: Time) -> Result<Scanned> {
    let one = match id {
        Some(id) => store::find(tx.conn, id)?,
        None => None,
    };
    let Some(one) = one.filter(|one| one.event == event && one.answer == Answer::Going) else {
        return Ok(Scanned::No);
    };
    if one.assurance == Some(Assurance::Code) {
        return Ok(Scanned::Already);
    }
    check_in(tx, by, event, one.id, Some(Assurance::Code), at)?;
    Ok(Scanned::In)
}

/// An entry of whoever had not answered.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose card was shown, if one was.
    pub who: Option<Id>,
    /// What they call themselves; may be empty.
    pub name: String,
    /// For how many people.
    pub people: i32,
    /// When.
    pub at: Time,
}

/// The most people one entry at the door stands for.
const MOST_AT_ONCE: i32 = 100;

/// Somebody came who had not answered: they are on the list from now on, as having come. Whether there is a seat is for
/// the team to say, who stands before the room; returns how many people are in it beyond its seats.
pub fn walk_in(
    tx: &mut Tx<'_>,
    by: &Member,
    event: Id,
    entry: &Entry,
) -> Result<(Attendance, i64)> {
    let Entry { who, name, people, at } = entry.clone();
    if !(1..=MOST_AT_ONCE).contains(&people) {
        return Err(Error::field("people", "attendance-error-people"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::field("name", "attendance-error-name"));
    }
    let known = events::find(tx.conn, event)?.ok_or(Error::NotFound)?;
    store::take_turn(tx.conn, event)?;
    let one = match who {
        Some(actor) => by_card(tx, event, actor, people, at)?,
        None => {
            let who = Who::Email(String::new());
            let one = come(tx, event, who, name, people, at);
            store::insert(tx.conn, &one)?;
            one
        }
    };
    store::set_checked_by(tx.conn, one.id, Some(by.account_id))?;
    let (attendance, actor, assurance) = (one.id, one.actor(), one.assurance);
    journal::record(tx, &Answered { attendance, event, answer: Answer::Going })?;
    journal::record(tx, &Came { attendance, event, actor, assurance })?;
    telling::announce_counts(tx, event)?;
    let room = store::room(tx.conn, &known)?;
    let over = room.capacity.map_or(0, |seats| (room.going - i64::from(seats)).max(0));
    Ok((one, over))
}

/// An answer of somebody who is there and had given none.
fn come(tx: &Tx<'_>, event: Id, who: Who, name: String, people: i32, at: Time) -> Attendance {
    let sure = if matches!(who, Who::Actor(_)) { Assurance::Code } else { Assurance::List };
    Attendance {
        id: tx.new_id(),
        event,
        who,
        name,
        language: tx.app.venue().main_language(),
        answer: Answer::Going,
        people,
        place: None,
        channel: Channel::Door,
        message: String::new(),
        activity: None,
        answered_at: at,
        came_at: Some(at),
        assurance: Some(sure),
    }
}

/// Somebody showed their card: whatever they had answered, they are there.
fn by_card(tx: &mut Tx<'_>, event: Id, actor: Id, people: i32, at: Time) -> Result<Attendance> {
    let who = Who::Actor(actor);
    if let Some(one) = store::of(tx.conn, event, &who)? {
        let came_at = Some(one.came_at.map_or(at, |came| came.min(at)));
        let assurance = Some(Assurance::Code);
        let one =
            Attendance { answer: Answer::Going, people, place: None, came_at, assurance, ..one };
        store::save(tx.conn, &one)?;
        return Ok(one);
    }
    let claim = Claim::new(who.clone(), Wish::Going, Channel::Door, tx.app.venue().main_language());
    let name = name_of(tx, &claim)?;
    let one = come(tx, event, who, name, people, at);
    store::insert(tx.conn, &one)?;
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
