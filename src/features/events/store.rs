//! The rows of events.

use std::collections::HashMap;

use diesel::{
    dsl::{InnerJoin, IntoBoxed, count_star, exists},
    prelude::*,
};

use super::{
    model::{Access, Category, Event, Facts, Location, Rsvp, Status},
    when::When,
};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend},
        error::{Error, Result},
        id::Id,
        text::fold,
    },
    platform::{app::Tx, objects, web::Viewer},
    schema::{event_artworks, event_series, events, objects as o},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = events, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: Id,
    slug: String,
    sequence: i32,
    title: String,
    words_folded: String,
    description_fr: String,
    description_en: String,
    recap_fr: String,
    recap_en: String,
    status: Status,
    category: Category,
    access: String,
    starts_at: Time,
    ends_at: Time,
    doors_at: Option<Time>,
    open_ended: bool,
    all_day: bool,
    time_zone: String,
    place_id: Option<Id>,
    location: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    price: String,
    ticket_url: String,
    rsvp: Rsvp,
    capacity: Option<i32>,
    party_max: i32,
    organisers: String,
    performers: String,
    series_id: Option<Id>,
    proposed_by: Option<Id>,
    regulars: bool,
}

impl TryFrom<Row> for Event {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let location: Location = serde_json::from_str(&row.location)?;
        Ok(Self {
            id: row.id,
            slug: row.slug,
            sequence: row.sequence,
            status: row.status,
            facts: Facts {
                title: row.title,
                description_fr: row.description_fr,
                description_en: row.description_en,
                recap_fr: row.recap_fr,
                recap_en: row.recap_en,
                category: row.category,
                access: row
                    .access
                    .split_whitespace()
                    .filter_map(|word| word.parse().ok())
                    .collect(),
                when: When {
                    starts: row.starts_at,
                    ends: row.ends_at,
                    doors: row.doors_at,
                    open_ended: row.open_ended,
                    all_day: row.all_day,
                    zone: row.time_zone.parse().map_err(Error::internal)?,
                },
                place: row.place_id,
                location,
                coordinates: row.latitude.zip(row.longitude),
                price: row.price,
                ticket_url: row.ticket_url,
                rsvp: row.rsvp,
                capacity: row.capacity,
                party_max: row.party_max,
                organisers: row.organisers,
                performers: row.performers,
            },
            series: row.series_id,
            proposed_by: row.proposed_by,
            regulars: row.regulars,
        })
    }
}

impl TryFrom<&Event> for Row {
    type Error = Error;

    fn try_from(event: &Event) -> Result<Self> {
        let facts = event.facts.clone();
        let words = [&facts.title, &facts.performers, &facts.organisers, &facts.location.name];
        let access: Vec<&str> = facts.access.iter().map(|access| access.as_str()).collect();
        Ok(Self {
            id: event.id,
            slug: event.slug.clone(),
            sequence: event.sequence,
            words_folded: fold(&words.map(String::as_str).join(" ")),
            title: facts.title,
            description_fr: facts.description_fr,
            description_en: facts.description_en,
            recap_fr: facts.recap_fr,
            recap_en: facts.recap_en,
            status: event.status,
            category: facts.category,
            access: access.join(" "),
            starts_at: facts.when.starts,
            ends_at: facts.when.ends,
            doors_at: facts.when.doors,
            open_ended: facts.when.open_ended,
            all_day: facts.when.all_day,
            time_zone: facts.when.zone.name().to_owned(),
            place_id: facts.place,
            location: serde_json::to_string(&facts.location)?,
            latitude: facts.coordinates.map(|(north, _)| north),
            longitude: facts.coordinates.map(|(_, east)| east),
            price: facts.price,
            ticket_url: facts.ticket_url,
            rsvp: facts.rsvp,
            capacity: facts.capacity,
            party_max: facts.party_max,
            organisers: facts.organisers,
            performers: facts.performers,
            series_id: event.series,
            proposed_by: event.proposed_by,
            regulars: event.regulars,
        })
    }
}

/// Which events somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of the title, the names or the place; all must be found.
    pub words: String,
    /// Not over at this moment.
    pub after: Option<Time>,
    /// Begins before this moment.
    pub before: Option<Time>,
    /// Over at this moment: the last first.
    pub past: Option<Time>,
    /// Of one of these kinds; empty for any.
    pub categories: Vec<Category>,
    /// With all of these.
    pub access: Vec<Access>,
    /// In one of these places; empty for anywhere.
    pub places: Vec<Id>,
    /// About this artwork.
    pub artwork: Option<Id>,
    /// Of this series.
    pub series: Option<Id>,
    /// Standing so, whoever it is for: for the team alone. Empty for anything but drafts that the viewer may see.
    pub statuses: Vec<Status>,
}

type Query<'a> = IntoBoxed<'a, InnerJoin<events::table, o::table>, MultiBackend>;

