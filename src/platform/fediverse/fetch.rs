//! Reading documents of other servers: signed, guarded, and believed only when they are what they say and come
//! from where they say.
//!
//! For actors, keys and whatever an activity refers to. Never fetches from this server or from a blocked one,
//! and remembers for a while what could not be had.

use std::time::Duration;

use http::StatusCode;
use parvis_federation::{ACCEPT, Iri, WireError, is_activity_type, lenient};
use serde_json::Value;

use super::client::{self, ClientError, REDIRECTS};
use crate::{kernel::error::Error, platform::app::App};

/// A document and the address it was found at, which is its id.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The address.
    pub iri: Iri,
    /// The document.
    pub document: Value,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// We do not go there: our own server, a blocked one, an address that is none.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// It was deleted, says its server (410).
    #[error("gone")]
    Gone,
    /// Its server does not have it (404).
    #[error("not found")]
    NotFound,
    /// Its server does not show it to us (401, 403).
    #[error("denied")]
    Denied,
    /// What came is not the document of this address.
    #[error("not usable: {0}")]
    Invalid(&'static str),
    /// No answer this time.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// We have asked this server too much already.
    #[error("asked too often")]
    TooOften(Duration),
}

impl FetchError {
    /// May it work later?
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::TooOften(_))
    }

    /// How long the answer stands before we ask again.
    const fn stands(&self) -> Duration {
        match self {
            Self::Gone => Duration::from_secs(3600),
            Self::NotFound | Self::Denied | Self::Invalid(_) => Duration::from_secs(300),
            Self::Unreachable(_) => Duration::from_secs(60),
            Self::Refused(_) | Self::TooOften(_) => Duration::ZERO,
        }
    }
}

impl From<Error> for FetchError {
    fn from(error: Error) -> Self {
        Self::Unreachable(format!("our own database: {error}"))
    }
}

impl From<ClientError> for FetchError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Refused(why) => Self::Refused(why),
            ClientError::Unreachable(why) => Self::Unreachable(why),
            ClientError::TooLarge => Self::Invalid("too large"),
        }
    }
}

/// The document at `iri`. A fragment is left off: the document it points into is fetched.
///
/// Follows up to three redirects, each signed and checked anew. The document's `id` must be the address it was found
/// at; when it is another one of the same origin, that one is fetched, once.
pub async fn fetch_document(app: &App, iri: &Iri) -> Result<Fetched, FetchError> {
    let iri = iri.without_fragment();
    client::may_ask(app, &iri)?;
    let now = app.now();
    if let Some(error) = app.fediverse.misses.get(iri.as_str(), now) {
        return Err(error);
    }
    let outcome = fetch(app, &iri).await;
    if let Err(error) = &outcome {
        tracing::debug!(%iri, %error, "a document cannot be had");
        let how_long = error.stands();
        if !how_long.is_zero() {
            let misses = &app.fediverse.misses;
            misses.keep(iri.as_str().to_owned(), error.clone(), now, how_long);
        }
    }
    outcome
}

async fn fetch(app: &App, iri: &Iri) -> Result<Fetched, FetchError> {
    let (at, document) = get(app, iri).await?;
    let id = id_of(&document)?;
    if id == at {
        return Ok(Fetched { iri: at, document });
    }
    if !id.same_origin(&at) {
        return Err(FetchError::Invalid("the id is of another server"));
    }
    let (at, document) = get(app, &id).await?;
    if at == id && id_of(&document)? == id {
        Ok(Fetched { iri: id, document })
    } else {
        Err(FetchError::Invalid("the id is not the address"))
    }
}

/// One document with its redirects; the address is that of the last hop.
async fn get(app: &App, iri: &Iri) -> Result<(Iri, Value), FetchError> {
    let mut here = iri.clone();
    for _ in 0..=REDIRECTS {
        client::may_ask(app, &here)?;
        app.fediverse.fetches.take(&here.authority(), app.now()).map_err(FetchError::TooOften)?;
        let answer = client::get_signed(app, &here, ACCEPT).await?;
        if let Some(next) = answer.redirect(&here) {
            here = next.without_fragment();
            continue;
        }
        match answer.status {
            StatusCode::OK => {}
            StatusCode::GONE => return Err(FetchError::Gone),
            StatusCode::NOT_FOUND => return Err(FetchError::NotFound),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(FetchError::Denied),
            other if other.is_server_error() || other == StatusCode::TOO_MANY_REQUESTS => {
                return Err(FetchError::Unreachable(format!("status {other}")));
            }
            _ => return Err(FetchError::Invalid("the status is not 200")),
        }
        if !is_activity_type(answer.content_type()) {
            return Err(FetchError::Invalid("not an ActivityPub media type"));
        }
        let document = parse(&answer.body).map_err(|_| FetchError::Invalid("not JSON we read"))?;
        return Ok((here, document));
    }
    Err(FetchError::Invalid("too many redirects"))
}

/// Is this an address of this server, however it is written?
pub fn is_ours(app: &App, iri: &Iri) -> bool {
    let own = app.config.url.host_str().unwrap_or_default();
    let own = own.trim_end_matches('.').to_ascii_lowercase();
    iri.host() == own && iri.as_url().port() == app.config.url.port()
}

fn id_of(document: &Value) -> Result<Iri, FetchError> {
    let id =
        lenient::text(document, "id").ok_or(FetchError::Invalid("a document without an id"))?;
    Iri::parse(&id).map_err(|_| FetchError::Invalid("an id that is no address"))
}

/// Reads JSON from another server strictly, and without the character no database keeps.
pub fn parse(bytes: &[u8]) -> Result<Value, WireError> {
    const NUL: &[u8] = b"\\u0000";
    let document = lenient::parse_json_strict(bytes)?;
    if bytes.windows(NUL.len()).any(|six| six == NUL) && has_nul(&document) {
        return Err(WireError::Malformed("a text with a NUL"));
    }
    Ok(document)
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
