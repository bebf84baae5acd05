//! The catalogue as visitors browse it.

use std::collections::BTreeMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        artworks::{self, Wanted, store},
        places,
    },
    kernel::error::Result,
    platform::web::{Card, Choice, Ctx, Page, PageNumber, Pager},
};

/// How many cards a page shows.
const PER_PAGE: i64 = 24;

/// The filters of the catalogue, as they stand in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recherche: String,
    lieu: String,
    artiste: String,
    #[serde(rename = "en-salle")]
    en_salle: String,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) artworks: Vec<Card>,
    pub(super) pager: Pager,
    pub(super) total: i64,
    pub(super) places: Vec<Choice>,
    pub(super) artists: Vec<Choice>,
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) filtered: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "artworks/list.html";
}

pub(super) async fn list(
    ctx: Ctx,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let (lang, path) = (ctx.lang, ctx.path.clone());
    let page = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let place = tree.by_slug(&asked.lieu).map(|place| place.id);
            let wanted = Wanted {
                words: asked.recherche.clone(),
                places: place.map(|id| tree.within(id)).unwrap_or_default(),
                artist: asked.artiste.clone(),
                on_show: (!asked.en_salle.is_empty()).then_some(true),
                ..Wanted::default()
            };
            let (cards, total) =
                artworks::wall(conn, lang, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let artists = store::artists(conn)?
                .into_iter()
                .map(|name| Choice::new(&name, name.clone()))
                .collect();
            Ok(ListPage {
                artworks: cards,
                pager: Pager::new(&path, page, PER_PAGE, total),
                total,
                places: places::menu_by_slug(&tree, lang),
                artists,
                filtered: !(asked.recherche.trim().is_empty()
                    && place.is_none()
                    && asked.artiste.is_empty()
                    && asked.en_salle.is_empty()),
                values: [
                    ("recherche", asked.recherche),
                    ("lieu", asked.lieu),
                    ("artiste", asked.artiste),
                    ("en_salle", asked.en_salle),
                ]
                .into(),
            })
        })
        .await?;
    ctx.html(&page)
}
