//! The accounts table, and the profile columns of the actors that belong to accounts.

pub(super) mod letters;

use diesel::prelude::*;

use super::model::{Email, NewAccount};
use crate::{
    kernel::{
        clock::Time,
        db::{Conn, lower},
        error::Result,
        i18n::Lang,
        id::Id,
    },
    platform::{actors::Actor, app::Tx, web::Role},
    schema::{accounts, actors},
};

/// An account, without its secrets.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Account {
    /// The key.
    pub id: Id,
    /// The actor it speaks as.
    pub actor_id: Id,
    /// The address it signs in with, if it has one. Only for its owner and administrators.
    pub email: Option<String>,
    /// What it may do.
    pub role: Role,
    /// The language of its pages.
    pub language: Lang,
    /// When it was made.
    pub created_at: Time,
    /// When somebody last signed in with it.
    pub seen_at: Option<Time>,
    /// Since when nobody can sign in with it.
    pub disabled_at: Option<Time>,
    /// Its owner shows whom they follow.
    pub shows_follows: bool,
    /// Its owner's page lists their words.
    pub lists_traces: bool,
    /// The languages its owner speaks, in their words.
    pub spoken: String,
    /// When its owner closed it.
    pub closed_at: Option<Time>,
}

/// What an account says about its owner on their page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Openness {
    pub(super) shows_follows: bool,
    pub(super) lists_traces: bool,
    pub(super) spoken: String,
}

impl Account {
    /// True when its owner closed it: nothing personal is left.
    pub(super) fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }
}

/// What signing in needs.
#[derive(Clone, Queryable)]
pub(super) struct Credentials {
    pub(super) account: Id,
    pub(super) password_hash: Option<String>,
    pub(super) disabled_at: Option<Time>,
    pub(super) email: Option<String>,
    pub(super) confirmed_at: Option<Time>,
}

/// Stores an account for an actor.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    new: &NewAccount,
    actor: Id,
    hash: Option<&str>,
) -> Result<Id> {
    let id = tx.new_id();
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id),
            accounts::actor_id.eq(actor),
            accounts::email.eq(new.email.as_ref().map(Email::as_str)),
            accounts::password_hash.eq(hash),
            accounts::role.eq(new.role),
            accounts::language.eq(new.language),
            accounts::created_at.eq(tx.now),
            accounts::unread.eq(false),
            accounts::confirmed_at.eq(new.confirmed.then_some(tx.now)),
            accounts::shows_follows.eq(false),
            accounts::lists_traces.eq(true),
            accounts::spoken.eq(""),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

/// The account with this key.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Account>> {
    Ok(accounts::table
        .filter(accounts::id.eq(id))
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// The account that speaks as an actor.
pub(super) fn find_by_actor(conn: &mut Conn, actor: Id) -> Result<Option<Account>> {
    Ok(accounts::table
        .filter(accounts::actor_id.eq(actor))
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// True when an account has this address.
pub(super) fn email_taken(conn: &mut Conn, email: &str) -> Result<bool> {
    let count: i64 = accounts::table.filter(accounts::email.eq(email)).count().get_result(conn)?;
    Ok(count > 0)
}

/// What is needed to check a password, by e-mail address or by handle.
pub(super) fn credentials(conn: &mut Conn, login: &str) -> Result<Option<Credentials>> {
    let columns = (
        accounts::id,
        accounts::password_hash,
        accounts::disabled_at,
        accounts::email,
        accounts::confirmed_at,
    );
    let known = accounts::table.inner_join(actors::table);
    let found = if login.contains('@') {
        known.filter(accounts::email.eq(login)).select(columns).first(conn)
    } else {
        known
            .filter(actors::local.eq(true))
            .filter(actors::handle.eq(login))
            .select(columns)
            .first(conn)
    };
    Ok(found.optional()?)
}

/// The password hash of an account.
pub(super) fn password_hash(conn: &mut Conn, account: Id) -> Result<Option<String>> {
    Ok(accounts::table
        .filter(accounts::id.eq(account))
        .select(accounts::password_hash)
        .first(conn)?)
}

/// How many of address and password an account has.
pub(super) fn ways_in(conn: &mut Conn, account: Id) -> Result<i64> {
    let ways: (Option<String>, Option<String>) = accounts::table
        .filter(accounts::id.eq(account))
        .select((accounts::email, accounts::password_hash))
        .first(conn)?;
    Ok(i64::from(ways.0.is_some()) + i64::from(ways.1.is_some()))
}

/// Stores another password hash.
pub(super) fn set_password(conn: &mut Conn, account: Id, hash: &str) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set(accounts::password_hash.eq(Some(hash)))
        .execute(conn)?;
    Ok(())
}

/// Notes that somebody signed in.
pub(super) fn set_seen(conn: &mut Conn, account: Id, now: Time) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set(accounts::seen_at.eq(Some(now)))
        .execute(conn)?;
    Ok(())
}

/// Stores the language of an account's pages.
pub(super) fn set_language(conn: &mut Conn, account: Id, language: Lang) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set(accounts::language.eq(language))
        .execute(conn)?;
    Ok(())
}

