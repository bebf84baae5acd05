//! The rows of imports: which event came from which UID, and files that wait for a yes.

use std::collections::{BTreeMap, HashMap};

use diesel::{prelude::*, upsert::excluded};

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{event_imports, event_sources},
};

/// A UID, and which of its dates; the latter is empty when it does not repeat.
pub(super) type Key = (String, String);

/// Where an event came from.
pub(super) struct Source {
    /// The event.
    pub(super) event: Id,
    /// What the file said of it, by column.
    pub(super) said: BTreeMap<String, String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = event_sources, treat_none_as_default_value = false)]
struct Row {
    uid: String,
    occurrence: String,
    event_id: Id,
    source: String,
    said: String,
    seen_at: Time,
}

/// Where the events with these UIDs came from.
pub(super) fn known(conn: &mut Conn, uids: &[String]) -> Result<HashMap<Key, Source>> {
    let rows: Vec<Row> = event_sources::table
        .filter(event_sources::uid.eq_any(uids))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let said = serde_json::from_str(&row.said)?;
            Ok(((row.uid, row.occurrence), Source { event: row.event_id, said }))
        })
        .collect()
}

/// The events that came from a UID.
pub(super) fn events_of(conn: &mut Conn, uid: &str) -> Result<Vec<Id>> {
    Ok(event_sources::table
        .filter(event_sources::uid.eq(uid))
        .select(event_sources::event_id)
        .load(conn)?)
}

/// Everything that came from a source.
pub(super) fn came_from(conn: &mut Conn, source: &str) -> Result<Vec<(Key, Id)>> {
    let rows: Vec<(String, String, Id)> = event_sources::table
        .filter(event_sources::source.eq(source))
        .select((event_sources::uid, event_sources::occurrence, event_sources::event_id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(uid, occurrence, event)| ((uid, occurrence), event)).collect())
}

/// Remembers what a source says of an event.
pub(super) fn remember(
    conn: &mut Conn,
    (uid, occurrence): &Key,
    event_id: Id,
    source: &str,
    said: &BTreeMap<String, String>,
    seen_at: Time,
) -> Result<()> {
    let row = Row {
        uid: uid.clone(),
        occurrence: occurrence.clone(),
        event_id,
        source: source.to_owned(),
        said: serde_json::to_string(said)?,
        seen_at,
    };
    both!(conn, |c| diesel::insert_into(event_sources::table)
        .values(row)
        .on_conflict((event_sources::uid, event_sources::occurrence))
        .do_update()
        .set((
            event_sources::event_id.eq(excluded(event_sources::event_id)),
            event_sources::source.eq(excluded(event_sources::source)),
            event_sources::said.eq(excluded(event_sources::said)),
            event_sources::seen_at.eq(excluded(event_sources::seen_at)),
        ))
        .execute(c))?;
    Ok(())
}

/// A file that came through a form.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_imports, treat_none_as_default_value = false)]
pub(super) struct Stored {
    pub(super) id: Id,
    pub(super) account_id: Option<Id>,
    pub(super) source: String,
    pub(super) as_drafts: bool,
    /// What was read of it, as JSON; empty once it was taken in.
    pub(super) lines: String,
    /// What became of it, as JSON; empty until it was taken in.
    pub(super) report: String,
    pub(super) created_at: Time,
    pub(super) applied_at: Option<Time>,
}

pub(super) fn insert(conn: &mut Conn, stored: Stored) -> Result<()> {
    diesel::insert_into(event_imports::table).values(stored).execute(conn)?;
    Ok(())
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Stored>> {
    Ok(event_imports::table
        .filter(event_imports::id.eq(id))
        .select(Stored::as_select())
        .first(conn)
        .optional()?)
}

/// Notes that a file was taken in, and lets go of what was in it.
pub(super) fn finish(conn: &mut Conn, id: Id, report: &str, now: Time) -> Result<()> {
    diesel::update(event_imports::table.filter(event_imports::id.eq(id)))
        .set((
            event_imports::lines.eq(""),
            event_imports::report.eq(report),
            event_imports::applied_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets go of files that came before `limit`.
pub(super) fn forget_before(conn: &mut Conn, limit: Time) -> Result<usize> {
    Ok(diesel::delete(event_imports::table.filter(event_imports::created_at.lt(limit)))
        .execute(conn)?)
}
