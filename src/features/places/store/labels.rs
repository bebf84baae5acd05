//! Labels as whoever prints and follows them needs them.

use diesel::prelude::*;

use crate::{
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend},
        error::Result,
        id::Id,
    },
    schema::{labels, objects},
};

/// A label and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What is printed on it.
    pub code: String,
    /// What it is printed for.
    pub object: Id,
    /// That is no more.
    pub withdrawn: bool,
    /// Another label hangs in its place.
    pub retired: bool,
    /// When somebody last came by it, to within an hour.
    pub used_at: Option<Time>,
}

type Row = (String, Id, Option<Time>, Option<Time>, Option<Time>);

const COLUMNS: (
    labels::code,
    labels::object_id,
    objects::deleted_at,
    labels::retired_at,
    labels::used_at,
) = (labels::code, labels::object_id, objects::deleted_at, labels::retired_at, labels::used_at);

fn label((code, object, deleted, retired, used_at): Row) -> Label {
    Label { code, object, withdrawn: deleted.is_some(), retired: retired.is_some(), used_at }
}

/// The label with this code, whatever became of it.
pub(in crate::features::places) fn at(conn: &mut Conn, code: &str) -> Result<Option<Label>> {
    let row: Option<Row> = labels::table
        .inner_join(objects::table)
        .filter(labels::code.eq(code))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    Ok(row.map(label))
}

/// The labels that hang at present, by code, and how many there are; only those of `among` when it is given.
pub(in crate::features::places) fn hanging(
    conn: &mut Conn,
    among: Option<&[Id]>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Label>, i64)> {
    let query = || {
        let all = labels::table
            .inner_join(objects::table)
            .filter(labels::retired_at.is_null())
            .filter(objects::deleted_at.is_null())
            .into_boxed::<MultiBackend>();
        match among {
            Some(ids) => all.filter(labels::object_id.eq_any(ids.to_vec())),
            None => all,
        }
    };
    let total = query().count().get_result(conn)?;
    let rows: Vec<Row> =
        query().order(labels::code).offset(offset).limit(limit).select(COLUMNS).load(conn)?;
    Ok((rows.into_iter().map(label).collect(), total))
}

/// Notes that somebody came by a label.
pub(in crate::features::places) fn note_use(conn: &mut Conn, code: &str, now: Time) -> Result<()> {
    diesel::update(labels::table.filter(labels::code.eq(code)))
        .set(labels::used_at.eq(Some(now)))
        .execute(conn)?;
    Ok(())
}
