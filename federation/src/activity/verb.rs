//! What activities do.
//!
//! For dispatch. Never fails: a verb nobody here knows keeps its name.

use std::fmt;

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// What an activity does.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Verb {
            $($(#[$doc])* $name,)+
            /// Something else; kept by its name.
            Unknown(String),
        }

        impl Verb {
            /// The verb a `type` names.
            #[must_use]
            pub fn from_name(name: &str) -> Self {
                match name {
                    $(stringify!($name) => Self::$name,)+
                    other => Self::Unknown(other.to_owned()),
                }
            }

            /// The `type` on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => stringify!($name),)+
                    Self::Unknown(name) => name,
                }
            }
        }
    };
}

verbs! {
    /// Something new.
    Create,
    /// Something changed.
    Update,
    /// Something is gone.
    Delete,
    /// Something shared again; a group passes it on.
    Announce,
    /// Something liked, or answered with an emoji.
    Like,
    /// Something disliked.
    Dislike,
    /// An emoji in answer (Pleroma, Misskey).
    EmojiReact,
    /// Wants to follow.
    Follow,
    /// Yes.
    Accept,
    /// No.
    Reject,
    /// Maybe.
    TentativeAccept,
    /// Not likely.
    TentativeReject,
    /// Takes back an earlier activity.
    Undo,
    /// Puts something into a collection.
    Add,
    /// Takes something out of a collection.
    Remove,
    /// The actor lives elsewhere now.
    Move,
    /// A report.
    Flag,
    /// Wants nothing to do with somebody.
    Block,
    /// Comes to an event, or enters a group.
    Join,
    /// Does not come after all, or leaves a group.
    Leave,
    /// Takes note and does nothing.
    Ignore,
    /// Asks somebody to come.
    Invite,
    /// Offers something.
    Offer,
    /// Looked at something.
    View,
    /// Read something.
    Read,
    /// Closed to answers (Lemmy).
    Lock,
    /// May I quote this? (FEP-044f)
    QuoteRequest,
    /// May I feature this? (FEP-7aa9)
    FeatureRequest,
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
