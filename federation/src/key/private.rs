//! Private keys.
use super::{KeyError, PublicKey};
/// A private key. Cheap to clone; says nothing of itself when printed.
#[derive(Clone)]
pub struct PrivateKey(());
impl PrivateKey {
    /// Reads a PKCS#8 PEM (RSA or Ed25519), or a PKCS#1 `RSA PRIVATE KEY`.
    pub fn from_pem(_pem: &str) -> Result<Self, KeyError> { todo!() }
    /// An Ed25519 key from its 32 secret bytes.
    pub fn ed25519_from_seed(_seed: &[u8; 32]) -> Result<Self, KeyError> { todo!() }
    /// An Ed25519 key from a FEP-521a secret multibase (`z3u2…`).
    pub fn from_multibase(_text: &str) -> Result<Self, KeyError> { todo!() }
    /// A new RSA key of 2048 bits, from the library's own randomness. Slow: not on an async thread.
    pub fn generate_rsa_2048() -> Result<Self, KeyError> { todo!() }
    /// A new Ed25519 key, from the library's own randomness.
    pub fn generate_ed25519() -> Result<Self, KeyError> { todo!() }
    /// The key as PKCS#8 PEM, to keep.
    pub fn to_pem(&self) -> Result<String, KeyError> { todo!() }
    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey { todo!() }
    /// Signs: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
    pub fn sign(&self, _message: &[u8]) -> Result<Vec<u8>, KeyError> { todo!() }
}
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("PrivateKey") }
}
