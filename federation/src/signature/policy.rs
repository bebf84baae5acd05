//! What a signature must cover, how fresh it must be, and that it was made for us.
//!
//! For every request that claims a sender. Stricter than the peers' own libraries where their bugs were: nothing doubled, the
//! host ours, target, host, digest and time all covered. Never fetches a key, never reads the body but to hash it.

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method, header};

use super::cavage::Cavage;
use super::freshness::{fresh, moment};
use super::headers::single;
use super::rfc9421::Rfc9421;
use super::{Scheme, SignatureError, SignedRequest};
use crate::digest::{DigestError, DigestKind, verify_headers};
use crate::iri::Iri;
use crate::key::{Algorithm, PublicKey};

/// The headers that must not stand there twice.
const SINGLE: [&str; 8] = [
    "signature",
    "signature-input",
    "digest",
    "content-digest",
    "date",
    "host",
    "content-type",
    "content-length",
];

/// How old and how far ahead a signature may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The oldest accepted: 65 minutes.
    pub past: TimeDelta,
    /// The furthest ahead accepted: 65 minutes.
    pub future: TimeDelta,
    /// How long after its own `expires` a signature is still accepted: the clocks' difference.
    pub expiry_leeway: TimeDelta,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            past: TimeDelta::minutes(65),
            future: TimeDelta::minutes(65),
            expiry_leeway: TimeDelta::minutes(1),
        }
    }
}

/// A signature that says the right things and waits for its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    key_id: Iri,
    scheme: Scheme,
    algorithms: Vec<Algorithm>,
    candidates: Vec<Vec<u8>>,
    signature: Vec<u8>,
    covered: Vec<String>,
}

impl Pending {
    /// The key that signed, it says.
    #[must_use]
    pub const fn key_id(&self) -> &Iri {
        &self.key_id
    }

    /// The scheme of the signature.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The signature: what a replay cache keeps.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// What may have been signed, most likely first.
    #[must_use]
    pub fn candidates(&self) -> &[Vec<u8>] {
        &self.candidates
    }

    /// Tells whether a header (in lower case) or component is covered: believe no other header.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        self.covered.iter().any(|one| one == name)
    }

    /// Verifies against the key: the algorithm is the key's, the declared one only has to agree.
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        let believed = self.algorithms.iter().any(|algorithm| {
            self.candidates.iter().any(|text| key.verify(*algorithm, text, &self.signature))
        });
        if believed {
            Ok(())
        } else {
            Err(SignatureError::Refused("the signature does not verify"))
        }
    }
}

/// Checks everything that can be checked before the key is known: no doubled headers, the host is ours, the right things are
/// covered, the digest is the body's, the time is now.
pub fn inspect(
    request: &SignedRequest<'_>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Pending, SignatureError> {
    refuse_doubled(request.headers)?;
    if single(request.headers, "authorization")?
        .is_some_and(|value| value.trim_start().starts_with("Signature"))
    {
        return Err(SignatureError::Refused("a signature in Authorization"));
    }
    host_is_ours(request)?;
    let pending = if request.headers.contains_key("signature-input") {
        rfc9421(request, policy, now)?
    } else {
        cavage(request, policy, now)?
    };
    body_is_signed(request, &pending)?;
    Ok(pending)
}

fn cavage(
    request: &SignedRequest<'_>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Pending, SignatureError> {
    let value = single(request.headers, "signature")?.ok_or(SignatureError::Refused("unsigned"))?;
    let signature = Cavage::parse(value)?;
    if !signature.covers("(request-target)") || !signature.covers("host") {
        return Err(SignatureError::Refused("(request-target) and host must be covered"));
    }
    let mut times = Vec::new();
    if signature.covers("date") {
        let date = single(request.headers, "date")?.ok_or(SignatureError::Refused("no date"))?;
        let date = DateTime::parse_from_rfc2822(date.trim())
            .map_err(|_| SignatureError::Refused("a date that cannot be read"))?;
        times.push(date.with_timezone(&Utc));
    }
    if signature.covers("(created)") {
        times.push(
            moment(signature.created.as_deref())?
                .ok_or(SignatureError::Refused("no creation time"))?,
        );
    }
    fresh(&times, moment(signature.expires.as_deref())?, policy, now)?;
    let algorithms: &[Algorithm] = match signature.algorithm.as_deref() {
        None | Some("hs2019") => &[Algorithm::RsaSha256, Algorithm::RsaSha512, Algorithm::Ed25519],
        Some("rsa-sha256") => &[Algorithm::RsaSha256],
        Some("rsa-sha512") => &[Algorithm::RsaSha512],
        Some("ed25519") => &[Algorithm::Ed25519],
        Some(_) => return Err(SignatureError::Refused("an algorithm we do not use")),
    };
    Ok(Pending {
        key_id: key_id(Some(&signature.key_id))?,
        scheme: Scheme::Cavage,
        algorithms: algorithms.to_vec(),
        candidates: signature.signing_strings(request)?,
        signature: signature.signature,
        covered: signature.covered,
    })
}

