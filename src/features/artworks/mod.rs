//! Artworks: the catalogue, its pages, its documents for other servers, and the tables it is filled from.

mod actions;
mod cards;
pub mod import;
mod linked_art;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::HashMap;

use axum::Router;
use futures::FutureExt as _;
use serde_json::Value;

pub use actions::{hang, publish, put, revise, withdraw};
pub use model::{Artwork, Draft, Facts};
pub use pages::render;
pub use store::{Order, Wanted};

use crate::{
    features::places,
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        actors,
        app::App,
        feature::{self, Feature, Heading, Kept},
        jobs::{Consumer, Job, JobResult},
        journal::{Fact as _, Recorded, Withdrawn},
        media::pictures,
        objects::{self, Object},
        web::{Card, Sample},
    },
};

/// The slice, as the server knows it.
pub struct Artworks;

/// How many works of a place have their threads on its page.
const THREADS: i64 = 200;

/// How many cards a place is given.
const CARDS: i64 = 12;

impl Feature for Artworks {
    fn name(&self) -> &'static str {
        "artworks"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("artworks", "oeuvres")]
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[actions::KIND]
    }

    fn followable(&self) -> &'static [&'static str] {
        self.kinds()
    }

    fn named(&self, conn: &mut Conn, name: &str) -> Result<Option<Id>> {
        let slug = name.to_lowercase();
        let slug = slug.strip_prefix("oeuvres-").unwrap_or(&slug);
        Ok(store::find_by_slug(conn, slug)?.map(|artwork| artwork.id))
    }

    fn describe(&self, app: &App, conn: &mut Conn, object: &Object) -> Result<Option<Value>> {
        let Some(artwork) = store::find(conn, object.id)? else {
            return Ok(None);
        };
        let Some(author) = actors::find(conn, object.author_id)? else {
            return Ok(None);
        };
        let pictures = pictures::of(conn, &[object.id])?.remove(&object.id);
        let place = match artwork.place {
            Some(id) => objects::find(conn, id)?.filter(|place| place.deleted_at.is_none()),
            None => None,
        };
        let echo = feature::echoes(app, conn, &[object.id])?.remove(&object.id);
        wire::Described {
            config: &app.config,
            object,
            author: &author,
            artwork: &artwork,
            pictures: &pictures.unwrap_or_default(),
            place_iri: place.map(|place| place.iri),
            echo: echo.unwrap_or_default(),
            languages: &app.venue().languages,
        }
        .document()
        .map(Some)
    }

    fn headings(
        &self,
        conn: &mut Conn,
        _lang: Lang,
        objects: &[Id],
    ) -> Result<HashMap<Id, Heading>> {
        let found = store::find_all(conn, objects)?;
        Ok(found
            .into_iter()
            .map(|(id, artwork)| {
                let heading = Heading {
                    url: artwork.path(),
                    title: artwork.facts.title,
                    reference: Some(artwork.facts.inventory),
                };
                (id, heading)
            })
            .collect())
    }

    fn counts_by_place(&self, conn: &mut Conn) -> Result<HashMap<Id, i64>> {
        store::counts_by_place(conn)
    }

    fn kept_at(&self, conn: &mut Conn, lang: Lang, places: &[Id]) -> Result<Kept> {
        let wanted = Wanted { places: places.to_vec(), on_show: Some(true), ..Wanted::default() };
        let (found, total) = store::search(conn, &wanted, 0, CARDS)?;
        let tree = places::tree(conn)?;
        Ok(Kept {
            total,
            cards: cards::cards(conn, lang, &tree, &found)?,
            objects: store::ids_at(conn, places, THREADS)?,
        })
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "artworks-of-withdrawn-places",
            topics: &[Withdrawn::TOPIC],
            heeds: None,
            run: |app, fact| take_down(app, fact).boxed(),
        }]
    }

    fn jobs(&self) -> &'static [Job] {
        import::JOBS
    }

    fn places_of(&self, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Id>> {
        let works = store::find_all(conn, objects)?;
        Ok(works.into_iter().filter_map(|(id, work)| Some((id, work.place?))).collect())
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// What hung in a place that is no more hangs nowhere.
async fn take_down(app: App, fact: Recorded) -> JobResult {
    let Some(Withdrawn { object }) = fact.read() else {
        return Ok(());
    };
    let orphans = app.read(move |conn| store::ids_in_place(conn, object)).await?;
    if orphans.is_empty() {
        return Ok(());
    }
    app.write(move |tx| {
        for id in &orphans {
            let withdrawn = objects::find(tx.conn, *id)?.is_none_or(|o| o.deleted_at.is_some());
            if !withdrawn {
                put(tx, *id, None)?;
            }
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// Cards of the artworks that answer a wish, and how many there are.
pub fn wall(
    conn: &mut Conn,
    lang: Lang,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Card>, i64)> {
    let (found, total) = store::search(conn, wanted, offset, limit)?;
    let tree = places::tree(conn)?;
    Ok((cards::cards(conn, lang, &tree, &found)?, total))
}

/// The places in which those of these objects are kept that are artworks and are kept in one, by artwork.
pub fn places_of(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Id>> {
    let artworks = store::find_all(conn, ids)?;
    Ok(artworks.into_iter().filter_map(|(id, artwork)| Some((id, artwork.place?))).collect())
}

/// The artwork at an address of the catalogue, withdrawn or not.
pub fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Artwork>> {
    store::find_by_slug(conn, slug)
}

/// Those of these artworks that are in the catalogue, in the order asked.
pub fn known(conn: &mut Conn, ids: &[Id]) -> Result<Vec<Artwork>> {
    let mut found = store::find_all(conn, ids)?;
    let rows = objects::find_all(conn, ids)?;
    let there = |id: &Id| rows.get(id).is_some_and(|object| object.deleted_at.is_none());
    Ok(ids.iter().filter(|id| there(id)).filter_map(|id| found.remove(id)).collect())
}

/// Artworks to choose from by title, each with its key.
pub fn choices(conn: &mut Conn, limit: i64) -> Result<Vec<(Id, String)>> {
    let (found, _) = store::search(conn, &Wanted::default(), 0, limit)?;
    Ok(found
        .into_iter()
        .map(|artwork| {
            (artwork.id, format!("{} ({})", artwork.facts.title, artwork.facts.inventory))
        })
        .collect())
}

/// The artworks with these inventory numbers, whatever their state, by number as it was asked for.
pub fn find_by_inventory(conn: &mut Conn, numbers: &[String]) -> Result<HashMap<String, Artwork>> {
    store::find_by_inventory(conn, numbers)
}

/// The artworks with these ids, withdrawn or not, by id.
pub fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Artwork>> {
    store::find_all(conn, ids)
}

/// The keys of every artwork in these places that was not withdrawn, the newest first.
pub fn ids_at(conn: &mut Conn, places: &[Id]) -> Result<Vec<Id>> {
    store::ids_at(conn, places, i64::from(i32::MAX))
}
