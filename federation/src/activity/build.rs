//! Everything we send, in the one shape every peer reads.
//!
//! For the outbox. Ids come in, a document with its `@context` goes out, ready to be serialised once and signed.
//! Never mints an id, never emits `null`, never embeds more of another's activity than its sender knows it by.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::activity::Verb;
use crate::audience::{Audience, addresses};
use crate::context::{Family, combine, context};
use crate::iri::Iri;
use crate::lenient::write_time;
use crate::object::Tombstone;

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
pub fn create(head: &Head<'_>, object: Value) -> Value {
    embedding(head, &Verb::Create, object)
}

/// `Update` with the whole new object (or actor) embedded.
#[must_use]
pub fn update(head: &Head<'_>, object: Value) -> Value {
    embedding(head, &Verb::Update, object)
}

/// `Delete` of an object, which must already answer 410 with the same tombstone.
#[must_use]
pub fn delete(head: &Head<'_>, tombstone: &Tombstone) -> Value {
    plain(head, &Verb::Delete, tombstone.to_member())
}

/// `Delete` of the actor by itself.
#[must_use]
pub fn delete_actor(head: &Head<'_>) -> Value {
    plain(head, &Verb::Delete, head.actor.into())
}

/// `Announce` of an object by its id: a boost.
#[must_use]
pub fn announce(head: &Head<'_>, object: &Iri) -> Value {
    plain(head, &Verb::Announce, object.into())
}

/// `Announce` of a whole activity: how a group passes on what its members do.
#[must_use]
pub fn announce_activity(head: &Head<'_>, activity: &Value) -> Value {
    embedding(head, &Verb::Announce, activity.clone())
}

/// `Like`, with an emoji when it is a reaction.
#[must_use]
pub fn like(head: &Head<'_>, object: &Iri, emoji: Option<&str>) -> Value {
    let Some(emoji) = emoji else {
        return plain(head, &Verb::Like, object.into());
    };
    let mut activity = start(head, &Verb::Like, context(Family::Reaction));
    activity.insert("object".into(), object.into());
    activity.insert("content".into(), emoji.into());
    Value::Object(activity)
}

/// `Undo` of one of our activities, embedded.
#[must_use]
pub fn undo(head: &Head<'_>, activity: &Value) -> Value {
    plain(head, &Verb::Undo, reduced(activity, &["content", "audience"]))
}

/// `Follow`.
#[must_use]
pub fn follow(head: &Head<'_>, object: &Iri) -> Value {
    plain(head, &Verb::Follow, object.into())
}

/// `Accept` of a `Follow`, `Join` or `Invite`, embedded with the members by which its sender knows it.
#[must_use]
pub fn accept(head: &Head<'_>, activity: &Value) -> Value {
    plain(head, &Verb::Accept, reduced(activity, &[]))
}

/// `Reject`, like [`accept`].
#[must_use]
pub fn reject(head: &Head<'_>, activity: &Value) -> Value {
    plain(head, &Verb::Reject, reduced(activity, &[]))
}

/// `TentativeAccept`, like [`accept`].
#[must_use]
pub fn tentative_accept(head: &Head<'_>, activity: &Value) -> Value {
    plain(head, &Verb::TentativeAccept, reduced(activity, &[]))
}

/// `Accept` of a `QuoteRequest` with the authorization as its result.
#[must_use]
pub fn accept_quote(head: &Head<'_>, request: &Value, authorization: &Iri) -> Value {
    let mut activity = start(head, &Verb::Accept, context(Family::QuoteAnswer));
    activity.insert("object".into(), reduced(request, &[]));
    activity.insert("result".into(), authorization.into());
    Value::Object(activity)
}

/// `Reject` of a `QuoteRequest`.
#[must_use]
pub fn reject_quote(head: &Head<'_>, request: &Value) -> Value {
    let mut activity = start(head, &Verb::Reject, context(Family::QuoteAnswer));
    activity.insert("object".into(), reduced(request, &[]));
    Value::Object(activity)
}