/// The events of this venue that `viewer` may see in a list and that answer a wish. Drafts are in no list but one that
/// asks for them.
fn matching(wanted: &Wanted, viewer: &Viewer) -> Query<'static> {
    let (states, visibilities) = objects::listed(viewer);
    let mut query = events::table
        .inner_join(o::table)
        .filter(o::deleted_at.is_null())
        .into_boxed::<MultiBackend>();
    query = if wanted.statuses.is_empty() {
        query
            .filter(o::visibility.eq_any(visibilities))
            .filter(o::state.eq_any(states))
            .filter(events::status.ne(Status::Draft))
    } else {
        // The lists of the team, and its table.
        query.filter(events::status.eq_any(wanted.statuses.clone()))
    };
    for word in fold(&wanted.words).split_whitespace().take(8) {
        let word = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.filter(events::words_folded.like(format!("%{word}%")).escape('\\'));
    }
    if let Some(after) = wanted.after {
        query = query.filter(events::ends_at.gt(after));
    }
    if let Some(before) = wanted.before {
        query = query.filter(events::starts_at.lt(before));
    }
    if let Some(past) = wanted.past {
        query = query.filter(events::ends_at.le(past));
    }
    if !wanted.categories.is_empty() {
        query = query.filter(events::category.eq_any(wanted.categories.clone()));
    }
    for access in &wanted.access {
        query = query.filter(events::access.like(format!("%{}%", access.as_str())));
    }
    if !wanted.places.is_empty() {
        query = query.filter(events::place_id.eq_any(wanted.places.clone()));
    }
    if let Some(series) = wanted.series {
        query = query.filter(events::series_id.eq(series));
    }
    if let Some(artwork) = wanted.artwork {
        let about = event_artworks::table
            .filter(event_artworks::event_id.eq(events::id))
            .filter(event_artworks::artwork_id.eq(artwork));
        query = query.filter(exists(about));
    }
    query
}

/// How many events answer a wish.
pub(super) fn count(conn: &mut Conn, wanted: &Wanted, viewer: &Viewer) -> Result<i64> {
    Ok(matching(wanted, viewer).select(count_star()).first(conn)?)
}

/// A part of the events that answer a wish: the next first, or the last first where they are over.
pub(super) fn search(
    conn: &mut Conn,
    wanted: &Wanted,
    viewer: &Viewer,
    offset: i64,
    limit: i64,
) -> Result<Vec<Event>> {
    let query = matching(wanted, viewer);
    let query = if wanted.past.is_some() {
        query.order((events::starts_at.desc(), events::id.desc()))
    } else {
        query.order((events::starts_at.asc(), events::id.asc()))
    };
    let rows: Vec<Row> = query.offset(offset).limit(limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Event::try_from).collect()
}

/// The event with this id, whatever its state.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Event>> {
    Ok(find_all(conn, &[id])?.remove(&id))
}

/// The events with these ids, whatever their state, by id.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Event>> {
    let rows: Vec<Row> =
        events::table.filter(events::id.eq_any(ids)).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(|row| Event::try_from(row).map(|event| (event.id, event))).collect()
}

/// The event at this address, whatever its state.
pub(super) fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Event>> {
    let row: Option<Row> = events::table
        .filter(events::slug.eq(slug))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Event::try_from).transpose()
}

pub(super) fn slug_taken(conn: &mut Conn, slug: &str) -> Result<bool> {
    let count: i64 = events::table.filter(events::slug.eq(slug)).count().get_result(conn)?;
    Ok(count > 0)
}

pub(super) fn insert(conn: &mut Conn, event: &Event) -> Result<()> {
    diesel::insert_into(events::table).values(Row::try_from(event)?).execute(conn)?;
    Ok(())
}

pub(super) fn update(conn: &mut Conn, event: &Event) -> Result<()> {
    diesel::update(events::table.filter(events::id.eq(event.id)))
        .set(Row::try_from(event)?)
        .execute(conn)?;
    Ok(())
}

/// The artworks these events are about, in order, by event.
pub(super) fn artworks(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let rows: Vec<(Id, Id)> = event_artworks::table
        .filter(event_artworks::event_id.eq_any(ids))
        .order((event_artworks::event_id, event_artworks::position))
        .select((event_artworks::event_id, event_artworks::artwork_id))
        .load(conn)?;
    let mut all: HashMap<Id, Vec<Id>> = HashMap::new();
    for (event, artwork) in rows {
        all.entry(event).or_default().push(artwork);
    }
    Ok(all)
}

#[derive(Insertable)]
#[diesel(table_name = event_artworks, treat_none_as_default_value = false)]
struct About {
    event_id: Id,
    artwork_id: Id,
    position: i32,
}

/// Says which artworks an event is about, in this order.
pub(super) fn set_artworks(conn: &mut Conn, event: Id, artworks: &[Id]) -> Result<()> {
    diesel::delete(event_artworks::table.filter(event_artworks::event_id.eq(event)))
        .execute(conn)?;
    let rows: Vec<About> = artworks
        .iter()
        .zip(0i32..)
        .map(|(id, position)| About { event_id: event, artwork_id: *id, position })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    both!(conn, |c| diesel::insert_into(event_artworks::table).values(rows).execute(c))?;
    Ok(())
}

/// Begins a series that repeats by `rule` (RFC 5545 §3.3.10); returns its key.
pub(super) fn insert_series(tx: &mut Tx<'_>, rule: &str) -> Result<Id> {
    let id = tx.new_id();
    diesel::insert_into(event_series::table)
        .values((
            event_series::id.eq(id),
            event_series::rule.eq(rule),
            event_series::created_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    Ok(id)
}
