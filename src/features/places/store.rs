//! The rows of places and of labels.

pub(super) mod labels;

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Facts, Place, PlaceKind, Tree};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{labels as printed, objects, places},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = places, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: Id,
    parent_id: Option<Id>,
    kind: PlaceKind,
    slug: String,
    name_fr: String,
    name_en: String,
    description_fr: String,
    description_en: String,
    position: i32,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl From<Row> for Place {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            facts: Facts {
                parent: row.parent_id,
                kind: row.kind,
                name_fr: row.name_fr,
                name_en: row.name_en,
                description_fr: row.description_fr,
                description_en: row.description_en,
                position: row.position,
                latitude: row.latitude,
                longitude: row.longitude,
            },
        }
    }
}

impl From<Place> for Row {
    fn from(place: Place) -> Self {
        let facts = place.facts;
        Self {
            id: place.id,
            parent_id: facts.parent,
            kind: facts.kind,
            slug: place.slug,
            name_fr: facts.name_fr,
            name_en: facts.name_en,
            description_fr: facts.description_fr,
            description_en: facts.description_en,
            position: facts.position,
            latitude: facts.latitude,
            longitude: facts.longitude,
        }
    }
}

/// All places that were not withdrawn: a venue has hundreds at most.
pub(super) fn tree(conn: &mut Conn) -> Result<Tree> {
    let rows: Vec<Row> = places::table
        .inner_join(objects::table)
        .filter(objects::deleted_at.is_null())
        .select(Row::as_select())
        .load(conn)?;
    Ok(Tree::new(rows.into_iter().map(Place::from).collect()))
}

/// How deep places are within one another at most; a building, a wing, a floor, a room, a spot are five.
const DEEPEST: usize = 20;

/// The places a place is in, the nearest first.
pub(super) fn above(conn: &mut Conn, id: Id) -> Result<Vec<Id>> {
    let mut chain = Vec::new();
    let mut at = id;
    while chain.len() < DEEPEST {
        let parent: Option<Option<Id>> = places::table
            .inner_join(objects::table)
            .filter(places::id.eq(at))
            .filter(objects::deleted_at.is_null())
            .select(places::parent_id)
            .first(conn)
            .optional()?;
        let Some(parent) = parent.flatten() else { break };
        chain.push(parent);
        at = parent;
    }
    Ok(chain)
}

/// The place with this id, withdrawn or not.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Place>> {
    let row: Option<Row> =
        places::table.filter(places::id.eq(id)).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Place::from))
}

/// The places with these ids, withdrawn or not.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<Vec<Place>> {
    let rows: Vec<Row> =
        places::table.filter(places::id.eq_any(ids)).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Place::from).collect())
}

/// The place at this address, withdrawn or not.
pub(super) fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Place>> {
    let row: Option<Row> = places::table
        .filter(places::slug.eq(slug))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Place::from))
}

pub(super) fn slug_taken(conn: &mut Conn, slug: &str) -> Result<bool> {
    Ok(places::table.filter(places::slug.eq(slug)).count().get_result::<i64>(conn)? > 0)
}

pub(super) fn insert(conn: &mut Conn, place: Place) -> Result<()> {
    diesel::insert_into(places::table).values(Row::from(place)).execute(conn)?;
    Ok(())
}

pub(super) fn update(conn: &mut Conn, place: Place) -> Result<()> {
    diesel::update(places::table.filter(places::id.eq(place.id)))
        .set(Row::from(place))
        .execute(conn)?;
    Ok(())
}

/// A label's object, and whether that object was withdrawn.
pub(super) fn find_label(conn: &mut Conn, code: &str) -> Result<Option<(Id, bool)>> {
    let row: Option<(Id, Option<Time>)> = printed::table
        .inner_join(objects::table)
        .filter(printed::code.eq(code))
        .select((printed::object_id, objects::deleted_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(object, deleted)| (object, deleted.is_some())))
}

/// The codes printed on the labels of these objects at present.
pub(super) fn codes(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, String>> {
    let rows: Vec<(Id, String)> = printed::table
        .filter(printed::object_id.eq_any(ids))
        .filter(printed::retired_at.is_null())
        .select((printed::object_id, printed::code))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Retires the labels of an object: they still lead to it, but are no longer printed.
pub(super) fn retire_labels(conn: &mut Conn, object: Id, now: Time) -> Result<()> {
    diesel::update(
        printed::table.filter(printed::object_id.eq(object)).filter(printed::retired_at.is_null()),
    )
    .set(printed::retired_at.eq(Some(now)))
    .execute(conn)?;
    Ok(())
}

/// Puts a label that existed before on `object`.
pub(super) fn reissue_label(conn: &mut Conn, code: &str, object: Id, now: Time) -> Result<()> {
    diesel::update(printed::table.filter(printed::code.eq(code)))
        .set((
            printed::object_id.eq(object),
            printed::issued_at.eq(now),
            printed::retired_at.eq(None::<Time>),
            printed::used_at.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts a new label on `object`.
pub(super) fn insert_label(conn: &mut Conn, code: &str, object: Id, now: Time) -> Result<()> {
    diesel::insert_into(printed::table)
        .values((printed::code.eq(code), printed::object_id.eq(object), printed::issued_at.eq(now)))
        .execute(conn)?;
    Ok(())
}
