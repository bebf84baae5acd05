//! What a key id leads to.
use serde_json::Value;
use super::{Actor, ActorKey};
use crate::error::WireError;
use crate::iri::Iri;
/// An actor's document reduced to its keys: what GoToSocial serves to those who may not see more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorStub {
    /// The actor's address.
    pub id: Iri,
    /// The keys it lists.
    pub keys: Vec<ActorKey>,
}
/// A document found at a key id.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyDocument {
    /// A whole actor: it lists its keys, nothing more to check.
    Actor(Box<Actor>),
    /// An actor without an inbox: fetch the actor for anything but verifying.
    Stub(ActorStub),
    /// A `Key` or `Multikey` on its own: its owner must be fetched and must list it.
    Key(ActorKey),
}
impl KeyDocument {
    /// Reads what was found at a key id: an actor, a stub, a `Key` with `owner`, or a `Multikey` with `controller`.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// The actor the keys belong to.
    #[must_use]
    pub fn owner(&self) -> &Iri { todo!() }
    /// The key of this id. For a lone [`KeyDocument::Key`] the caller still has to see that the owner lists it.
    #[must_use]
    pub fn key(&self, _key_id: &Iri) -> Option<&ActorKey> { todo!() }
    /// Whether the owner's own document said that the key is its: true for actors and stubs.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool { !matches!(self, Self::Key(_)) }
}
