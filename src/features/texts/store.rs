//! The texts and access_problems tables.

use diesel::prelude::*;

use super::model::{Name, Problem};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    schema::{access_problems, texts},
};

/// A text the venue wrote.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Text {
    pub(super) source: String,
    pub(super) revised_at: Time,
}

/// The text of a page in a language, when the venue wrote one.
pub(super) fn text(conn: &mut Conn, name: Name, lang: Lang) -> Result<Option<Text>> {
    Ok(texts::table
        .filter(texts::name.eq(name))
        .filter(texts::language.eq(lang))
        .select((texts::source, texts::revised_at))
        .first(conn)
        .optional()?)
}

/// Writes a text, or with `None` gives back the one that comes with the program.
pub(super) fn set_text(
    conn: &mut Conn,
    name: Name,
    lang: Lang,
    source: Option<&str>,
    at: Time,
) -> Result<()> {
    let here = texts::table.filter(texts::name.eq(name)).filter(texts::language.eq(lang));
    diesel::delete(here).execute(conn)?;
    if let Some(source) = source {
        diesel::insert_into(texts::table)
            .values((
                texts::name.eq(name),
                texts::language.eq(lang),
                texts::source.eq(source),
                texts::revised_at.eq(at),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A problem somebody met.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Met {
    pub(super) id: Id,
    pub(super) page: String,
    pub(super) text: String,
    pub(super) email: String,
    pub(super) created_at: Time,
    pub(super) answered_at: Option<Time>,
}

pub(super) fn insert_problem(
    conn: &mut Conn,
    id: Id,
    problem: &Problem,
    lang: Lang,
    at: Time,
) -> Result<()> {
    diesel::insert_into(access_problems::table)
        .values((
            access_problems::id.eq(id),
            access_problems::page.eq(&problem.page),
            access_problems::text.eq(&problem.text),
            access_problems::email.eq(&problem.email),
            access_problems::language.eq(lang),
            access_problems::created_at.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Problems, those nobody answered first, then the newest, and how many there are.
pub(super) fn problems(conn: &mut Conn, offset: i64, limit: i64) -> Result<(Vec<Met>, i64)> {
    let total = access_problems::table.count().get_result(conn)?;
    let rows = access_problems::table
        .order((access_problems::answered_at.is_not_null(), access_problems::id.desc()))
        .offset(offset)
        .limit(limit)
        .select((
            access_problems::id,
            access_problems::page,
            access_problems::text,
            access_problems::email,
            access_problems::created_at,
            access_problems::answered_at,
        ))
        .load(conn)?;
    Ok((rows, total))
}

/// How many problems nobody answered yet.
pub(super) fn open(conn: &mut Conn) -> Result<i64> {
    Ok(access_problems::table
        .filter(access_problems::answered_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Notes that a problem was answered and erases where the answer went; false when it was already.
pub(super) fn set_answered(conn: &mut Conn, id: Id, by: Id, at: Time) -> Result<bool> {
    let open = access_problems::table
        .filter(access_problems::id.eq(id))
        .filter(access_problems::answered_at.is_null());
    let changed = diesel::update(open)
        .set((
            access_problems::answered_at.eq(Some(at)),
            access_problems::answered_by.eq(Some(by)),
            access_problems::email.eq(""),
        ))
        .execute(conn)?;
    Ok(changed > 0)
}
