//! Randomness as a value: the only place that makes it.
//!
//! Seeded entropy exists for tests alone and repeats itself exactly.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use aws_lc_rs::{digest, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Where the application gets its random bytes.
#[derive(Clone, Debug)]
pub enum Entropy {
    /// The operating system's generator.
    System,
    /// A repeatable sequence; for tests.
    Seeded(u64, Arc<AtomicU64>),
}

impl Entropy {
    /// A sequence that depends on `seed` alone.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(seed, Arc::new(AtomicU64::new(0)))
    }

    /// Fills an array with random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0u8; N];
        match self {
            Self::System => {
                // A machine whose generator fails cannot keep any promise: stop rather than guess.
                if rand::fill(&mut out).is_err() {
                    std::process::abort();
                }
            }
            Self::Seeded(seed, counter) => {
                for chunk in out.chunks_mut(digest::SHA256_OUTPUT_LEN) {
                    let n = counter.fetch_add(1, Ordering::SeqCst);
                    let mut input = [0u8; 16];
                    let (head, tail) = input.split_at_mut(8);
                    head.copy_from_slice(&seed.to_be_bytes());
                    tail.copy_from_slice(&n.to_be_bytes());
                    let block = digest::digest(&digest::SHA256, &input);
                    for (to, from) in chunk.iter_mut().zip(block.as_ref()) {
                        *to = *from;
                    }
                }
            }
        }
        out
    }

    /// A random number below `bound`; zero when `bound` is zero.
    pub fn below(&self, bound: u64) -> u64 {
        u64::from_be_bytes(self.bytes()).checked_rem(bound).unwrap_or(0)
    }

    /// A secret of 256 bits, in letters fit for a cookie or an address.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}

/// The operating system's generator, for what makes keys and signatures with it.
pub fn generator() -> rand::SystemRandom {
    rand::SystemRandom::new()
}

/// SHA-256 of a text, in hexadecimal; how tokens are stored and files are named.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut sum = Sha256::default();
    sum.update(bytes);
    sum.hex()
}

/// SHA-256 of what comes piece by piece.
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256 {
    /// Takes in the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The sum of all pieces.
    pub fn bytes(self) -> Vec<u8> {
        self.0.finish().as_ref().to_vec()
    }

    /// The sum of all pieces, in hexadecimal.
    pub fn hex(self) -> String {
        use std::fmt::Write as _;
        self.0.finish().as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
