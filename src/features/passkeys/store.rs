//! The tables of passkeys and of ceremonies under way.

use diesel::prelude::*;

use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::app::Tx,
    schema::{accounts, passkey_ceremonies as ceremonies, passkeys},
};

/// A passkey, with what is needed to verify it.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = passkeys)]
pub(super) struct Key {
    pub(super) id: Id,
    pub(super) account_id: Id,
    /// Its id at its authenticator, in base64url.
    pub(super) credential_id: String,
    /// What its owner calls it.
    pub(super) name: String,
    /// Its public half, as JSON of `webauthn_rs`.
    pub(super) credential: String,
    pub(super) created_at: Time,
    pub(super) used_at: Option<Time>,
}

/// The passkeys of an account, the newest first.
pub(super) fn of_account(conn: &mut Conn, account: Id) -> Result<Vec<Key>> {
    Ok(passkeys::table
        .filter(passkeys::account_id.eq(account))
        .order(passkeys::id.desc())
        .select(Key::as_select())
        .load(conn)?)
}

/// The passkey with this id at its authenticator.
pub(super) fn by_credential(conn: &mut Conn, credential_id: &str) -> Result<Option<Key>> {
    Ok(passkeys::table
        .filter(passkeys::credential_id.eq(credential_id))
        .select(Key::as_select())
        .first(conn)
        .optional()?)
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    account: Id,
    (credential_id, credential): (&str, &str),
    name: &str,
) -> Result<()> {
    let id = tx.new_id();
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::id.eq(id),
            passkeys::account_id.eq(account),
            passkeys::credential_id.eq(credential_id),
            passkeys::name.eq(name),
            passkeys::credential.eq(credential),
            passkeys::created_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes that a passkey was used, with its counter as it is now.
pub(super) fn used(tx: &mut Tx<'_>, id: Id, credential: &str) -> Result<()> {
    diesel::update(passkeys::table.filter(passkeys::id.eq(id)))
        .set((passkeys::used_at.eq(Some(tx.now)), passkeys::credential.eq(credential)))
        .execute(tx.conn)?;
    Ok(())
}

/// Gives a passkey of an account another name; how many there were.
pub(super) fn rename(conn: &mut Conn, account: Id, id: Id, name: &str) -> Result<usize> {
    let theirs =
        passkeys::table.filter(passkeys::account_id.eq(account)).filter(passkeys::id.eq(id));
    Ok(diesel::update(theirs).set(passkeys::name.eq(name)).execute(conn)?)
}

/// Removes a passkey of an account; how many there were.
pub(super) fn remove(conn: &mut Conn, account: Id, id: Id) -> Result<usize> {
    let theirs =
        passkeys::table.filter(passkeys::account_id.eq(account)).filter(passkeys::id.eq(id));
    Ok(diesel::delete(theirs).execute(conn)?)
}

/// Forgets the passkeys of the account of an actor.
pub(super) fn forget_actor(conn: &mut Conn, actor: Id) -> Result<()> {
    let account = || accounts::table.filter(accounts::actor_id.eq(actor)).select(accounts::id);
    diesel::delete(passkeys::table.filter(passkeys::account_id.eq_any(account()))).execute(conn)?;
    let whose = ceremonies::account_id.eq_any(account().select(accounts::id.nullable()));
    diesel::delete(ceremonies::table.filter(whose)).execute(conn)?;
    Ok(())
}

/// Keeps a ceremony that begins, and sweeps out those begun before `stale`.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    browser_hash: &str,
    account: Option<Id>,
    state: &str,
    stale: Time,
) -> Result<()> {
    diesel::delete(ceremonies::table.filter(ceremonies::created_at.lt(stale))).execute(tx.conn)?;
    diesel::insert_into(ceremonies::table)
        .values((
            ceremonies::browser_hash.eq(browser_hash),
            ceremonies::account_id.eq(account),
            ceremonies::state.eq(state),
            ceremonies::created_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes a ceremony of this browser and account out: it ends once, whatever becomes of it.
pub(super) fn take(
    conn: &mut Conn,
    browser_hash: &str,
    account: Option<Id>,
    stale: Time,
) -> Result<Option<String>> {
    let found: Option<(String, Option<Id>)> = ceremonies::table
        .filter(ceremonies::browser_hash.eq(browser_hash))
        .filter(ceremonies::created_at.ge(stale))
        .select((ceremonies::state, ceremonies::account_id))
        .first(conn)
        .optional()?;
    diesel::delete(ceremonies::table.filter(ceremonies::browser_hash.eq(browser_hash)))
        .execute(conn)?;
    Ok(found.filter(|(_, whose)| *whose == account).map(|(state, _)| state))
}
