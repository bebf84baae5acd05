//! The record of an artwork in Linked Art (<https://linked.art/model/object/>), for catalogues and researchers.
//!
//! Terms are those of the Getty's Art & Architecture Thesaurus, as the profile asks.

use serde_json::{Value, json};

use super::model::Artwork;
use crate::{
    kernel::{config::Config, i18n::Lang},
    platform::{media::pictures::Picture, objects::Object},
};

/// The media type of a record.
pub(super) const MEDIA_TYPE: &str =
    "application/ld+json;profile=\"https://linked.art/ns/v1/linked-art.json\"";

const PRIMARY_NAME: (&str, &str) = ("300404670", "Primary Name");
const ACCESSION_NUMBER: (&str, &str) = ("300312355", "Accession Number");
const MATERIALS: (&str, &str) = ("300435429", "Material Statement");
const DIMENSIONS: (&str, &str) = ("300435430", "Dimension Statement");
const DESCRIPTION: (&str, &str) = ("300435416", "Description");
const CREDIT: (&str, &str) = ("300435418", "Credit Line");
const BRIEF_TEXT: (&str, &str) = ("300418049", "Brief Text");
const FRENCH: (&str, &str) = ("300388306", "French");
const ENGLISH: (&str, &str) = ("300388277", "English");

/// The path of the record of an object.
pub(super) fn path(object: &Object) -> String {
    format!("/objects/{}/linked-art", object.id)
}

/// The record. `place` is the address and the name of where it is kept.
pub(super) fn record(
    config: &Config,
    object: &Object,
    artwork: &Artwork,
    pictures: &[Picture],
    place: Option<(String, String)>,
) -> Value {
    let facts = &artwork.facts;
    let mut record = json!({
        "@context": "https://linked.art/ns/v1/linked-art.json",
        "id": config.address(&path(object)),
        "type": "HumanMadeObject",
        "_label": facts.title,
        "identified_by": [
            classified("Name", PRIMARY_NAME, &facts.title),
            classified("Identifier", ACCESSION_NUMBER, &facts.inventory),
        ],
        "subject_of": [{
            "type": "LinguisticObject",
            "digitally_carried_by": [{
                "type": "DigitalObject",
                "format": "text/html",
                "access_point": [{ "id": object.url, "type": "DigitalObject" }],
            }],
        }],
    });
    let Some(members) = record.as_object_mut() else {
        return record;
    };
    let mut production = json!({ "type": "Production" });
    if let Some(made) = production.as_object_mut() {
        if !facts.artist.is_empty() {
            let artist = json!([{ "type": "Person", "_label": facts.artist }]);
            made.insert("carried_out_by".into(), artist);
        }
        if !facts.date.is_empty() {
            let named = json!({ "type": "TimeSpan", "_label": facts.date,
                "identified_by": [{ "type": "Name", "content": facts.date }] });
            made.insert("timespan".into(), named);
        }
        if made.len() > 1 {
            members.insert("produced_by".into(), production);
        }
    }
    let statements = statements(artwork);
    if !statements.is_empty() {
        members.insert("referred_to_by".into(), statements.into());
    }
    if !pictures.is_empty() {
        members.insert("representation".into(), representation(config, pictures));
    }
    if let Some((id, name)) = place {
        let location = json!({ "id": id, "type": "Place", "_label": name });
        members.insert("current_location".into(), location);
    }
    record
}

fn statements(artwork: &Artwork) -> Vec<Value> {
    let facts = &artwork.facts;
    let plain = [
        (MATERIALS, &facts.technique, None),
        (DIMENSIONS, &facts.dimensions, None),
        (CREDIT, &facts.credit, None),
        (DESCRIPTION, &facts.description_fr, Some(Lang::Fr)),
        (DESCRIPTION, &facts.description_en, Some(Lang::En)),
    ];
    plain
        .into_iter()
        .filter(|(_, text, _)| !text.is_empty())
        .map(|(kind, text, lang)| {
            let mut statement = json!({
                "type": "LinguisticObject",
                "classified_as": [{
                    "id": aat(kind.0), "type": "Type", "_label": kind.1,
                    "classified_as": [{ "id": aat(BRIEF_TEXT.0), "type": "Type", "_label": BRIEF_TEXT.1 }],
                }],
                "content": text,
            });
            if let (Some(lang), Some(members)) = (lang, statement.as_object_mut()) {
                let (term, name) = if lang == Lang::Fr { FRENCH } else { ENGLISH };
                let language = json!([{ "id": aat(term), "type": "Language", "_label": name }]);
                members.insert("language".into(), language);
            }
            statement
        })
        .collect()
}

fn representation(config: &Config, pictures: &[Picture]) -> Value {
    let shown: Vec<Value> = pictures
        .iter()
        .map(|picture| {
            json!({
                "type": "DigitalObject",
                "format": picture.media.mime,
                "access_point": [{
                    "id": config.address(&picture.media.path()), "type": "DigitalObject",
                }],
            })
        })
        .collect();
    json!([{ "type": "VisualItem", "digitally_shown_by": shown }])
}

fn classified(kind: &str, term: (&str, &str), content: &str) -> Value {
    json!({
        "type": kind,
        "classified_as": [{ "id": aat(term.0), "type": "Type", "_label": term.1 }],
        "content": content,
    })
}

fn aat(term: &str) -> String {
    format!("http://vocab.getty.edu/aat/{term}")
}