/// Stores what an account says about its owner on their page.
pub(super) fn set_openness(conn: &mut Conn, account: Id, openness: &Openness) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set((
            accounts::shows_follows.eq(openness.shows_follows),
            accounts::lists_traces.eq(openness.lists_traces),
            accounts::spoken.eq(&openness.spoken),
        ))
        .execute(conn)?;
    Ok(())
}

/// Does the owner of this actor's account show whom they follow?
pub(super) fn shows_follows(conn: &mut Conn, actor: Id) -> Result<bool> {
    let shown: Option<bool> = accounts::table
        .filter(accounts::actor_id.eq(actor))
        .filter(accounts::disabled_at.is_null())
        .select(accounts::shows_follows)
        .first(conn)
        .optional()?;
    Ok(shown.unwrap_or(false))
}

/// Stores the address an account signs in with.
pub(super) fn set_email(conn: &mut Conn, account: Id, email: &Email) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set(accounts::email.eq(email.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Stores what an account may do.
pub(super) fn set_role(conn: &mut Conn, account: Id, role: Role) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set(accounts::role.eq(role))
        .execute(conn)?;
    Ok(())
}

/// Closes an account to signing in, or opens it again.
pub(super) fn set_disabled(conn: &mut Conn, account: Id, at: Option<Time>) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set(accounts::disabled_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Notes whether something waits to be read by who owns the account of this actor.
pub(super) fn set_unread(conn: &mut Conn, actor: Id, unread: bool) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::actor_id.eq(actor)))
        .set(accounts::unread.eq(unread))
        .execute(conn)?;
    Ok(())
}

