//! A note of ours: a trace, a reply, a post, a contribution.
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use super::{Attachment, Tag};
use crate::audience::Audience;
use crate::iri::Iri;
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
            id, attributed_to, audience, published,
            updated: None, content: Vec::new(), warning: None, sensitive: false, url: None, in_reply_to: None,
            attachments: Vec::new(), tags: Vec::new(), context: None, conversation: None, group: None, replies: None, likes: None,
            shares: None, quotable: false, extra: Map::new(),
        }
    }
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
}
