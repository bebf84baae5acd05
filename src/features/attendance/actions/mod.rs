//! Answering and what follows from it, each inside the caller's transaction: forms, letters and other servers all come
//! through [`answer`].

mod desk;
mod letters;
mod telling;

pub use desk::{
    Came, Entry, Scanned, check_in, declare, let_in, remove, scan, walk_in, write_to_all,
};
pub(super) use letters::asked;
pub use letters::{Asked, ask, confirm};
pub use telling::Told;
pub(super) use telling::{COUNTS, Counted, REMIND, SPREAD, announce_counts, note_reminder, spread};

use serde::{Deserialize, Serialize};

use super::{
    model::{self, Answer, Attendance, Channel, LONGEST_MESSAGE, Refusal, Who, Wish, Word},
    store,
};
use crate::{
    features::events::{self, Event, REGULAR_FROM},
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text,
    },
    platform::{
        actors::{self, Standing},
        app::Tx,
        journal::{self, Fact},
        objects::{self, State, Visibility},
    },
};

/// Somebody answered an event, or the list let them in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// Whose answer.
    pub attendance: Id,
    /// Which event.
    pub event: Id,
    /// Where they stand now.
    pub answer: Answer,
}

impl Fact for Answered {
    const TOPIC: &'static str = "attendance.answered";

    fn lane(&self) -> Option<Id> {
        Some(self.event)
    }
}

/// An answer as it comes.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Whose it is.
    pub who: Who,
    /// What they want.
    pub wish: Wish,
    /// For how many people.
    pub people: i32,
    /// How it came.
    pub channel: Channel,
    /// What they call themselves; for somebody with an actor, the actor says it.
    pub name: String,
    /// In which language they read.
    pub language: Lang,
    /// What they wrote with it.
    pub message: String,
    /// The activity of another server that says it.
    pub activity: Option<String>,
    /// The answer that is changed, where it is known by its code; else whose it is tells.
    pub again: Option<Id>,
}

impl Claim {
    /// An answer for one person, in the venue's language.
    pub fn new(who: Who, wish: Wish, channel: Channel, language: Lang) -> Self {
        Self {
            who,
            wish,
            people: 1,
            channel,
            name: String::new(),
            language,
            message: String::new(),
            activity: None,
            again: None,
        }
    }
}

/// The event and its object, while it is in the programme.
pub(super) fn listed(conn: &mut Conn, id: Id) -> Result<(Event, Visibility)> {
    let object = objects::find(conn, id)?
        .filter(|object| object.deleted_at.is_none() && object.state == State::Published);
    let object = object.ok_or(Error::NotFound)?;
    Ok((events::find(conn, id)?.ok_or(Error::NotFound)?, object.visibility))
}

