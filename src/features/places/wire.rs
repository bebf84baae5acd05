//! A place as other servers read it: fetched where something mentions it, never posted.

use parvis_federation::{Iri, object::Place as WirePlace};
use serde_json::Value;

use super::model::Place;
use crate::{kernel::i18n::Lang, platform::objects::Object};

/// The document of a place; `None` when its own address is unusable.
pub(super) fn document(object: &Object, place: &Place, lang: Lang) -> Option<Value> {
    let wire = WirePlace {
        id: Some(Iri::parse(&object.iri).ok()?),
        name: place.name(lang).to_owned(),
        address: None,
        latitude: place.facts.latitude,
        longitude: place.facts.longitude,
        url: Iri::parse(&object.url).ok(),
    };
    Some(wire.to_json())
}
