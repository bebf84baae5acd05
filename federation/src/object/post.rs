//! A post as others write it: Note, Article, Page, Question, Event, Image, Video, Audio.
use chrono::{DateTime, Utc};
use serde_json::Value;
use super::{Attachment, Tag};
use crate::audience::Audience;
use crate::error::WireError;
use crate::iri::Iri;
/// A post, read leniently.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its address.
    pub id: Iri,
    /// Its `type`.
    pub kind: String,
    /// Its author: the first one when there are several.
    pub attributed_to: Iri,
    /// HTML, from `content` or the first entry of `contentMap`.
    pub content: Option<String>,
    /// The title, from `name` or `nameMap`.
    pub name: Option<String>,
    /// The summary; on a Note or a Question it is a content warning.
    pub summary: Option<String>,
    /// The language, from the first key of `contentMap`, `nameMap` or `summaryMap`, or from Lemmy's `language`.
    pub language: Option<String>,
    /// What it answers.
    pub in_reply_to: Option<Iri>,
    /// When it was published.
    pub published: Option<DateTime<Utc>>,
    /// When it was last edited.
    pub updated: Option<DateTime<Utc>>,
    /// Media and links, `attachment` first, then the object's own picture or media.
    pub attachments: Vec<Attachment>,
    /// Mentions, hashtags, emoji.
    pub tags: Vec<Tag>,
    /// The page for people, if it is of the post's own origin.
    pub url: Option<Iri>,
    /// Whether it hides behind a warning.
    pub sensitive: bool,
    /// Whom it is addressed to.
    pub audience: Audience,
    /// The group it belongs to (`audience` on the wire).
    pub group: Option<Iri>,
    /// The thread it belongs to (FEP-7888).
    pub context: Option<Iri>,
    /// The thread, as Mastodon names it.
    pub conversation: Option<String>,
    /// The post it quotes.
    pub quote: Option<Quote>,
    /// The collection of its replies.
    pub replies: Option<Iri>,
    /// How many liked it, it says.
    pub likes: Option<u64>,
    /// How many shared it, it says.
    pub shares: Option<u64>,
    /// The document as it came.
    pub raw: Value,
}
/// A quoted post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The quoted post.
    pub object: Iri,
    /// The permission its author gave, if any (FEP-044f).
    pub authorization: Option<Iri>,
}
impl Post {
    /// Reads a post. Fails only without a usable `id` or author, or when they are of different origins.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// Whether it is a vote: a Note with a name, in reply to something, without content or media.
    #[must_use]
    pub fn is_vote(&self) -> bool { todo!() }
    /// Those it names.
    pub fn mentions(&self) -> impl Iterator<Item = &Tag> { self.tags.iter().filter(|tag| tag.kind == super::TagKind::Mention) }
    /// Its hashtags.
    pub fn hashtags(&self) -> impl Iterator<Item = &Tag> { self.tags.iter().filter(|tag| tag.kind == super::TagKind::Hashtag) }
    /// Its emoji.
    pub fn emoji(&self) -> impl Iterator<Item = &Tag> { self.tags.iter().filter(|tag| tag.kind == super::TagKind::Emoji) }
}
