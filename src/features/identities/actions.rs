//! A sign-in with another server, step by step. What asks that server is a job: see `wire`.

use std::time::Duration;

use axum_extra::extract::cookie::Cookie;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq as _;

use super::{
    model::{self, Problem, RemoteApp, SignIn, Step},
    store, wire,
};
use crate::{
    features::accounts::{self, Arrival, Handle, NewAccount, keep},
    kernel::{
        entropy::{Sha256, sha256_hex},
        error::{Error, FieldErrors, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        app::{App, Tx},
        feature,
        jobs::{self, JobResult},
        journal::Recorded,
        web::{Member, Peer, Proof, Role, limits},
    },
};

/// How long somebody may take, from naming their server to being here.
pub(super) const LIFE: Duration = Duration::from_secs(20 * 60);

/// Where the server we are known to as `app` sends people back to. Each has an address of its own, so that no server
/// can pass off a code of another one.
pub(super) fn way_back(app: &App, id: Id) -> String {
    app.config.address(&format!("/connexion/fediverse/retour/{id}"))
}

/// The three secrets of a sign-in, all made from the one its browser keeps in a cookie, so that nothing of them is
/// stored and none is of use in another browser.
pub(super) struct Secrets {
    /// What finds the sign-in again.
    hash: String,
    /// What their server hands back untouched (RFC 6749 §10.12).
    pub(super) state: String,
    /// What shows that whoever brings the code is who asked for it (RFC 7636).
    verifier: String,
}

impl Secrets {
    pub(super) fn of(token: &str) -> Self {
        let derived = |what: &str| sha256_hex(format!("{what}:{token}").as_bytes());
        Self { hash: derived("sign-in"), state: derived("state"), verifier: derived("verifier") }
    }

    /// The challenge of the verifier, by the method `S256`.
    pub(super) fn challenge(&self) -> String {
        let mut sum = Sha256::default();
        sum.update(self.verifier.as_bytes());
        URL_SAFE_NO_PAD.encode(sum.bytes())
    }
}

/// Begins a sign-in with the server of what somebody typed; returns the secret for their browser. `link` is the
/// account it shall open from now on, when somebody is signed in already.
pub(super) async fn begin(
    app: &App,
    typed: &str,
    peer: Peer,
    link: Option<Id>,
    next: &str,
) -> Result<String> {
    let wrong = |key| Error::field("server", key);
    let typed = model::read(typed).ok_or_else(|| wrong("identities-error-server"))?;
    if typed.domain == app.config.domain() {
        return Err(wrong("identities-error-own"));
    }
    app.limits.take(&limits::ELSEWHERE_PEER, peer, app.now())?;
    app.limits.take(&limits::ELSEWHERE_HOST, &typed.domain, app.now())?;
    let token = app.entropy.token();
    let hash = Secrets::of(&token).hash;
    let next = next.to_owned();
    app.write(move |tx| {
        let stale = tx.now.minus(LIFE);
        let id = store::begin(tx, &hash, &typed.domain, link, &next, stale)?;
        jobs::enqueue(tx, wire::PREPARE.kind, &wire::Prepare { id, name: typed.name.clone() })
    })
    .await?;
    Ok(token)
}

/// The sign-in of a browser, with what their server knows us by once that is known.
pub(super) async fn under_way(
    app: &App,
    secrets: &Secrets,
) -> Result<Option<(SignIn, Option<RemoteApp>)>> {
    let (hash, stale) = (secrets.hash.clone(), app.now().minus(LIFE));
    app.read(move |conn| {
        let Some(found) = store::of_browser(conn, &hash, stale)? else { return Ok(None) };
        let known = found.app.map(|id| store::app(conn, id)).transpose()?.flatten();
        Ok(Some((found, known)))
    })
    .await
}

/// What somebody's server sent them back with.
pub(super) struct Back<'a> {
    /// Whose way back it is: each server has one of its own, so that none can pass off another's code as its own.
    pub(super) app: Id,
    pub(super) state: &'a str,
    pub(super) code: &'a str,
    pub(super) error: &'a str,
    /// How the server names itself (RFC 9207), when it does.
    pub(super) issuer: &'a str,
}

/// Takes in what somebody came back with. [`Error::NotFound`] when this browser did not begin it, or not so.
pub(super) async fn come_back(app: &App, secrets: &Secrets, back: &Back<'_>) -> Result<()> {
    let (found, known) = under_way(app, secrets).await?.ok_or(Error::NotFound)?;
    let known = known.ok_or(Error::NotFound)?;
    let same = bool::from(secrets.state.as_bytes().ct_eq(back.state.as_bytes()));
    let named = back.issuer.is_empty() || known.issuer.is_empty() || back.issuer == known.issuer;
    if !same || known.id != back.app || !named || found.step != Step::Ready {
        return Err(Error::NotFound);
    }
    let problem = match (back.error, back.code) {
        ("", "") => Some(Problem::Refused),
        ("", _) => None,
        ("access_denied", _) => Some(Problem::Declined),
        _ => Some(Problem::Refused),
    };
    let (code, verifier) = (back.code.to_owned(), secrets.verifier.clone());
    app.write(move |tx| match problem {
        Some(problem) => store::failed(tx.conn, found.id, problem),
        None => {
            if store::returned(tx.conn, found.id, &code, &verifier)? {
                jobs::enqueue(tx, wire::FINISH.kind, &found.id)?;
            }
            Ok(())
        }
    })
    .await
}

