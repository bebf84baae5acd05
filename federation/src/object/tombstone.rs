//! What remains of a deleted object.
//!
//! For `Delete` and for the body of a 410. Never says who wrote it or what it was about.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::context::{Family, context};
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

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
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        let id = lenient::text(document, "id")
            .ok_or(WireError::Malformed("a tombstone without an id"))?;
        Ok(Self {
            id: Iri::parse(&id)?,
            former_type: lenient::text(document, "formerType"),
            deleted: document.get("deleted").and_then(lenient::time),
        })
    }
    /// The member as it stands inside a `Delete`.
    #[must_use]
    pub fn to_member(&self) -> Value {
        Value::Object(self.members(Map::new()))
    }
    /// The document with its `@context`: the body of a 410.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut document = Map::new();
        document.insert("@context".into(), context(Family::Plain));
        Value::Object(self.members(document))
    }

    fn members(&self, mut tombstone: Map<String, Value>) -> Map<String, Value> {
        tombstone.insert("id".into(), (&self.id).into());
        tombstone.insert("type".into(), "Tombstone".into());
        if let Some(former_type) = &self.former_type {
            tombstone.insert("formerType".into(), former_type.as_str().into());
        }
        if let Some(deleted) = self.deleted {
            tombstone.insert("deleted".into(), lenient::write_time(deleted).into());
        }
        tombstone
    }
}
