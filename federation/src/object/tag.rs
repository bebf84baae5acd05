//! Mentions, hashtags, emoji and links in the `tag` of an object.
use serde_json::Value;
use crate::iri::Iri;
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
    /// Somebody named: `handle` without the leading `@`.
    #[must_use]
    pub fn mention(_actor: Iri, _handle: &str) -> Self { todo!() }
    /// A hashtag: `word` with or without its `#`.
    #[must_use]
    pub fn hashtag(_word: &str, _href: Iri) -> Self { todo!() }
    /// A link to a machine-readable document.
    #[must_use]
    pub fn link(_name: &str, _href: Iri, _media_type: &str, _rel: &str) -> Self { todo!() }
    /// Reads all tags of an object, in any shape; what has neither name nor address is left out.
    #[must_use]
    pub fn parse_all(_object: &Value) -> Vec<Self> { todo!() }
    /// Writes it.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
    /// The word of a hashtag, without its `#`.
    #[must_use]
    pub fn word(&self) -> &str { self.name.trim_start_matches('#') }
}
