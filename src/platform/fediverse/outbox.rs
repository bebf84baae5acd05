//! What goes out: an activity is stored once, with one delivery per inbox, in the transaction of its cause.

use serde_json::Value;

use crate::{
    kernel::{error::Result, id::Id},
    platform::app::Tx,
};

/// An activity to send.
pub struct Post {
    /// Who does it; its key signs.
    pub actor: Id,
    /// The object of ours it is about, if any.
    pub object: Option<Id>,
    /// Is it listed in the actor's outbox?
    pub public: bool,
    /// The whole activity, in the canonical shape, with its id.
    pub body: Value,
    /// Who gets it.
    pub to: Recipients,
}

/// Who gets an activity. Inboxes are shared where a server has a shared one, and never repeated.
#[derive(Clone, Debug, Default)]
pub struct Recipients {
    /// Everybody who follows these local actors.
    pub followers_of: Vec<Id>,
    /// These actors; local ones are left out.
    pub actors: Vec<Id>,
    /// These actors at their personal inbox, because it is for them alone.
    pub personally: Vec<Id>,
}

/// A new address for an activity of this server: `/activities/{id}`.
pub fn activity_iri(tx: &Tx<'_>) -> String {
    tx.app
        .config
        .address(&format!("/activities/{}", tx.new_id()))
}

/// Stores the activity and a delivery for every inbox. Returns the id of the stored activity.
pub fn post(_tx: &mut Tx<'_>, _post: &Post) -> Result<Id> {
    Ok(Id::from_raw(0))
}
