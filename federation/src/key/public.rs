//! Public keys.
use std::ops::RangeInclusive;
use super::{Algorithm, KeyError};
/// An RSA public key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RsaPublic(Vec<u8>);
/// An Ed25519 public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ed25519Public([u8; 32]);
/// A public key of a kind we verify with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PublicKey {
    /// RSA.
    Rsa(RsaPublic),
    /// Ed25519.
    Ed25519(Ed25519Public),
}
impl PublicKey {
    /// Reads a PEM: SPKI (`PUBLIC KEY`, RSA or Ed25519) or PKCS#1 (`RSA PUBLIC KEY`). RSA keys outside [`super::RSA_BITS`] are refused.
    pub fn from_pem(_pem: &str) -> Result<Self, KeyError> { todo!() }
    /// Reads a PEM with other limits on RSA keys: for published test vectors.
    pub fn from_pem_with_bits(_pem: &str, _bits: RangeInclusive<usize>) -> Result<Self, KeyError> { todo!() }
    /// Reads a Multikey's `publicKeyMultibase` (FEP-521a): Ed25519 (`z6Mk…`) or RSA (`z4MX…`).
    pub fn from_multibase(_text: &str) -> Result<Self, KeyError> { todo!() }
    /// The key as SPKI PEM.
    #[must_use]
    pub fn to_pem(&self) -> String { todo!() }
    /// The key as `publicKeyMultibase`.
    #[must_use]
    pub fn to_multibase(&self) -> String { todo!() }
    /// Verifies a signature of this algorithm; a key of another kind refuses.
    #[must_use]
    pub fn verify(&self, _algorithm: Algorithm, _message: &[u8], _signature: &[u8]) -> bool { todo!() }
}
impl RsaPublic {
    /// The size of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize { todo!() }
    /// The key in PKCS#1 DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] { &self.0 }
}
impl Ed25519Public {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self { Self(bytes) }
    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] { &self.0 }
}
