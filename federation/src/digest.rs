//! `Digest` and `Content-Digest`: that the body is the body that was signed.
//!
//! For signing and for [`crate::signature::inspect`]. Only SHA-256 counts: it must be there and match, others are not
//! looked at. Never compares faster for a nearer miss.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};
use sfv::{BareItem, Dictionary, ListEntry, Parser};

/// Why a body is not believed to be the body that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// The header cannot be read or stands there twice.
    #[error("the digest cannot be read")]
    Malformed,
    /// No SHA-256.
    #[error("no digest by SHA-256")]
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
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0; 32];
    array.copy_from_slice(digest(&SHA256, bytes).as_ref());
    array
}

/// The value of a `Digest` header: `SHA-256=…`. The capitals matter to snac and to Mobilizon.
#[must_use]
pub fn make(body: &[u8]) -> HeaderValue {
    header(&format!("SHA-256={}", STANDARD.encode(sha256(body))))
}

/// The value of a `Content-Digest` header: `sha-256=:…:`.
#[must_use]
pub fn make_content(body: &[u8]) -> HeaderValue {
    header(&format!("sha-256=:{}:", STANDARD.encode(sha256(body))))
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Verifies a `Digest` value: SHA-256 must be there and match, as often as it is there.
pub fn verify(value: &str, body: &[u8]) -> Result<(), DigestError> {
    let mut claims = Vec::new();
    for part in value.split(',').map(str::trim) {
        let (name, digits) = part.split_once('=').ok_or(DigestError::Malformed)?;
        if counts(name) {
            claims.push(STANDARD.decode(digits.trim()).map_err(|_| DigestError::Malformed)?);
        }
    }
    compare(&claims, body)
}

/// Verifies a `Content-Digest` value, by the same rule.
pub fn verify_content(value: &str, body: &[u8]) -> Result<(), DigestError> {
    let dictionary: Dictionary = Parser::new(value).parse().map_err(|_| DigestError::Malformed)?;
    let mut claims = Vec::new();
    for (_, entry) in dictionary.iter().filter(|(name, _)| counts(name.as_str())) {
        let ListEntry::Item(item) = entry else {
            return Err(DigestError::Malformed);
        };
        let BareItem::ByteSequence(claimed) = &item.bare_item else {
            return Err(DigestError::Malformed);
        };
        claims.push(claimed.clone());
    }
    compare(&claims, body)
}

/// Verifies whichever digest headers are there and says which: none is fine, two of a kind or a wrong one is not.
pub fn verify_headers(headers: &HeaderMap, body: &[u8]) -> Result<Vec<DigestKind>, DigestError> {
    let mut found = Vec::new();
    for (name, kind) in
        [("digest", DigestKind::Digest), ("content-digest", DigestKind::ContentDigest)]
    {
        let mut values = headers.get_all(name).iter();
        let Some(value) = values.next() else { continue };
        if values.next().is_some() {
            return Err(DigestError::Malformed);
        }
        let value = value.to_str().map_err(|_| DigestError::Malformed)?;
        match kind {
            DigestKind::Digest => verify(value, body)?,
            DigestKind::ContentDigest => verify_content(value, body)?,
        }
        found.push(kind);
    }
    Ok(found)
}

fn counts(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("sha-256")
}

fn compare(claims: &[Vec<u8>], body: &[u8]) -> Result<(), DigestError> {
    if claims.is_empty() {
        return Err(DigestError::Unknown);
    }
    let actual = digest(&SHA256, body);
    for claimed in claims {
        verify_slices_are_equal(actual.as_ref(), claimed).map_err(|_| DigestError::Mismatch)?;
    }
    Ok(())
}
