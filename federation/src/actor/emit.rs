//! Writing an actor in the shape every peer reads.
use serde_json::Value;
use super::Actor;
impl Actor {
    /// The document, with its `@context`, as it is served and sent: single strings, single objects, nothing `null`.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
}
