//! Which way somebody moves, how far that is, and why it came to nothing. Pure.

use std::time::Duration;

use crate::{
    kernel::{clock::Time, id::Id},
    text_enum,
};

/// How long somebody stays before they may move on: what other servers wait for as well (Mastodon).
pub(super) const STAY: Duration = Duration::from_secs(7 * 24 * 3600);

text_enum! {
    /// Which way.
    Direction {
        /// To another server.
        Away = "away",
        /// From another server: an address that is the member's as well.
        Here = "here",
    }
}

text_enum! {
    /// How far it is.
    State {
        /// The other server is being asked.
        Asked = "asked",
        /// Done.
        Done = "done",
        /// It came to nothing.
        Failed = "failed",
    }
}

text_enum! {
    /// Why it came to nothing.
    Problem {
        /// There is nobody with this address.
        Nobody = "nobody",
        /// The server does not answer.
        Down = "down",
        /// The venue does not talk with it, or it is this one.
        Unwelcome = "unwelcome",
        /// The new account does not name this one as its other address.
        Unnamed = "unnamed",
    }
}

/// A move, or an address elsewhere.
#[derive(Clone)]
pub(super) struct Move {
    pub(super) id: Id,
    pub(super) account: Id,
    pub(super) direction: Direction,
    /// The address as it was typed.
    pub(super) address: String,
    /// The address on the network, once known.
    pub(super) iri: String,
    pub(super) state: State,
    pub(super) problem: Option<Problem>,
    pub(super) created_at: Time,
    pub(super) finished_at: Option<Time>,
}

/// May somebody move away now, having done so last at `last`?
pub(super) fn may_leave(last: Option<Time>, now: Time) -> bool {
    last.is_none_or(|at| now.since(at) >= STAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_moves_on_within_a_week() {
        let at = Time::from_micros(0);
        assert!(may_leave(None, at));
        assert!(!may_leave(Some(at), at.plus(STAY - Duration::from_secs(1))));
        assert!(may_leave(Some(at), at.plus(STAY)));
    }
}