/// What becomes of somebody whose server has vouched for them.
pub(super) enum Entered {
    /// They are in; where they wanted to go.
    In(Cookie<'static>, String),
    /// The account they are signed in with opens for them from now on.
    Linked,
    /// They have no account here yet.
    New,
    /// Not like this.
    Not(Problem),
}

/// Lets somebody in whose server vouched for them, or links them to the account they are signed in with.
pub(super) async fn enter(
    app: &App,
    found: &SignIn,
    device: &str,
    before: Option<&Member>,
) -> Result<Entered> {
    let (found, device, before) = (found.clone(), device.to_owned(), before.cloned());
    app.write(move |tx| {
        let known = store::find(tx.conn, &found.person.iri)?;
        if let Some(account) = found.account {
            return link(tx, &found, account, known.as_ref(), before.as_ref());
        }
        let Some(identity) = known else { return Ok(Entered::New) };
        store::end(tx.conn, found.id)?;
        store::used(tx, identity.id, &found.person.address)?;
        let (account, proof) = (identity.account_id, Proof::Elsewhere);
        match accounts::enter(tx, &Arrival::new(account, proof, &device, before.as_ref())) {
            Ok(cookie) => Ok(Entered::In(cookie, found.next.clone())),
            Err(Error::NotFound) => Ok(Entered::Not(Problem::Closed)),
            Err(error) => Err(error),
        }
    })
    .await
}

fn link(
    tx: &mut Tx<'_>,
    found: &SignIn,
    account: Id,
    known: Option<&store::Identity>,
    member: Option<&Member>,
) -> Result<Entered> {
    store::end(tx.conn, found.id)?;
    // Who signed out, or signed in as somebody else meanwhile, links nothing.
    if member.map(|member| member.account_id) != Some(account) {
        return Ok(Entered::Not(Problem::Refused));
    }
    match known {
        Some(identity) if identity.account_id != account => Ok(Entered::Not(Problem::Taken)),
        Some(_) => Ok(Entered::Linked),
        None => {
            store::link(tx, account, &found.person)?;
            Ok(Entered::Linked)
        }
    }
}

/// The form of somebody who has no account here yet, as typed.
pub(super) struct Wanted<'a> {
    pub(super) handle: &'a str,
    pub(super) name: &'a str,
    pub(super) agreed: bool,
    pub(super) language: Lang,
    pub(super) device: &'a str,
    pub(super) peer: Peer,
}

/// Makes an account for somebody whose server vouched for them, without address or password, and lets them in.
pub(super) async fn join(
    app: &App,
    found: &SignIn,
    wanted: &Wanted<'_>,
) -> Result<(Cookie<'static>, String)> {
    if !app.venue().open_registration {
        return Err(Error::NotFound);
    }
    let new = check(wanted)?;
    app.limits.take(&limits::SIGN_UP_PEER, wanted.peer, app.now())?;
    let prepared = accounts::prepare(app, new).await?;
    let (found, device) = (found.clone(), wanted.device.to_owned());
    app.write(move |tx| {
        // Once: a form sent twice finds the account it made the first time.
        let account = match store::find(tx.conn, &found.person.iri)? {
            Some(identity) => identity.account_id,
            None => {
                let created = accounts::create(tx, &prepared)?;
                store::link(tx, created.account, &found.person)?;
                created.account
            }
        };
        store::end(tx.conn, found.id)?;
        let cookie = accounts::enter(tx, &Arrival::new(account, Proof::Elsewhere, &device, None))?;
        Ok((cookie, found.next.clone()))
    })
    .await
}

fn check(wanted: &Wanted<'_>) -> Result<NewAccount> {
    let mut errors = FieldErrors::default();
    let handle = Handle::parse(wanted.handle).and_then(|handle| {
        if handle.is_reserved() { Err("accounts-error-handle-reserved") } else { Ok(handle) }
    });
    let handle = keep(&mut errors, "handle", handle);
    let name = keep(&mut errors, "name", accounts::name(wanted.name));
    if !wanted.agreed {
        errors.add("agree", "accounts-error-agree");
    }
    match (handle, name) {
        (Some(handle), Some(name)) if errors.is_empty() => Ok(NewAccount {
            email: None,
            handle,
            name,
            password: None,
            role: Role::Member,
            language: wanted.language,
            confirmed: true,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Unlinks an account of another server, unless nothing else opens the account here.
pub(super) async fn unlink(app: &App, member: &Member, id: Id) -> Result<()> {
    let account = member.account_id;
    app.write(move |tx| {
        if store::unlink(tx.conn, account, id)? == 0 {
            return Err(Error::NotFound);
        }
        // The refusal takes the deletion back with it.
        match feature::ways_in(tx.app, tx.conn, account)? {
            0 => Err(Error::Conflict("identities-error-last")),
            _ => Ok(()),
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
