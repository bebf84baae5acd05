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
use crate::lenient;
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
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        if !document.is_object() {
            return Err(WireError::Malformed("an activity is an object"));
        }
        let id = lenient::text(document, "id")
            .ok_or(WireError::Malformed("an activity without an id"))?;
        let id = Iri::parse(&id)?;
        let actor = lenient::iri(document, "actor")
            .ok_or(WireError::Malformed("an activity without an actor"))?;
        let verb = verb(document).ok_or(WireError::Malformed("an activity without a type"))?;
        if id.same_origin(&actor) {
            Ok(Self { id, actor, verb })
        } else {
            Err(WireError::WrongOrigin("the activity is not of its actor's server"))
        }
    }
}

/// The first verb we know among several, else the first one.
fn verb(document: &Value) -> Option<Verb> {
    let mut verbs: Vec<Verb> = document
        .get("type")
        .map(lenient::strings)
        .unwrap_or_default()
        .iter()
        .map(|name| Verb::from_name(name))
        .collect();
    let known = verbs.iter().position(|verb| !matches!(verb, Verb::Unknown(_))).unwrap_or_default();
    (known < verbs.len()).then(|| verbs.swap_remove(known))
}

impl Item {
    /// Reads a string or an object; anything else is `None`.
    #[must_use]
    pub fn parse(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Iri::parse(text).ok().map(Self::Id),
            Value::Object(_) => Some(Self::Embedded(value.clone())),
            _ => None,
        }
    }

    /// Reads one thing or an array of things; what is neither an address nor an object is left out.
    #[must_use]
    pub fn parse_all(value: &Value) -> Vec<Self> {
        lenient::items(value).into_iter().filter_map(Self::parse).collect()
    }

    /// Its address, when it has one.
    #[must_use]
    pub fn id(&self) -> Option<Iri> {
        match self {
            Self::Id(id) => Some(id.clone()),
            Self::Embedded(value) => Iri::parse(&lenient::first_id(value)?).ok(),
        }
    }

    /// Its `type`, when it is embedded.
    #[must_use]
    pub fn kind(&self) -> Option<String> {
        self.embedded().and_then(lenient::kind)
    }

    /// The embedded thing.
    #[must_use]
    pub const fn embedded(&self) -> Option<&Value> {
        match self {
            Self::Embedded(value) => Some(value),
            Self::Id(_) => None,
        }
    }
}

impl Activity {
    /// Reads a whole activity. Fails only without a usable `id`, `actor` or `type`, or when the id is not of the actor's origin.
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        let Envelope { id, actor, verb } = Envelope::parse(document)?;
        let one = |member: &str| {
            document.get(member).and_then(|value| Item::parse_all(value).into_iter().next())
        };
        Ok(Self {
            id,
            actor,
            verb,
            object: document.get("object").map(Item::parse_all).unwrap_or_default(),
            target: one("target"),
            result: one("result"),
            instrument: one("instrument"),
            audience: Audience::parse(document),
            group: lenient::iri(document, "audience"),
            published: document.get("published").and_then(lenient::time),
            content: lenient::text(document, "content"),
            tags: Tag::parse_all(document),
            raw: document.clone(),
        })
    }

    /// The first thing it is about.
    #[must_use]
    pub fn first_object(&self) -> Option<&Item> {
        self.object.first()
    }

    /// The address of the first thing it is about.
    #[must_use]
    pub fn object_id(&self) -> Option<Iri> {
        self.object.first().and_then(Item::id)
    }

    /// The activity inside this one (`Undo`, `Accept`, `Reject`, a group's `Announce`): read without requiring an id of its own.
    /// `None` when it is only named, or is no activity but an object.
    #[must_use]
    pub fn inner(&self) -> Option<Inner> {
        let raw = self.object.first()?.embedded()?;
        let verb = verb(raw)?;
        let actor = lenient::iri(raw, "actor");
        if raw.get("object").is_none() && matches!(verb, Verb::Unknown(_)) {
            return None;
        }
        Some(Inner {
            id: lenient::iri(raw, "id"),
            actor,
            verb,
            object: raw.get("object").map(Item::parse_all).unwrap_or_default(),
            raw: raw.clone(),
        })
    }

    /// The emoji of a reaction: a `Like` with `content`, an `EmojiReact`, or Misskey's own member.
    #[must_use]
    pub fn emoji(&self) -> Option<String> {
        if !matches!(self.verb, Verb::Like | Verb::EmojiReact) {
            return None;
        }
        emoji(&self.raw)
    }
}

impl Inner {
    /// The address of the first thing it is about.
    #[must_use]
    pub fn object_id(&self) -> Option<Iri> {
        self.object.first().and_then(Item::id)
    }

    /// The emoji of a reaction, if it says which.
    #[must_use]
    pub fn emoji(&self) -> Option<String> {
        emoji(&self.raw)
    }
}

fn emoji(reaction: &Value) -> Option<String> {
    lenient::text(reaction, "content").or_else(|| lenient::text(reaction, "_misskey_reaction"))
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
