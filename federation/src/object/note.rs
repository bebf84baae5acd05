//! A note of ours: a trace, a reply, a post, a contribution.
//!
//! For the slices that write one. Never has a `name` (peers take it for a vote, a warning or a forum thread), and a
//! `summary` only as a content warning.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{Attachment, Tag};
use crate::audience::{Audience, PUBLIC};
use crate::context::{Family, context};
use crate::iri::Iri;
use crate::lenient::write_time;

/// A note as we write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its address.
    pub id: Iri,
    /// Its author.
    pub attributed_to: Iri,
    /// Whom it is addressed to.
    pub audience: Audience,
    /// When it was published.
    pub published: DateTime<Utc>,
    /// When it was last edited; never set for anything but an edit.
    pub updated: Option<DateTime<Utc>>,
    /// HTML in each language, the venue's main language first; the first is also `content`. An empty language is left out of the map.
    pub content: Vec<(String, String)>,
    /// A content warning, in plain text.
    pub warning: Option<String>,
    /// Whether its media hide behind a warning.
    pub sensitive: bool,
    /// The page for people.
    pub url: Option<Iri>,
    /// What it answers: the id, never the page.
    pub in_reply_to: Option<Iri>,
    /// Media.
    pub attachments: Vec<Attachment>,
    /// Mentions, hashtags, links.
    pub tags: Vec<Tag>,
    /// The thread it belongs to.
    pub context: Option<Iri>,
    /// The thread as Mastodon named it, handed on in replies.
    pub conversation: Option<String>,
    /// The group it belongs to.
    pub group: Option<Iri>,
    /// The collection of its replies, as [`crate::collection::replies`] writes it or as an address.
    pub replies: Option<Value>,
    /// How many liked it: [`crate::collection::count`].
    pub likes: Option<Value>,
    /// How many shared it: [`crate::collection::count`].
    pub shares: Option<Value>,
    /// Whether anybody may quote it without asking.
    pub quotable: bool,
    /// Members emitted as they stand: extension terms.
    pub extra: Map<String, Value>,
}
impl Note {
    /// A note with the least it needs.
    #[must_use]
    pub fn new(id: Iri, attributed_to: Iri, audience: Audience, published: DateTime<Utc>) -> Self {
        Self {
            id,
            attributed_to,
            audience,
            published,
            updated: None,
            content: Vec::new(),
            warning: None,
            sensitive: false,
            url: None,
            in_reply_to: None,
            attachments: Vec::new(),
            tags: Vec::new(),
            context: None,
            conversation: None,
            group: None,
            replies: None,
            likes: None,
            shares: None,
            quotable: false,
            extra: Map::new(),
        }
    }
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut document = Map::new();
        document.insert("@context".into(), context(Family::Note));
        document.insert("id".into(), (&self.id).into());
        document.insert("type".into(), "Note".into());
        document.insert("attributedTo".into(), (&self.attributed_to).into());
        self.audience.write(&mut document);
        self.write_links(&mut document);
        document.insert("published".into(), write_time(self.published).into());
        if let Some(updated) = self.updated {
            document.insert("updated".into(), write_time(updated).into());
        }
        self.write_text(&mut document);
        document.insert(
            "attachment".into(),
            self.attachments.iter().map(Attachment::to_json).collect(),
        );
        document.insert("tag".into(), self.tags.iter().map(Tag::to_json).collect());
        self.write_collections(&mut document);
        document.extend(self.extra.clone());
        Value::Object(document)
    }

    fn write_links(&self, document: &mut Map<String, Value>) {
        let links = [
            ("url", &self.url),
            ("inReplyTo", &self.in_reply_to),
            ("context", &self.context),
            ("audience", &self.group),
        ];
        for (member, iri) in links {
            if let Some(iri) = iri {
                document.insert(member.into(), iri.into());
            }
        }
        if let Some(conversation) = &self.conversation {
            document.insert("conversation".into(), conversation.as_str().into());
        }
    }

    fn write_text(&self, document: &mut Map<String, Value>) {
        if let Some(warning) = &self.warning {
            document.insert("summary".into(), warning.as_str().into());
        }
        let content = self.content.first().map(|(_, html)| html.as_str()).unwrap_or_default();
        document.insert("content".into(), content.into());
        let spoken = self.content.iter().filter(|(language, _)| !language.is_empty());
        let map: Map<String, Value> =
            spoken.map(|(language, html)| (language.clone(), html.as_str().into())).collect();
        if !map.is_empty() {
            document.insert("contentMap".into(), Value::Object(map));
        }
        document.insert("sensitive".into(), (self.sensitive || self.warning.is_some()).into());
    }

    fn write_collections(&self, document: &mut Map<String, Value>) {
        for (member, collection) in
            [("replies", &self.replies), ("likes", &self.likes), ("shares", &self.shares)]
        {
            if let Some(collection) = collection {
                document.insert(member.into(), collection.clone());
            }
        }
        if self.quotable {
            document.insert(
                "interactionPolicy".into(),
                json!({ "canQuote": { "automaticApproval": [PUBLIC] } }),
            );
        }
    }
}
