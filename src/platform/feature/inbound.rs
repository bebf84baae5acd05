//! What a noun is given of an activity that came in, and what it answers.

use std::sync::Arc;

use parvis_federation::activity::Activity;

use crate::{
    kernel::{clock::Time, id::Id},
    platform::{
        actors::Actor,
        fediverse::{Gathered, inbound::Said},
        objects::Object,
    },
};

/// A verified activity about to be applied.
pub struct Inbound {
    /// Its key in the inbound table.
    pub id: Id,
    /// What it says.
    pub activity: Arc<Activity>,
    /// Who did it: already known, not suspended.
    pub actor: Actor,
    /// What is made, changed or withdrawn, as it stands here; none when it never came, and for other verbs.
    pub known: Option<Object>,
    /// What that says it answers, as it stands here: looked up once for every noun.
    pub answered: Option<Object>,
    /// The actor and whoever said what is answered keep apart: one of them blocked the other.
    pub apart: bool,
    /// The post that is made or changed, on its actor's word or, where that is not enough, its origin's; none when it is
    /// about something else.
    pub said: Option<Arc<Said>>,
    /// The documents that were fetched for it, each from its own origin.
    pub gathered: Gathered,
    /// When it arrived.
    pub received_at: Time,
}

/// What became of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had its effect (or had it already).
    Applied,
    /// Understood, but none of our business.
    Ignored(&'static str),
    /// Refused: the actor may not do this.
    Rejected(&'static str),
}
