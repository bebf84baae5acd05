//! Signing in: one neutral answer for a wrong password, an unknown name and a suspended account, and the
//! same work for each.

use axum_extra::extract::cookie::Cookie;

use super::letter;
use crate::{
    features::accounts::{
        model::Password,
        password::{self, Verdict},
        store,
    },
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        web::{self, Member, Peer, Proof, limits},
    },
};

/// Somebody trying to sign in.
pub(in crate::features::accounts) struct Attempt<'a> {
    /// An e-mail address or a handle.
    pub(in crate::features::accounts) login: &'a str,
    /// What they typed.
    pub(in crate::features::accounts) password: &'a str,
    /// What the browser says about itself.
    pub(in crate::features::accounts) device: &'a str,
    /// Where it comes from.
    pub(in crate::features::accounts) peer: Peer,
    /// Who is signed in with this browser at present: that session ends.
    pub(in crate::features::accounts) before: Option<&'a Member>,
}

/// What became of an attempt.
pub(in crate::features::accounts) enum SignIn {
    /// Name and password do not go together.
    Wrong,
    /// The cookie of a new session.
    In(Cookie<'static>),
    /// The address was never confirmed: a letter is on its way, and this is the secret that goes with its code.
    Unconfirmed(String),
}

/// Somebody who has shown who they are and is about to get a session, whichever way they came.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The account they showed to be theirs.
    pub account: Id,
    /// How they showed it.
    pub proof: Proof,
    /// What the browser says about itself.
    pub device: String,
    /// The account and session this browser had until now: that session ends.
    pub before: Option<(Id, Id)>,
}

impl Arrival {
    /// Somebody arriving with a browser in which `before` is signed in at present.
    pub fn new(account: Id, proof: Proof, device: &str, before: Option<&Member>) -> Self {
        let before = before.map(|member| (member.account_id, member.session_id));
        Self { account, proof, device: device.to_owned(), before }
    }
}

/// The one door: every way to sign in ends here, in the transaction that judged it. Returns the cookie of the new
/// session. [`Error::NotFound`] when the account may not be signed in with.
pub fn enter(tx: &mut Tx<'_>, arrival: &Arrival) -> Result<Cookie<'static>> {
    let account = store::find(tx.conn, arrival.account)?;
    if account.is_none_or(|account| account.disabled_at.is_some()) {
        return Err(Error::NotFound);
    }
    if let Some((account, session)) = arrival.before {
        web::end(tx.conn, account, session)?;
    }
    store::set_seen(tx.conn, arrival.account, tx.now)?;
    web::start(tx, arrival.account, &arrival.device, arrival.proof)
}

pub(in crate::features::accounts) async fn sign_in(
    app: &App,
    attempt: &Attempt<'_>,
) -> Result<SignIn> {
    let login = attempt.login.trim().trim_start_matches('@').to_lowercase();
    // The narrowest first: whoever is stopped by it takes nothing from what others share.
    let here = (&login, attempt.peer);
    app.limits.take(&limits::SIGN_IN_HERE, here, app.now())?;
    app.limits.take(&limits::SIGN_IN_PEER, attempt.peer, app.now())?;
    app.limits.take(&limits::SIGN_IN_NAME, &login, app.now())?;

    let wanted = login.clone();
    let found = app.read(move |conn| store::credentials(conn, &wanted)).await?;
    let open = found.filter(|known| known.disabled_at.is_none());
    let hash = open.as_ref().and_then(|known| known.password_hash.clone());
    let verdict = password::verify(attempt.password, hash).await?;
    let (Some(known), true) = (open, verdict != Verdict::Wrong) else {
        return Ok(SignIn::Wrong);
    };
    app.limits.forgive(&limits::SIGN_IN_HERE, here);
    if let (Some(email), None, true) = (&known.email, known.confirmed_at, app.mail.is_there()) {
        let asked = letter::ask(app, email, attempt.peer).await?;
        return Ok(SignIn::Unconfirmed(asked));
    }
    let fresh = rehash(app, verdict, attempt.password).await?;
    let arrival = Arrival::new(known.account, Proof::Password, attempt.device, attempt.before);
    let cookie = app
        .write(move |tx| {
            if let Some(hash) = &fresh {
                store::set_password(tx.conn, known.account, hash)?;
            }
            enter(tx, &arrival)
        })
        .await?;
    Ok(SignIn::In(cookie))
}

/// A new hash for a password whose stored one is weaker than today's.
async fn rehash(app: &App, verdict: Verdict, typed: &str) -> Result<Option<String>> {
    match Password::parse(typed) {
        Ok(password) if verdict == Verdict::RightButStale => {
            password::hash(app, &password).await.map(Some)
        }
        _ => Ok(None),
    }
}
