//! HTTP signatures: who sent this request.
//!
//! For the inbox and for authorised fetching, in three steps so that the key can be fetched in between: [`inspect`] checks
//! everything that needs no key, the caller finds the key under [`Pending::key_id`], [`Pending::verify`] believes it or not.
//! And for what we send: [`sign_cavage`] first, [`sign_rfc9421`] on a second knock. Never both in one request.

pub mod cavage;
mod freshness;
mod headers;
pub mod policy;
pub mod rfc9421;
mod sign;

use http::{HeaderMap, Method};

use crate::iri::Iri;

pub use policy::{Pending, Policy, inspect};
pub use sign::{Outgoing, sign_cavage, sign_rfc9421};

/// Which of the two ways of signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// draft-cavage-http-signatures.
    Cavage,
    /// RFC 9421 HTTP Message Signatures.
    Rfc9421,
}

/// A request as it was received, before anything is believed.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The method.
    pub method: &'a Method,
    /// The absolute address: our configured origin and the request's path and query exactly as received. Never from forwarding headers.
    pub target_uri: &'a Iri,
    /// The headers. Over HTTP/2 the caller puts `:authority` into `Host`.
    pub headers: &'a HeaderMap,
    /// The body; `None` for none.
    pub body: Option<&'a [u8]>,
}

/// Why a request is not believed, by the answer it gets. The text is for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header is doubled or cannot be read: 400.
    #[error("malformed signature headers: {0}")]
    Malformed(&'static str),
    /// Missing, incomplete, stale or wrong: 401.
    #[error("signature refused: {0}")]
    Refused(&'static str),
    /// Signed for another host: 421.
    #[error("signed for another host")]
    Misdirected,
}

impl SignatureError {
    /// The HTTP status of the answer.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::Refused(_) => 401,
            Self::Misdirected => 421,
        }
    }
}
