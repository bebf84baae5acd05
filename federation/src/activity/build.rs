//! Everything we send, in the one shape every peer reads.
//!
//! For the outbox. Ids come in, a document with its `@context` goes out. Never mints an id, never emits `null`.
use chrono::{DateTime, Utc};
use serde_json::Value;
use crate::audience::Audience;
use crate::iri::Iri;
/// What every activity says about itself.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The activity's address.
    pub id: &'a Iri,
    /// Who does it.
    pub actor: &'a Iri,
    /// Whom it is addressed to.
    pub audience: &'a Audience,
    /// When; left out when `None`.
    pub published: Option<DateTime<Utc>>,
}
/// `Create` with its object embedded; the object's `@context` becomes the activity's.
#[must_use]
pub fn create(_head: &Head<'_>, _object: Value) -> Value { todo!() }
/// `Update` with the whole new object (or actor) embedded.
#[must_use]
pub fn update(_head: &Head<'_>, _object: Value) -> Value { todo!() }
/// `Delete` of an object, which must already answer 410 with the same tombstone.
#[must_use]
pub fn delete(_head: &Head<'_>, _tombstone: &crate::object::Tombstone) -> Value { todo!() }
/// `Delete` of the actor by itself.
#[must_use]
pub fn delete_actor(_head: &Head<'_>) -> Value { todo!() }
/// `Announce` of an object by its id: a boost.
#[must_use]
pub fn announce(_head: &Head<'_>, _object: &Iri) -> Value { todo!() }
/// `Announce` of a whole activity: how a group passes on what its members do.
#[must_use]
pub fn announce_activity(_head: &Head<'_>, _activity: &Value) -> Value { todo!() }
/// `Like`, with an emoji when it is a reaction.
#[must_use]
pub fn like(_head: &Head<'_>, _object: &Iri, _emoji: Option<&str>) -> Value { todo!() }
/// `Undo` of one of our activities, embedded.
#[must_use]
pub fn undo(_head: &Head<'_>, _activity: &Value) -> Value { todo!() }
/// `Follow`.
#[must_use]
pub fn follow(_head: &Head<'_>, _object: &Iri) -> Value { todo!() }
/// `Accept` of a `Follow`, `Join` or `Invite`, embedded with the members by which its sender knows it.
#[must_use]
pub fn accept(_head: &Head<'_>, _activity: &Value) -> Value { todo!() }
/// `Reject`, like [`accept`].
#[must_use]
pub fn reject(_head: &Head<'_>, _activity: &Value) -> Value { todo!() }
/// `TentativeAccept`, like [`accept`].
#[must_use]
pub fn tentative_accept(_head: &Head<'_>, _activity: &Value) -> Value { todo!() }
/// `Accept` of a `QuoteRequest` with the authorization as its result.
#[must_use]
pub fn accept_quote(_head: &Head<'_>, _request: &Value, _authorization: &Iri) -> Value { todo!() }
/// `Block`.
#[must_use]
pub fn block(_head: &Head<'_>, _object: &Iri) -> Value { todo!() }
/// `Flag`: the reported actor's id first, then the objects'.
#[must_use]
pub fn flag(_head: &Head<'_>, _objects: &[Iri], _reason: &str) -> Value { todo!() }
/// `Move` of the actor to another address.
#[must_use]
pub fn move_to(_head: &Head<'_>, _target: &Iri) -> Value { todo!() }
/// `Add` of an object to a collection of the actor.
#[must_use]
pub fn add(_head: &Head<'_>, _object: &Iri, _target: &Iri) -> Value { todo!() }
/// `Remove` of an object from a collection of the actor.
#[must_use]
pub fn remove(_head: &Head<'_>, _object: &Iri, _target: &Iri) -> Value { todo!() }
/// `Join` of an event.
#[must_use]
pub fn join(_head: &Head<'_>, _event: &Iri) -> Value { todo!() }
/// `Leave` of an event.
#[must_use]
pub fn leave(_head: &Head<'_>, _event: &Iri) -> Value { todo!() }
/// `Ignore` of an activity by its id.
#[must_use]
pub fn ignore(_head: &Head<'_>, _activity: &Iri) -> Value { todo!() }
/// `Invite` of a person to an event.
#[must_use]
pub fn invite(_head: &Head<'_>, _event: &Iri, _person: &Iri) -> Value { todo!() }
