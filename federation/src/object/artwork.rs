//! An artwork of ours: a Note whose replies are its public memory.
//!
//! For the catalogue. A Note because that alone is a full post everywhere; the record rides in a `Link` tag and in one
//! shallow extension member. Never a type of its own, never deep.

use serde_json::{Map, Value};

use super::{Note, Tag};
use crate::context::PARVIS;
use crate::iri::Iri;

/// The media type of a Linked Art record.
pub const LINKED_ART: &str =
    "application/ld+json;profile=\"https://linked.art/ns/v1/linked-art.json\"";

/// An artwork as we write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Artwork {
    /// The note people see.
    pub note: Note,
    /// The record machines read.
    pub record: ArtworkRecord,
}
/// What a catalogue says of an artwork, shallow; the full record lives at its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtworkRecord {
    /// The Linked Art record.
    pub id: Iri,
    /// The title.
    pub name: String,
    /// When it was made, as the catalogue writes it.
    pub date_created: Option<String>,
    /// Of what it is made.
    pub art_medium: Option<String>,
    /// Who made it.
    pub creator: Option<String>,
    /// The inventory number.
    pub identifier: Option<String>,
    /// The place it is kept in.
    pub location: Option<Iri>,
}
impl Artwork {
    /// The document with its `@context`: the note, the link to the record, and the record in short.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut note = self.note.clone();
        let rel = format!("{PARVIS}linkedArt");
        note.tags.push(Tag::link("Linked Art record", self.record.id.clone(), LINKED_ART, &rel));
        note.extra.insert("artwork".into(), self.record.to_member());
        note.to_json()
    }
}

impl ArtworkRecord {
    fn to_member(&self) -> Value {
        let mut record = Map::new();
        record.insert("id".into(), (&self.id).into());
        record.insert("type".into(), "crm:E22_Human-Made_Object".into());
        record.insert("schemaorg:name".into(), self.name.as_str().into());
        let facts = [
            ("schemaorg:dateCreated", &self.date_created),
            ("schemaorg:artMedium", &self.art_medium),
            ("schemaorg:creator", &self.creator),
            ("schemaorg:identifier", &self.identifier),
        ];
        for (member, fact) in facts {
            if let Some(fact) = fact {
                record.insert(member.into(), fact.as_str().into());
            }
        }
        if let Some(location) = &self.location {
            record.insert("schemaorg:contentLocation".into(), location.into());
        }
        Value::Object(record)
    }
}
