//! Places: the building, its rooms, its corners, as a tree; and the labels that lead from a wall to a page.

mod actions;
mod import;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::HashMap;

use axum::Router;
use serde_json::Value;

pub use actions::{label, publish, reissue, revise, withdraw};
pub use import::import;
pub use model::{Facts, Place, PlaceKind, Tree, label_code, written_in};
pub use pages::render;
pub use store::labels::Label;

use crate::{
    kernel::{
        db::Conn,
        error::Result,
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        feature::{Feature, Heading},
        objects::Object,
        web::{Choice, Sample},
    },
};

/// The slice, as the server knows it.
pub struct Places;

impl Feature for Places {
    fn name(&self) -> &'static str {
        "places"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("places", "lieux")]
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[actions::KIND]
    }

    fn followable(&self) -> &'static [&'static str] {
        self.kinds()
    }

    /// Every label is known here, whatever it is printed for.
    fn named(&self, conn: &mut Conn, name: &str) -> Result<Option<Id>> {
        if let Some(object) = label_holder(conn, name)? {
            return Ok(Some(object));
        }
        let slug = name.to_lowercase();
        find_by_slug(conn, slug.strip_prefix("lieux-").unwrap_or(&slug))
    }

    fn describe(&self, app: &App, conn: &mut Conn, object: &Object) -> Result<Option<Value>> {
        let lang = app.venue().main_language();
        Ok(store::find(conn, object.id)?.and_then(|place| wire::document(object, &place, lang)))
    }

    fn headings(
        &self,
        conn: &mut Conn,
        lang: Lang,
        objects: &[Id],
    ) -> Result<HashMap<Id, Heading>> {
        let mut codes = store::codes(conn, objects)?;
        let places = store::find_all(conn, objects)?;
        Ok(places
            .iter()
            .map(|place| {
                let heading = Heading {
                    title: place.name(lang).to_owned(),
                    url: place.path(),
                    reference: codes.remove(&place.id),
                };
                (place.id, heading)
            })
            .collect())
    }

    fn places_of(&self, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Id>> {
        let places = store::find_all(conn, objects)?;
        Ok(places.into_iter().map(|place| (place.id, place.id)).collect())
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// All places of the venue that were not withdrawn.
pub fn tree(conn: &mut Conn) -> Result<Tree> {
    store::tree(conn)
}

/// The places a place is in, the nearest first.
pub fn above(conn: &mut Conn, id: Id) -> Result<Vec<Id>> {
    store::above(conn, id)
}

/// The place a label leads to, if it is one that was not withdrawn.
pub fn find_by_code(conn: &mut Conn, code: &str) -> Result<Option<Id>> {
    Ok(match store::find_label(conn, &label_code(code))? {
        Some((object, false)) => store::find(conn, object)?.map(|place| place.id),
        _ => None,
    })
}

/// The place at `/lieux/{slug}`, withdrawn or not.
pub fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Id>> {
    Ok(store::find_by_slug(conn, slug)?.map(|place| place.id))
}

/// The object the label with this code leads to, unless it was withdrawn.
pub fn label_holder(conn: &mut Conn, code: &str) -> Result<Option<Id>> {
    let found = store::find_label(conn, &label_code(code))?;
    Ok(found.and_then(|(object, withdrawn)| (!withdrawn).then_some(object)))
}

/// The places with these ids, withdrawn or not.
pub fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<Vec<Place>> {
    store::find_all(conn, ids)
}

/// The label with this code, whatever became of it.
pub fn label_at(conn: &mut Conn, code: &str) -> Result<Option<Label>> {
    store::labels::at(conn, &label_code(code))
}

/// A page of the labels that hang at present, by code, and how many there are; only those of `among` when it is given.
pub fn labels(
    conn: &mut Conn,
    among: Option<&[Id]>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Label>, i64)> {
    store::labels::hanging(conn, among, offset, limit)
}

/// Notes that somebody came by a label just now.
pub fn note_label_use(tx: &mut Tx<'_>, code: &str) -> Result<()> {
    store::labels::note_use(tx.conn, code, tx.now)
}

/// The codes printed on the labels of these objects, by object.
pub fn codes(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, String>> {
    store::codes(conn, ids)
}

/// Every place as a menu, inner ones indented.
pub fn menu(tree: &Tree, lang: Lang) -> Vec<Choice> {
    tree.walk()
        .into_iter()
        .map(|(depth, place)| Choice::new(place.id, pages::indented(depth, place.name(lang))))
        .collect()
}

/// The same menu with slugs instead of keys, so that the address of a filtered list can be read.
pub fn menu_by_slug(tree: &Tree, lang: Lang) -> Vec<Choice> {
    let places = tree.walk().into_iter().zip(menu(tree, lang));
    places.map(|((_, place), choice)| Choice::new(&place.slug, choice.label)).collect()
}

/// What a kind of place is called.
pub fn kind_name(kind: PlaceKind, lang: Lang) -> String {
    i18n::text(lang, &format!("places-kind-{kind}"), &i18n::Args::new())
}
