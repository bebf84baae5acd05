//! Who reads our documents: nobody in particular, or an actor that signed its request.
//!
//! For what serves documents to other servers. A server the venue does not talk with is refused whatever it asks;
//! the instance actor and discovery never come here, so that two strict servers can still meet.

use axum::{
    http::{HeaderMap, request::Parts},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use parvis_federation::{iri::Iri, signature::SignedRequest};

use super::{
    fetch, inbox,
    inbox::{NoSigner, Refusal},
};
use crate::platform::{app::App, web::Peer};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Nobody in particular.
    Anonymous,
    /// An actor of another server, by its own signature.
    Actor(Iri),
}

impl Reader {
    /// The actor, if one signed.
    pub fn actor(&self) -> Option<&Iri> {
        match self {
            Self::Anonymous => None,
            Self::Actor(actor) => Some(actor),
        }
    }
}

/// Who asks for a document everybody may read. Where the venue wants signatures there must be a good one; elsewhere
/// the signature is not looked at, except that a server the venue does not talk with is refused.
pub async fn reader(app: &App, parts: &Parts) -> Result<Reader, Response> {
    inbox::check_claim(app, &parts.headers).map_err(Refusal::into_response)?;
    if app.venue().authorized_fetch {
        signed_reader(app, parts).await.map(Reader::Actor)
    } else {
        Ok(Reader::Anonymous)
    }
}

/// Who asks for a document that depends on the reader: there must be a good signature.
pub async fn signed_reader(app: &App, parts: &Parts) -> Result<Iri, Response> {
    verify(app, parts).await.map_err(Refusal::into_response)
}

async fn verify(app: &App, parts: &Parts) -> Result<Iri, Refusal> {
    let headers: HeaderMap = inbox::with_host(parts)?;
    let target = inbox::target(app, parts)?;
    let request =
        SignedRequest { method: &parts.method, target_uri: &target, headers: &headers, body: None };
    match inbox::signer(app, &request, Peer::of(app, parts)).await {
        Ok(signer) if fetch::is_ours(app, &signer.found.key.owner) => {
            Err(Refusal::new(StatusCode::UNAUTHORIZED, "not one of our keys"))
        }
        Ok(signer) => Ok(signer.welcome()?.found.key.owner.clone()),
        Err(NoSigner::Refused(refusal)) => Err(refusal),
        Err(NoSigner::Gone(_)) => Err(Refusal::new(StatusCode::UNAUTHORIZED, "the key is gone")),
    }
}