fn rfc9421(
    request: &SignedRequest<'_>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Pending, SignatureError> {
    let signature = Rfc9421::parse(request.headers)?;
    let query = request.target_uri.query().is_none() || signature.covers("@query");
    let in_parts = signature.covers("@authority") && signature.covers("@path") && query;
    if !signature.covers("@method") || !(signature.covers("@target-uri") || in_parts) {
        return Err(SignatureError::Refused("@method and @target-uri must be covered"));
    }
    let seconds = |value: Option<i64>| {
        value
            .map(|value| {
                DateTime::from_timestamp(value, 0).ok_or(SignatureError::Refused("not a time"))
            })
            .transpose()
    };
    let created = seconds(signature.created)?.ok_or(SignatureError::Refused("no creation time"))?;
    fresh(&[created], seconds(signature.expires)?, policy, now)?;
    let algorithms: &[Algorithm] = match signature.algorithm.as_deref() {
        None => &[Algorithm::RsaSha256, Algorithm::Ed25519],
        Some("rsa-v1_5-sha256") => &[Algorithm::RsaSha256],
        Some("ed25519") => &[Algorithm::Ed25519],
        Some(_) => return Err(SignatureError::Refused("an algorithm we do not use")),
    };
    Ok(Pending {
        key_id: key_id(signature.key_id.as_deref())?,
        scheme: Scheme::Rfc9421,
        algorithms: algorithms.to_vec(),
        candidates: vec![signature.signature_base(request)?],
        signature: signature.signature,
        covered: signature.covered,
    })
}

fn refuse_doubled(headers: &HeaderMap) -> Result<(), SignatureError> {
    let doubled = |name: &&str| headers.get_all(*name).iter().nth(1).is_some();
    if SINGLE.iter().any(doubled) {
        Err(SignatureError::Malformed("a doubled header"))
    } else {
        Ok(())
    }
}

/// The `Host` must be ours: case, a trailing dot and the scheme's own port do not matter.
fn host_is_ours(request: &SignedRequest<'_>) -> Result<(), SignatureError> {
    let host =
        single(request.headers, header::HOST.as_str())?.ok_or(SignatureError::Misdirected)?;
    let address = Iri::parse(&format!("{}://{}/", request.target_uri.scheme(), host.trim()));
    let ours = address.is_ok_and(|address| {
        address.same_origin(request.target_uri)
            && address.path() == "/"
            && address.query().is_none()
            && address.fragment().is_none()
    });
    if ours { Ok(()) } else { Err(SignatureError::Misdirected) }
}

fn key_id(text: Option<&str>) -> Result<Iri, SignatureError> {
    let text = text.ok_or(SignatureError::Refused("no key id"))?;
    Iri::parse(text).map_err(|_| SignatureError::Refused("the key id is not an address"))
}

/// Every digest header must be the body's, and for anything but a GET or HEAD the scheme's own must be there and covered.
fn body_is_signed(request: &SignedRequest<'_>, pending: &Pending) -> Result<(), SignatureError> {
    let body = request.body.unwrap_or_default();
    let found = verify_headers(request.headers, body).map_err(|error| match error {
        DigestError::Malformed => SignatureError::Malformed("the digest cannot be read"),
        DigestError::Unknown => SignatureError::Refused("no digest of a known algorithm"),
        DigestError::Mismatch => SignatureError::Refused("the digest is not that of the body"),
    })?;
    if body.is_empty() && matches!(*request.method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let (kind, name) = match pending.scheme {
        Scheme::Cavage => (DigestKind::Digest, "digest"),
        Scheme::Rfc9421 => (DigestKind::ContentDigest, "content-digest"),
    };
    if found.contains(&kind) && pending.covers(name) {
        Ok(())
    } else {
        Err(SignatureError::Refused("the digest of the body must be there and covered"))
    }
}
