//! A place: a building, a room, a spot.
//!
//! For events, actors and the place's own address. Never an actor here, and never `Create`d: it is served, not posted.

use serde_json::{Map, Value};

use crate::context::{Family, context};
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

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
    pub fn parse(value: &Value) -> Result<Self, WireError> {
        const NAMELESS: WireError = WireError::Malformed("a place without a name");
        let one = lenient::items(value).into_iter().next().ok_or(NAMELESS)?;
        if let Value::String(name) = one {
            let id = Iri::parse(name).ok();
            return Ok(Self {
                id,
                name: name.clone(),
                address: None,
                latitude: None,
                longitude: None,
                url: None,
            });
        }
        let address = one.get("address").and_then(PostalAddress::parse);
        let spoken = address
            .as_ref()
            .map(PostalAddress::line)
            .filter(|line| !line.is_empty());
        let degrees = |member: &str, limit: f64| {
            one.get(member)
                .and_then(lenient::number)
                .filter(|number| number.abs() <= limit)
        };
        Ok(Self {
            id: lenient::iri(one, "id"),
            name: lenient::text(one, "name").or(spoken).ok_or(NAMELESS)?,
            address,
            latitude: degrees("latitude", 90.0),
            longitude: degrees("longitude", 180.0),
            url: lenient::iri(one, "url"),
        })
    }
    /// The member as it stands inside another document: coordinates always have a decimal point.
    #[must_use]
    pub fn to_member(&self) -> Value {
        let mut place = Map::new();
        if let Some(id) = &self.id {
            place.insert("id".into(), id.into());
        }
        place.insert("type".into(), "Place".into());
        place.insert("name".into(), self.name.as_str().into());
        if let Some(address) = &self.address {
            place.insert("address".into(), address.to_member());
        }
        // A float serialises with its decimal point, without which Mobilizon refuses the place.
        for (member, degrees) in [("latitude", self.latitude), ("longitude", self.longitude)] {
            if let Some(degrees) = degrees.filter(|degrees| degrees.is_finite()) {
                place.insert(member.into(), degrees.into());
            }
        }
        if let Some(url) = &self.url {
            place.insert("url".into(), url.into());
        }
        Value::Object(place)
    }
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut document = Map::new();
        document.insert("@context".into(), context(Family::Event));
        if let Value::Object(members) = self.to_member() {
            document.extend(members);
        }
        Value::Object(document)
    }
}

impl PostalAddress {
    fn parse(value: &Value) -> Option<Self> {
        if let Value::String(line) = value {
            return Some(Self {
                street: line.clone(),
                ..Self::default()
            });
        }
        let part = |member: &str| lenient::text(value, member).unwrap_or_default();
        let country = value.get("addressCountry").and_then(|country| {
            lenient::string(country).or_else(|| lenient::text(country, "name"))
        });
        value.is_object().then(|| Self {
            street: part("streetAddress"),
            postal_code: part("postalCode"),
            locality: part("addressLocality"),
            region: part("addressRegion"),
            country: country.unwrap_or_default(),
        })
    }

    /// The address in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let town = format!("{} {}", self.postal_code, self.locality);
        let parts = [
            self.street.as_str(),
            town.trim(),
            &self.region,
            &self.country,
        ];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn to_member(&self) -> Value {
        let mut address = Map::new();
        address.insert("type".into(), "PostalAddress".into());
        let parts = [
            ("streetAddress", &self.street),
            ("postalCode", &self.postal_code),
            ("addressLocality", &self.locality),
            ("addressRegion", &self.region),
            ("addressCountry", &self.country),
        ];
        for (member, part) in parts {
            if !part.is_empty() {
                address.insert(member.into(), part.as_str().into());
            }
        }
        Value::Object(address)
    }
}
