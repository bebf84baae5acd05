//! The reactions table.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::model::{Kind, Reaction};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::actors::Standing,
    schema::{actors, reactions},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reactions)]
struct Row {
    id: Id,
    object_id: Id,
    actor_id: Id,
    kind: Kind,
    content: String,
    activity_iri: String,
    created_at: Time,
}

impl From<Row> for Reaction {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            object_id: row.object_id,
            actor_id: row.actor_id,
            kind: row.kind,
            content: row.content,
            activity_iri: row.activity_iri,
            created_at: row.created_at,
        }
    }
}

pub(super) fn insert(conn: &mut Conn, reaction: &Reaction) -> Result<()> {
    diesel::insert_into(reactions::table)
        .values(Row {
            id: reaction.id,
            object_id: reaction.object_id,
            actor_id: reaction.actor_id,
            kind: reaction.kind,
            content: reaction.content.clone(),
            activity_iri: reaction.activity_iri.clone(),
            created_at: reaction.created_at,
        })
        .execute(conn)?;
    Ok(())
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Reaction>> {
    let row: Option<Row> = reactions::table
        .filter(reactions::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Reaction::from))
}

/// The reaction this activity made, whoever did it.
pub(super) fn by_activity(conn: &mut Conn, iri: &str) -> Result<Option<Reaction>> {
    let row: Option<Row> = reactions::table
        .filter(reactions::activity_iri.eq(iri))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Reaction::from))
}

/// What this actor did with this object.
pub(super) fn of(conn: &mut Conn, object: Id, actor: Id) -> Result<Vec<Reaction>> {
    let rows: Vec<Row> = reactions::table
        .filter(reactions::object_id.eq(object))
        .filter(reactions::actor_id.eq(actor))
        .order(reactions::id)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Reaction::from).collect())
}

/// Gives a reaction the name of the activity that made it last.
pub(super) fn rename(conn: &mut Conn, id: Id, activity_iri: &str) -> Result<()> {
    diesel::update(reactions::table.filter(reactions::id.eq(id)))
        .set(reactions::activity_iri.eq(activity_iri))
        .execute(conn)?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(reactions::table.filter(reactions::id.eq(id))).execute(conn)?;
    Ok(())
}

/// Forgets everything an actor did.
pub(super) fn remove_of(conn: &mut Conn, actor: Id) -> Result<()> {
    diesel::delete(reactions::table.filter(reactions::actor_id.eq(actor))).execute(conn)?;
    Ok(())
}

/// How many people reacted in one of these ways to each object, each once; whom the venue blocked does not count.
pub(super) fn counts(conn: &mut Conn, objects: &[Id], kinds: &[Kind]) -> Result<HashMap<Id, i64>> {
    use diesel::dsl::count;
    let rows: Vec<(Id, i64)> = reactions::table
        .inner_join(actors::table)
        .filter(reactions::object_id.eq_any(objects))
        .filter(reactions::kind.eq_any(kinds))
        .filter(actors::standing.ne(Standing::Blocked))
        .group_by(reactions::object_id)
        .select((reactions::object_id, count(reactions::actor_id).aggregate_distinct()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Which of these objects the actor likes.
pub(super) fn liked(conn: &mut Conn, actor: Id, objects: &[Id]) -> Result<HashSet<Id>> {
    let rows: Vec<Id> = reactions::table
        .filter(reactions::actor_id.eq(actor))
        .filter(reactions::object_id.eq_any(objects))
        .filter(reactions::kind.eq(Kind::Like))
        .select(reactions::object_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
