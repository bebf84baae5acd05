//! Keys of nobody: `keys.pem` holds RSA keys made once, because making one takes longer than most tests.
//!
//! Each is given once, so two actors of a test never have the same. When all are given, new ones are made.

use std::sync::{Mutex, PoisonError};

use parvis::platform::fediverse::local::Keys;
use parvis_federation::key::PrivateKey;

const LAST_LINE: &str = "-----END PRIVATE KEY-----\n";

/// What was not given yet.
static LEFT: Mutex<&str> = Mutex::new(include_str!("keys.pem"));

/// An RSA key that nobody else in this test has.
pub fn rsa_key() -> PrivateKey {
    let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(end) = left.find(LAST_LINE) else { return PrivateKey::generate_rsa_2048().unwrap() };
    let (pem, rest) = left.split_at(end + LAST_LINE.len());
    *left = rest;
    PrivateKey::from_pem(pem).unwrap()
}

/// The keys of so many actors of this server, the next ones it makes.
pub fn stock(actors: usize) {
    Keys::stock(
        (0..actors)
            .map(|_| Keys { rsa: rsa_key(), ed25519: PrivateKey::generate_ed25519().unwrap() }),
    );
}
