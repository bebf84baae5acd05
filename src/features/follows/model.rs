//! What may become of a request to follow. Pure rules: no database, no clock.

use crate::{
    kernel::{clock::Time, id::Id},
    platform::actors::{Actor, ActorKind, Standing},
    text_enum,
};

text_enum! {
    /// Where a follow stands.
    State {
        /// Asked, not answered.
        Pending = "pending",
        /// Follows.
        Accepted = "accepted",
        /// Refused, or ended by the followed.
        Rejected = "rejected",
    }
}

/// One actor following another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// The key.
    pub id: Id,
    /// Who follows.
    pub follower_id: Id,
    /// Who is followed.
    pub followed_id: Id,
    /// The address of the `Follow` activity, by which both servers know it.
    pub activity_iri: String,
    /// Where it stands.
    pub state: State,
    /// When it was first asked.
    pub created_at: Time,
    /// When it was last answered.
    pub answered_at: Option<Time>,
}

/// What a request to follow an actor of ours is answered: `None` when it is not answered at all.
///
/// The instance actor signs our requests and says nothing; only other servers (relays) may follow it.
pub fn answer(follower: &Actor, followed: &Actor) -> Option<State> {
    if !followed.local || followed.deleted_at.is_some() {
        return None;
    }
    if followed.is_guest() {
        return None;
    }
    if followed.kind == ActorKind::Application && follower.kind != ActorKind::Application {
        return None;
    }
    Some(if follower.standing == Standing::Blocked {
        State::Rejected
    } else if followed.approves_followers {
        State::Pending
    } else {
        State::Accepted
    })
}
