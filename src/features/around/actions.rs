//! Following a source, keeping what it announces, agreeing to it. Nothing is fetched or sent from here.

use super::{
    model::{Change, Neighbouring, Source},
    store::{self, Listed},
};
use crate::{
    features::follows,
    kernel::{
        clock::Time,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        audit,
        fediverse::{inbound::Departed, policy},
        jobs::{self, JobResult},
        journal::Recorded,
        media::pictures,
        objects::{self, Object, State, Visibility},
        web::Member,
    },
};

/// The object kind: an event of another server.
pub(super) const KIND: &str = "neighbouring-event";

/// The job that reads what a source announced last.
pub(super) const READ: &str = "around.read";

/// How many events one transaction lets go.
const AT_ONCE: i64 = 200;

/// How many pictures of an event are kept.
const PICTURES: usize = 1;

/// Reads a source's events in, from now on: the venue asks to follow it.
pub fn add(tx: &mut Tx<'_>, staff: &Member, actor: &Actor, trusted: bool) -> Result<()> {
    if actor.local || actor.deleted_at.is_some() {
        return Err(Error::field("address", "around-error-ours"));
    }
    if is_blocked(tx, actor)? {
        return Err(Error::field("address", "around-error-blocked"));
    }
    if store::source_among(tx.conn, &[actor.id])?.is_some() {
        return Err(Error::field("address", "around-error-known"));
    }
    let source =
        Source { actor: actor.id, trusted, paused: false, added_at: tx.now, heard_at: None };
    store::insert_source(tx.conn, &source)?;
    ask(tx, actor)?;
    jobs::enqueue(tx, READ, &actor.id)?;
    write_down(tx, staff, "source.add", "actor", actor.id)
}

/// A source that agreed to be followed long ago: nothing is asked of it. For the demonstration.
pub fn know(tx: &mut Tx<'_>, actor: &Actor, trusted: bool) -> Result<()> {
    let source =
        Source { actor: actor.id, trusted, paused: false, added_at: tx.now, heard_at: None };
    store::insert_source(tx.conn, &source)?;
    match tx.app.venue().actor_id {
        Some(venue) => follows::stand(tx, venue, actor.id),
        None => Ok(()),
    }
}

fn ask(tx: &mut Tx<'_>, source: &Actor) -> Result<()> {
    let venue = tx.app.venue().actor_id.ok_or(Error::NotFound)?;
    let venue = actors::find(tx.conn, venue)?.ok_or(Error::NotFound)?;
    follows::follow(tx, &venue, source)
}

fn is_blocked(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let app = tx.app.clone();
    let refused = policy::refuses_in(&app, tx.conn, std::slice::from_ref(&actor.domain))?;
    Ok(refused.contains(&true) || actor.standing == actors::Standing::Blocked)
}

/// Does what staff decided about a source.
pub(super) fn change(tx: &mut Tx<'_>, staff: &Member, id: Id, change: Change) -> Result<()> {
    let source = store::source_among(tx.conn, &[id])?.ok_or(Error::NotFound)?;
    let actor = actors::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    match change {
        Change::Trust(trusted) => {
            store::save_source(tx.conn, &Source { trusted, ..source })?;
        }
        Change::Pause(paused) => store::save_source(tx.conn, &Source { paused, ..source })?,
        Change::Ask => {
            if is_blocked(tx, &actor)? {
                return Err(Error::field("address", "around-error-blocked"));
            }
            store::save_source(tx.conn, &Source { added_at: tx.now, ..source })?;
            ask(tx, &actor)?;
        }
        Change::Read => jobs::enqueue(tx, READ, &id)?,
        Change::Remove => {
            if let Some(venue) = tx.app.venue().actor_id {
                follows::leave(tx, venue, id)?;
            }
            forget(tx, id)?;
        }
    }
    match change.act() {
        Some(act) => write_down(tx, staff, act, "actor", id),
        None => Ok(()),
    }
}

/// Lets a source go, with everything it announced.
fn forget(tx: &mut Tx<'_>, source: Id) -> Result<()> {
    loop {
        let some = store::of_source(tx.conn, source, AT_ONCE)?;
        if some.is_empty() {
            break;
        }
        let_go(tx, &some)?;
    }
    store::remove_source(tx.conn, source)
}

/// Lets events go: they are nowhere shown any more, and come back should they be announced again.
fn let_go(tx: &mut Tx<'_>, events: &[Id]) -> Result<()> {
    store::remove(tx.conn, events)?;
    for object in objects::find_all(tx.conn, events)?.values() {
        pictures::replace_remote(tx, object.id, &[])?;
        objects::set_state(tx, object, State::Hidden)?;
    }
    Ok(())
}

/// Staff show an event of somebody else, or put it aside.
pub fn decide(tx: &mut Tx<'_>, staff: &Member, event: Id, show: bool) -> Result<()> {
    store::find(tx.conn, event)?.ok_or(Error::NotFound)?;
    let object = objects::find(tx.conn, event)?.ok_or(Error::NotFound)?;
    // What a block took out of sight is shown when that ends, not before.
    if object.deleted_at.is_some() || object.state == State::Withheld {
        return Err(Error::NotFound);
    }
    let author = actors::find(tx.conn, object.author_id)?.ok_or(Error::NotFound)?;
    if show && is_blocked(tx, &author)? {
        return Err(Error::NotFound);
    }
    let state = if show { State::Published } else { State::Hidden };
    if object.state == state {
        return Ok(());
    }
    objects::set_state(tx, &object, state)?;
    store::set_read(tx.conn, event)?;
    let act = if show { "around.show" } else { "around.refuse" };
    write_down(tx, staff, act, "event", event)
}

