//! The quotes table: which posts may quote what.

use diesel::prelude::*;

use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::quotes,
};

/// A permission to quote.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = quotes, treat_none_as_default_value = false)]
pub(super) struct Quote {
    pub(super) id: Id,
    pub(super) iri: String,
    pub(super) quoted_id: Id,
    pub(super) quoting_iri: String,
    pub(super) actor_id: Id,
    pub(super) request_iri: String,
    pub(super) created_at: Time,
    pub(super) revoked_at: Option<Time>,
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Quote>> {
    Ok(quotes::table.filter(quotes::id.eq(id)).select(Quote::as_select()).first(conn).optional()?)
}

pub(super) fn between(conn: &mut Conn, quoted: Id, quoting: &str) -> Result<Option<Quote>> {
    Ok(quotes::table
        .filter(quotes::quoted_id.eq(quoted))
        .filter(quotes::quoting_iri.eq(quoting))
        .select(Quote::as_select())
        .first(conn)
        .optional()?)
}

pub(super) fn insert(conn: &mut Conn, quote: &Quote) -> Result<()> {
    diesel::insert_into(quotes::table).values(quote.clone()).execute(conn)?;
    Ok(())
}

/// Asked again by another request: the answer must name that one.
pub(super) fn set_request(conn: &mut Conn, id: Id, request: &str) -> Result<()> {
    diesel::update(quotes::table.filter(quotes::id.eq(id)))
        .set(quotes::request_iri.eq(request))
        .execute(conn)?;
    Ok(())
}

pub(super) fn revoke(conn: &mut Conn, id: Id, at: Time) -> Result<()> {
    diesel::update(quotes::table.filter(quotes::id.eq(id)))
        .set(quotes::revoked_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}

/// The permissions that stand and were given to these actors.
pub(super) fn given_to(conn: &mut Conn, actors: &[Id]) -> Result<Vec<Id>> {
    let mut all = Vec::new();
    for some in actors.chunks(1_000) {
        all.extend(
            quotes::table
                .filter(quotes::actor_id.eq_any(some))
                .filter(quotes::revoked_at.is_null())
                .select(quotes::id)
                .load::<Id>(conn)?,
        );
    }
    Ok(all)
}

/// The permissions that stand for this object.
pub(super) fn of_object(conn: &mut Conn, object: Id) -> Result<Vec<Id>> {
    Ok(quotes::table
        .filter(quotes::quoted_id.eq(object))
        .filter(quotes::revoked_at.is_null())
        .select(quotes::id)
        .load(conn)?)
}
