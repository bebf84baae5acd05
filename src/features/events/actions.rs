//! What staff and members do with events, each inside the caller's transaction. Forms, imports and the demonstration
//! all come through here.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    model::{self, Audience, Changes, Draft, Event, Status},
    store,
    when::Repeat,
};
use crate::{
    features::{artworks, places},
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
        text,
    },
    platform::{
        app::Tx,
        journal::{self, Fact},
        media::pictures::{self, Picture},
        objects::{self, Mint, Object, State},
    },
};

/// The noun of its objects.
pub(super) const KIND: &str = "event";

/// An event of the programme changed in a way that whoever means to come must know.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Rescheduled {
    /// Which.
    pub event: Id,
    /// It will not take place.
    pub cancelled: bool,
    /// Its number after the change: one change is told once.
    pub sequence: i32,
}

impl Fact for Rescheduled {
    const TOPIC: &'static str = "event.rescheduled";

    fn lane(&self) -> Option<Id> {
        Some(self.event)
    }
}

/// Puts an event into the programme, or among what is being prepared when it is a draft.
pub fn publish(tx: &mut Tx<'_>, draft: &Draft) -> Result<Event> {
    insert(tx, draft, None, None)
}

/// Proposes an event: a member's draft, which staff read, change and announce.
pub fn propose(tx: &mut Tx<'_>, draft: &Draft, member: Id) -> Result<Event> {
    let draft = Draft { status: Status::Draft, ..draft.clone() };
    insert(tx, &draft, None, Some(member))
}

/// Puts an event that comes from a file into the programme, as one of a series when it repeats.
pub(super) fn take_in(tx: &mut Tx<'_>, draft: &Draft, series: Option<Id>) -> Result<Event> {
    insert(tx, draft, series, None)
}

fn insert(
    tx: &mut Tx<'_>,
    draft: &Draft,
    series: Option<Id>,
    proposed_by: Option<Id>,
) -> Result<Event> {
    judge(tx.conn, draft)?;
    let author =
        tx.app.venue().actor_id.ok_or_else(|| Error::internal("the venue is not set up"))?;
    let day = draft.facts.when.starts_local().format("%Y-%m-%d");
    // Titles come back every year; the day tells them apart.
    let slug = text::free_slug(&draft.facts.title, |slug| store::slug_taken(tx.conn, slug))?;
    let slug = if slug == text::slug(&draft.facts.title) {
        slug
    } else {
        let dated = format!("{} {day}", draft.facts.title);
        text::free_slug(&dated, |slug| store::slug_taken(tx.conn, slug))?
    };
    let shown = draft.status != Status::Draft;
    let object = objects::mint(
        tx,
        &Mint {
            kind: KIND,
            author,
            visibility: draft.audience.visibility(),
            state: if shown { State::Published } else { State::Pending },
            path: &format!("/agenda/{slug}"),
            parent: None,
        },
    )?;
    let event = Event {
        id: object.id,
        slug,
        sequence: 0,
        status: draft.status,
        facts: draft.facts.clone(),
        series,
        proposed_by,
        regulars: draft.audience == Audience::Regulars,
    };
    store::insert(tx.conn, &event)?;
    store::set_artworks(tx.conn, event.id, &draft.artworks)?;
    pictures::replace(tx, event.id, &draft.pictures)?;
    if shown {
        objects::announce(tx, event.id)?;
    }
    Ok(event)
}

/// Changes an event. When nothing did, nothing is told to anybody; when it changed in a way that matters, everybody who
/// means to come is told.
pub fn revise(tx: &mut Tx<'_>, id: Id, draft: &Draft) -> Result<Changes> {
    let (event, object, before) = get(tx.conn, id)?;
    let mut draft = draft.clone();
    if event.status != Status::Draft && draft.status == Status::Draft {
        // What was announced is called off or withdrawn; it does not become a secret again.
        draft.status = event.status;
    }
    let changes = model::changes(&before, &draft);
    if !changes.any {
        return Ok(changes);
    }
    judge(tx.conn, &draft)?;
    let sequence = event.sequence + i32::from(changes.of_note);
    let released = event.status == Status::Draft && draft.status != Status::Draft;
    let facts = draft.facts.clone();
    let regulars = draft.audience == Audience::Regulars;
    store::update(tx.conn, &Event { status: draft.status, facts, sequence, regulars, ..event })?;
    store::set_artworks(tx.conn, id, &draft.artworks)?;
    if before.pictures != draft.pictures {
        pictures::replace(tx, id, &draft.pictures)?;
    }
    if before.audience != draft.audience {
        objects::set_visibility(tx.conn, id, draft.audience.visibility())?;
    }
    if released {
        objects::release(tx, id)?;
    } else if object.state == State::Published {
        objects::revise(tx, id)?;
    }
    // Of what was called off already, nobody is told a new hour.
    let still_off = before.status == Status::Cancelled && draft.status == Status::Cancelled;
    if changes.of_note && !still_off && !released && object.state == State::Published {
        journal::record(tx, &Rescheduled { event: id, cancelled: changes.cancelled, sequence })?;
    }
    Ok(changes)
}