fn write_down(tx: &mut Tx<'_>, staff: &Member, act: &str, kind: &str, id: Id) -> Result<()> {
    audit::record(
        tx,
        &audit::Entry {
            account: Some(staff.account_id),
            action: act,
            target_kind: kind,
            target: &id.to_string(),
            ..audit::Entry::default()
        },
    )?;
    Ok(())
}

/// An event as it was announced.
pub(super) struct Announced {
    /// Its address.
    pub(super) iri: String,
    /// The page people open.
    pub(super) url: String,
    /// Whose it is.
    pub(super) author: Id,
    /// What it says.
    pub(super) event: Neighbouring,
    /// Its pictures: address and description.
    pub(super) pictures: Vec<(String, String)>,
    /// When it was published and last changed there.
    pub(super) published: Time,
    pub(super) updated: Option<Time>,
}

/// What became of something a source announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is kept as announced.
    Yes,
    /// It is not, because of this.
    No(&'static str),
}

/// Keeps what a source announced, new or changed. What staff agreed to waits again when it says something else, unless its
/// source is trusted: nothing is shown that nobody agreed to.
pub(super) fn keep(tx: &mut Tx<'_>, source: &Source, announced: Announced) -> Result<Kept> {
    if source.paused {
        return Ok(Kept::No("its source is paused"));
    }
    let known = objects::find_by_iri(tx.conn, &announced.iri)?;
    if known.as_ref().is_some_and(|object| object.kind != KIND || object.deleted_at.is_some()) {
        return Ok(Kept::No("its address is something else's, or it was withdrawn"));
    }
    let listed = match &known {
        Some(object) => store::find(tx.conn, object.id)?,
        None => None,
    };
    if listed.is_none() && announced.event.ends <= tx.now {
        return Ok(Kept::No("it is over"));
    }
    let event = &announced.event;
    let object = match known {
        None => {
            let object = made(tx, &announced, source);
            objects::insert(tx.conn, &object)?;
            object
        }
        Some(object) => {
            let older = |at: Time| announced.updated.is_some_and(|updated| updated < at);
            if listed.is_some() && object.updated_at.is_some_and(older) {
                return Ok(Kept::No("no newer than what we have"));
            }
            objects::rewrite(tx, object.id, &announced.url, announced.updated)?;
            object
        }
    };
    let pictures = announced.pictures.get(..PICTURES).unwrap_or(&announced.pictures);
    match listed {
        Some(before) => {
            let other = !before.event.says_as(event)
                || object.url != announced.url
                || !pictures::hangs(tx.conn, object.id, pictures)?;
            let agreed = object.state == State::Published && !is_trusted(tx, before.source)?;
            if other && agreed {
                objects::set_state(tx, &object, State::Pending)?;
            }
            let changed = before.changed || (other && agreed);
            store::update(tx.conn, &Listed { event: event.clone(), changed, ..before })?;
        }
        None => {
            store::insert(tx.conn, object.id, source.actor, event)?;
            if object.state == State::Hidden {
                objects::set_state(tx, &object, source.state_of_new())?;
            }
        }
    }
    pictures::replace_remote(tx, object.id, pictures)?;
    store::save_source(tx.conn, &Source { heard_at: Some(tx.now), ..*source })?;
    Ok(Kept::Yes)
}

/// Is what this source announces shown at once?
fn is_trusted(tx: &mut Tx<'_>, source: Id) -> Result<bool> {
    Ok(store::source_among(tx.conn, &[source])?.is_some_and(|source| source.trusted))
}

fn made(tx: &Tx<'_>, announced: &Announced, source: &Source) -> Object {
    Object {
        id: tx.new_id(),
        iri: announced.iri.clone(),
        kind: KIND.to_owned(),
        author_id: announced.author,
        local: false,
        visibility: Visibility::Public,
        state: source.state_of_new(),
        url: announced.url.clone(),
        parent_id: None,
        parent_iri: None,
        root_id: None,
        published_at: announced.published.min(tx.now),
        updated_at: announced.updated,
        deleted_at: None,
        featured_at: None,
        created_at: tx.now,
    }
}

/// Its own server says that it is gone.
pub(super) fn withdraw(tx: &mut Tx<'_>, event: Id) -> Result<()> {
    store::remove(tx.conn, &[event])?;
    pictures::replace_remote(tx, event, &[])?;
    objects::withdraw(tx, event)
}

/// A source left for good: what it announced goes with it.
pub(super) async fn bury(app: App, fact: Recorded) -> JobResult {
    if let Some(Departed { actor }) = fact.read() {
        app.write(move |tx| match store::source_among(tx.conn, &[actor])? {
            Some(_) => forget(tx, actor),
            None => Ok(()),
        })
        .await?;
    }
    Ok(())
}

/// Lets go of what is over, and has every source read once a day: several kinds of server never send twice what did not
/// arrive.
pub(super) fn tidy(tx: &mut Tx<'_>) -> Result<usize> {
    let over = store::over(tx.conn, tx.now, AT_ONCE)?;
    let_go(tx, &over)?;
    for source in store::sources(tx.conn)?.iter().filter(|source| !source.paused) {
        jobs::enqueue(tx, READ, &source.actor)?;
    }
    Ok(over.len())
}
