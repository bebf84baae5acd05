//! What a proposal is. Pure.

use crate::{
    kernel::{clock::Time, id::Id},
    text_enum,
};

text_enum! {
    /// What became of a proposal.
    State {
        /// Nobody answered yet.
        Waiting = "waiting",
        /// It is in the programme.
        Accepted = "accepted",
        /// The team said no.
        Declined = "declined",
        /// Whoever proposed it took it back.
        Withdrawn = "withdrawn",
    }
}

/// An event somebody proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The draft.
    pub event: Id,
    /// Who proposed it.
    pub actor: Id,
    /// What it was called.
    pub title: String,
    /// What became of it.
    pub state: State,
    /// What the team said with its answer.
    pub word: String,
    /// When it came.
    pub proposed_at: Time,
    /// When it was answered.
    pub decided_at: Option<Time>,
}

/// How many proposals of one person may wait at once.
pub const MOST_WAITING: i64 = 5;

/// The longest word of an answer, in characters.
pub const LONGEST_WORD: usize = 1000;
