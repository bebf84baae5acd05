//! The rows of imports that came through a form.

use diesel::prelude::*;

use super::job::State;
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::artwork_imports,
};

/// An import that came through a form.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = artwork_imports, treat_none_as_default_value = false)]
pub struct Stored {
    /// The key.
    pub id: Id,
    /// Who sent it.
    pub account_id: Option<Id>,
    /// What the file was called.
    pub file_name: String,
    /// The file.
    pub csv: String,
    /// How far it is.
    pub state: State,
    /// How many lines it has.
    pub total: i32,
    /// How many were taken in or refused so far.
    pub done: i32,
    /// How many works are new.
    pub created_count: i32,
    /// How many works changed.
    pub changed_count: i32,
    /// How many works were already as the file says.
    pub unchanged_count: i32,
    /// How many lines were refused.
    pub failed_count: i32,
    /// The refused lines, as JSON.
    pub report: String,
    /// When the file came.
    pub created_at: Time,
    /// When the last line was done.
    pub finished_at: Option<Time>,
}

pub(super) fn insert(conn: &mut Conn, stored: Stored) -> Result<()> {
    diesel::insert_into(artwork_imports::table).values(stored).execute(conn)?;
    Ok(())
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Stored>> {
    Ok(artwork_imports::table
        .filter(artwork_imports::id.eq(id))
        .select(Stored::as_select())
        .first(conn)
        .optional()?)
}

/// Goes from one state to another; false when it was not in the first, so that a form sent twice begins once.
pub(super) fn pass(conn: &mut Conn, id: Id, from: State, to: State) -> Result<bool> {
    let changed = diesel::update(
        artwork_imports::table
            .filter(artwork_imports::id.eq(id))
            .filter(artwork_imports::state.eq(from)),
    )
    .set(artwork_imports::state.eq(to))
    .execute(conn)?;
    Ok(changed > 0)
}

/// Stores how far an import is.
pub(super) fn save_progress(conn: &mut Conn, stored: &Stored) -> Result<()> {
    diesel::update(artwork_imports::table.filter(artwork_imports::id.eq(stored.id)))
        .set((
            artwork_imports::state.eq(stored.state),
            artwork_imports::done.eq(stored.done),
            artwork_imports::created_count.eq(stored.created_count),
            artwork_imports::changed_count.eq(stored.changed_count),
            artwork_imports::unchanged_count.eq(stored.unchanged_count),
            artwork_imports::failed_count.eq(stored.failed_count),
            artwork_imports::report.eq(&stored.report),
            artwork_imports::finished_at.eq(stored.finished_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets files that were checked or taken in before `limit`.
pub(super) fn forget_before(conn: &mut Conn, limit: Time) -> Result<()> {
    diesel::delete(
        artwork_imports::table
            .filter(artwork_imports::created_at.lt(limit))
            .filter(artwork_imports::state.ne(State::Running)),
    )
    .execute(conn)?;
    Ok(())
}
