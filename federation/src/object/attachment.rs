//! Pictures, sounds and links that hang on an object.
use serde_json::Value;
use crate::iri::Iri;

/// A piece of media or a link attached to an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Its `type`: `Image`, `Document`, `Video`, `Audio`, `Link`…
    pub kind: String,
    /// Where it is.
    pub url: Iri,
    /// Its media type; guessed from the address when the document does not say.
    pub media_type: Option<String>,
    /// The text for those who cannot see or hear it.
    pub name: Option<String>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// A blurred preview.
    pub blurhash: Option<String>,
    /// The point to keep in sight when cropping, each coordinate from -1 to 1.
    pub focal_point: Option<(f64, f64)>,
}
impl Attachment {
    /// A picture of ours.
    #[must_use]
    pub fn image(url: Iri, media_type: &str, name: &str) -> Self { Self::new("Image", url, media_type, name) }
    /// Any media of ours; `kind` is `Image`, `Document`, `Video` or `Audio`.
    #[must_use]
    pub fn new(_kind: &str, _url: Iri, _media_type: &str, _name: &str) -> Self { todo!() }
    /// Reads one attachment; `None` when it leads nowhere.
    #[must_use]
    pub fn parse(_value: &Value) -> Option<Self> { todo!() }
    /// Reads all attachments of an object, in any shape.
    #[must_use]
    pub fn parse_all(_object: &Value) -> Vec<Self> { todo!() }
    /// Writes it. Its `name` is always present.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
    /// Whether it is a picture, judged by its media type first.
    #[must_use]
    pub fn is_image(&self) -> bool { todo!() }
}
/// The picture of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where it is.
    pub url: Iri,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its description.
    pub name: Option<String>,
}
impl Image {
    /// Reads a picture: a string, an object or the first of an array.
    #[must_use]
    pub fn parse(_value: &Value) -> Option<Self> { todo!() }
    /// Writes it as one object with a string `url`.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
}
