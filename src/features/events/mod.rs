//! Events: the programme, its pages and calendars, its documents for other servers.
//!
//! An event is something people come to; what happens in the software is a fact. Who comes is not kept here.

mod actions;
mod calendar;
pub mod import;
mod map;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod when;
mod wire;

use std::collections::HashMap;

use axum::Router;
use serde_json::Value;

pub use actions::{Rescheduled, propose, publish, repeat, revise, withdraw};
pub use calendar::{Entry as CalendarEntry, Sure, file as write_calendar};
pub use model::{
    Access, Audience, Category, Draft, Event, Facts, Location, REGULAR_FROM, Rsvp, Stage, Status,
};
pub use pages::{agenda_page, calendar_file, calendar_of_member, categories, proposed, render};
pub use store::Wanted;
pub use when::{Every, Repeat, USUAL_LENGTH, When, moment};

use crate::{
    features::places,
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        actors,
        app::{App, Tx},
        feature::{self, Feature, Heading},
        jobs::Job,
        media::pictures::{self, Picture},
        objects::{self, Object},
        web::{Sample, Viewer},
    },
};

/// The slice, as the server knows it.
pub struct Events;

impl Feature for Events {
    fn name(&self) -> &'static str {
        "events"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("events", "agenda"), ("calendar", "agenda")]
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[actions::KIND]
    }

    fn followable(&self) -> &'static [&'static str] {
        self.kinds()
    }

    fn named(&self, conn: &mut Conn, name: &str) -> Result<Option<Id>> {
        let slug = name.to_lowercase();
        let slug = slug.strip_prefix("agenda-").unwrap_or(&slug);
        Ok(store::find_by_slug(conn, slug)?.map(|event| event.id))
    }

    fn listed(&self) -> &'static [&'static str] {
        &[actions::KIND]
    }

    fn describe(&self, app: &App, conn: &mut Conn, object: &Object) -> Result<Option<Value>> {
        let Some(event) = store::find(conn, object.id)? else {
            return Ok(None);
        };
        let Some(author) = actors::find(conn, object.author_id)? else {
            return Ok(None);
        };
        let tree = places::tree(conn)?;
        let place = event.facts.place.and_then(|id| tree.get(id));
        let place_object = match place {
            Some(place) => objects::find(conn, place.id)?,
            None => None,
        };
        let pictures = shown_with(conn, &[event.id])?.remove(&event.id).unwrap_or_default();
        let venue = app.venue();
        wire::Described {
            config: &app.config,
            object,
            author: &author,
            event: &event,
            pictures: &pictures,
            place: place.zip(place_object.as_ref().map(|object| object.iri.as_str())),
            venue_address: &venue.address,
            attending: feature::going(app, conn, &[object.id])?.remove(&object.id).unwrap_or(0),
            languages: &venue.languages,
        }
        .document()
        .map(Some)
    }

    fn headings(
        &self,
        conn: &mut Conn,
        _lang: Lang,
        objects: &[Id],
    ) -> Result<HashMap<Id, Heading>> {
        let found = store::find_all(conn, objects)?;
        Ok(found
            .into_iter()
            .map(|(id, event)| {
                let day = event.facts.when.starts_local().format("%Y-%m-%d").to_string();
                let url = event.path();
                (id, Heading { title: event.facts.title, url, reference: Some(day) })
            })
            .collect())
    }

    fn jobs(&self) -> &'static [Job] {
        &[import::PICTURES]
    }

    fn tidy(&self, tx: &mut Tx<'_>) -> Result<usize> {
        import::tidy(tx)
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// The event with this id, whatever its state.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Event>> {
    store::find(conn, id)
}

/// True for the object of an event of this venue.
#[must_use]
pub fn is_one(object: &Object) -> bool {
    object.kind == actions::KIND
}

/// An event as a draft that changes nothing; [`crate::kernel::error::Error::NotFound`] once it was withdrawn.
pub fn draft(conn: &mut Conn, id: Id) -> Result<Draft> {
    actions::get(conn, id).map(|(_, _, draft)| draft)
}

/// The events with these ids, whatever their state, by id.
pub fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Event>> {
    store::find_all(conn, ids)
}

/// The next events a viewer may see, those under way too.
pub fn coming(conn: &mut Conn, viewer: &Viewer, now: Time, limit: i64) -> Result<Vec<Event>> {
    let wanted = Wanted { after: Some(now), ..Wanted::default() };
    store::search(conn, &wanted, viewer, 0, limit)
}

/// The event at an address of the programme, whatever its state.
pub fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Event>> {
    store::find_by_slug(conn, slug)
}

/// The pictures events are shown with: their own, or one of each artwork they are about.
pub fn shown_with(conn: &mut Conn, events: &[Id]) -> Result<HashMap<Id, Vec<Picture>>> {
    let mut shown = pictures::of(conn, events)?;
    let bare: Vec<Id> = events.iter().filter(|id| !shown.contains_key(id)).copied().collect();
    let about = store::artworks(conn, &bare)?;
    let artworks: Vec<Id> = about.values().flatten().copied().collect();
    let hanging = pictures::of(conn, &artworks)?;
    let first = |id: &Id| hanging.get(id).and_then(|all| all.first()).cloned();
    for (event, artworks) in about {
        shown.insert(event, artworks.iter().filter_map(first).collect());
    }
    Ok(shown)
}
