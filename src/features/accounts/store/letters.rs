//! Letters to sign in with: what was asked for, until it is answered or too old. Only hashes are kept.

use diesel::prelude::*;

use crate::{
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::app::Tx,
    schema::{accounts, sign_in_letters},
};

/// Whom a letter goes to.
#[derive(Queryable)]
pub(in crate::features::accounts) struct Reader {
    pub(in crate::features::accounts) account: Id,
    pub(in crate::features::accounts) language: Lang,
}

/// A letter that can still be answered.
#[derive(Queryable)]
pub(in crate::features::accounts) struct Open {
    pub(in crate::features::accounts) id: Id,
    pub(in crate::features::accounts) account: Id,
    pub(in crate::features::accounts) code_hash: String,
    pub(in crate::features::accounts) tries: i32,
}

/// The three secrets of a letter, hashed.
pub(in crate::features::accounts) struct Hashes<'a> {
    /// What the browser that asked can show.
    pub(in crate::features::accounts) asked: &'a str,
    /// What the letter says to type.
    pub(in crate::features::accounts) code: &'a str,
    /// What the letter's link holds.
    pub(in crate::features::accounts) link: &'a str,
}

/// The account with this address, when somebody may sign in with it.
pub(in crate::features::accounts) fn reader(
    conn: &mut Conn,
    email: &str,
) -> Result<Option<Reader>> {
    Ok(accounts::table
        .filter(accounts::email.eq(email))
        .filter(accounts::disabled_at.is_null())
        .select((accounts::id, accounts::language))
        .first(conn)
        .optional()?)
}

/// Keeps a letter, and sweeps out those nobody can answer any more.
pub(in crate::features::accounts) fn insert(
    tx: &mut Tx<'_>,
    account: Id,
    hashes: &Hashes<'_>,
    expires_at: Time,
) -> Result<()> {
    diesel::delete(sign_in_letters::table.filter(sign_in_letters::expires_at.lt(tx.now)))
        .execute(tx.conn)?;
    let id = tx.new_id();
    diesel::insert_into(sign_in_letters::table)
        .values((
            sign_in_letters::id.eq(id),
            sign_in_letters::account_id.eq(account),
            sign_in_letters::asked_hash.eq(hashes.asked),
            sign_in_letters::code_hash.eq(hashes.code),
            sign_in_letters::link_hash.eq(hashes.link),
            sign_in_letters::tries.eq(0),
            sign_in_letters::expires_at.eq(expires_at),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What a letter is answered with, hashed.
#[derive(Clone, Copy)]
pub(in crate::features::accounts) enum Key<'a> {
    /// The secret of the browser that asked.
    Asked(&'a str),
    /// The secret of the link.
    Link(&'a str),
}

/// The letter with this secret, when it can still be answered.
pub(in crate::features::accounts) fn open(
    conn: &mut Conn,
    key: Key<'_>,
    now: Time,
) -> Result<Option<Open>> {
    let open = sign_in_letters::table
        .inner_join(accounts::table)
        .filter(sign_in_letters::expires_at.gt(now))
        .filter(accounts::disabled_at.is_null())
        .select((
            sign_in_letters::id,
            sign_in_letters::account_id,
            sign_in_letters::code_hash,
            sign_in_letters::tries,
        ));
    let found = match key {
        Key::Asked(hash) => open.filter(sign_in_letters::asked_hash.eq(hash)).first(conn),
        Key::Link(hash) => open.filter(sign_in_letters::link_hash.eq(hash)).first(conn),
    };
    Ok(found.optional()?)
}

/// Counts a wrong code.
pub(in crate::features::accounts) fn count_try(conn: &mut Conn, letter: &Open) -> Result<()> {
    diesel::update(sign_in_letters::table.filter(sign_in_letters::id.eq(letter.id)))
        .set(sign_in_letters::tries.eq(letter.tries.saturating_add(1)))
        .execute(conn)?;
    Ok(())
}

/// One letter was answered: every letter of the account is used up, and its address is known to be its owner's.
pub(in crate::features::accounts) fn answered(
    conn: &mut Conn,
    account: Id,
    now: Time,
) -> Result<()> {
    diesel::delete(sign_in_letters::table.filter(sign_in_letters::account_id.eq(account)))
        .execute(conn)?;
    let unconfirmed =
        accounts::table.filter(accounts::id.eq(account)).filter(accounts::confirmed_at.is_null());
    diesel::update(unconfirmed).set(accounts::confirmed_at.eq(Some(now))).execute(conn)?;
    Ok(())
}
