//! Followers synchronisation (FEP-8fcf).
use crate::iri::Iri;
/// The digest of the followers who live on one server: XOR of the SHA-256 of their ids, in 64 hexadecimal digits.
#[must_use]
pub fn followers_digest<'a>(_followers: impl IntoIterator<Item = &'a str>) -> String { todo!() }
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
    /// Reads the header.
    #[must_use]
    pub fn parse(_header: &str) -> Option<Self> { todo!() }
    /// Writes the header.
    #[must_use]
    pub fn to_header(&self) -> String { todo!() }
}
