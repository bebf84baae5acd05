//! A place: a building, a room, a spot.
use serde_json::Value;
use crate::error::WireError;
use crate::iri::Iri;
/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its address on the network; others often give none.
    pub id: Option<Iri>,
    /// What it is called.
    pub name: String,
    /// Where to send a letter.
    pub address: Option<PostalAddress>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// The page for people.
    pub url: Option<Iri>,
}
/// A postal address; what is unknown is empty and not emitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostalAddress {
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub locality: String,
    /// Region.
    pub region: String,
    /// Country.
    pub country: String,
}
impl Place {
    /// Reads a place: an object, or a bare string that is its name.
    pub fn parse(_value: &Value) -> Result<Self, WireError> { todo!() }
    /// The member as it stands inside another document: coordinates always have a decimal point.
    #[must_use]
    pub fn to_member(&self) -> Value { todo!() }
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
}
