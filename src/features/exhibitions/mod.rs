//! Exhibitions: what was shown together, from when to when. A mark in the memory of its artworks and places.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use axum::Router;

pub use model::{Exhibition, Facts, day_begins, day_ends};

use crate::{
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::App,
        feature::{Feature, Heading},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Exhibitions;

impl Feature for Exhibitions {
    fn name(&self) -> &'static str {
        "exhibitions"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("exhibitions", "expositions")]
    }

    /// An exhibition is no object of the network, but what staff did with it stands in their log.
    fn headings(
        &self,
        conn: &mut Conn,
        lang: Lang,
        objects: &[Id],
    ) -> Result<HashMap<Id, Heading>> {
        let found = store::find_all(conn, objects)?;
        Ok(found
            .iter()
            .map(|one| {
                let (title, url) = (one.title(lang).to_owned(), one.path());
                (one.id, Heading { title, url, reference: None })
            })
            .collect())
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// The exhibitions these objects were part of, the latest first.
pub fn of(conn: &mut Conn, objects: &[Id]) -> Result<Vec<Exhibition>> {
    store::of(conn, objects)
}

/// The exhibition at `/expositions/{slug}`.
pub fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Exhibition>> {
    store::find_by_slug(conn, slug)
}
