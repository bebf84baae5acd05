//! What a reaction is and how it is counted. Pure.

use crate::{
    kernel::{clock::Time, id::Id, text},
    text_enum,
};

text_enum! {
    /// What somebody did with an object.
    Kind {
        /// Liked it.
        Like = "like",
        /// Answered with an emoji, which is a like as well.
        Emoji = "emoji",
        /// Shared it.
        Boost = "boost",
    }
}

/// Somebody's reaction to an object. One person has one of each kind and emoji.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The key.
    pub id: Id,
    /// To what.
    pub object_id: Id,
    /// Whose.
    pub actor_id: Id,
    /// What.
    pub kind: Kind,
    /// The emoji; empty for anything else.
    pub content: String,
    /// The address of the activity, by which it is undone.
    pub activity_iri: String,
    /// When it came.
    pub created_at: Time,
}

/// The longest emoji kept: `:name:` of a custom one.
const EMOJI: usize = 64;

/// The emoji of a reaction as it is kept; `None` when it is a plain like. Misskey's and Pleroma's hearts are likes.
pub fn emoji(said: Option<&str>) -> Option<String> {
    let said = text::html_to_text(said?);
    let said = text::shorten(said.trim(), EMOJI);
    let heart = matches!(said.trim_end_matches('\u{fe0f}'), "" | "❤" | "♥" | "👍" | "⭐");
    (!heart).then_some(said)
}
