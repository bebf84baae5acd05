//! Activities: what somebody did to something.
//!
//! For the inbox (envelope first, the rest only once the sender is believed) and, in [`build`], for everything we send.
//! Never judges: that a `Delete` comes from the owner is the server's rule. An unknown verb is a value, not an error.

pub mod build;
mod verb;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::audience::Audience;
use crate::error::WireError;
use crate::iri::Iri;
use crate::object::Tag;

pub use build::Head;
pub use verb::Verb;

/// What may be read of an activity before its sender is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The activity's address.
    pub id: Iri,
    /// Who claims to have done it.
    pub actor: Iri,
    /// What was done.
    pub verb: Verb,
}

/// A thing an activity is about: its address, or the thing itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Its address alone.
    Id(Iri),
    /// The thing itself, a hint until its origin is the sender's.
    Embedded(Value),
}

/// An activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Its address.
    pub id: Iri,
    /// Who did it.
    pub actor: Iri,
    /// What was done.
    pub verb: Verb,
    /// To what: usually one thing, sometimes several, sometimes none.
    pub object: Vec<Item>,
    /// Where to or whom for.
    pub target: Option<Item>,
    /// What came of it.
    pub result: Option<Item>,
    /// With what.
    pub instrument: Option<Item>,
    /// Whom it is addressed to.
    pub audience: Audience,
    /// The group it belongs to (`audience` on the wire).
    pub group: Option<Iri>,
    /// When.
    pub published: Option<DateTime<Utc>>,
    /// Text: the emoji of a reaction, the reason of a report.
    pub content: Option<String>,
    /// Mentions, hashtags and emoji.
    pub tags: Vec<Tag>,
    /// The document as it came.
    pub raw: Value,
}

impl Envelope {
    /// Reads `id`, `actor` and `type` and nothing else. The id must be of the actor's origin.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
}

impl Item {
    /// Reads a string or an object; anything else is `None`.
    #[must_use]
    pub fn parse(_value: &Value) -> Option<Self> { todo!() }
    /// Its address, when it has one.
    #[must_use]
    pub fn id(&self) -> Option<Iri> { todo!() }
    /// Its `type`, when it is embedded.
    #[must_use]
    pub fn kind(&self) -> Option<String> { todo!() }
    /// The embedded thing.
    #[must_use]
    pub const fn embedded(&self) -> Option<&Value> {
        match self { Self::Embedded(value) => Some(value), Self::Id(_) => None }
    }
}

impl Activity {
    /// Reads a whole activity. Fails only without a usable `id`, `actor` or `type`.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// The first thing it is about.
    #[must_use]
    pub fn first_object(&self) -> Option<&Item> { self.object.first() }
    /// The address of the first thing it is about.
    #[must_use]
    pub fn object_id(&self) -> Option<Iri> { self.object.first().and_then(Item::id) }
    /// The activity inside this one (`Undo`, `Accept`, `Reject`, a group's `Announce`): read without requiring an id of its own.
    #[must_use]
    pub fn inner(&self) -> Option<Inner> { todo!() }
    /// The emoji of a reaction: a `Like` with `content`, an `EmojiReact`, or Misskey's own member.
    #[must_use]
    pub fn emoji(&self) -> Option<String> { todo!() }
}

/// An activity found inside another one: a hint, with or without its own id.
#[derive(Debug, Clone, PartialEq)]
pub struct Inner {
    /// Its address, if it has one.
    pub id: Option<Iri>,
    /// Who did it, if said.
    pub actor: Option<Iri>,
    /// What was done.
    pub verb: Verb,
    /// To what.
    pub object: Vec<Item>,
    /// The thing as it came.
    pub raw: Value,
}
