//! The front page: a work, what is being said, what hangs on the walls, the way in.

use axum::{http::HeaderMap, response::Response};
use serde::Serialize;

use crate::{
    features::{
        artworks::{self, Order, Wanted},
        places,
        traces::{self, Reader, TraceView},
        venue::store,
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors, feature,
        fediverse::serve,
        web::{Card, Ctx, Page, wants_activity},
    },
};

/// How many works and how many words are shown.
const WORKS: i64 = 9;
const WORDS: i64 = 5;

#[derive(Serialize)]
pub(super) struct HomePage {
    pub(super) featured: Option<Card>,
    pub(super) artworks: Vec<Card>,
    pub(super) artworks_total: i64,
    pub(super) traces: Vec<TraceView>,
    pub(super) places: Vec<PlaceLink>,
    pub(super) venue_uri: String,
    pub(super) profile: Profile,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "venue/home.html";
}

#[derive(Serialize)]
pub(super) struct PlaceLink {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) kind: String,
    pub(super) artworks: i64,
}

#[derive(Default, Serialize)]
pub(super) struct Profile {
    pub(super) address: Option<String>,
    pub(super) hours: Option<String>,
    pub(super) website: Option<String>,
}

pub(super) async fn home(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    if let Some(actor) = ctx.app.venue().actor_id.filter(|_| wants_activity(&headers)) {
        return serve::actor_document(&ctx.app, &headers, actor).await;
    }
    let inner = ctx.clone();
    let page = ctx.app.read(move |conn| read(&inner, conn)).await?;
    ctx.html(&page)
}

fn read(ctx: &Ctx, conn: &mut Conn) -> Result<HomePage> {
    let venue = ctx.app.venue();
    let wanted = Wanted { on_show: Some(true), order: Order::Featured, ..Wanted::default() };
    let (mut artworks, artworks_total) = artworks::wall(conn, ctx.lang, &wanted, 0, WORKS)?;
    let shown = artworks.iter().position(|card| card.picture.is_some());
    let featured = shown.map(|at| artworks.remove(at));
    let uri = venue
        .actor_id
        .map(|id| actors::find(conn, id))
        .transpose()?
        .flatten()
        .map(|actor| actor.iri)
        .ok_or_else(|| Error::internal("the venue has no actor"))?;
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(HomePage {
        featured,
        artworks,
        artworks_total,
        traces: latest(ctx, conn, WORDS)?,
        places: top(ctx, conn)?,
        venue_uri: uri,
        profile: Profile {
            address: said(&venue.address),
            hours: said(&venue.hours),
            website: said(&venue.website),
        },
    })
}

/// The last words everybody may read, as traces.
pub(super) fn latest(ctx: &Ctx, conn: &mut Conn, limit: i64) -> Result<Vec<TraceView>> {
    let ids = store::latest_words(conn, limit)?;
    in_order(ctx, conn, &ids)
}

fn in_order(ctx: &Ctx, conn: &mut Conn, ids: &[Id]) -> Result<Vec<TraceView>> {
    let mut found = traces::find_all(conn, ids)?;
    let ordered = ids.iter().filter_map(|id| found.remove(id)).collect();
    let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
    traces::views(&reader, conn, ordered)
}

/// The top of the tree of places, with what hangs anywhere inside each.
fn top(ctx: &Ctx, conn: &mut Conn) -> Result<Vec<PlaceLink>> {
    let tree = places::tree(conn)?;
    let counts = feature::counts_by_place(&ctx.app, conn)?;
    Ok(tree
        .top()
        .into_iter()
        .map(|place| PlaceLink {
            name: place.name(ctx.lang).to_owned(),
            url: place.path(),
            kind: places::kind_name(place.facts.kind, ctx.lang),
            artworks: tree.within(place.id).iter().filter_map(|id| counts.get(id)).sum(),
        })
        .collect())
}
