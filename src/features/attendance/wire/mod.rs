//! Answers on the wire, in every dialect: `Join` and `Leave` (Mobilizon), `Accept`, `TentativeAccept` and `Reject` of the
//! event itself (Friendica, Hubzilla), votes in a poll sent to one person, and plain words (Mastodon, GoToSocial).
//!
//! What somebody answers is told to them alone. Never copies who else was addressed.

mod follow;
mod receive;
mod send;

pub(super) use follow::{JOB as ASK_FOLLOWER, followed};
pub(super) use receive::apply;
pub(super) use send::{counts, tell};
