//! Reading an actor.
use serde_json::Value;
use super::Actor;
use crate::error::WireError;
impl Actor {
    /// Reads an actor leniently: only an `id`, a `type` and a name are required. Addresses of other origins are dropped from its inbox, outbox and collections.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
}