/// How many administrators can sign in, besides this account.
pub(super) fn other_admins(conn: &mut Conn, account: Id) -> Result<i64> {
    Ok(accounts::table
        .filter(accounts::id.ne(account))
        .filter(accounts::role.eq(Role::Admin))
        .filter(accounts::disabled_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Which accounts a list shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Part of a name, handle or e-mail address.
    pub(super) words: String,
    /// Only this role.
    pub(super) role: Option<Role>,
}

/// One page of the accounts that were not closed by their owners, newest first, and how many there are.
pub(super) fn list(
    conn: &mut Conn,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<(Vec<(Account, Actor)>, i64)> {
    let total = listed(wanted).count().get_result(conn)?;
    let rows = listed(wanted)
        .order(accounts::id.desc())
        .offset(offset)
        .limit(limit)
        .select((Account::as_select(), Actor::as_select()))
        .load(conn)?;
    Ok((rows, total))
}

type Listed<'a> = diesel::dsl::IntoBoxed<
    'a,
    diesel::dsl::InnerJoin<accounts::table, actors::table>,
    crate::kernel::db::MultiBackend,
>;

fn listed(wanted: &Wanted) -> Listed<'static> {
    let mut query =
        accounts::table.inner_join(actors::table).filter(actors::deleted_at.is_null()).into_boxed();
    if !wanted.words.is_empty() {
        let pattern = like(&wanted.words.to_lowercase());
        query = query.filter(
            actors::handle
                .like(pattern.clone())
                .escape('\\')
                .or(accounts::email.like(pattern.clone()).escape('\\'))
                .or(lower(actors::name).like(pattern).escape('\\')),
        );
    }
    if let Some(role) = wanted.role {
        query = query.filter(accounts::role.eq(role));
    }
    query
}

/// A pattern that finds `words` anywhere, taken literally.
fn like(words: &str) -> String {
    let literal = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

/// The account that speaks as this actor.
pub(super) fn account_of(conn: &mut Conn, actor: Id) -> Result<Option<Id>> {
    Ok(accounts::table
        .filter(accounts::actor_id.eq(actor))
        .select(accounts::id)
        .first(conn)
        .optional()?)
}

/// The language and the confirmed address of an actor's account, while it is open.
pub(super) fn mailbox(conn: &mut Conn, actor: Id) -> Result<Option<(Lang, Option<String>)>> {
    let row: Option<(Lang, Option<String>, Option<Time>)> = accounts::table
        .filter(accounts::actor_id.eq(actor))
        .filter(accounts::disabled_at.is_null())
        .select((accounts::language, accounts::email, accounts::confirmed_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(lang, email, confirmed)| (lang, email.filter(|_| confirmed.is_some()))))
}

/// The actor of whoever showed that this address is theirs.
pub(super) fn owner(conn: &mut Conn, email: &str) -> Result<Option<Id>> {
    Ok(accounts::table
        .filter(accounts::email.eq(email))
        .filter(accounts::confirmed_at.is_not_null())
        .filter(accounts::disabled_at.is_null())
        .select(accounts::actor_id)
        .first(conn)
        .optional()?)
}

/// Takes everything personal out of an account and its actor; the rows stay so that nobody else ever gets
/// the handle and references from the audit still hold.
pub(super) fn erase(tx: &mut Tx<'_>, account: Id, actor: Id) -> Result<()> {
    diesel::update(accounts::table.filter(accounts::id.eq(account)))
        .set((
            accounts::email.eq(None::<String>),
            accounts::password_hash.eq(None::<String>),
            accounts::role.eq(Role::Member),
            accounts::seen_at.eq(None::<Time>),
            accounts::spoken.eq(""),
            accounts::shows_follows.eq(false),
            accounts::disabled_at.eq(Some(tx.now)),
            accounts::closed_at.eq(Some(tx.now)),
        ))
        .execute(tx.conn)?;
    diesel::update(actors::table.filter(actors::id.eq(actor)))
        .set((
            actors::name.eq(""),
            actors::summary_html.eq(""),
            actors::icon_url.eq(None::<String>),
            actors::icon_media_id.eq(None::<Id>),
            actors::image_url.eq(None::<String>),
            actors::fields.eq("[]"),
            actors::also_known_as.eq("[]"),
            actors::discoverable.eq(false),
            actors::updated_at.eq(tx.now),
            actors::deleted_at.eq(Some(tx.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The actors of every account of staff.
pub(super) fn team(conn: &mut Conn) -> Result<Vec<Id>> {
    Ok(accounts::table
        .filter(accounts::role.ne(Role::Member))
        .filter(accounts::disabled_at.is_null())
        .select(accounts::actor_id)
        .load(conn)?)
}

/// Those of these actors that belong to an account of staff.
pub(super) fn staff_among(conn: &mut Conn, actors: &[Id]) -> Result<Vec<Id>> {
    Ok(accounts::table
        .filter(accounts::actor_id.eq_any(actors))
        .filter(accounts::role.ne(Role::Member))
        .filter(accounts::disabled_at.is_null())
        .select(accounts::actor_id)
        .load(conn)?)
}
