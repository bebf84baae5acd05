//! What a signature must cover, and how fresh it must be.
use chrono::{DateTime, TimeDelta, Utc};
use super::{Scheme, SignatureError, SignedRequest};
use crate::iri::Iri;
use crate::key::PublicKey;
/// How old and how far ahead a signature may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The oldest accepted: 65 minutes.
    pub past: TimeDelta,
    /// The furthest ahead accepted: 60 minutes.
    pub future: TimeDelta,
    /// How long after its own `expires` a signature is still accepted: the clocks' difference.
    pub expiry_leeway: TimeDelta,
}
impl Default for Policy {
    fn default() -> Self { Self { past: TimeDelta::minutes(65), future: TimeDelta::minutes(60), expiry_leeway: TimeDelta::minutes(1) } }
}
/// A signature that says the right things and waits for its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    key_id: Iri,
    scheme: Scheme,
    candidates: Vec<Vec<u8>>,
    signature: Vec<u8>,
}
impl Pending {
    /// The key that signed, it says.
    #[must_use]
    pub const fn key_id(&self) -> &Iri { &self.key_id }
    /// The scheme of the signature.
    #[must_use]
    pub const fn scheme(&self) -> Scheme { self.scheme }
    /// The signature: what a replay cache keeps.
    #[must_use]
    pub fn signature(&self) -> &[u8] { &self.signature }
    /// What may have been signed, most likely first.
    #[must_use]
    pub fn candidates(&self) -> &[Vec<u8>] { &self.candidates }
    /// Verifies against the key: the algorithm is the key's, the declared one only has to agree.
    pub fn verify(&self, _key: &PublicKey) -> Result<(), SignatureError> { todo!() }
}
/// Checks everything that can be checked before the key is known: no doubled headers, the host is ours, the right things are
/// covered, the digest is the body's, the time is now.
pub fn inspect(_request: &SignedRequest<'_>, _policy: &Policy, _now: DateTime<Utc>) -> Result<Pending, SignatureError> { todo!() }
