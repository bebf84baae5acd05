//! Objects: what people make. One file per type, named once in `objects!`.
//!
//! For the inbox, which reads any object by [`Object::parse`], and for the slices, which write theirs. To add a noun: a file
//! with a type that has `parse`, and its line below; a line higher up wins, so a new type takes its kind from [`Post`].
//! Never refuses an unknown type: it is a value.

use serde_json::Value;

use crate::error::WireError;
use crate::lenient;

mod attachment;
mod tag;

/// Names the object types: for each its module, its type, and the `type` values it reads.
macro_rules! objects {
    ($($(#[$doc:meta])* $module:ident :: $name:ident => [$($kind:literal),+ $(,)?]),+ $(,)?) => {
        $(mod $module;)+
        $(pub use $module::$name;)+

        /// An object from the wire, read by its `type`.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Object {
            $($(#[$doc])* $name(Box<$name>),)+
            /// A type nobody here reads, kept as it came.
            Unknown {
                /// Its `type`, empty when it has none.
                kind: String,
                /// The document.
                raw: Value,
            },
        }

        impl Object {
            /// Reads an object by its first known `type`. An unknown type is a value, a known type in pieces an error.
            pub fn parse(document: &Value) -> Result<Self, WireError> {
                let kinds = document.get("type").map(lenient::strings).unwrap_or_default();
                $(if kinds.iter().any(|kind| [$($kind),+].contains(&kind.as_str())) {
                    return $name::parse(document).map(|object| Self::$name(Box::new(object)));
                })+
                Ok(Self::Unknown { kind: kinds.into_iter().next().unwrap_or_default(), raw: document.clone() })
            }

            /// Every `type` that is read into something better than [`Object::Unknown`].
            pub const KINDS: &[&str] = &[$($($kind),+),+];
        }
    };
}

objects! {
    /// A place.
    place::Place => ["Place"],
    /// What remains of a deleted object.
    tombstone::Tombstone => ["Tombstone"],
    /// The permission to quote (FEP-044f).
    quote_authorization::QuoteAuthorization => ["QuoteAuthorization"],
    /// Anything that reads like a post.
    post::Post => [
        "Note", "Article", "Page", "Question", "Event", "Image", "Video", "Audio", "Document", "Album", "ChatMessage",
    ],
}

mod artwork;
mod event;
mod foreign_event;
mod note;
mod question;

pub use artwork::{Artwork, ArtworkRecord};
pub use attachment::{Attachment, Image};
pub use event::{Event, EventStatus, Joining};
pub use foreign_event::{ForeignEvent, Moment};
pub use note::Note;
pub use place::PostalAddress;
pub use post::Quote;
pub use question::Question;
pub use tag::{Tag, TagKind};
