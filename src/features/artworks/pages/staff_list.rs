//! The catalogue as staff work on it: filters in the address, one act on many works.

use std::collections::BTreeMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        artworks::{
            actions,
            model::Artwork,
            store::{self, Order, Wanted},
        },
        places,
    },
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        audit,
        feature::{self, StaffNav},
        media::pictures,
        objects,
        web::{Choice, Ctx, Form, Page, PageNumber, Pager, Staff},
    },
};

/// How many rows a page shows.
const PER_PAGE: i64 = 50;

/// The filters, as they stand in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recherche: String,
    lieu: String,
    etat: String,
    tri: String,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) artworks: Vec<Row>,
    pub(super) total: i64,
    pub(super) pager: Pager,
    pub(super) places: Vec<Choice>,
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) filtered: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "artworks/staff_list.html";
}

#[derive(Serialize)]
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) inventory: String,
    pub(super) title: String,
    pub(super) artist: Option<String>,
    pub(super) place: Option<String>,
    pub(super) on_show: bool,
    pub(super) featured: bool,
    pub(super) traces: i64,
    pub(super) updated: Option<Time>,
    pub(super) thumb: Option<String>,
    pub(super) missing_alt: bool,
    pub(super) edit_url: String,
    pub(super) url: String,
}

pub(super) async fn list(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let (app, lang, path) = (ctx.app.clone(), ctx.lang, ctx.path.clone());
    let page = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let place: Option<Id> = asked.lieu.parse().ok();
            let wanted = Wanted {
                words: asked.recherche.clone(),
                places: place.map(|id| tree.within(id)).unwrap_or_default(),
                on_show: match asked.etat.as_str() {
                    "on_show" => Some(true),
                    "withdrawn" => Some(false),
                    _ => None,
                },
                without_picture: asked.etat == "no_picture",
                without_place: asked.etat == "no_place",
                featured: asked.etat == "featured",
                order: match asked.tri.as_str() {
                    "inventory" => Order::Inventory,
                    "title" => Order::Title,
                    _ => Order::Changed,
                },
                ..Wanted::default()
            };
            let (found, total) = store::search(conn, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let ids: Vec<Id> = found.iter().map(|artwork| artwork.id).collect();
            let echoes = feature::echoes(&app, conn, &ids)?;
            let rows = objects::find_all(conn, &ids)?;
            let hanging = pictures::of(conn, &ids)?;
            let row = |artwork: Artwork| {
                let pictures = hanging.get(&artwork.id).map_or(&[][..], Vec::as_slice);
                let said = |text: String| (!text.is_empty()).then_some(text);
                let object = rows.get(&artwork.id);
                Row {
                    id: artwork.id,
                    url: artwork.path(),
                    edit_url: format!("/equipe/oeuvres/{}", artwork.id),
                    place: artwork
                        .place
                        .and_then(|id| tree.get(id))
                        .map(|place| place.name(lang).to_owned()),
                    on_show: artwork.on_show,
                    traces: echoes.get(&artwork.id).map_or(0, |echo| echo.traces),
                    updated: object.map(|object| object.updated_at.unwrap_or(object.published_at)),
                    featured: object.is_some_and(|object| object.featured_at.is_some()),
                    thumb: pictures.first().map(pictures::Picture::thumb),
                    missing_alt: pictures.iter().any(|picture| picture.alt(lang).is_empty()),
                    inventory: artwork.facts.inventory,
                    title: artwork.facts.title,
                    artist: said(artwork.facts.artist),
                }
            };
            Ok(ListPage {
                staff_nav: StaffNav::load(&app, conn)?,
                artworks: found.into_iter().map(row).collect(),
                total,
                pager: Pager::new(&path, page, PER_PAGE, total),
                places: places::menu(&tree, lang),
                filtered: !(asked.recherche.trim().is_empty()
                    && asked.lieu.is_empty()
                    && asked.etat.is_empty()),
                values: [
                    ("recherche", asked.recherche),
                    ("lieu", asked.lieu),
                    ("etat", asked.etat),
                    ("tri", asked.tri),
                ]
                .into(),
            })
        })
        .await?;
    ctx.html(&page)
}

/// What one act does to each of the chosen works.
#[derive(Clone, Copy)]
enum Act {
    Hang(bool),
    Put(Option<Id>),
    Feature(bool),
    Withdraw,
}

/// One act on many works, all or nothing.
pub(super) async fn bulk(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    let ids: Vec<Id> = form.all("id").filter_map(|id| id.parse().ok()).collect();
    let back = match form.text("back") {
        "" => "/equipe/oeuvres",
        path => path,
    };
    let (act, name) = match form.text("action") {
        "show" => (Act::Hang(true), "artwork.show"),
        "withdraw" => (Act::Hang(false), "artwork.take-down"),
        "move" => (Act::Put(form.parse("place")), "artwork.move"),
        "feature" => (Act::Feature(true), "artwork.feature"),
        "unfeature" => (Act::Feature(false), "artwork.unfeature"),
        "delete" => (Act::Withdraw, "artwork.withdraw"),
        _ => return Err(Error::NotFound),
    };
    if ids.is_empty() {
        return Ok(ctx.redirect_saying(back, "warn", Message::new("artworks-staff-none-chosen")));
    }
    let count = ids.len();
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            for id in &ids {
                match act {
                    Act::Hang(on_show) => actions::hang(tx, *id, on_show)?,
                    Act::Put(place) => actions::put(tx, *id, place)?,
                    Act::Feature(on) => actions::feature(tx, *id, on)?,
                    Act::Withdraw => actions::withdraw(tx, *id)?,
                }
                let target = id.to_string();
                audit::record(
                    tx,
                    &audit::Entry {
                        account: Some(account),
                        action: name,
                        target_kind: "artwork",
                        target: &target,
                        ..audit::Entry::default()
                    },
                )?;
            }
            Ok(())
        })
        .await?;
    let said = Message::new("artworks-staff-bulk-done").with("count", count);
    Ok(ctx.redirect_saying(back, "ok", said))
}
