//! Integrity proofs (FEP-8b32, `eddsa-jcs-2022`): who wrote this document, whoever brought it.
//!
//! For everything public we send, and for what peers forward. The canonical form is hashed and thrown away: never put it on
//! the wire (it turns `45.0` into `45`). Verifies the document and the proof as they were received, never re-built ones.

use chrono::{DateTime, SubsecRound as _, Utc};
use serde_json::{Map, Value};

use crate::context::{ACTIVITY_STREAMS, DATA_INTEGRITY};
use crate::digest::sha256;
use crate::iri::Iri;
use crate::key::{Algorithm, PrivateKey, PublicKey, from_multibase, to_multibase};
use crate::lenient;

const TYPE: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

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

/// Reads the `eddsa-jcs-2022` proof of a document, if it has exactly one proof and it is of this kind.
#[must_use]
pub fn read(document: &Value) -> Option<Proof> {
    let proof = only(document)?;
    Some(Proof {
        verification_method: proof.get("verificationMethod").and_then(lenient::first_id)?,
        created: proof.get("created").and_then(lenient::time),
        expires: proof.get("expires").and_then(lenient::time),
        purpose: proof.get("proofPurpose").and_then(lenient::string)?,
    })
}

/// Adds a proof, and to the `@context` what names it. Emit the document as usual, never in its canonical form.
pub fn sign(
    document: &mut Value,
    key: &PrivateKey,
    verification_method: &Iri,
    created: DateTime<Utc>,
) -> Result<(), ProofError> {
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(ProofError::WrongKey);
    }
    let members = document.as_object_mut().ok_or(ProofError::Malformed)?;
    members.shift_remove("proof");
    let context = with_data_integrity(members.get("@context"));
    members.insert("@context".into(), context.clone());
    let mut proof = Map::new();
    proof.insert("@context".into(), context);
    proof.insert("type".into(), TYPE.into());
    proof.insert("cryptosuite".into(), SUITE.into());
    proof.insert("verificationMethod".into(), verification_method.into());
    proof.insert("proofPurpose".into(), PURPOSE.into());
    // Whole seconds: peers read the time and write it again before they hash it, and drop what they can of a
    // fraction ("…43.120Z" becomes "…43.12Z").
    let created = lenient::write_time(created.trunc_subsecs(0));
    proof.insert("created".into(), created.into());
    let message = hash(&proof, members)?;
    let signature = key.sign(&message).map_err(|_| ProofError::WrongKey)?;
    proof.insert("proofValue".into(), to_multibase(&[], &signature).into());
    members.insert("proof".into(), Value::Object(proof));
    Ok(())
}

/// Verifies the proof as it was received, on the document as it was received.
///
/// The caller has found the key under the proof's verification method and seen that its controller is the author.
pub fn verify(document: &Value, key: &PublicKey, now: DateTime<Utc>) -> Result<(), ProofError> {
    let mut config = only(document).ok_or(ProofError::Missing)?.clone();
    if config.get("proofPurpose").and_then(Value::as_str) != Some(PURPOSE) {
        return Err(ProofError::Malformed);
    }
    if let Some(expires) = config.get("expires")
        && lenient::time(expires).ok_or(ProofError::Malformed)? < now
    {
        return Err(ProofError::Expired);
    }
    let value = config.shift_remove("proofValue").ok_or(ProofError::Malformed)?;
    let signature = value.as_str().and_then(from_multibase).ok_or(ProofError::Malformed)?;
    let mut members = document.as_object().ok_or(ProofError::Malformed)?.clone();
    members.shift_remove("proof");
    if !starts_with(members.get("@context"), config.get("@context")) {
        return Err(ProofError::Invalid);
    }
    match key {
        PublicKey::Rsa(_) => Err(ProofError::WrongKey),
        PublicKey::Ed25519(_)
            if key.verify(Algorithm::Ed25519, &hash(&config, &members)?, &signature) =>
        {
            Ok(())
        }
        PublicKey::Ed25519(_) => Err(ProofError::Invalid),
    }
}

/// The one proof of a document, when it is an `eddsa-jcs-2022` proof and no link of a chain.
fn only(document: &Value) -> Option<&Map<String, Value>> {
    let proof = match document.get("proof")? {
        Value::Array(list) => match list.as_slice() {
            [one] => one,
            _ => return None,
        },
        one => one,
    };
    let proof = proof.as_object()?;
    let is = |member: &str, value: &str| proof.get(member).and_then(Value::as_str) == Some(value);
    (is("type", TYPE) && is("cryptosuite", SUITE) && !proof.contains_key("previousProof"))
        .then_some(proof)
}

/// The cryptosuite's rule: the document's context begins with the proof's, when the proof has one.
fn starts_with(document: Option<&Value>, proof: Option<&Value>) -> bool {
    let Some(proof) = proof else { return true };
    let document = document.map(lenient::items).unwrap_or_default();
    document.starts_with(&lenient::items(proof))
}

/// SHA-256 of the canonical proof without its value, then SHA-256 of the canonical document without its proof.
fn hash(proof: &Map<String, Value>, document: &Map<String, Value>) -> Result<Vec<u8>, ProofError> {
    let canonical = |object: &Map<String, Value>| {
        serde_json_canonicalizer::to_vec(object).map_err(|_| ProofError::Malformed)
    };
    let mut message = sha256(&canonical(proof)?).to_vec();
    message.extend(sha256(&canonical(document)?));
    Ok(message)
}

/// The document's context with the one that defines proofs, second so that ActivityStreams stays first.
fn with_data_integrity(context: Option<&Value>) -> Value {
    let mut list: Vec<Value> =
        context.map(lenient::items).unwrap_or_default().into_iter().cloned().collect();
    if list.is_empty() {
        list.push(ACTIVITY_STREAMS.into());
    }
    if !list.iter().any(|one| one.as_str() == Some(DATA_INTEGRITY)) {
        list.insert(1, DATA_INTEGRITY.into());
    }
    Value::Array(list)
}
