//! Actors: who speaks. People, groups, venues, services and servers.
//!
//! For fetching (read leniently), for serving (written in the one shape every peer reads) and for key look-up.
//! Never decides whether an actor is welcome, and never trusts that a key is an actor's: see [`KeyDocument`].

mod emit;
mod key_document;
mod parse;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::iri::Iri;
use crate::key::{Ed25519Public, PublicKey};
use crate::object::{Image, Place, Tag};

pub use key_document::{ActorStub, KeyDocument};

/// What sort of actor it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// An institution: the venue.
    Organization,
    /// People around an interest, or a work made by many.
    Group,
    /// A server.
    Application,
    /// Something followable that is nobody: a place, an artwork, a bot.
    Service,
    /// Anything else; whether to accept it is policy.
    Unknown(String),
}

/// A key as an actor's document publishes it: `publicKey` or an `assertionMethod` Multikey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorKey {
    /// The key's own address, which signatures name.
    pub id: Iri,
    /// The actor the key says it belongs to (`owner` or `controller`).
    pub owner: Iri,
    /// The key.
    pub key: PublicKey,
}

/// One line of a profile: a name and a piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyValue {
    /// What it is.
    pub name: String,
    /// HTML.
    pub value: String,
}

/// An actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The actor's address.
    pub id: Iri,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// The name in the handle.
    pub preferred_username: String,
    /// The handle `name@host`, when the document gives it (FEP-2c59).
    pub webfinger: Option<String>,
    /// The display name.
    pub name: Option<String>,
    /// HTML about the actor.
    pub summary: Option<String>,
    /// The page for people.
    pub url: Option<Iri>,
    /// Where it receives activities. Absent on stubs.
    pub inbox: Option<Iri>,
    /// What it published.
    pub outbox: Option<Iri>,
    /// Who follows it.
    pub followers: Option<Iri>,
    /// Whom it follows.
    pub following: Option<Iri>,
    /// What it pinned.
    pub featured: Option<Iri>,
    /// The hashtags it pinned.
    pub featured_tags: Option<Iri>,
    /// The inbox its server shares among all its actors.
    pub shared_inbox: Option<Iri>,
    /// The avatar.
    pub icon: Option<Image>,
    /// The header picture.
    pub image: Option<Image>,
    /// The keys of `publicKey`; those that cannot be read are left out.
    pub public_keys: Vec<ActorKey>,
    /// The Multikeys of `assertionMethod`; those that cannot be read are left out.
    pub assertion_method: Vec<ActorKey>,
    /// Whether a follow waits for a human answer.
    pub manually_approves_followers: bool,
    /// Whether it wants to be listed.
    pub discoverable: Option<bool>,
    /// Whether its public posts may be searched.
    pub indexable: Option<bool>,
    /// When it came to be.
    pub published: Option<DateTime<Utc>>,
    /// When its profile last changed.
    pub updated: Option<DateTime<Utc>>,
    /// The lines of its profile.
    pub attachment: Vec<PropertyValue>,
    /// Hashtags and emoji of its profile.
    pub tags: Vec<Tag>,
    /// The other addresses of the same actor.
    pub also_known_as: Vec<Iri>,
    /// Where it moved to.
    pub moved_to: Option<Iri>,
    /// The protocols its software names in `generator.implements` (FEP-844e).
    pub implements: Vec<String>,
    /// Whether its server suspended it.
    pub suspended: bool,
    /// Where it is.
    pub location: Option<Place>,
    /// The collection of its moderators (a Group's `attributedTo`).
    pub moderators: Option<Iri>,
    /// Members emitted as they stand, after all others: extension terms. Not filled by reading.
    pub extra: Map<String, Value>,
}

/// The address by which an actor says its server understands RFC 9421.
pub const RFC_9421: &str = "https://datatracker.ietf.org/doc/html/rfc9421";

impl Actor {
    /// An actor with nothing but what every actor has; set the rest by its fields.
    #[must_use]
    pub fn new(kind: ActorKind, id: Iri, preferred_username: &str) -> Self {
        Self {
            id,
            kind,
            preferred_username: preferred_username.to_owned(),
            webfinger: None,
            name: None,
            summary: None,
            url: None,
            inbox: None,
            outbox: None,
            followers: None,
            following: None,
            featured: None,
            featured_tags: None,
            shared_inbox: None,
            icon: None,
            image: None,
            public_keys: Vec::new(),
            assertion_method: Vec::new(),
            manually_approves_followers: false,
            discoverable: None,
            indexable: None,
            published: None,
            updated: None,
            attachment: Vec::new(),
            tags: Vec::new(),
            also_known_as: Vec::new(),
            moved_to: None,
            implements: Vec::new(),
            suspended: false,
            location: None,
            moderators: None,
            extra: Map::new(),
        }
    }

    /// Where to deliver when several recipients share a server: the shared inbox if it is of the actor's own origin, else its own.
    #[must_use]
    pub fn delivery_inbox(&self) -> Option<&Iri> {
        self.shared_inbox
            .as_ref()
            .filter(|shared| shared.same_origin(&self.id))
            .or(self.inbox.as_ref())
    }

    /// Tells whether the actor's server says it verifies RFC 9421 signatures.
    #[must_use]
    pub fn implements_rfc9421(&self) -> bool {
        self.implements
            .iter()
            .any(|one| one.trim_end_matches('/') == RFC_9421 || one.ends_with("rfc9421"))
    }

    /// The key a signature names, when this actor lists it, it says it is this actor's, and both are of one origin.
    #[must_use]
    pub fn key(&self, key_id: &Iri) -> Option<&PublicKey> {
        self.keys()
            .find(|key| key.id == *key_id && key.owner == self.id && key.id.same_origin(&self.id))
            .map(|key| &key.key)
    }

    /// Every key it publishes, `publicKey` first.
    pub fn keys(&self) -> impl Iterator<Item = &ActorKey> {
        self.public_keys.iter().chain(&self.assertion_method)
    }

    /// The handle `name@host`, as it would be shown: `webfinger` if given, else made of the name and the host of the id.
    #[must_use]
    pub fn handle(&self) -> String {
        self.webfinger
            .clone()
            .unwrap_or_else(|| format!("{}@{}", self.preferred_username, self.id.authority()))
    }
}

impl ActorKey {
    /// The RSA key of an actor, under `#main-key`.
    pub fn main(actor: &Iri, key: PublicKey) -> Result<Self, crate::WireError> {
        Ok(Self { id: Iri::parse(&format!("{actor}#main-key"))?, owner: actor.clone(), key })
    }

    /// The Ed25519 key of an actor, under `#ed25519-key`.
    pub fn ed25519(actor: &Iri, key: Ed25519Public) -> Result<Self, crate::WireError> {
        Ok(Self {
            id: Iri::parse(&format!("{actor}#ed25519-key"))?,
            owner: actor.clone(),
            key: PublicKey::Ed25519(key),
        })
    }
}

impl ActorKind {
    /// The kind a `type` names.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "Person" => Self::Person,
            "Organization" => Self::Organization,
            "Group" => Self::Group,
            "Application" => Self::Application,
            "Service" => Self::Service,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// The `type` on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Group => "Group",
            Self::Application => "Application",
            Self::Service => "Service",
            Self::Unknown(name) => name,
        }
    }

    /// Tells whether it is one of the five actor types.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}
