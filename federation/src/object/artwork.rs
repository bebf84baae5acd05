//! An artwork of ours: a Note whose replies are its public memory.
use serde_json::Value;
use super::Note;
use crate::iri::Iri;
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
    pub fn to_json(&self) -> Value { todo!() }
}