/// `Block`.
#[must_use]
pub fn block(head: &Head<'_>, object: &Iri) -> Value {
    plain(head, &Verb::Block, object.into())
}

/// `Flag`: the reported actor's id first, then the objects'. The sender is the instance actor, so that nobody is exposed.
#[must_use]
pub fn flag(head: &Head<'_>, objects: &[Iri], reason: &str) -> Value {
    let mut activity = start(head, &Verb::Flag, context(Family::Plain));
    activity.insert("object".into(), addresses(objects));
    if !reason.is_empty() {
        activity.insert("content".into(), reason.into());
    }
    Value::Object(activity)
}

/// `Move` of the actor to another address.
#[must_use]
pub fn move_to(head: &Head<'_>, target: &Iri) -> Value {
    targeted(head, &Verb::Move, head.actor, target)
}

/// `Add` of an object to a collection of the actor.
#[must_use]
pub fn add(head: &Head<'_>, object: &Iri, target: &Iri) -> Value {
    targeted(head, &Verb::Add, object, target)
}

/// `Remove` of an object from a collection of the actor.
#[must_use]
pub fn remove(head: &Head<'_>, object: &Iri, target: &Iri) -> Value {
    targeted(head, &Verb::Remove, object, target)
}

/// `Join` of an event.
#[must_use]
pub fn join(head: &Head<'_>, event: &Iri) -> Value {
    plain(head, &Verb::Join, event.into())
}

/// `Leave` of an event.
#[must_use]
pub fn leave(head: &Head<'_>, event: &Iri) -> Value {
    plain(head, &Verb::Leave, event.into())
}

/// `Ignore` of an activity by its id.
#[must_use]
pub fn ignore(head: &Head<'_>, activity: &Iri) -> Value {
    plain(head, &Verb::Ignore, activity.into())
}

/// `Invite` of a person to an event.
#[must_use]
pub fn invite(head: &Head<'_>, event: &Iri, person: &Iri) -> Value {
    targeted(head, &Verb::Invite, event, person)
}

fn start(head: &Head<'_>, verb: &Verb, context: Value) -> Map<String, Value> {
    let mut activity = Map::new();
    activity.insert("@context".into(), context);
    activity.insert("id".into(), head.id.into());
    activity.insert("type".into(), verb.as_str().into());
    activity.insert("actor".into(), head.actor.into());
    if let Some(published) = head.published {
        activity.insert("published".into(), write_time(published).into());
    }
    head.audience.write(&mut activity);
    activity
}

fn plain(head: &Head<'_>, verb: &Verb, object: Value) -> Value {
    let mut activity = start(head, verb, context(Family::Plain));
    activity.insert("object".into(), object);
    Value::Object(activity)
}

fn targeted(head: &Head<'_>, verb: &Verb, object: &Iri, target: &Iri) -> Value {
    let mut activity = start(head, verb, context(Family::Plain));
    activity.insert("object".into(), object.into());
    activity.insert("target".into(), target.into());
    Value::Object(activity)
}

/// Embeds a whole document, whose `@context` moves to the outside.
fn embedding(head: &Head<'_>, verb: &Verb, mut object: Value) -> Value {
    let inner = object.as_object_mut().and_then(|members| members.shift_remove("@context"));
    let outer = inner.map_or_else(|| context(Family::Plain), |inner| combine(&[inner]));
    let mut activity = start(head, verb, outer);
    activity.insert("object".into(), object);
    Value::Object(activity)
}

/// An activity reduced to what identifies it, each member verbatim; an activity known by its id alone stays an id.
fn reduced(activity: &Value, more: &[&str]) -> Value {
    let Value::Object(members) = activity else {
        return activity.clone();
    };
    let known = ["id", "type", "actor", "object", "target", "instrument"];
    let kept = known.iter().chain(more).filter_map(|name| {
        let value = members.get(*name).filter(|value| !value.is_null())?;
        Some(((*name).to_owned(), value.clone()))
    });
    Value::Object(kept.collect())
}
