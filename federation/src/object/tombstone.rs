//! What remains of a deleted object.
use chrono::{DateTime, Utc};
use serde_json::Value;
use crate::error::WireError;
use crate::iri::Iri;
/// A deleted object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The address it had.
    pub id: Iri,
    /// The `type` it had; ours always say.
    pub former_type: Option<String>,
    /// When it was deleted.
    pub deleted: Option<DateTime<Utc>>,
}
impl Tombstone {
    /// Reads a tombstone.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// The member as it stands inside a `Delete`.
    #[must_use]
    pub fn to_member(&self) -> Value { todo!() }
    /// The document with its `@context`: the body of a 410.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
}
