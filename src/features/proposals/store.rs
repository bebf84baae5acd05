//! The rows of proposals.

use diesel::{
    dsl::{IntoBoxed, count_star},
    prelude::*,
};

use super::model::{Proposal, State};
use crate::{
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend},
        error::Result,
        id::Id,
    },
    schema::event_proposals as p,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = p, treat_none_as_default_value = false)]
struct Row {
    event_id: Id,
    actor_id: Id,
    title: String,
    state: State,
    word: String,
    proposed_at: Time,
    decided_at: Option<Time>,
}

impl From<Row> for Proposal {
    fn from(row: Row) -> Self {
        Self {
            event: row.event_id,
            actor: row.actor_id,
            title: row.title,
            state: row.state,
            word: row.word,
            proposed_at: row.proposed_at,
            decided_at: row.decided_at,
        }
    }
}

/// Which proposals somebody looks for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// Of one person.
    pub(super) actor: Option<Id>,
    /// Those that wait, or those that do not.
    pub(super) waiting: Option<bool>,
}

fn matching(wanted: &Wanted) -> IntoBoxed<'static, p::table, MultiBackend> {
    let mut query = p::table.into_boxed::<MultiBackend>();
    if let Some(actor) = wanted.actor {
        query = query.filter(p::actor_id.eq(actor));
    }
    match wanted.waiting {
        Some(true) => query.filter(p::state.eq(State::Waiting)),
        Some(false) => query.filter(p::state.ne(State::Waiting)),
        None => query,
    }
}

pub(super) fn count(conn: &mut Conn, wanted: &Wanted) -> Result<i64> {
    Ok(matching(wanted).select(count_star()).first(conn)?)
}

/// A part of them: what waits longest first, else the newest first.
pub(super) fn list(
    conn: &mut Conn,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<Vec<Proposal>> {
    let query = matching(wanted);
    let query = if wanted.waiting == Some(true) {
        query.order((p::proposed_at.asc(), p::event_id.asc()))
    } else {
        query.order((p::proposed_at.desc(), p::event_id.desc()))
    };
    let rows: Vec<Row> = query.offset(offset).limit(limit).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Proposal::from).collect())
}

pub(super) fn find(conn: &mut Conn, event: Id) -> Result<Option<Proposal>> {
    let row: Option<Row> =
        p::table.filter(p::event_id.eq(event)).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Proposal::from))
}

pub(super) fn insert(conn: &mut Conn, proposal: &Proposal) -> Result<()> {
    let row = Row {
        event_id: proposal.event,
        actor_id: proposal.actor,
        title: proposal.title.clone(),
        state: proposal.state,
        word: proposal.word.clone(),
        proposed_at: proposal.proposed_at,
        decided_at: proposal.decided_at,
    };
    diesel::insert_into(p::table).values(row).execute(conn)?;
    Ok(())
}

/// Answers a proposal that waits; false when it does not wait any more.
pub(super) fn decide(
    conn: &mut Conn,
    event: Id,
    state: State,
    word: &str,
    now: Time,
) -> Result<bool> {
    let waiting = p::table.filter(p::event_id.eq(event)).filter(p::state.eq(State::Waiting));
    let changed = diesel::update(waiting)
        .set((p::state.eq(state), p::word.eq(word), p::decided_at.eq(now)))
        .execute(conn)?;
    Ok(changed > 0)
}
