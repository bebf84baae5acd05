//! Who sent this? From a signed request to a believed sender, or to the answer a refusal gets.
//!
//! For the inboxes and for authorised fetching. The key decides, never the host name alone: a signer who is not the
//! actor is believed only through the actor's own proof (FEP-8b32); without one, what is passed on is a hint.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use parvis_federation::{
    activity::{Activity, Envelope, Verb},
    error::WireError,
    iri::Iri,
    proof,
    signature::{Pending, Policy, SignedRequest, cavage::Cavage, inspect, rfc9421::Rfc9421},
};
use serde_json::Value;

use super::{Arrival, Refusal, fingerprint};
use crate::{
    kernel::error::Error,
    platform::{
        actors,
        app::App,
        fediverse::{
            fetch::{self, FetchError},
            inbound::queue,
            keys::{self, Found},
            policy,
        },
        web::{Peer, Quota},
    },
};

/// Keys nobody here knows yet that one place may make us fetch: a large server has thousands of people behind one
/// address, and somebody who invents signers must not make us ask the whole world.
const STRANGERS: Quota =
    Quota { name: "stranger-keys", burst: 600, every: Duration::from_millis(200) };

const BLOCKED: Refusal = Refusal::new(StatusCode::FORBIDDEN, "not welcome here");

/// Refuses a server the venue does not talk with by the name it gives itself, before its body is read.
pub fn check_claim(app: &App, headers: &HeaderMap) -> Result<(), Refusal> {
    let claimed = if headers.contains_key("signature-input") {
        Rfc9421::parse(headers).ok().and_then(|one| one.key_id)
    } else {
        headers
            .get("signature")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| Cavage::parse(value).ok())
            .map(|one| one.key_id)
    };
    match claimed.and_then(|key_id| Iri::parse(&key_id).ok()) {
        Some(key_id) if policy::refuses(app, &key_id.authority()) => Err(BLOCKED),
        _ => Ok(()),
    }
}

/// A believed signer.
pub struct Signer {
    /// The key and whose it is.
    pub found: Found,
    /// The signature that was verified.
    pub pending: Pending,
}

/// Why there is no signer.
pub enum NoSigner {
    /// The answer.
    Refused(Refusal),
    /// The key's server says it is gone (410).
    Gone(Pending),
}

impl<E: Into<Refusal>> From<E> for NoSigner {
    fn from(refusal: E) -> Self {
        Self::Refused(refusal.into())
    }
}

impl Signer {
    /// Refuses a person the venue blocked.
    pub fn welcome(self) -> Result<Self, Refusal> {
        if self.found.key.blocked { Err(BLOCKED) } else { Ok(self) }
    }
}

/// Verifies the signature of a request. A key that does not verify is fetched again, at most once in five minutes.
/// Whether its owner is welcome is for the caller to ask.
pub async fn signer(
    app: &App,
    request: &SignedRequest<'_>,
    from: Peer,
) -> Result<Signer, NoSigner> {
    let pending = inspect(request, &Policy::default(), app.now().utc())?;
    let key_id = pending.key_id();
    if fetch::is_ours(app, key_id) {
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "not one of our keys").into());
    }
    if policy::refuses(app, &key_id.authority()) {
        return Err(BLOCKED.into());
    }
    let found = match key(app, key_id, from).await? {
        Ok(found) => found,
        Err(FetchError::Gone) => return Err(NoSigner::Gone(pending)),
        Err(error) => return Err(no_key(&error).into()),
    };
    let found = match pending.verify(&found.key.key) {
        Ok(()) => found,
        Err(wrong) => match keys::find_again(app, key_id).await {
            Some(Ok(again)) if pending.verify(&again.key.key).is_ok() => again,
            _ => return Err(wrong.into()),
        },
    };
    Ok(Signer { found, pending })
}

/// The signer's key. One that has to be fetched counts against the place that asks for it.
async fn key(app: &App, key_id: &Iri, from: Peer) -> Result<Result<Found, FetchError>, Refusal> {
    match keys::known(app, key_id).await {
        Ok(Some(found)) => return Ok(Ok(found)),
        Ok(None) => {}
        Err(error) => return Ok(Err(error)),
    }
    if let Err(Error::SlowDown(wait)) = app.limits.take(&STRANGERS, from, app.now()) {
        return Err(Refusal::later(StatusCode::TOO_MANY_REQUESTS, "too many new signers", wait));
    }
    Ok(keys::fetch(app, key_id).await)
}

fn no_key(error: &FetchError) -> Refusal {
    match error {
        FetchError::TooOften(wait) => {
            Refusal::later(StatusCode::SERVICE_UNAVAILABLE, "the key cannot be had now", *wait)
        }
        FetchError::Unreachable(_) => Refusal::later(
            StatusCode::SERVICE_UNAVAILABLE,
            "the key cannot be had now",
            Duration::from_secs(300),
        ),
        _ => Refusal::new(StatusCode::UNAUTHORIZED, "the key cannot be had"),
    }
}