/// Takes an answer, or says why not. [`Error::NotFound`] for what is not in the programme.
pub fn answer(tx: &mut Tx<'_>, event: Id, claim: &Claim) -> Result<Result<Attendance, Refusal>> {
    let (event, visibility) = listed(tx.conn, event)?;
    if let Err(refusal) = may(tx, &event, visibility, claim)? {
        return Ok(Err(refusal));
    }
    store::take_turn(tx.conn, event.id)?;
    let known = match (claim.again, &claim.who) {
        (Some(id), _) => store::find(tx.conn, id)?.filter(|one| one.event == event.id),
        // Two people who gave no address are two people.
        (None, Who::Email(email)) if email.is_empty() => None,
        (None, who) => store::of(tx.conn, event.id, who)?,
    };
    let before = known.as_ref().map(|one| (one.answer, one.people));
    let room = store::room(tx.conn, &event)?;
    let people = if claim.wish == Wish::No { before.map_or(1, |(_, n)| n) } else { claim.people };
    let answer = match room.settle(before, claim.wish, people) {
        Ok(answer) => answer,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let place = match (&known, answer) {
        // Smaller keeps the place, larger goes to the end.
        (Some(one), Answer::Waiting) if one.answer == Answer::Waiting && people <= one.people => {
            one.place
        }
        (_, Answer::Waiting) => Some(store::next_place(tx.conn, event.id)?),
        _ => None,
    };
    let name = name_of(tx, claim)?;
    let fresh = known.is_none();
    let one = Attendance {
        id: known.as_ref().map_or_else(|| tx.new_id(), |one| one.id),
        event: event.id,
        who: claim.who.clone(),
        name,
        language: claim.language,
        answer,
        people,
        place,
        channel: claim.channel,
        message: text::shorten(claim.message.trim(), LONGEST_MESSAGE),
        activity: claim.activity.clone(),
        answered_at: tx.now,
        came_at: known.as_ref().and_then(|one| one.came_at),
        assurance: known.as_ref().and_then(|one| one.assurance),
    };
    if fresh {
        store::insert(tx.conn, &one)?
    } else {
        store::save(tx.conn, &one)?
    }
    journal::record(tx, &Answered { attendance: one.id, event: event.id, answer })?;
    note_reminder(tx, &event)?;
    promote(tx, &event, Some(one.id))?;
    let one = store::get(tx.conn, one.id)?;
    // A member reads it on the page they answered on.
    if claim.channel != Channel::Member {
        telling::anew(tx, one.id, Word::Answered)?;
    }
    announce_counts(tx, event.id)?;
    Ok(Ok(one))
}

/// Takes an answer back as if it had never been given; what came of it at the door stays.
pub fn take_back(tx: &mut Tx<'_>, one: &Attendance) -> Result<()> {
    store::take_turn(tx.conn, one.event)?;
    if one.came_at.is_some() {
        store::save(tx.conn, &Attendance { answer: Answer::No, place: None, ..one.clone() })?;
    } else {
        store::remove(tx.conn, one.id)?;
    }
    settle_line(tx, one.event)
}

/// Lets the line move on after seats came free or were added, and tells others how many come.
pub fn settle_line(tx: &mut Tx<'_>, event: Id) -> Result<()> {
    if !store::has_list(tx.conn, event)? {
        return Ok(());
    }
    if let Some(event) = events::find(tx.conn, event)? {
        store::take_turn(tx.conn, event.id)?;
        promote(tx, &event, None)?;
    }
    announce_counts(tx, event)
}

/// Gives free seats to whoever waits longest. `own` is whose answer this is: they are told with their answer.
fn promote(tx: &mut Tx<'_>, event: &Event, own: Option<Id>) -> Result<()> {
    if model::open(event, tx.now, Wish::Going).is_err() {
        return Ok(());
    }
    let line = store::line(tx.conn, event.id)?;
    if line.is_empty() {
        return Ok(());
    }
    let room = store::room(tx.conn, event)?;
    for id in room.let_in(&line) {
        seat(tx, id, own != Some(id))?;
    }
    Ok(())
}

/// Gives somebody who waits their seats.
fn seat(tx: &mut Tx<'_>, id: Id, tell: bool) -> Result<()> {
    let one = store::get(tx.conn, id)?;
    store::save(tx.conn, &Attendance { answer: Answer::Going, place: None, ..one.clone() })?;
    journal::record(tx, &Answered { attendance: id, event: one.event, answer: Answer::Going })?;
    if tell {
        telling::anew(tx, id, Word::Promoted)?;
    }
    Ok(())
}

/// The rules that do not depend on who else comes.
fn may(
    tx: &mut Tx<'_>,
    event: &Event,
    visibility: Visibility,
    claim: &Claim,
) -> Result<Result<(), Refusal>> {
    if let Err(refusal) = model::open(event, tx.now, claim.wish) {
        return Ok(Err(refusal));
    }
    if !(1..=event.facts.party_max).contains(&claim.people) && claim.wish != Wish::No {
        return Ok(Err(Refusal::Party(event.facts.party_max)));
    }
    let member = match claim.who {
        Who::Email(_) => false,
        Who::Actor(id) => {
            let actor = actors::find(tx.conn, id)?.filter(|actor| actor.deleted_at.is_none());
            let actor = actor.ok_or(Error::NotFound)?;
            if actor.standing == Standing::Blocked {
                return Ok(Err(Refusal::Unwelcome));
            }
            actor.local && !actor.is_guest()
        }
    };
    if claim.wish == Wish::No {
        return Ok(Ok(()));
    }
    if visibility == Visibility::Members && !member {
        return Ok(Err(Refusal::MembersOnly));
    }
    Ok(match (&claim.who, event.regulars) {
        (Who::Actor(actor), true) => regular(tx.conn, *actor)?,
        _ => Ok(()),
    })
}

/// Has this member come often enough to be a regular?
fn regular(conn: &mut Conn, actor: Id) -> Result<Result<(), Refusal>> {
    let came = store::came_to(conn, actor)?;
    Ok(if came < REGULAR_FROM { Err(Refusal::RegularsOnly(came)) } else { Ok(()) })
}

/// What somebody is called on the list: what their actor says, with the address by which they are found.
fn name_of(tx: &mut Tx<'_>, claim: &Claim) -> Result<String> {
    let Who::Actor(id) = claim.who else {
        return Ok(text::shorten(claim.name.trim(), model::LONGEST_NAME));
    };
    let actor = actors::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    Ok(format!("{} {}", actor.display_name(), actor.address()))
}

/// Somebody left this server or theirs: their seats are free for others.
pub fn forget(tx: &mut Tx<'_>, actor: Id) -> Result<()> {
    let answers = store::of_actor(tx.conn, actor, i64::MAX)?;
    store::remove_of(tx.conn, actor)?;
    for one in &answers {
        settle_line(tx, one.event)?;
    }
    // Where the rows were gone already, only the lines tell.
    for event in store::waited_for(tx.conn)? {
        settle_line(tx, event)?;
    }
    Ok(())
}

/// The moment before which what was asked and who came by letter is forgotten.
pub(super) fn forgotten_before(now: Time) -> Time {
    now.minus(std::time::Duration::from_secs(30 * 86_400))
}
