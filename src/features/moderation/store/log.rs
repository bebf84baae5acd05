//! The log of what staff did: read here, written by `platform::audit`.

use std::collections::HashMap;

use diesel::{
    dsl::{IntoBoxed, count_star},
    prelude::*,
};

use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{accounts, actors, audit},
};

/// An entry of the log.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = audit)]
pub struct Entry {
    pub id: Id,
    pub account_id: Option<Id>,
    pub action: String,
    pub target_kind: String,
    pub target: String,
    pub reason: String,
    pub before: String,
    pub undone_at: Option<Time>,
    pub created_at: Time,
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// By this account.
    pub account: Option<Id>,
    /// Of this kind.
    pub action: Option<String>,
}

type Backend = <Conn as Connection>::Backend;

fn wanted(wanted: &Wanted) -> IntoBoxed<'static, audit::table, Backend> {
    let mut query = audit::table.into_boxed();
    if let Some(account) = wanted.account {
        query = query.filter(audit::account_id.eq(account));
    }
    if let Some(action) = wanted.action.clone() {
        query = query.filter(audit::action.eq(action));
    }
    query
}

/// Entries, newest first, and how many there are.
pub fn entries(
    conn: &mut Conn,
    which: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Entry>, i64)> {
    let total = wanted(which).select(count_star()).first(conn)?;
    let rows = wanted(which)
        .order(audit::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Entry::as_select())
        .load(conn)?;
    Ok((rows, total))
}

/// The decisions about cases, newest first, and how many there are.
pub fn verdicts(
    conn: &mut Conn,
    actions: &[&str],
    offset: i64,
    limit: i64,
) -> Result<(Vec<Entry>, i64)> {
    let decided = || audit::table.filter(audit::action.eq_any(actions.to_vec()));
    let total = decided().count().get_result(conn)?;
    let rows = decided()
        .order(audit::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Entry::as_select())
        .load(conn)?;
    Ok((rows, total))
}

pub fn entry(conn: &mut Conn, id: Id) -> Result<Option<Entry>> {
    Ok(audit::table.filter(audit::id.eq(id)).select(Entry::as_select()).first(conn).optional()?)
}

/// The entries made at this moment: those of one transaction share it.
pub fn made_at(conn: &mut Conn, at: Time) -> Result<Vec<Entry>> {
    Ok(audit::table
        .filter(audit::created_at.eq(at))
        .order(audit::id)
        .select(Entry::as_select())
        .load(conn)?)
}

/// The last entry about one of these that was not undone.
pub fn last_about(conn: &mut Conn, targets: &[String]) -> Result<Option<Entry>> {
    Ok(audit::table
        .filter(audit::target.eq_any(targets))
        .filter(audit::undone_at.is_null())
        .order(audit::id.desc())
        .select(Entry::as_select())
        .first(conn)
        .optional()?)
}

/// When a decision was last taken.
pub fn latest(conn: &mut Conn, actions: &[&str]) -> Result<Option<Time>> {
    Ok(audit::table
        .filter(audit::action.eq_any(actions.to_vec()))
        .order(audit::id.desc())
        .select(audit::created_at)
        .first(conn)
        .optional()?)
}

/// Notes that an act was undone; false when it was already.
pub fn set_undone(conn: &mut Conn, id: Id, by: Id, at: Time) -> Result<bool> {
    let changed =
        diesel::update(audit::table.filter(audit::id.eq(id)).filter(audit::undone_at.is_null()))
            .set((audit::undone_at.eq(Some(at)), audit::undone_by.eq(Some(by))))
            .execute(conn)?;
    Ok(changed > 0)
}

/// The kinds of acts in the log.
pub fn seen_actions(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(audit::table.select(audit::action).distinct().order(audit::action).load(conn)?)
}

/// The accounts in the log.
pub fn people(conn: &mut Conn) -> Result<Vec<Id>> {
    let rows: Vec<Option<Id>> = audit::table.select(audit::account_id).distinct().load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// What these accounts are called.
pub fn names_of(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, String>> {
    let rows: Vec<(Id, String, String)> = accounts::table
        .inner_join(actors::table)
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, actors::name, actors::handle))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, handle)| (id, if name.trim().is_empty() { handle } else { name }))
        .collect())
}
