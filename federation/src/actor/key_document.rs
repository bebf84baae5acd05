//! What a key id leads to: an actor, a stub of one, or a key on its own.
//!
//! For verifying signatures. Never believes a lone key's word about its owner: [`KeyDocument::is_confirmed`] tells whether
//! the owner's own document lists it.

use serde_json::Value;

use super::parse::{multikey, multikeys, public_key, public_keys};
use super::{Actor, ActorKey};
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

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
    ///
    /// Only keys that say they belong to the actor in whose document they stand are kept.
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        if document.get("publicKeyPem").is_some() {
            return public_key(document, None)
                .map(Self::Key)
                .ok_or(WireError::Unsupported("a key that cannot be read"));
        }
        if document.get("publicKeyMultibase").is_some() {
            return multikey(document, None)
                .map(Self::Key)
                .ok_or(WireError::Unsupported("a key that cannot be read"));
        }
        match Actor::parse(document) {
            Ok(mut actor) if actor.inbox.is_some() => {
                let id = actor.id.clone();
                actor.public_keys.retain(|key| key.owner == id);
                actor.assertion_method.retain(|key| key.owner == id);
                Ok(Self::Actor(Box::new(actor)))
            }
            _ => {
                let id = lenient::text(document, "id")
                    .ok_or(WireError::Malformed("a key document without an id"))?;
                let id = Iri::parse(&id)?;
                let mut keys = public_keys(document, &id);
                keys.extend(multikeys(document, &id));
                keys.retain(|key| key.owner == id);
                Ok(Self::Stub(ActorStub { id, keys }))
            }
        }
    }

    /// The actor the keys belong to, or say they belong to.
    #[must_use]
    pub fn owner(&self) -> &Iri {
        match self {
            Self::Actor(actor) => &actor.id,
            Self::Stub(stub) => &stub.id,
            Self::Key(key) => &key.owner,
        }
    }

    /// The key of this id, when it is of its owner's origin. For a lone [`KeyDocument::Key`] the caller still has to see that the owner lists it.
    #[must_use]
    pub fn key(&self, key_id: &Iri) -> Option<&ActorKey> {
        let found = match self {
            Self::Actor(actor) => actor.keys().find(|key| key.id == *key_id),
            Self::Stub(stub) => stub.keys.iter().find(|key| key.id == *key_id),
            Self::Key(key) => (key.id == *key_id).then_some(key),
        };
        found.filter(|key| key.id.same_origin(&key.owner))
    }

    /// Tells whether the owner's own document said that the key is its: true for actors and stubs.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        !matches!(self, Self::Key(_))
    }
}
