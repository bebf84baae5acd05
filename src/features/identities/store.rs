//! The tables of identities, of what other servers know us by, and of sign-ins under way.

use diesel::prelude::*;

use super::model::{Person, Problem, RemoteApp, Secret, SignIn, Step};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::app::Tx,
    schema::{accounts, identities, remote_apps, remote_sign_ins as under_way},
};

/// An account of another server, linked to one here.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = identities)]
pub(super) struct Identity {
    pub(super) id: Id,
    pub(super) account_id: Id,
    pub(super) address: String,
    pub(super) linked_at: Time,
    pub(super) used_at: Time,
}

/// The identity with this actor's address.
pub(super) fn find(conn: &mut Conn, iri: &str) -> Result<Option<Identity>> {
    Ok(identities::table
        .filter(identities::iri.eq(iri))
        .select(Identity::as_select())
        .first(conn)
        .optional()?)
}

/// The identities of an account, the last linked first.
pub(super) fn of_account(conn: &mut Conn, account: Id) -> Result<Vec<Identity>> {
    Ok(identities::table
        .filter(identities::account_id.eq(account))
        .order(identities::id.desc())
        .select(Identity::as_select())
        .load(conn)?)
}

pub(super) fn link(tx: &mut Tx<'_>, account: Id, person: &Person) -> Result<()> {
    let id = tx.new_id();
    diesel::insert_into(identities::table)
        .values((
            identities::id.eq(id),
            identities::account_id.eq(account),
            identities::iri.eq(&person.iri),
            identities::address.eq(&person.address),
            identities::linked_at.eq(tx.now),
            identities::used_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes that an identity was used; its address may have changed at its server.
pub(super) fn used(tx: &mut Tx<'_>, id: Id, address: &str) -> Result<()> {
    diesel::update(identities::table.filter(identities::id.eq(id)))
        .set((identities::used_at.eq(tx.now), identities::address.eq(address)))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn unlink(conn: &mut Conn, account: Id, id: Id) -> Result<usize> {
    let theirs =
        identities::table.filter(identities::account_id.eq(account)).filter(identities::id.eq(id));
    Ok(diesel::delete(theirs).execute(conn)?)
}

/// Forgets everything about the account of an actor.
pub(super) fn forget_actor(conn: &mut Conn, actor: Id) -> Result<()> {
    let account = || accounts::table.filter(accounts::actor_id.eq(actor)).select(accounts::id);
    diesel::delete(identities::table.filter(identities::account_id.eq_any(account())))
        .execute(conn)?;
    let whose = under_way::account_id.eq_any(account().select(accounts::id.nullable()));
    diesel::delete(under_way::table.filter(whose)).execute(conn)?;
    Ok(())
}

// --- what other servers know us by ---------------------------------------

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = remote_apps)]
struct AppRow {
    id: Id,
    host: String,
    domain: String,
    client_id: String,
    client_secret: String,
    authorize_url: String,
    token_url: String,
    revoke_url: String,
    issuer: String,
    scope: String,
    pkce: bool,
    created_at: Time,
}

impl From<AppRow> for RemoteApp {
    fn from(row: AppRow) -> Self {
        Self {
            id: row.id,
            host: row.host,
            domain: row.domain,
            client_id: row.client_id,
            client_secret: Secret(row.client_secret),
            authorize_url: row.authorize_url,
            token_url: row.token_url,
            revoke_url: row.revoke_url,
            issuer: row.issuer,
            scope: row.scope,
            pkce: row.pkce,
            created_at: row.created_at,
        }
    }
}

/// What the server at `host` knows us by.
pub(super) fn app_at(conn: &mut Conn, host: &str) -> Result<Option<RemoteApp>> {
    let row: Option<AppRow> = remote_apps::table
        .filter(remote_apps::host.eq(host))
        .select(AppRow::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(RemoteApp::from))
}

pub(super) fn app(conn: &mut Conn, id: Id) -> Result<Option<RemoteApp>> {
    let row: Option<AppRow> = remote_apps::table
        .filter(remote_apps::id.eq(id))
        .select(AppRow::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(RemoteApp::from))
}

/// Keeps what a server knows us by, in place of what it knew us by before.
pub(super) fn keep_app(conn: &mut Conn, app: &RemoteApp) -> Result<()> {
    diesel::delete(remote_apps::table.filter(remote_apps::host.eq(&app.host))).execute(conn)?;
    diesel::insert_into(remote_apps::table)
        .values(AppRow {
            id: app.id,
            host: app.host.clone(),
            domain: app.domain.clone(),
            client_id: app.client_id.clone(),
            client_secret: app.client_secret.0.clone(),
            authorize_url: app.authorize_url.clone(),
            token_url: app.token_url.clone(),
            revoke_url: app.revoke_url.clone(),
            issuer: app.issuer.clone(),
            scope: app.scope.clone(),
            pkce: app.pkce,
            created_at: app.created_at,
        })
        .execute(conn)?;
    Ok(())
}

/// Forgets what a server knew us by: it says it does not.
pub(super) fn forget_app(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(remote_apps::table.filter(remote_apps::id.eq(id))).execute(conn)?;
    Ok(())
}

/// Servers people of this venue come from, for the list beside the field.
pub(super) fn known_domains(conn: &mut Conn, limit: i64) -> Result<Vec<String>> {
    Ok(remote_apps::table
        .order(remote_apps::domain)
        .limit(limit)
        .select(remote_apps::domain)
        .load(conn)?)
}

// --- sign-ins under way ---------------------------------------------------

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = under_way, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    browser_hash: String,
    server: String,
    step: Step,
    problem: String,
    app_id: Option<Id>,
    account_id: Option<Id>,
    next: String,
    code: String,
    verifier: String,
    iri: String,
    address: String,
    name: String,
    created_at: Time,
}

impl From<Row> for SignIn {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            server: row.server,
            step: row.step,
            problem: row.problem.parse().ok(),
            app: row.app_id,
            account: row.account_id,
            next: row.next,
            code: row.code,
            verifier: row.verifier,
            person: Person { iri: row.iri, address: row.address, name: row.name },
        }
    }
}

