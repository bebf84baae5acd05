//! A post as others write it: Note, Article, Page, Question, Event, Image, Video, Audio.
//!
//! For the inbox and for fetching. Takes every shape there is; never cleans HTML, never says who may see it, and never
//! accepts an author of another server.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Attachment, Tag, TagKind};
use crate::audience::Audience;
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

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
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        let id =
            lenient::text(document, "id").ok_or(WireError::Malformed("an object without an id"))?;
        let id = Iri::parse(&id)?;
        let attributed_to = lenient::iri(document, "attributedTo")
            .or_else(|| lenient::iri(document, "actor"))
            .ok_or(WireError::Malformed("an object without an author"))?;
        if !attributed_to.same_origin(&id) {
            return Err(WireError::WrongOrigin(
                "the object is not of its author's server",
            ));
        }
        let time = |member: &str| document.get(member).and_then(lenient::time);
        Ok(Self {
            kind: kind(document),
            attributed_to,
            content: text(document, "content", "contentMap"),
            name: text(document, "name", "nameMap"),
            summary: text(document, "summary", "summaryMap"),
            language: language(document),
            in_reply_to: lenient::iri(document, "inReplyTo"),
            published: time("published"),
            updated: time("updated"),
            attachments: attachments(document),
            tags: Tag::parse_all(document),
            url: lenient::page(document, &id),
            sensitive: document
                .get("sensitive")
                .and_then(lenient::bool)
                .unwrap_or_default(),
            audience: Audience::parse(document),
            group: lenient::iri(document, "audience"),
            context: lenient::iri(document, "context"),
            conversation: lenient::text(document, "conversation"),
            quote: quote(document),
            replies: lenient::iri(document, "replies"),
            likes: total(document, "likes"),
            shares: total(document, "shares"),
            raw: document.clone(),
            id,
        })
    }

    /// Tells whether it is a vote: a Note with a name, in reply to something, without content or media.
    #[must_use]
    pub fn is_vote(&self) -> bool {
        self.kind == "Note"
            && self.name.is_some()
            && self.in_reply_to.is_some()
            && self.content.is_none()
            && self.attachments.is_empty()
    }

    /// Those it names.
    pub fn mentions(&self) -> impl Iterator<Item = &Tag> {
        self.of_kind(TagKind::Mention)
    }

    /// Its hashtags.
    pub fn hashtags(&self) -> impl Iterator<Item = &Tag> {
        self.of_kind(TagKind::Hashtag)
    }

    /// Its emoji.
    pub fn emoji(&self) -> impl Iterator<Item = &Tag> {
        self.of_kind(TagKind::Emoji)
    }

    fn of_kind(&self, kind: TagKind) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(move |tag| tag.kind == kind)
    }
}

/// The first type we know among several, else the first one.
fn kind(document: &Value) -> String {
    let kinds = document
        .get("type")
        .map(lenient::strings)
        .unwrap_or_default();
    let known = kinds
        .iter()
        .find(|kind| super::Object::KINDS.contains(&kind.as_str()));
    known.or_else(|| kinds.first()).cloned().unwrap_or_default()
}

fn text(document: &Value, member: &str, map: &str) -> Option<String> {
    lenient::text(document, member).or_else(|| {
        languages(document, map)
            .into_iter()
            .map(|(_, text)| text)
            .find(|text| !text.is_empty())
    })
}

fn languages(document: &Value, map: &str) -> Vec<(String, String)> {
    document
        .get(map)
        .map(lenient::language_map)
        .unwrap_or_default()
}

/// The language whose entry is the content, else the first one named anywhere; `und` is no language.
fn language(document: &Value) -> Option<String> {
    let content = lenient::text(document, "content");
    let spoken = languages(document, "contentMap");
    let same = spoken
        .iter()
        .find(|(_, text)| content.as_ref() == Some(text))
        .map(|(language, _)| language.clone());
    same.or_else(|| spoken.into_iter().map(|(language, _)| language).next())
        .or_else(|| {
            ["nameMap", "summaryMap"]
                .iter()
                .flat_map(|map| languages(document, map))
                .map(|(language, _)| language)
                .next()
        })
        .or_else(|| {
            document.get("language").and_then(|language| {
                lenient::text(language, "identifier").or_else(|| lenient::string(language))
            })
        })
        .filter(|language| language != "und")
}

/// What hangs on the object, then what the object itself is or shows, each address once.
fn attachments(document: &Value) -> Vec<Attachment> {
    let mut all = Attachment::parse_all(document);
    let own = matches!(
        kind(document).as_str(),
        "Image" | "Video" | "Audio" | "Document"
    )
    .then(|| Attachment::parse(document))
    .flatten();
    let pictures = document
        .get("image")
        .map(lenient::items)
        .unwrap_or_default();
    let shown = own
        .filter(Attachment::is_media)
        .into_iter()
        .chain(pictures.into_iter().filter_map(Attachment::parse))
        .take(super::attachment::MANY);
    for one in shown {
        if !all.iter().any(|known| known.url == one.url) {
            all.push(one);
        }
    }
    all
}

fn quote(document: &Value) -> Option<Quote> {
    let member = ["quote", "quoteUrl", "quoteUri", "_misskey_quote"]
        .iter()
        .find_map(|member| lenient::iri(document, member));
    let object = member.or_else(|| {
        let mut tags = Tag::parse_all(document).into_iter();
        tags.find(|tag| {
            tag.rel
                .as_deref()
                .is_some_and(|rel| rel.ends_with("_misskey_quote"))
        })
        .and_then(|tag| tag.href)
    })?;
    Some(Quote {
        object,
        authorization: lenient::iri(document, "quoteAuthorization"),
    })
}

fn total(document: &Value, member: &str) -> Option<u64> {
    document
        .get(member)?
        .get("totalItems")
        .and_then(lenient::integer)
        .and_then(|total| u64::try_from(total).ok())
}
