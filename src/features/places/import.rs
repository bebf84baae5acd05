//! Places from a table: `code,name,kind,parent,description_fr,description_en`, and optionally `name_en`,
//! `latitude`, `longitude`. A code that exists is revised, so the same table twice changes nothing.

use serde::Deserialize;

use super::{
    actions,
    model::{Facts, PlaceKind},
    store,
};
use crate::{
    kernel::error::{Error, Result},
    platform::app::App,
};

#[derive(Clone, Deserialize)]
struct Line {
    code: String,
    name: String,
    kind: PlaceKind,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    description_fr: String,
    #[serde(default)]
    description_en: String,
    #[serde(default)]
    name_en: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// Takes in a whole table or nothing of it; parents stand above what is inside them. Returns how many places
/// are new or changed.
pub async fn import(app: &App, table: &str) -> Result<usize> {
    let lines: Vec<Line> = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, csv::Error>>()
        .map_err(Error::internal)?;
    app.write(move |tx| {
        let mut touched = 0;
        for (line, position) in lines.iter().cloned().zip(0i32..) {
            let parent = if line.parent.is_empty() {
                None
            } else {
                let found = super::find_by_code(tx.conn, &line.parent)?;
                Some(found.ok_or_else(|| Error::field("parent", "places-error-parent"))?)
            };
            let facts = Facts {
                parent,
                kind: line.kind,
                name_fr: line.name,
                name_en: line.name_en,
                description_fr: line.description_fr,
                description_en: line.description_en,
                position,
                latitude: line.latitude,
                longitude: line.longitude,
            };
            match super::find_by_code(tx.conn, &line.code)? {
                None => {
                    actions::publish(tx, &facts, &line.code)?;
                    touched += 1;
                }
                Some(id) => {
                    if store::find(tx.conn, id)?.is_some_and(|place| place.facts != facts) {
                        actions::revise(tx, id, &facts, &line.code)?;
                        touched += 1;
                    }
                }
            }
        }
        Ok(touched)
    })
    .await
}
