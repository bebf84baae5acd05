//! Public keys: read, written, and verified with.
//!
//! For actors and signatures. Never trusts a size: RSA keys outside the limits are refused when read.

use std::ops::RangeInclusive;

use aws_lc_rs::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, UnparsedPublicKey,
};

use super::{Algorithm, KeyError, RSA_BITS, der, multicodec};

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
    /// Reads a PEM: SPKI (`PUBLIC KEY`, RSA or Ed25519) or PKCS#1 (`RSA PUBLIC KEY`). RSA keys outside [`RSA_BITS`] are refused.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        Self::from_pem_with_bits(pem, RSA_BITS)
    }

    /// Reads a PEM with other limits on RSA keys: for published test vectors.
    pub fn from_pem_with_bits(pem: &str, bits: RangeInclusive<usize>) -> Result<Self, KeyError> {
        match der::from_pem(pem).ok_or(KeyError::Malformed)? {
            ("PUBLIC KEY", bytes) => Self::from_spki(&bytes, bits),
            ("RSA PUBLIC KEY", bytes) => RsaPublic::from_der(bytes, bits).map(Self::Rsa),
            _ => Err(KeyError::Unsupported),
        }
    }

    /// Reads a Multikey's `publicKeyMultibase` (FEP-521a): Ed25519 (`z6Mk…`) or RSA (`z4MX…`).
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        let bytes = super::from_multibase(text).ok_or(KeyError::Malformed)?;
        let (prefix, key) = bytes.split_at_checked(2).ok_or(KeyError::Malformed)?;
        if prefix == multicodec::ED25519_PUBLIC {
            Ed25519Public::from_slice(key).map(Self::Ed25519)
        } else if prefix == multicodec::RSA_PUBLIC {
            RsaPublic::from_der(key.to_vec(), RSA_BITS).map(Self::Rsa)
        } else {
            Err(KeyError::Unsupported)
        }
    }

    fn from_spki(bytes: &[u8], bits: RangeInclusive<usize>) -> Result<Self, KeyError> {
        let parts = || {
            let (outer, _) = der::take(bytes, der::SEQUENCE)?;
            let (algorithm, rest) = der::take(outer, der::SEQUENCE)?;
            let (key, _) = der::take(rest, der::BIT_STRING)?;
            let (unused, key) = key.split_first()?;
            (*unused == 0).then_some((algorithm, key))
        };
        let (algorithm, key) = parts().ok_or(KeyError::Malformed)?;
        if algorithm == der::RSA_ALGORITHM || algorithm == der::RSA_ALGORITHM_BARE {
            RsaPublic::from_der(key.to_vec(), bits).map(Self::Rsa)
        } else if algorithm == der::ED25519_ALGORITHM {
            Ed25519Public::from_slice(key).map(Self::Ed25519)
        } else {
            Err(KeyError::Unsupported)
        }
    }

    /// The key as SPKI PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let (algorithm, key) = match self {
            Self::Rsa(key) => (der::RSA_ALGORITHM, key.as_der()),
            Self::Ed25519(key) => (der::ED25519_ALGORITHM, key.as_bytes().as_slice()),
        };
        let algorithm = der::put(der::SEQUENCE, algorithm);
        let key = der::put(der::BIT_STRING, &[&[0], key].concat());
        der::to_pem("PUBLIC KEY", &der::put(der::SEQUENCE, &[algorithm, key].concat()))
    }

    /// The key as `publicKeyMultibase`.
    #[must_use]
    pub fn to_multibase(&self) -> String {
        match self {
            Self::Rsa(key) => super::to_multibase(&multicodec::RSA_PUBLIC, key.as_der()),
            Self::Ed25519(key) => super::to_multibase(&multicodec::ED25519_PUBLIC, key.as_bytes()),
        }
    }

    /// Verifies a signature of this algorithm; a key of another kind refuses.
    #[must_use]
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let verified = match (self, algorithm) {
            // The limits on the size were kept when the key was read.
            (Self::Rsa(key), Algorithm::RsaSha256) => UnparsedPublicKey::new(
                &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
                key.as_der(),
            )
            .verify(message, signature),
            (Self::Rsa(key), Algorithm::RsaSha512) => UnparsedPublicKey::new(
                &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
                key.as_der(),
            )
            .verify(message, signature),
            (Self::Ed25519(key), Algorithm::Ed25519) => {
                UnparsedPublicKey::new(&ED25519, key.as_bytes()).verify(message, signature)
            }
            _ => return false,
        };
        verified.is_ok()
    }
}

impl RsaPublic {
    pub(super) fn from_der(bytes: Vec<u8>, bits: RangeInclusive<usize>) -> Result<Self, KeyError> {
        match modulus_bits(&bytes) {
            None => Err(KeyError::Malformed),
            Some(size) if bits.contains(&size) => Ok(Self(bytes)),
            Some(_) => Err(KeyError::Unsupported),
        }
    }

    /// The size of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        modulus_bits(&self.0).unwrap_or_default()
    }

    /// The key in PKCS#1 DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.0
    }
}

fn modulus_bits(bytes: &[u8]) -> Option<usize> {
    let (outer, trailing) = der::take(bytes, der::SEQUENCE)?;
    let (modulus, rest) = der::take(outer, der::INTEGER)?;
    let (exponent, _) = der::take(rest, der::INTEGER)?;
    let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let first = modulus.first()?;
    let whole = trailing.is_empty() && !exponent.is_empty() && *first != 0;
    whole.then(|| modulus.len() * 8 - usize::try_from(first.leading_zeros()).unwrap_or_default())
}

impl Ed25519Public {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn from_slice(bytes: &[u8]) -> Result<Self, KeyError> {
        bytes.try_into().map(Self).map_err(|_| KeyError::Malformed)
    }
}
