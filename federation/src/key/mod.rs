//! Keys: RSA and Ed25519, as PEM and as Multikey.
//!
//! For signing what we send and verifying what we receive, through aws-lc-rs and nothing else. Never chooses an algorithm
//! by what a sender declares: the key's kind decides.

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

/// The multicodec prefixes of FEP-521a.
pub(crate) mod multicodec {
    pub const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];
    pub const ED25519_SECRET: [u8; 2] = [0x80, 0x26];
    pub const RSA_PUBLIC: [u8; 2] = [0x85, 0x24];
}

/// Decodes a base58btc multibase text (`z…`) of bounded length: decoding costs the square of it.
pub(crate) fn from_multibase(text: &str) -> Option<Vec<u8>> {
    const LONGEST: usize = 1600;
    let digits = text.strip_prefix('z').filter(|digits| digits.len() <= LONGEST)?;
    bs58::decode(digits).into_vec().ok()
}

/// Encodes bytes as base58btc multibase.
pub(crate) fn to_multibase(prefix: &[u8], bytes: &[u8]) -> String {
    format!("z{}", bs58::encode([prefix, bytes].concat()).into_string())
}
