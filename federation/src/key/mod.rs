//! Keys: RSA and Ed25519, as PEM and as Multikey.
mod der;
mod private;
mod public;
pub use private::PrivateKey;
pub use public::{Ed25519Public, PublicKey, RsaPublic};
/// The RSA key sizes believed, in bits.
pub const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It cannot be read.
    #[error("the key cannot be read")]
    Malformed,
    /// It is of a kind or size we do not use.
    #[error("keys of this kind or size are not used")]
    Unsupported,
    /// The cryptographic library refused.
    #[error("the key could not be used")]
    Failed,
}
/// How a signature is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaSha256,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaSha512,
    /// Ed25519.
    Ed25519,
}