/// Verifies a delivery and reads its envelope; `None` when there is nothing to store and nothing to complain about.
pub async fn open(
    app: &App,
    request: &SignedRequest<'_>,
    body: &[u8],
    from: Peer,
) -> Result<Option<Arrival>, Refusal> {
    let signer = match signer(app, request, from).await {
        Ok(signer) => signer,
        Err(NoSigner::Refused(refusal)) => return Err(refusal),
        Err(NoSigner::Gone(pending)) => return farewell(app, &pending, body).await,
    };
    app.fediverse.arrivals.take(&signer.found.key.owner.authority(), app.now()).map_err(
        |wait| Refusal::later(StatusCode::TOO_MANY_REQUESTS, "too many activities", wait),
    )?;
    let (document, envelope) = read(app, body)?;
    // Who was blocked is not heard, but may still take back what they said and leave.
    let signer = if envelope.verb == Verb::Delete { signer } else { signer.welcome()? };
    let owner = &signer.found.key.owner;
    let key = if envelope.actor == *owner || proven(app, &document, &envelope.actor).await {
        envelope.id.to_string()
    } else if envelope.actor.same_origin(owner) {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "signed by somebody who is not the actor",
        ));
    } else {
        queue::forwarded_key(&envelope.id, owner)
    };
    Ok(Some(Arrival {
        key,
        verb: verb_name(&envelope.verb),
        actor: envelope.actor,
        signer: owner.clone(),
        body: String::from_utf8_lossy(body).into_owned(),
        fetched: signer.found.fetched,
        signature: fingerprint(signer.pending.signature()),
    }))
}

/// Reads the envelope and refuses what speaks for this server or for one the venue does not talk with.
fn read(app: &App, body: &[u8]) -> Result<(Value, Envelope), Refusal> {
    const OURS: Refusal = Refusal::new(StatusCode::FORBIDDEN, "speaks for this server");
    let document = fetch::parse(body).map_err(|error| wire(&error))?;
    let envelope = Envelope::parse(&document).map_err(|error| wire(&error))?;
    if fetch::is_ours(app, &envelope.actor) || fetch::is_ours(app, &envelope.id) {
        return Err(OURS);
    }
    if policy::refuses(app, &envelope.actor.authority()) {
        return Err(BLOCKED);
    }
    Ok((document, envelope))
}

const fn wire(error: &WireError) -> Refusal {
    match error {
        WireError::Malformed(why) | WireError::Unsupported(why) => {
            Refusal::new(StatusCode::BAD_REQUEST, why)
        }
        WireError::WrongOrigin(why) => Refusal::new(StatusCode::FORBIDDEN, why),
    }
}

/// Does the document carry a proof made with a key of the actor?
async fn proven(app: &App, document: &Value, actor: &Iri) -> bool {
    let method = proof::read(document).map(|proof| proof.verification_method);
    let Some(key_id) = method.and_then(|method| Iri::parse(&method).ok()) else {
        return false;
    };
    if !key_id.same_origin(actor) || fetch::is_ours(app, &key_id) {
        return false;
    }
    match keys::find(app, &key_id).await {
        Ok(found) => {
            found.key.owner == *actor
                && !found.key.blocked
                && proof::verify(document, &found.key.key, app.now().utc()).is_ok()
        }
        Err(_) => false,
    }
}

/// The key is gone: only a `Delete` of the actor by itself makes sense now. Whom we do not know cannot leave; whom we
/// know leaves because their own server says they are gone, whoever tells us.
async fn farewell(app: &App, pending: &Pending, body: &[u8]) -> Result<Option<Arrival>, Refusal> {
    const NO: Refusal = Refusal::new(StatusCode::UNAUTHORIZED, "the key is gone");
    let (document, envelope) = read(app, body)?;
    let leaves = envelope.verb == Verb::Delete
        && Activity::parse(&document)
            .ok()
            .and_then(|activity| activity.object_id())
            .is_some_and(|object| object == envelope.actor);
    if !leaves || !pending.key_id().same_origin(&envelope.actor) {
        return Err(NO);
    }
    let wanted = envelope.actor.to_string();
    let known = app.read(move |conn| actors::find_by_iri(conn, &wanted)).await?;
    if known.is_none() {
        return Ok(None);
    }
    match fetch::fetch_document(app, &envelope.actor).await {
        Err(FetchError::Gone) => {}
        _ => return Err(NO),
    }
    Ok(Some(Arrival {
        key: envelope.id.to_string(),
        verb: verb_name(&envelope.verb),
        signer: envelope.actor.clone(),
        actor: envelope.actor,
        body: String::from_utf8_lossy(body).into_owned(),
        fetched: None,
        signature: fingerprint(pending.signature()),
    }))
}

/// The verb for the table: a name of the vocabulary or something as harmless.
fn verb_name(verb: &Verb) -> String {
    verb.as_str().chars().filter(char::is_ascii_graphic).take(64).collect()
}
