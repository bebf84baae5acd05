//! Mentions, hashtags, emoji and links in the `tag` of an object.
//!
//! For posts and actors, both ways. Never emits a tag without a name: peers fail on one.

use serde_json::{Map, Value, json};

use crate::iri::Iri;
use crate::lenient;

/// The most tags read of one object.
const MANY: usize = 256;

/// What a tag is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TagKind {
    /// Somebody is named.
    Mention,
    /// A word with a `#`.
    Hashtag,
    /// A picture between colons.
    Emoji,
    /// A machine-readable link (FEP-e232).
    Link,
    /// Something else.
    Unknown(String),
}

impl TagKind {
    /// The `type` on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mention => "Mention",
            Self::Hashtag => "Hashtag",
            Self::Emoji => "Emoji",
            Self::Link => "Link",
            Self::Unknown(name) => name,
        }
    }
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// `@name@host`, `#word` or `:emoji:`.
    pub name: String,
    /// The actor, the hashtag's page or the linked document.
    pub href: Option<Iri>,
    /// The emoji's picture.
    pub icon: Option<Iri>,
    /// The media type of a link.
    pub media_type: Option<String>,
    /// What a link is to the object.
    pub rel: Option<String>,
}

impl Tag {
    /// Somebody named; `handle` is `name@host`, with or without a leading `@`.
    #[must_use]
    pub fn mention(actor: Iri, handle: &str) -> Self {
        Self::new(TagKind::Mention, format!("@{}", handle.trim_start_matches('@')), actor)
    }

    /// A hashtag; `word` with or without its `#`.
    #[must_use]
    pub fn hashtag(word: &str, href: Iri) -> Self {
        Self::new(TagKind::Hashtag, format!("#{}", word.trim_start_matches('#')), href)
    }

    /// A link to a machine-readable document.
    #[must_use]
    pub fn link(name: &str, href: Iri, media_type: &str, rel: &str) -> Self {
        let link = Self::new(TagKind::Link, name.to_owned(), href);
        Self { media_type: Some(media_type.to_owned()), rel: Some(rel.to_owned()), ..link }
    }

    fn new(kind: TagKind, name: String, href: Iri) -> Self {
        Self { kind, name, href: Some(href), icon: None, media_type: None, rel: None }
    }

    /// Reads all tags of an object, in any shape; what has neither name nor address is left out.
    #[must_use]
    pub fn parse_all(object: &Value) -> Vec<Self> {
        let all = object.get("tag").map(lenient::items).unwrap_or_default();
        all.into_iter().filter_map(Self::parse).take(MANY).collect()
    }

    fn parse(value: &Value) -> Option<Self> {
        let kind = match lenient::kind(value)?.as_str() {
            "Mention" => TagKind::Mention,
            "Hashtag" => TagKind::Hashtag,
            "Emoji" | "toot:Emoji" => TagKind::Emoji,
            "Link" => TagKind::Link,
            other => TagKind::Unknown(other.to_owned()),
        };
        let name = lenient::text(value, "name").unwrap_or_default();
        let href = lenient::iri(value, "href");
        let icon = value.get("icon").map(lenient::items).unwrap_or_default().into_iter();
        let mut icon = icon.filter_map(|icon| {
            icon.get("url").and_then(lenient::first_id).or_else(|| lenient::first_id(icon))
        });
        let icon = icon.find_map(|url| Iri::parse(&url).ok());
        if name.is_empty() && href.is_none() {
            return None;
        }
        Some(Self {
            kind,
            name,
            href,
            icon,
            media_type: lenient::text(value, "mediaType"),
            rel: lenient::text(value, "rel"),
        })
    }

    /// Writes it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("type".into(), self.kind.as_str().into());
        object.insert("name".into(), self.name.as_str().into());
        for (member, text) in [("mediaType", &self.media_type), ("rel", &self.rel)] {
            if let Some(text) = text {
                object.insert(member.into(), text.as_str().into());
            }
        }
        if let Some(href) = &self.href {
            object.insert("href".into(), href.into());
        }
        if let Some(icon) = &self.icon {
            object.insert("icon".into(), json!({ "type": "Image", "url": icon }));
        }
        Value::Object(object)
    }

    /// The word of a hashtag, without its `#`.
    #[must_use]
    pub fn word(&self) -> &str {
        self.name.trim_start_matches('#')
    }
}
