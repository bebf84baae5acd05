//! The permission to quote (FEP-044f).
use serde_json::Value;
use crate::error::WireError;
use crate::iri::Iri;
/// A permission one author gave for one quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteAuthorization {
    /// Its address.
    pub id: Iri,
    /// Who gives it: the author of the quoted post.
    pub attributed_to: Iri,
    /// The post that quotes.
    pub interacting_object: Iri,
    /// The post that is quoted.
    pub interaction_target: Iri,
}
impl QuoteAuthorization {
    /// Reads a permission; its author must be of its own origin.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
}
