//! The moves table.

use diesel::prelude::*;

use super::model::{Direction, Move, Problem, State};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::app::Tx,
    schema::{accounts, moves},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = moves, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    account_id: Id,
    direction: Direction,
    address: String,
    iri: String,
    state: State,
    problem: String,
    created_at: Time,
    finished_at: Option<Time>,
}

impl From<Row> for Move {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            account: row.account_id,
            direction: row.direction,
            address: row.address,
            iri: row.iri,
            state: row.state,
            problem: row.problem.parse().ok(),
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// The moves of an account in one direction, newest first.
pub(super) fn of_account(
    conn: &mut Conn,
    account: Id,
    direction: Direction,
    limit: i64,
) -> Result<Vec<Move>> {
    let rows: Vec<Row> = moves::table
        .filter(moves::account_id.eq(account))
        .filter(moves::direction.eq(direction))
        .order(moves::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Move::from).collect())
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Move>> {
    let row: Option<Row> =
        moves::table.filter(moves::id.eq(id)).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Move::from))
}

pub(super) fn begin(
    tx: &mut Tx<'_>,
    account: Id,
    direction: Direction,
    address: &str,
) -> Result<Id> {
    let id = tx.new_id();
    let row = Row {
        id,
        account_id: account,
        direction,
        address: address.to_owned(),
        iri: String::new(),
        state: State::Asked,
        problem: String::new(),
        created_at: tx.now,
        finished_at: None,
    };
    diesel::insert_into(moves::table).values(row).execute(tx.conn)?;
    Ok(id)
}

pub(super) fn done(tx: &mut Tx<'_>, id: Id, (address, iri): (&str, &str)) -> Result<()> {
    diesel::update(moves::table.filter(moves::id.eq(id)))
        .set((
            moves::state.eq(State::Done),
            moves::address.eq(address),
            moves::iri.eq(iri),
            moves::finished_at.eq(Some(tx.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn failed(tx: &mut Tx<'_>, id: Id, problem: Problem) -> Result<()> {
    diesel::update(moves::table.filter(moves::id.eq(id)))
        .set((
            moves::state.eq(State::Failed),
            moves::problem.eq(problem.as_str()),
            moves::finished_at.eq(Some(tx.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(moves::table.filter(moves::id.eq(id))).execute(conn)?;
    Ok(())
}

/// The actor of an account.
pub(super) fn actor_of(conn: &mut Conn, account: Id) -> Result<Option<Id>> {
    Ok(accounts::table
        .filter(accounts::id.eq(account))
        .select(accounts::actor_id)
        .first(conn)
        .optional()?)
}
