//! The rows of sources and of their events.

use std::collections::HashMap;

use diesel::{
    dsl::{InnerJoin, IntoBoxed, count_star},
    prelude::*,
};

use super::model::{Happens, Neighbouring, Source};
use crate::{
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend},
        error::{Error, Result},
        id::Id,
    },
    platform::objects::State,
    schema::{around_events, around_sources, objects as o},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = around_sources, treat_none_as_default_value = false, treat_none_as_null = true)]
struct SourceRow {
    actor_id: Id,
    trusted: bool,
    paused: bool,
    added_at: Time,
    heard_at: Option<Time>,
}

impl From<SourceRow> for Source {
    fn from(row: SourceRow) -> Self {
        let SourceRow { actor_id: actor, trusted, paused, added_at, heard_at } = row;
        Self { actor, trusted, paused, added_at, heard_at }
    }
}

impl From<&Source> for SourceRow {
    fn from(source: &Source) -> Self {
        let Source { actor, trusted, paused, added_at, heard_at } = *source;
        Self { actor_id: actor, trusted, paused, added_at, heard_at }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = around_events, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: Id,
    source_id: Id,
    title: String,
    excerpt: String,
    language: String,
    starts_at: Time,
    ends_at: Time,
    open_ended: bool,
    time_zone: String,
    place: String,
    address: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    online_url: String,
    happens: Happens,
    changed: bool,
}

impl Row {
    fn new(id: Id, source: Id, event: &Neighbouring, changed: bool) -> Self {
        Self {
            id,
            source_id: source,
            title: event.title.clone(),
            excerpt: event.excerpt.clone(),
            language: event.language.clone(),
            starts_at: event.starts,
            ends_at: event.ends,
            open_ended: event.open_ended,
            time_zone: event.zone.name().to_owned(),
            place: event.place.clone(),
            address: event.address.clone(),
            latitude: event.coordinates.map(|(north, _)| north),
            longitude: event.coordinates.map(|(_, east)| east),
            online_url: event.online_url.clone(),
            happens: event.happens,
            changed,
        }
    }

    fn read(self) -> Result<Listed> {
        Ok(Listed {
            id: self.id,
            source: self.source_id,
            changed: self.changed,
            event: Neighbouring {
                title: self.title,
                excerpt: self.excerpt,
                language: self.language,
                starts: self.starts_at,
                ends: self.ends_at,
                open_ended: self.open_ended,
                zone: self.time_zone.parse().map_err(Error::internal)?,
                place: self.place,
                address: self.address,
                coordinates: self.latitude.zip(self.longitude),
                online_url: self.online_url,
                happens: self.happens,
            },
        })
    }
}

/// An event with its key and its source.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: Id,
    pub(super) source: Id,
    /// Staff agreed to what it said before.
    pub(super) changed: bool,
    pub(super) event: Neighbouring,
}

/// Every source, the newest first.
pub(super) fn sources(conn: &mut Conn) -> Result<Vec<Source>> {
    let rows: Vec<SourceRow> = around_sources::table
        .order((around_sources::added_at.desc(), around_sources::actor_id.desc()))
        .select(SourceRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Source::from).collect())
}

/// The first of these actors that is a source.
pub(super) fn source_among(conn: &mut Conn, actors: &[Id]) -> Result<Option<Source>> {
    let rows: Vec<SourceRow> = around_sources::table
        .filter(around_sources::actor_id.eq_any(actors))
        .select(SourceRow::as_select())
        .load(conn)?;
    let found: Vec<Source> = rows.into_iter().map(Source::from).collect();
    Ok(actors.iter().find_map(|id| found.iter().find(|one| one.actor == *id).copied()))
}

pub(super) fn insert_source(conn: &mut Conn, source: &Source) -> Result<()> {
    diesel::insert_into(around_sources::table).values(SourceRow::from(source)).execute(conn)?;
    Ok(())
}

pub(super) fn save_source(conn: &mut Conn, source: &Source) -> Result<()> {
    diesel::update(around_sources::table.filter(around_sources::actor_id.eq(source.actor)))
        .set(SourceRow::from(source))
        .execute(conn)?;
    Ok(())
}

