//! The follows table.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Follow, State};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::actors::ActorKind,
    schema::{actors, follows},
};

diesel::alias!(actors as followers: FollowersAlias);

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = follows, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    follower_id: Id,
    followed_id: Id,
    activity_iri: String,
    state: State,
    created_at: Time,
    answered_at: Option<Time>,
}

impl From<Row> for Follow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            follower_id: row.follower_id,
            followed_id: row.followed_id,
            activity_iri: row.activity_iri,
            state: row.state,
            created_at: row.created_at,
            answered_at: row.answered_at,
        }
    }
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Follow>> {
    let row: Option<Row> = follows::table
        .filter(follows::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Follow::from))
}

pub(super) fn between(conn: &mut Conn, follower: Id, followed: Id) -> Result<Option<Follow>> {
    let row: Option<Row> = follows::table
        .filter(follows::follower_id.eq(follower))
        .filter(follows::followed_id.eq(followed))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Follow::from))
}

/// The follow `follower` knows by this address.
pub(super) fn by_activity(conn: &mut Conn, follower: Id, iri: &str) -> Result<Option<Follow>> {
    let row: Option<Row> = follows::table
        .filter(follows::follower_id.eq(follower))
        .filter(follows::activity_iri.eq(iri))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Follow::from))
}

/// The follow of `followed` with this address, whoever follows.
pub(super) fn of_followed(conn: &mut Conn, followed: Id, iri: &str) -> Result<Option<Follow>> {
    let row: Option<Row> = follows::table
        .filter(follows::followed_id.eq(followed))
        .filter(follows::activity_iri.eq(iri))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Follow::from))
}

pub(super) fn insert(conn: &mut Conn, follow: &Follow) -> Result<()> {
    diesel::insert_into(follows::table)
        .values(Row {
            id: follow.id,
            follower_id: follow.follower_id,
            followed_id: follow.followed_id,
            activity_iri: follow.activity_iri.clone(),
            state: follow.state,
            created_at: follow.created_at,
            answered_at: follow.answered_at,
        })
        .execute(conn)?;
    Ok(())
}

pub(super) fn save(conn: &mut Conn, follow: &Follow) -> Result<()> {
    diesel::update(follows::table.filter(follows::id.eq(follow.id)))
        .set((
            follows::activity_iri.eq(&follow.activity_iri),
            follows::state.eq(follow.state),
            follows::answered_at.eq(follow.answered_at),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(follows::table.filter(follows::id.eq(id))).execute(conn)?;
    Ok(())
}

/// Every follow from or to these actors.
pub(super) fn around(conn: &mut Conn, actors: &[Id]) -> Result<Vec<Follow>> {
    let mut all = Vec::new();
    for some in actors.chunks(1_000) {
        let rows: Vec<Row> = follows::table
            .filter(follows::follower_id.eq_any(some).or(follows::followed_id.eq_any(some)))
            .select(Row::as_select())
            .load(conn)?;
        all.extend(rows.into_iter().map(Follow::from));
    }
    Ok(all)
}

/// The accepted follows of these actors by actors of this server.
pub(super) fn local_followers(conn: &mut Conn, followed: &[Id]) -> Result<Vec<Follow>> {
    let rows: Vec<Row> = follows::table
        .inner_join(actors::table.on(actors::id.eq(follows::follower_id)))
        .filter(follows::followed_id.eq_any(followed))
        .filter(follows::state.eq(State::Accepted))
        .filter(actors::local.eq(true))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Follow::from).collect())
}

/// Those of these actors that somebody here follows.
pub(super) fn followed_by_members(conn: &mut Conn, followed: &[Id]) -> Result<Vec<Id>> {
    Ok(follows::table
        .inner_join(actors::table.on(actors::id.eq(follows::follower_id)))
        .filter(follows::followed_id.eq_any(followed))
        .filter(follows::state.eq(State::Accepted))
        .filter(actors::local.eq(true))
        .select(follows::followed_id)
        .distinct()
        .load(conn)?)
}

