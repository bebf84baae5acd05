//! Registering, naming and removing passkeys, and signing in with one.

use std::time::Duration;

use axum_extra::extract::cookie::Cookie;
use serde_json::Value;

use super::{
    ceremony::{self, Begun},
    store,
};
use crate::{
    features::accounts::{self, Arrival},
    kernel::{
        entropy::sha256_hex,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::App,
        feature,
        jobs::JobResult,
        journal::Recorded,
        web::{Member, Peer, Proof, limits},
    },
};

/// How long a ceremony may take: as long as browsers wait for an authenticator.
pub(super) const LIFE: Duration = Duration::from_secs(5 * 60);

/// How many keys one account may have.
const MOST: usize = 20;

/// The longest name of a key, in characters.
const NAME: usize = 60;

/// A ceremony for a browser: what to hand to it, and the secret that ties it to that browser.
pub(super) struct Offered {
    pub(super) options: Value,
    pub(super) token: String,
}

async fn keep(app: &App, account: Option<Id>, begun: Begun) -> Result<Offered> {
    let token = app.entropy.token();
    let hash = sha256_hex(token.as_bytes());
    let Begun { options, state } = begun;
    app.write(move |tx| {
        let stale = tx.now.minus(LIFE);
        store::begin(tx, &hash, account, &state, stale)
    })
    .await?;
    Ok(Offered { options, token })
}

async fn take(app: &App, token: &str, account: Option<Id>) -> Result<Option<String>> {
    let hash = sha256_hex(token.as_bytes());
    app.write(move |tx| {
        let stale = tx.now.minus(LIFE);
        store::take(tx.conn, &hash, account, stale)
    })
    .await
}

/// Begins to register a key for a member.
pub(super) async fn begin_registration(app: &App, member: &Member) -> Result<Offered> {
    limits::take_for_account(app, &limits::ACT, member.account_id)?;
    let account = member.account_id;
    let known = app.read(move |conn| store::of_account(conn, account)).await?;
    if known.len() >= MOST {
        return Err(Error::Conflict("passkeys-error-many"));
    }
    let known: Vec<String> = known.into_iter().map(|key| key.credential_id).collect();
    let venue = app.venue();
    let site = (&app.config.url, venue.name.as_str());
    let names = (member.handle.as_str(), member.name.as_str());
    keep(app, Some(account), ceremony::begin_registration(site, account, names, &known)?).await
}

/// Registers the key with which a member's browser answered. What is wrong comes as [`Error::Invalid`] on `name` and
/// `credential`.
pub(super) async fn register(
    app: &App,
    member: &Member,
    token: &str,
    name: &str,
    answer: &str,
) -> Result<()> {
    let name = named(name)?;
    let account = member.account_id;
    let refused = || Error::field("credential", "passkeys-error-refused");
    let state = take(app, token, Some(account)).await?.ok_or_else(refused)?;
    let venue = app.venue();
    let site = (&app.config.url, venue.name.as_str());
    let key = ceremony::end_registration(site, &state, answer)?.map_err(|_| refused())?;
    app.write(move |tx| {
        if store::by_credential(tx.conn, &key.credential_id)?.is_some() {
            return Err(Error::field("credential", "passkeys-error-known"));
        }
        store::insert(tx, account, (&key.credential_id, &key.credential), &name)
    })
    .await
}

fn named(typed: &str) -> Result<String> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > NAME || name.contains(char::is_control) {
        return Err(Error::field("name", "passkeys-error-name"));
    }
    Ok(name.to_owned())
}

/// Gives a key another name.
pub(super) async fn rename(app: &App, member: &Member, id: Id, typed: &str) -> Result<()> {
    let (name, account) = (named(typed)?, member.account_id);
    let changed = app.write(move |tx| store::rename(tx.conn, account, id, &name)).await?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Removes a key, unless nothing else opens the account.
pub(super) async fn remove(app: &App, member: &Member, id: Id) -> Result<()> {
    let account = member.account_id;
    app.write(move |tx| {
        if feature::ways_in(tx.app, tx.conn, account)? < 2 {
            return Err(Error::Conflict("passkeys-error-last"));
        }
        match store::remove(tx.conn, account, id)? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    })
    .await
}

/// Begins to sign in whoever holds a key of this site.
pub(super) async fn begin_sign_in(app: &App, peer: Peer) -> Result<Offered> {
    app.limits.take(&limits::SIGN_IN_PEER, peer, app.now())?;
    let venue = app.venue();
    keep(app, None, ceremony::begin_sign_in((&app.config.url, &venue.name))?).await
}

/// The cookie of a new session for whoever answered with a key of theirs; `None` when it is not so.
pub(super) async fn sign_in(
    app: &App,
    token: &str,
    answer: &str,
    (device, peer): (&str, Peer),
    before: Option<&Member>,
) -> Result<Option<Cookie<'static>>> {
    app.limits.take(&limits::SIGN_IN_PEER, peer, app.now())?;
    let Some(state) = take(app, token, None).await? else { return Ok(None) };
    let venue = app.venue();
    let site = (&app.config.url, venue.name.as_str());
    let Some(claim) = ceremony::read_claim(site, answer)? else { return Ok(None) };
    let wanted = claim.credential_id.clone();
    let known = app.read(move |conn| store::by_credential(conn, &wanted)).await?;
    let Some(known) = known else { return Ok(None) };
    let whose = (known.account_id, known.credential.as_str());
    let Ok(credential) = ceremony::end_sign_in(site, &state, &claim, whose)? else {
        return Ok(None);
    };
    let arrival = Arrival::new(known.account_id, Proof::Passkey, device, before);
    app.write(move |tx| {
        store::used(tx, known.id, &credential)?;
        match accounts::enter(tx, &arrival) {
            Ok(cookie) => Ok(Some(cookie)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    })
    .await
}

/// An account was closed: what opened it is forgotten.
pub(super) async fn forget_closed(app: App, fact: Recorded) -> JobResult {
    if let Some(accounts::AccountClosed { actor }) = fact.read() {
        app.write(move |tx| store::forget_actor(tx.conn, actor)).await?;
    }
    Ok(())
}