pub(super) fn remove_source(conn: &mut Conn, actor: Id) -> Result<()> {
    diesel::delete(around_sources::table.filter(around_sources::actor_id.eq(actor)))
        .execute(conn)?;
    Ok(())
}

pub(super) fn insert(conn: &mut Conn, id: Id, source: Id, event: &Neighbouring) -> Result<()> {
    diesel::insert_into(around_events::table)
        .values(Row::new(id, source, event, false))
        .execute(conn)?;
    Ok(())
}

pub(super) fn update(conn: &mut Conn, listed: &Listed) -> Result<()> {
    let Listed { id, source, changed, event } = listed;
    diesel::update(around_events::table.filter(around_events::id.eq(id)))
        .set(Row::new(*id, *source, event, *changed))
        .execute(conn)?;
    Ok(())
}

/// Notes that staff know what an event says now.
pub(super) fn set_read(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::update(around_events::table.filter(around_events::id.eq(id)))
        .set(around_events::changed.eq(false))
        .execute(conn)?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, ids: &[Id]) -> Result<()> {
    diesel::delete(around_events::table.filter(around_events::id.eq_any(ids))).execute(conn)?;
    Ok(())
}

/// Is it kept, and of which source?
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Listed>> {
    let row: Option<Row> = around_events::table
        .filter(around_events::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::read).transpose()
}

/// What is kept of these, by key.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Neighbouring>> {
    let rows: Vec<Row> = around_events::table
        .filter(around_events::id.eq_any(ids))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(|row| row.read().map(|listed| (listed.id, listed.event))).collect()
}

/// A few events of a source, whatever their state.
pub(super) fn of_source(conn: &mut Conn, source: Id, limit: i64) -> Result<Vec<Id>> {
    Ok(around_events::table
        .filter(around_events::source_id.eq(source))
        .order(around_events::id)
        .limit(limit)
        .select(around_events::id)
        .load(conn)?)
}

/// A few events that were over before a moment.
pub(super) fn over(conn: &mut Conn, before: Time, limit: i64) -> Result<Vec<Id>> {
    Ok(around_events::table
        .filter(around_events::ends_at.lt(before))
        .order(around_events::ends_at)
        .limit(limit)
        .select(around_events::id)
        .load(conn)?)
}

/// Which events somebody looks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Standing so.
    pub(super) state: State,
    /// Not over at this moment.
    pub(super) now: Time,
    /// Begins at this moment or later.
    pub(super) from: Option<Time>,
    /// Begins before this moment.
    pub(super) until: Option<Time>,
}

type Query<'a> = IntoBoxed<'a, InnerJoin<around_events::table, o::table>, MultiBackend>;

fn matching(wanted: &Wanted) -> Query<'static> {
    let mut query = around_events::table
        .inner_join(o::table)
        .filter(o::deleted_at.is_null())
        .filter(o::state.eq(wanted.state))
        .filter(around_events::ends_at.gt(wanted.now))
        .into_boxed::<MultiBackend>();
    if let Some(from) = wanted.from {
        query = query.filter(around_events::starts_at.ge(from));
    }
    if let Some(until) = wanted.until {
        query = query.filter(around_events::starts_at.lt(until));
    }
    query
}

pub(super) fn count(conn: &mut Conn, wanted: &Wanted) -> Result<i64> {
    Ok(matching(wanted).select(count_star()).first(conn)?)
}

/// A part of them, the next first.
pub(super) fn search(
    conn: &mut Conn,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>> {
    let rows: Vec<Row> = matching(wanted)
        .order((around_events::starts_at.asc(), around_events::id.asc()))
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::read).collect()
}

/// How many wait to be approved, over or not.
pub(super) fn waiting(conn: &mut Conn) -> Result<i64> {
    Ok(around_events::table
        .inner_join(o::table)
        .filter(o::deleted_at.is_null())
        .filter(o::state.eq(State::Pending))
        .select(count_star())
        .first(conn)?)
}

/// How many events are kept of each source.
pub(super) fn counts(conn: &mut Conn) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Id, i64)> = around_events::table
        .inner_join(o::table)
        .filter(o::deleted_at.is_null())
        .group_by(around_events::source_id)
        .select((around_events::source_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
