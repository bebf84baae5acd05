//! Private keys: kept, generated, and signed with.
//!
//! For the server's actors. Never printed: `Debug` says only what kind it is.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256};

use super::{Algorithm, Ed25519Public, KeyError, PublicKey, RSA_BITS, RsaPublic, der, multicodec};

/// A private key. Cheap to clone; says nothing of itself when printed.
#[derive(Clone)]
pub struct PrivateKey {
    pair: Arc<Pair>,
    public: PublicKey,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

impl PrivateKey {
    /// Reads a PKCS#8 PEM (RSA or Ed25519), or a PKCS#1 `RSA PRIVATE KEY`.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let (label, bytes) = der::from_pem(pem).ok_or(KeyError::Malformed)?;
        match label {
            "RSA PRIVATE KEY" => {
                Self::rsa(RsaKeyPair::from_der(&bytes).map_err(|_| KeyError::Malformed)?)
            }
            "PRIVATE KEY" => match Ed25519KeyPair::from_pkcs8_maybe_unchecked(&bytes) {
                Ok(pair) => Self::ed25519(pair),
                Err(_) => {
                    Self::rsa(RsaKeyPair::from_pkcs8(&bytes).map_err(|_| KeyError::Malformed)?)
                }
            },
            _ => Err(KeyError::Unsupported),
        }
    }

    /// An Ed25519 key from its 32 secret bytes.
    pub fn ed25519_from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        Self::ed25519(Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Malformed)?)
    }

    /// An Ed25519 key from a FEP-521a secret multibase (`z3u2…`).
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        let bytes = super::from_multibase(text).ok_or(KeyError::Malformed)?;
        let seed = bytes.strip_prefix(&multicodec::ED25519_SECRET).ok_or(KeyError::Unsupported)?;
        Self::ed25519_from_seed(seed.try_into().map_err(|_| KeyError::Malformed)?)
    }

    /// A new RSA key of 2048 bits, from the library's own randomness. Slow: not on an async thread.
    pub fn generate_rsa_2048() -> Result<Self, KeyError> {
        Self::rsa(RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Failed)?)
    }

    /// A new Ed25519 key, from the library's own randomness.
    pub fn generate_ed25519() -> Result<Self, KeyError> {
        Self::ed25519(Ed25519KeyPair::generate().map_err(|_| KeyError::Failed)?)
    }

    /// The key as PKCS#8 PEM, to keep.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let bytes = match self.pair.as_ref() {
            Pair::Rsa(pair) => pair.as_der().map_err(|_| KeyError::Failed)?.as_ref().to_vec(),
            Pair::Ed25519(pair) => {
                pair.to_pkcs8v1().map_err(|_| KeyError::Failed)?.as_ref().to_vec()
            }
        };
        Ok(der::to_pem("PRIVATE KEY", &bytes))
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The algorithm it signs with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.public {
            PublicKey::Rsa(_) => Algorithm::RsaSha256,
            PublicKey::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// Signs: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match self.pair.as_ref() {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| KeyError::Failed)?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => {
                Ok(pair.try_sign(message).map_err(|_| KeyError::Failed)?.as_ref().to_vec())
            }
        }
    }

    fn rsa(pair: RsaKeyPair) -> Result<Self, KeyError> {
        let public =
            PublicKey::Rsa(RsaPublic::from_der(pair.public_key().as_ref().to_vec(), RSA_BITS)?);
        Ok(Self { pair: Arc::new(Pair::Rsa(Box::new(pair))), public })
    }

    fn ed25519(pair: Ed25519KeyPair) -> Result<Self, KeyError> {
        let bytes = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Failed)?;
        let public = PublicKey::Ed25519(Ed25519Public::from_bytes(bytes));
        Ok(Self { pair: Arc::new(Pair::Ed25519(Box::new(pair))), public })
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({:?})", self.algorithm())
    }
}
