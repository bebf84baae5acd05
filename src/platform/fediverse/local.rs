//! The actors of this server: made with their keys, found by handle.

use parvis_federation::iri::Iri;

use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        actors::{Actor, ActorKind},
        app::{App, Tx},
    },
};

/// What a new local actor needs.
pub struct NewActor<'a> {
    /// What it is.
    pub kind: ActorKind,
    /// The name before the `@`, lower case.
    pub handle: &'a str,
    /// The name people read.
    pub name: &'a str,
}

/// Makes an actor of this server with its RSA and Ed25519 keys.
pub fn create(_tx: &mut Tx<'_>, _new: &NewActor<'_>) -> Result<Actor> {
    Err(crate::kernel::error::Error::internal("not yet"))
}

/// The instance actor, which signs our own requests. Made at the first start.
pub async fn ensure_instance_actor(_app: &App) -> anyhow::Result<()> {
    Ok(())
}

/// The id of the instance actor.
pub fn instance_actor(_app: &App) -> Option<Id> {
    None
}

/// The key id peers know an actor's RSA key by.
pub fn main_key_id(actor: &Iri) -> String {
    format!("{actor}#main-key")
}
