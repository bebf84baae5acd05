//! `Digest` and `Content-Digest`: that the body is the body that was signed.
use http::{HeaderMap, HeaderValue};
/// Why a body is not believed to be the body that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// The header cannot be read or stands there twice.
    #[error("the digest cannot be read")]
    Malformed,
    /// No algorithm we know.
    #[error("no digest of a known algorithm")]
    Unknown,
    /// The body is another one.
    #[error("the digest is not that of the body")]
    Mismatch,
}
/// Which of the two headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestKind {
    /// `Digest` (RFC 3230), which goes with draft-cavage.
    Digest,
    /// `Content-Digest` (RFC 9530), which goes with RFC 9421.
    ContentDigest,
}
/// SHA-256 of some bytes.
#[must_use]
pub fn sha256(_bytes: &[u8]) -> [u8; 32] { todo!() }
/// The value of a `Digest` header: `SHA-256=…`.
#[must_use]
pub fn make(_body: &[u8]) -> HeaderValue { todo!() }
/// The value of a `Content-Digest` header: `sha-256=:…:`.
#[must_use]
pub fn make_content(_body: &[u8]) -> HeaderValue { todo!() }
/// Verifies a `Digest` value: every known algorithm must match, at least one must be known.
pub fn verify(_value: &str, _body: &[u8]) -> Result<(), DigestError> { todo!() }
/// Verifies a `Content-Digest` value, by the same rule.
pub fn verify_content(_value: &str, _body: &[u8]) -> Result<(), DigestError> { todo!() }
/// Verifies whichever digest headers are there and says which: none is fine, two of a kind or a wrong one is not.
pub fn verify_headers(_headers: &HeaderMap, _body: &[u8]) -> Result<Vec<DigestKind>, DigestError> { todo!() }
