//! Signing our requests.
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue, Method};
use crate::iri::Iri;
use crate::key::{KeyError, PrivateKey};
/// A request of ours, about to be signed.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The method.
    pub method: &'a Method,
    /// Where it goes.
    pub target: &'a Iri,
    /// The exact bytes of the body.
    pub body: Option<&'a [u8]>,
}
/// Signs by draft-cavage: `Host`, `Date`, `Digest` and `Content-Type` for a body, `Signature`. Set them all on the request.
pub fn sign_cavage(_request: &Outgoing<'_>, _key: &PrivateKey, _key_id: &Iri, _now: DateTime<Utc>) -> Result<Vec<(HeaderName, HeaderValue)>, KeyError> { todo!() }
/// Signs by RFC 9421 in Mastodon's profile: `Content-Digest` and `Content-Type` for a body, `Signature-Input`, `Signature`. Set them all on the request.
pub fn sign_rfc9421(_request: &Outgoing<'_>, _key: &PrivateKey, _key_id: &Iri, _now: DateTime<Utc>) -> Result<Vec<(HeaderName, HeaderValue)>, KeyError> { todo!() }
