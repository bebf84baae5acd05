//! Reading an actor as others write it.
//!
//! For fetching and for the `Update` of an actor. Never fails over a missing or odd member: only over a missing name,
//! id or type. Addresses that would make us call or trust another server are dropped when they are not the actor's own.

use serde_json::{Map, Value};

use super::{Actor, ActorKey, ActorKind, PropertyValue};
use crate::error::WireError;
use crate::iri::Iri;
use crate::key::PublicKey;
use crate::lenient;
use crate::object::{Image, Place, Tag};

/// The most keys, profile lines and aliases read of one actor.
const MANY: usize = 50;

impl Actor {
    /// Reads an actor leniently: only an `id`, a `type` and a name are required. Addresses of other origins are dropped from its inbox, outbox and collections.
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        if !document.is_object() {
            return Err(WireError::Malformed("an actor is an object"));
        }
        let id =
            lenient::text(document, "id").ok_or(WireError::Malformed("an actor without an id"))?;
        let id = Iri::parse(&id)?;
        let kind = kind(document).ok_or(WireError::Malformed("an actor without a type"))?;
        let name = text(document, "name", "nameMap");
        let preferred_username = lenient::text(document, "preferredUsername")
            .or_else(|| name.clone())
            .ok_or(WireError::Malformed("an actor without a name"))?;
        let own = |member: &str| lenient::iri(document, member).filter(|iri| iri.same_origin(&id));
        let shared_inbox = document
            .get("endpoints")
            .and_then(|endpoints| lenient::iri(endpoints, "sharedInbox"))
            .or_else(|| lenient::iri(document, "sharedInbox"));
        let flag = |member: &str| document.get(member).and_then(lenient::bool);
        let kind = ActorKind::from_name(&kind);
        Ok(Self {
            preferred_username,
            webfinger: lenient::text(document, "webfinger").map(|handle| {
                handle.trim_start_matches("acct:").trim_start_matches('@').to_owned()
            }),
            name,
            summary: text(document, "summary", "summaryMap"),
            url: lenient::page(document, &id),
            inbox: own("inbox"),
            outbox: own("outbox"),
            followers: own("followers"),
            following: own("following"),
            featured: own("featured"),
            featured_tags: own("featuredTags"),
            shared_inbox: shared_inbox.filter(|shared| shared.same_origin(&id)),
            icon: document.get("icon").and_then(Image::parse),
            image: document.get("image").and_then(Image::parse),
            public_keys: public_keys(document, &id),
            assertion_method: multikeys(document, &id),
            manually_approves_followers: flag("manuallyApprovesFollowers").unwrap_or_default(),
            discoverable: flag("discoverable"),
            indexable: flag("indexable"),
            published: document.get("published").and_then(lenient::time),
            updated: document.get("updated").and_then(lenient::time),
            attachment: properties(document),
            tags: Tag::parse_all(document),
            also_known_as: lenient::iris(document, "alsoKnownAs").into_iter().take(MANY).collect(),
            moved_to: lenient::iri(document, "movedTo"),
            implements: implements(document),
            suspended: flag("suspended").unwrap_or_default(),
            location: document.get("location").and_then(|place| Place::parse(place).ok()),
            moderators: (kind == ActorKind::Group)
                .then(|| own("attributedTo").or_else(|| own("moderators")))
                .flatten(),
            extra: Map::new(),
            kind,
            id,
        })
    }
}

/// The first actor type among several, else the first type.
fn kind(document: &Value) -> Option<String> {
    let kinds = document.get("type").map(lenient::strings).unwrap_or_default();
    kinds
        .iter()
        .find(|kind| ActorKind::from_name(kind).is_known())
        .or_else(|| kinds.first())
        .cloned()
}

/// A text, or the first entry of its language map.
fn text(document: &Value, member: &str, map: &str) -> Option<String> {
    lenient::text(document, member).or_else(|| {
        document
            .get(map)
            .map(lenient::language_map)
            .unwrap_or_default()
            .into_iter()
            .map(|(_, text)| text)
            .next()
    })
}

pub(super) fn public_keys(document: &Value, actor: &Iri) -> Vec<ActorKey> {
    let keys = document.get("publicKey").map(lenient::items).unwrap_or_default();
    keys.into_iter().take(MANY).filter_map(|key| public_key(key, Some(actor))).collect()
}

/// A `Key`: `id`, `owner`, `publicKeyPem`. Without an owner it belongs to the actor in whose document it stands.
pub(super) fn public_key(value: &Value, actor: Option<&Iri>) -> Option<ActorKey> {
    let key = PublicKey::from_pem(&lenient::text(value, "publicKeyPem")?).ok()?;
    let owner = lenient::iri(value, "owner").or_else(|| actor.cloned())?;
    let id = lenient::iri(value, "id").or_else(|| actor.cloned())?;
    Some(ActorKey { id, owner, key })
}

pub(super) fn multikeys(document: &Value, actor: &Iri) -> Vec<ActorKey> {
    let methods = document.get("assertionMethod").map(lenient::items).unwrap_or_default();
    methods.into_iter().take(MANY).filter_map(|method| multikey(method, Some(actor))).collect()
}

/// A `Multikey`: `id`, `controller`, `publicKeyMultibase` (FEP-521a).
pub(super) fn multikey(value: &Value, actor: Option<&Iri>) -> Option<ActorKey> {
    let key = PublicKey::from_multibase(&lenient::text(value, "publicKeyMultibase")?).ok()?;
    let owner = lenient::iri(value, "controller").or_else(|| actor.cloned())?;
    Some(ActorKey { id: lenient::iri(value, "id")?, owner, key })
}

fn properties(document: &Value) -> Vec<PropertyValue> {
    let lines = document.get("attachment").map(lenient::items).unwrap_or_default();
    let lines = lines
        .into_iter()
        .filter(|line| lenient::kind(line).as_deref() == Some("PropertyValue"))
        .take(MANY);
    lines
        .filter_map(|line| {
            Some(PropertyValue {
                name: lenient::text(line, "name")?,
                value: lenient::text(line, "value").unwrap_or_default(),
            })
        })
        .collect()
}

fn implements(document: &Value) -> Vec<String> {
    let generator = document.get("generator").map(lenient::items).unwrap_or_default();
    let named = generator.into_iter().filter_map(|generator| generator.get("implements"));
    named.chain(document.get("implements")).flat_map(lenient::ids).take(MANY).collect()
}
