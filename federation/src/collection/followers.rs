//! Followers synchronisation (FEP-8fcf): whether two servers agree on who follows whom.
//!
//! For deliveries of followers-only posts and for the partial collection behind them. Never lists anybody.

use crate::digest::sha256;
use crate::iri::Iri;

/// The digest of the followers who live on one server: XOR of the SHA-256 of their ids, in 64 hexadecimal digits.
#[must_use]
pub fn followers_digest<'a>(followers: impl IntoIterator<Item = &'a str>) -> String {
    let mut total = [0_u8; 32];
    for follower in followers {
        for (sum, byte) in total.iter_mut().zip(sha256(follower.as_bytes())) {
            *sum ^= byte;
        }
    }
    total.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

/// The `Collection-Synchronization` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionSynchronization {
    /// The followers collection.
    pub collection_id: Iri,
    /// The part of it that lives on the receiving server.
    pub url: Iri,
    /// Its digest.
    pub digest: String,
}

impl CollectionSynchronization {
    /// The header's name.
    pub const HEADER: &'static str = "collection-synchronization";

    /// Reads the header; `None` unless all three parts are there and usable.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let mut parts = [None, None, None];
        for part in header.split("\",").map(str::trim) {
            let (name, value) = part.split_once('=')?;
            let slot = match name.trim() {
                "collectionId" => parts.first_mut()?,
                "url" => parts.get_mut(1)?,
                "digest" => parts.last_mut()?,
                _ => continue,
            };
            *slot = Some(value.trim().trim_matches('"').to_owned());
        }
        let [collection_id, url, digest] = parts;
        let digest = digest?.to_ascii_lowercase();
        (digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(())?;
        Some(Self {
            collection_id: Iri::parse(&collection_id?).ok()?,
            url: Iri::parse(&url?).ok()?,
            digest,
        })
    }

    /// Writes the header.
    #[must_use]
    pub fn to_header(&self) -> String {
        format!(
            "collectionId=\"{}\", digest=\"{}\", url=\"{}\"",
            self.collection_id, self.digest, self.url
        )
    }
}