/// Repeats an event: one more for each day of the rule, all of one series. Returns how many were made.
pub fn repeat(tx: &mut Tx<'_>, id: Id, repeat: &Repeat) -> Result<usize> {
    let (event, _, draft) = get(tx.conn, id)?;
    let days = repeat.days(&draft.facts.when)?;
    let series = match event.series {
        Some(series) => series,
        None => {
            let series = store::insert_series(tx, &repeat.rule(&draft.facts.when))?;
            store::update(tx.conn, &Event { series: Some(series), ..event })?;
            series
        }
    };
    for later in &days {
        let mut next = draft.clone();
        next.facts.when = draft.facts.when.days_later(*later);
        insert(tx, &next, Some(series), None)?;
    }
    Ok(days.len())
}

/// Withdraws an event for good: its page answers 410, its pictures come down. Whoever meant to come is told that it will
/// not take place, unless they were told when it was called off.
pub fn withdraw(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let (event, object, _) = get(tx.conn, id)?;
    let expected = event.status != Status::Cancelled && event.facts.when.ends > tx.now;
    if object.state == State::Published && expected {
        let sequence = event.sequence + 1;
        journal::record(tx, &Rescheduled { event: id, cancelled: true, sequence })?;
    }
    pictures::replace(tx, id, &[])?;
    objects::withdraw(tx, id)
}

/// The event, its object, and itself as a draft that changes nothing; [`Error::NotFound`] once it was withdrawn.
pub(super) fn get(conn: &mut Conn, id: Id) -> Result<(Event, Object, Draft)> {
    let object = objects::find(conn, id)?.filter(|object| object.deleted_at.is_none());
    let object = object.ok_or(Error::NotFound)?;
    let event = store::find(conn, id)?.ok_or(Error::NotFound)?;
    let hanging = pictures::of(conn, &[id])?.remove(&id).unwrap_or_default();
    let draft = Draft {
        status: event.status,
        audience: Audience::of(object.visibility, event.regulars),
        facts: event.facts.clone(),
        artworks: store::artworks(conn, &[id])?.remove(&id).unwrap_or_default(),
        pictures: hanging.iter().map(Picture::to_hang).collect(),
    };
    Ok((event, object, draft))
}

/// Events as drafts that change nothing, by id; none for what was withdrawn. What was never there is left out.
pub(super) fn drafts(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Option<Draft>>> {
    let objects = objects::find_all(conn, ids)?;
    let hanging = pictures::of(conn, ids)?;
    let mut about = store::artworks(conn, ids)?;
    let mut drafts = HashMap::new();
    for (id, event) in store::find_all(conn, ids)? {
        let Some(object) = objects.get(&id) else { continue };
        let draft = object.deleted_at.is_none().then(|| Draft {
            status: event.status,
            audience: Audience::of(object.visibility, event.regulars),
            facts: event.facts,
            artworks: about.remove(&id).unwrap_or_default(),
            pictures: hanging
                .get(&id)
                .map(|all| all.iter().map(Picture::to_hang).collect())
                .unwrap_or_default(),
        });
        drafts.insert(id, draft);
    }
    Ok(drafts)
}

/// The rules of the model, with places and catalogue at hand.
pub(super) fn judge(conn: &mut Conn, draft: &Draft) -> Result<()> {
    let mut errors = model::check(draft);
    if let Some(place) = draft.facts.place
        && places::tree(conn)?.get(place).is_none()
    {
        errors.add("place", "artworks-error-place");
    }
    if artworks::known(conn, &draft.artworks)?.len() != draft.artworks.len() {
        errors.add("artworks", "events-error-artworks");
    }
    errors.into_result()
}
