//! Integrity proofs (FEP-8b32, `eddsa-jcs-2022`): who wrote this document, whoever brought it.
use chrono::{DateTime, Utc};
use serde_json::Value;
use crate::iri::Iri;
use crate::key::{PrivateKey, PublicKey};
/// Why a proof is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// There is none that we read.
    #[error("no eddsa-jcs-2022 proof")]
    Missing,
    /// It cannot be read.
    #[error("the proof cannot be read")]
    Malformed,
    /// It is over.
    #[error("the proof has expired")]
    Expired,
    /// The document or the key is another one.
    #[error("the proof does not verify")]
    Invalid,
    /// The key cannot make such proofs.
    #[error("proofs are made with Ed25519 keys")]
    WrongKey,
}
/// What a proof says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The key it was made with: an address, or a `did:key`.
    pub verification_method: String,
    /// When it was made.
    pub created: Option<DateTime<Utc>>,
    /// Until when it holds.
    pub expires: Option<DateTime<Utc>>,
    /// What for: `assertionMethod`.
    pub purpose: String,
}
/// Reads the `eddsa-jcs-2022` proof of a document, if it has exactly one.
#[must_use]
pub fn read(_document: &Value) -> Option<Proof> { todo!() }
/// Adds a proof, and to the `@context` what names it. Emit the document as usual, never in its canonical form.
pub fn sign(_document: &mut Value, _key: &PrivateKey, _verification_method: &Iri, _created: DateTime<Utc>) -> Result<(), ProofError> { todo!() }
/// Verifies the proof as it was received, on the document as it was received.
pub fn verify(_document: &Value, _key: &PublicKey, _now: DateTime<Utc>) -> Result<(), ProofError> { todo!() }
