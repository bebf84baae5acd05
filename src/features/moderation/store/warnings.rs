//! The warnings table.

use diesel::prelude::*;

use crate::{
    features::moderation::model::Warning,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::warnings,
};

/// How many warnings of one person are read.
const MANY: i64 = 50;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = warnings, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    person_id: Id,
    object_id: Option<Id>,
    account_id: Id,
    text: String,
    created_at: Time,
    read_at: Option<Time>,
}

impl From<Row> for Warning {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            person_id: row.person_id,
            object_id: row.object_id,
            account_id: row.account_id,
            text: row.text,
            created_at: row.created_at,
            read_at: row.read_at,
        }
    }
}

pub fn insert_warning(conn: &mut Conn, warning: &Warning) -> Result<()> {
    diesel::insert_into(warnings::table)
        .values(Row {
            id: warning.id,
            person_id: warning.person_id,
            object_id: warning.object_id,
            account_id: warning.account_id,
            text: warning.text.clone(),
            created_at: warning.created_at,
            read_at: warning.read_at,
        })
        .execute(conn)?;
    Ok(())
}

pub fn warning(conn: &mut Conn, id: Id) -> Result<Option<Warning>> {
    let row: Option<Row> = warnings::table
        .filter(warnings::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Warning::from))
}

/// The last warnings of a person, newest first.
pub fn warnings_of(conn: &mut Conn, person: Id) -> Result<Vec<Warning>> {
    let rows: Vec<Row> = warnings::table
        .filter(warnings::person_id.eq(person))
        .order(warnings::id.desc())
        .limit(MANY)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Warning::from).collect())
}

pub fn set_read(conn: &mut Conn, id: Id, at: Time) -> Result<()> {
    diesel::update(warnings::table.filter(warnings::id.eq(id)).filter(warnings::read_at.is_null()))
        .set(warnings::read_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}
