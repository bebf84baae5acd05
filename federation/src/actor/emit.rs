//! Writing an actor in the one shape every peer reads.
//!
//! For serving an actor and for its `Update`. Never emits `null`, an array where peers expect one thing, or a member that
//! has nothing to say.

use serde_json::{Map, Value, json};

use super::{Actor, ActorKey, ActorKind, RFC_9421};
use crate::audience::addresses;
use crate::context::{Family, context};
use crate::iri::Iri;
use crate::key::PublicKey;
use crate::lenient::write_time;
use crate::object::Tag;

impl Actor {
    /// The document, with its `@context`, as it is served and sent: single strings, single objects, nothing `null`.
    ///
    /// Of the RSA keys only the first goes out as `publicKey`, because peers read one; Ed25519 keys go out as `assertionMethod`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut document = Map::new();
        let family =
            if self.kind == ActorKind::Application { Family::Instance } else { Family::Actor };
        document.insert("@context".into(), context(family));
        document.insert("id".into(), (&self.id).into());
        document.insert("type".into(), self.kind.as_str().into());
        document.insert("preferredUsername".into(), self.preferred_username.as_str().into());
        self.write_profile(&mut document);
        self.write_collections(&mut document);
        self.write_flags(&mut document);
        self.write_keys(&mut document);
        document.extend(self.extra.clone());
        Value::Object(document)
    }

    fn write_profile(&self, document: &mut Map<String, Value>) {
        put_text(document, "webfinger", self.webfinger.as_deref());
        put_text(document, "name", self.name.as_deref());
        put_text(document, "summary", self.summary.as_deref());
        put_iri(document, "url", self.url.as_ref());
        if let Some(icon) = &self.icon {
            document.insert("icon".into(), icon.to_json());
        }
        if let Some(image) = &self.image {
            document.insert("image".into(), image.to_json());
        }
        if let Some(place) = &self.location {
            document.insert("location".into(), place.to_member());
        }
        if self.kind == ActorKind::Application && self.attachment.is_empty() && self.tags.is_empty()
        {
            return;
        }
        let lines = self
            .attachment
            .iter()
            .map(|line| json!({ "type": "PropertyValue", "name": line.name, "value": line.value }));
        document.insert("attachment".into(), lines.collect());
        document.insert("tag".into(), self.tags.iter().map(Tag::to_json).collect());
    }

    fn write_collections(&self, document: &mut Map<String, Value>) {
        put_iri(document, "inbox", self.inbox.as_ref());
        put_iri(document, "outbox", self.outbox.as_ref());
        put_iri(document, "followers", self.followers.as_ref());
        put_iri(document, "following", self.following.as_ref());
        put_iri(document, "featured", self.featured.as_ref());
        put_iri(document, "featuredTags", self.featured_tags.as_ref());
        put_iri(document, "movedTo", self.moved_to.as_ref());
        if let Some(shared) = &self.shared_inbox {
            document.insert("endpoints".into(), json!({ "sharedInbox": shared }));
        }
        if !self.also_known_as.is_empty() {
            document.insert("alsoKnownAs".into(), addresses(&self.also_known_as));
        }
        if self.kind == ActorKind::Group {
            put_iri(document, "attributedTo", self.moderators.as_ref());
        }
    }

    fn write_flags(&self, document: &mut Map<String, Value>) {
        document
            .insert("manuallyApprovesFollowers".into(), self.manually_approves_followers.into());
        for (member, flag) in [("discoverable", self.discoverable), ("indexable", self.indexable)] {
            if let Some(flag) = flag {
                document.insert(member.into(), flag.into());
            }
        }
        if self.suspended {
            document.insert("suspended".into(), true.into());
        }
        for (member, time) in [("published", self.published), ("updated", self.updated)] {
            if let Some(time) = time {
                document.insert(member.into(), write_time(time).into());
            }
        }
        if !self.implements.is_empty() {
            let named = self
                .implements
                .iter()
                .map(|href| json!({ "href": href, "name": implementation(href) }));
            document.insert(
                "generator".into(),
                json!({ "type": "Application", "implements": named.collect::<Value>() }),
            );
        }
    }

    fn write_keys(&self, document: &mut Map<String, Value>) {
        if let Some(key) = self.public_keys.iter().find(|key| matches!(key.key, PublicKey::Rsa(_)))
        {
            document.insert(
                "publicKey".into(),
                json!({ "id": key.id, "owner": key.owner, "publicKeyPem": key.key.to_pem() }),
            );
        }
        if !self.assertion_method.is_empty() {
            document.insert(
                "assertionMethod".into(),
                self.assertion_method.iter().map(ActorKey::to_multikey).collect(),
            );
        }
    }
}

impl ActorKey {
    /// The key as a Multikey (FEP-521a).
    #[must_use]
    pub fn to_multikey(&self) -> Value {
        json!({ "id": self.id, "type": "Multikey", "controller": self.owner, "publicKeyMultibase": self.key.to_multibase() })
    }
}

fn implementation(href: &str) -> &str {
    if href == RFC_9421 { "RFC-9421: HTTP Message Signatures" } else { href }
}

fn put_text(document: &mut Map<String, Value>, member: &str, text: Option<&str>) {
    if let Some(text) = text {
        document.insert(member.into(), text.into());
    }
}

fn put_iri(document: &mut Map<String, Value>, member: &str, iri: Option<&Iri>) {
    if let Some(iri) = iri {
        document.insert(member.into(), iri.into());
    }
}
