//! The rows of exhibitions, and what belongs to each.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Exhibition, Facts};
use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{exhibition_objects, exhibitions, objects},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = exhibitions, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: Id,
    slug: String,
    title_fr: String,
    title_en: String,
    description_fr: String,
    description_en: String,
    opens_at: Time,
    closes_at: Option<Time>,
}

/// Something that belongs to an exhibition.
#[derive(Insertable)]
#[diesel(table_name = exhibition_objects, treat_none_as_default_value = false)]
struct Part {
    exhibition_id: Id,
    object_id: Id,
}

impl From<Row> for Exhibition {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            facts: Facts {
                title_fr: row.title_fr,
                title_en: row.title_en,
                description_fr: row.description_fr,
                description_en: row.description_en,
                opens_at: row.opens_at,
                closes_at: row.closes_at,
            },
        }
    }
}

impl From<Exhibition> for Row {
    fn from(exhibition: Exhibition) -> Self {
        let facts = exhibition.facts;
        Self {
            id: exhibition.id,
            slug: exhibition.slug,
            title_fr: facts.title_fr,
            title_en: facts.title_en,
            description_fr: facts.description_fr,
            description_en: facts.description_en,
            opens_at: facts.opens_at,
            closes_at: facts.closes_at,
        }
    }
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Exhibition>> {
    let row: Option<Row> = exhibitions::table
        .filter(exhibitions::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Exhibition::from))
}

/// Those with these ids.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<Vec<Exhibition>> {
    let rows: Vec<Row> = exhibitions::table
        .filter(exhibitions::id.eq_any(ids))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Exhibition::from).collect())
}

pub(super) fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Exhibition>> {
    let row: Option<Row> = exhibitions::table
        .filter(exhibitions::slug.eq(slug))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Exhibition::from))
}

/// A part of all of them, the latest first, and how many there are.
pub(super) fn list(conn: &mut Conn, offset: i64, limit: i64) -> Result<(Vec<Exhibition>, i64)> {
    let total = exhibitions::table.count().get_result(conn)?;
    let rows: Vec<Row> = exhibitions::table
        .order((exhibitions::opens_at.desc(), exhibitions::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Exhibition::from).collect(), total))
}

/// Those these objects were part of, the latest first.
pub(super) fn of(conn: &mut Conn, objects: &[Id]) -> Result<Vec<Exhibition>> {
    let rows: Vec<Row> = exhibitions::table
        .filter(
            exhibitions::id.eq_any(
                exhibition_objects::table
                    .filter(exhibition_objects::object_id.eq_any(objects))
                    .select(exhibition_objects::exhibition_id),
            ),
        )
        .order((exhibitions::opens_at.desc(), exhibitions::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Exhibition::from).collect())
}

/// What belongs to it and was not withdrawn.
pub(super) fn objects_of(conn: &mut Conn, id: Id) -> Result<Vec<Id>> {
    Ok(exhibition_objects::table
        .inner_join(objects::table.on(objects::id.eq(exhibition_objects::object_id)))
        .filter(exhibition_objects::exhibition_id.eq(id))
        .filter(objects::deleted_at.is_null())
        .order(exhibition_objects::object_id)
        .select(exhibition_objects::object_id)
        .load(conn)?)
}

/// How many things belong to each.
pub(super) fn sizes(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Id, i64)> = exhibition_objects::table
        .inner_join(objects::table.on(objects::id.eq(exhibition_objects::object_id)))
        .filter(exhibition_objects::exhibition_id.eq_any(ids))
        .filter(objects::deleted_at.is_null())
        .group_by(exhibition_objects::exhibition_id)
        .select((exhibition_objects::exhibition_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub(super) fn slug_taken(conn: &mut Conn, slug: &str) -> Result<bool> {
    Ok(exhibitions::table.filter(exhibitions::slug.eq(slug)).count().get_result::<i64>(conn)? > 0)
}

pub(super) fn insert(conn: &mut Conn, exhibition: Exhibition, now: Time) -> Result<()> {
    diesel::insert_into(exhibitions::table)
        .values((Row::from(exhibition), exhibitions::created_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

pub(super) fn update(conn: &mut Conn, exhibition: Exhibition) -> Result<()> {
    diesel::update(exhibitions::table.filter(exhibitions::id.eq(exhibition.id)))
        .set(Row::from(exhibition))
        .execute(conn)?;
    Ok(())
}

/// Says anew what belongs to it.
pub(super) fn set_objects(conn: &mut Conn, id: Id, objects: &[Id]) -> Result<()> {
    diesel::delete(exhibition_objects::table.filter(exhibition_objects::exhibition_id.eq(id)))
        .execute(conn)?;
    let rows: Vec<Part> =
        objects.iter().map(|object| Part { exhibition_id: id, object_id: *object }).collect();
    if rows.is_empty() {
        return Ok(());
    }
    both!(conn, |c| diesel::insert_into(exhibition_objects::table).values(&rows).execute(c))?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(exhibition_objects::table.filter(exhibition_objects::exhibition_id.eq(id)))
        .execute(conn)?;
    diesel::delete(exhibitions::table.filter(exhibitions::id.eq(id))).execute(conn)?;
    Ok(())
}