/// The actors of whole servers elsewhere that follow somebody.
pub(super) fn servers_following(conn: &mut Conn, followed: Id) -> Result<Vec<Id>> {
    Ok(follows::table
        .inner_join(actors::table.on(actors::id.eq(follows::follower_id)))
        .filter(follows::followed_id.eq(followed))
        .filter(follows::state.eq(State::Accepted))
        .filter(actors::local.eq(false))
        .filter(actors::kind.eq(ActorKind::Application))
        .filter(actors::deleted_at.is_null())
        .select(actors::id)
        .load(conn)?)
}

/// The accepted follows of artworks and places of this server by actors of others.
pub(super) fn of_subjects_from_elsewhere(conn: &mut Conn, limit: i64) -> Result<Vec<Follow>> {
    let rows: Vec<Row> = follows::table
        .inner_join(actors::table.on(actors::id.eq(follows::followed_id)))
        .inner_join(followers.on(followers.field(actors::id).eq(follows::follower_id)))
        .filter(actors::local.eq(true))
        .filter(actors::kind.eq(ActorKind::Service))
        .filter(followers.field(actors::local).eq(false))
        .filter(follows::state.eq(State::Accepted))
        .order(follows::id)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Follow::from).collect())
}

/// Whom this actor follows, the newest first.
pub(super) fn followed_by(
    conn: &mut Conn,
    follower: Id,
    kind: ActorKind,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Follow>, i64)> {
    let theirs = || {
        follows::table
            .inner_join(actors::table.on(actors::id.eq(follows::followed_id)))
            .filter(follows::follower_id.eq(follower))
            .filter(follows::state.eq(State::Accepted))
            .filter(actors::local.eq(true))
            .filter(actors::kind.eq(kind))
            .filter(actors::deleted_at.is_null())
    };
    let total = theirs().count().get_result(conn)?;
    let rows: Vec<Row> = theirs()
        .order(follows::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Follow::from).collect(), total))
}

/// Which end of a follow is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Those somebody follows.
    Following,
    /// Those who follow somebody.
    Followers,
}

/// One page of the follows of one actor in these states, newest first, and how many there are.
pub(super) fn of_actor(
    conn: &mut Conn,
    actor: Id,
    end: End,
    states: &[State],
    offset: i64,
    limit: i64,
) -> Result<(Vec<Follow>, i64)> {
    let theirs = || {
        let query = follows::table.filter(follows::state.eq_any(states)).into_boxed();
        match end {
            End::Following => query.filter(follows::follower_id.eq(actor)),
            End::Followers => query.filter(follows::followed_id.eq(actor)),
        }
    };
    let total = theirs().count().get_result(conn)?;
    let rows: Vec<Row> = theirs()
        .order(follows::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Follow::from).collect(), total))
}

/// How many follow each of these actors; those nobody follows are left out.
pub(super) fn counts(conn: &mut Conn, followed: &[Id]) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Id, i64)> = follows::table
        .filter(follows::followed_id.eq_any(followed))
        .filter(follows::state.eq(State::Accepted))
        .group_by(follows::followed_id)
        .select((follows::followed_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The followers of the venue and its members that are in `state`, newest first, and how many there are. Those of an
/// artwork or a place are counted on its page.
pub(super) fn of_ours(
    conn: &mut Conn,
    state: State,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Follow>, i64)> {
    let ours = || {
        follows::table
            .inner_join(actors::table.on(actors::id.eq(follows::followed_id)))
            .filter(actors::local.eq(true))
            .filter(actors::kind.ne(ActorKind::Service))
            .filter(follows::state.eq(state))
    };
    let total = ours().count().get_result(conn)?;
    let rows: Vec<Row> = ours()
        .order(follows::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Follow::from).collect(), total))
}