/// Keeps a sign-in that begins, and sweeps out those begun before `stale`.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    browser_hash: &str,
    server: &str,
    account: Option<Id>,
    next: &str,
    stale: Time,
) -> Result<Id> {
    diesel::delete(under_way::table.filter(under_way::created_at.lt(stale))).execute(tx.conn)?;
    let id = tx.new_id();
    diesel::insert_into(under_way::table)
        .values(Row {
            id,
            browser_hash: browser_hash.to_owned(),
            server: server.to_owned(),
            step: Step::Asked,
            problem: String::new(),
            app_id: None,
            account_id: account,
            next: next.to_owned(),
            code: String::new(),
            verifier: String::new(),
            iri: String::new(),
            address: String::new(),
            name: String::new(),
            created_at: tx.now,
        })
        .execute(tx.conn)?;
    Ok(id)
}

/// The sign-in of the browser that holds the secret with this hash, unless it began before `stale`.
pub(super) fn of_browser(conn: &mut Conn, hash: &str, stale: Time) -> Result<Option<SignIn>> {
    let row: Option<Row> = under_way::table
        .filter(under_way::browser_hash.eq(hash))
        .filter(under_way::created_at.ge(stale))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(SignIn::from))
}

pub(super) fn sign_in(conn: &mut Conn, id: Id) -> Result<Option<SignIn>> {
    let row: Option<Row> = under_way::table
        .filter(under_way::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(SignIn::from))
}

pub(super) fn ready(conn: &mut Conn, id: Id, app: Id) -> Result<()> {
    diesel::update(under_way::table.filter(under_way::id.eq(id)))
        .set((under_way::step.eq(Step::Ready), under_way::app_id.eq(Some(app))))
        .execute(conn)?;
    Ok(())
}

/// Keeps the code somebody came back with; once only: says whether this was the first.
pub(super) fn returned(conn: &mut Conn, id: Id, code: &str, verifier: &str) -> Result<bool> {
    let waiting =
        under_way::table.filter(under_way::id.eq(id)).filter(under_way::step.eq(Step::Ready));
    let changed = diesel::update(waiting)
        .set((
            under_way::step.eq(Step::Returned),
            under_way::code.eq(code),
            under_way::verifier.eq(verifier),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Keeps who somebody is; what was needed to learn it is forgotten.
pub(super) fn known(conn: &mut Conn, id: Id, person: &Person) -> Result<()> {
    diesel::update(under_way::table.filter(under_way::id.eq(id)))
        .set((
            under_way::step.eq(Step::Known),
            under_way::code.eq(""),
            under_way::verifier.eq(""),
            under_way::iri.eq(&person.iri),
            under_way::address.eq(&person.address),
            under_way::name.eq(&person.name),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn failed(conn: &mut Conn, id: Id, problem: Problem) -> Result<()> {
    diesel::update(under_way::table.filter(under_way::id.eq(id)))
        .set((
            under_way::step.eq(Step::Failed),
            under_way::problem.eq(problem.as_str()),
            under_way::code.eq(""),
            under_way::verifier.eq(""),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a sign-in, whatever became of it.
pub(super) fn end(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(under_way::table.filter(under_way::id.eq(id))).execute(conn)?;
    Ok(())
}
