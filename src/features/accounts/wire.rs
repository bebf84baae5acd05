//! What the network is told about accounts. Profiles are told by the platform; only their end is told here.

use parvis_federation::{
    Audience, Iri,
    activity::{Head, build},
};
use serde_json::Value;

use crate::{
    kernel::error::{Error, Result},
    platform::actors::Actor,
};

/// `Delete` of an actor by itself, for everybody.
pub(super) fn deleted(person: &Actor) -> Result<Value> {
    let iri = |text: &str| Iri::parse(text).map_err(Error::internal);
    let actor = iri(&person.iri)?;
    let audience = Audience::direct(&[iri(parvis_federation::audience::PUBLIC)?]);
    Ok(build::delete_actor(&Head {
        id: &iri(&format!("{}#delete", person.iri))?,
        actor: &actor,
        audience: &audience,
        published: None,
    }))
}
