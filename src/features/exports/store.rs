//! The exports table, and which files belong to somebody.

use diesel::prelude::*;

use super::model::{Export, State};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{app::Tx, media::Media},
    schema::{accounts, actors, exports, media, objects, outbound, pictures, reactions, sounds},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = exports, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    account_id: Id,
    state: State,
    done: i32,
    total: i32,
    file: String,
    bytes: i64,
    created_at: Time,
    finished_at: Option<Time>,
}

impl From<Row> for Export {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            account: row.account_id,
            state: row.state,
            done: row.done,
            total: row.total,
            file: row.file,
            bytes: row.bytes,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// The last archive of an account.
pub(super) fn of_account(conn: &mut Conn, account: Id) -> Result<Option<Export>> {
    let row: Option<Row> = exports::table
        .filter(exports::account_id.eq(account))
        .order(exports::id.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Export::from))
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Export>> {
    let row: Option<Row> = exports::table
        .filter(exports::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Export::from))
}

/// Keeps an archive that is to be made, in place of every other of the account.
pub(super) fn begin(tx: &mut Tx<'_>, account: Id, file: &str) -> Result<Id> {
    diesel::delete(exports::table.filter(exports::account_id.eq(account))).execute(tx.conn)?;
    let id = tx.new_id();
    let row = Row {
        id,
        account_id: account,
        state: State::Running,
        done: 0,
        total: 1,
        file: file.to_owned(),
        bytes: 0,
        created_at: tx.now,
        finished_at: None,
    };
    diesel::insert_into(exports::table).values(row).execute(tx.conn)?;
    Ok(id)
}

pub(super) fn set_progress(conn: &mut Conn, id: Id, done: i32, total: i32) -> Result<()> {
    diesel::update(exports::table.filter(exports::id.eq(id)))
        .set((exports::done.eq(done), exports::total.eq(total)))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_state(tx: &mut Tx<'_>, id: Id, state: State, bytes: i64) -> Result<()> {
    diesel::update(exports::table.filter(exports::id.eq(id)))
        .set((
            exports::state.eq(state),
            exports::bytes.eq(bytes),
            exports::finished_at.eq(Some(tx.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(exports::table.filter(exports::id.eq(id))).execute(conn)?;
    Ok(())
}

/// The names of every archive there is.
pub(super) fn files(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(exports::table.select(exports::file).load(conn)?)
}

/// The actor of an account.
pub(super) fn actor_of(conn: &mut Conn, account: Id) -> Result<Option<Id>> {
    Ok(accounts::table
        .filter(accounts::id.eq(account))
        .select(accounts::actor_id)
        .first(conn)
        .optional()?)
}

/// The pictures and sounds somebody put up: their portrait, and those of their words.
pub(super) fn pictures_of(conn: &mut Conn, actor: Id) -> Result<Vec<Media>> {
    let theirs = objects::table
        .filter(objects::author_id.eq(actor))
        .filter(objects::local.eq(true))
        .select(objects::id);
    let hung = pictures::table
        .filter(pictures::object_id.eq_any(theirs))
        .filter(pictures::media_id.is_not_null())
        .select(pictures::media_id);
    let portrait = actors::table
        .filter(actors::id.eq(actor))
        .filter(actors::icon_media_id.is_not_null())
        .select(actors::icon_media_id);
    let spoken = objects::table
        .filter(objects::author_id.eq(actor))
        .filter(objects::local.eq(true))
        .select(objects::id);
    let sounds = sounds::table.filter(sounds::object_id.eq_any(spoken)).select(sounds::media_id);
    let shown = media::id.nullable().eq_any(hung).or(media::id.nullable().eq_any(portrait));
    Ok(media::table
        .filter(shown.or(media::id.eq_any(sounds)))
        .order(media::id)
        .select(Media::as_select())
        .load(conn)?)
}

/// The activities somebody said to everybody, the oldest first.
pub(super) fn said(conn: &mut Conn, actor: Id) -> Result<Vec<String>> {
    Ok(outbound::table
        .filter(outbound::actor_id.eq(actor))
        .filter(outbound::public.eq(true))
        .order(outbound::id)
        .select(outbound::body)
        .load(conn)?)
}

/// The addresses of what somebody likes.
pub(super) fn liked(conn: &mut Conn, actor: Id) -> Result<Vec<String>> {
    Ok(reactions::table
        .inner_join(objects::table.on(objects::id.eq(reactions::object_id)))
        .filter(reactions::actor_id.eq(actor))
        .order(reactions::id)
        .select(objects::iri)
        .load(conn)?)
}
