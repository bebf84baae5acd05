//! What visitors see of places: the tree, one place with its memory, and the way from a label.

use std::collections::BTreeMap;

use axum::{http::HeaderMap, response::Response};
use serde::Serialize;

use crate::{
    features::{
        feelings::{self, Feeling, Panel, Part},
        places::{
            kind_name,
            model::{Place, Tree},
            store,
        },
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text,
    },
    platform::{
        feature::{self, AskThread, Echo, Reading, Thread},
        fediverse,
        media::pictures::{self, PictureView},
        objects,
        web::{Card, Crumb, Ctx, Page, Path, wants_activity},
    },
};

/// How many cards a place shows before it links to the full list.
const CARDS: usize = 12;

#[derive(Clone, Debug, Serialize)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) artworks: i64,
    pub(super) traces: i64,
    pub(super) children: Vec<Self>,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) places: Vec<Node>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "places/list.html";
}

#[derive(Serialize)]
pub(super) struct ShowPage {
    pub(super) place: PlaceView,
    pub(super) feelings: Option<Panel>,
    pub(super) felt_within: Vec<Part>,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) children: Vec<Node>,
    pub(super) artworks: Vec<Card>,
    pub(super) artworks_total: i64,
    pub(super) artworks_url: String,
    pub(super) write_url: String,
    #[serde(flatten)]
    pub(super) thread: Thread,
}

impl Page for ShowPage {
    const TEMPLATE: &'static str = "places/page.html";
}

#[derive(Serialize)]
pub(super) struct PlaceView {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) description_html: Option<String>,
    pub(super) description_lang: Lang,
    pub(super) uri: String,
    pub(super) follow_address: String,
    pub(super) follow_uri: String,
    pub(super) feed_url: String,
    pub(super) picture: Option<PictureView>,
    pub(super) likes: i64,
    pub(super) boosts: i64,
    pub(super) traces_total: i64,
    pub(super) edit_url: Option<String>,
}

pub(super) async fn list(ctx: Ctx) -> Result<Response> {
    let app = ctx.app.clone();
    let lang = ctx.lang;
    let places = ctx
        .app
        .read(move |conn| {
            let tree = store::tree(conn)?;
            let ids: Vec<Id> = tree.places().iter().map(|place| place.id).collect();
            let codes = store::codes(conn, &ids)?;
            let counts = feature::counts_by_place(&app, conn)?;
            let echoes = feature::echoes(&app, conn, &ids)?;
            let view = |place: &Place| Node {
                name: place.name(lang).to_owned(),
                url: place.path(),
                kind: kind_name(place.facts.kind, lang),
                code: codes.get(&place.id).cloned().unwrap_or_default(),
                artworks: tree.within(place.id).iter().filter_map(|id| counts.get(id)).sum(),
                traces: echoes.get(&place.id).map_or(0, |echo| echo.traces),
                children: Vec::new(),
            };
            Ok(tree.top().into_iter().map(|place| branch(&tree, place, &view)).collect())
        })
        .await?;
    ctx.html(&ListPage { places })
}

fn branch(tree: &Tree, place: &Place, view: &impl Fn(&Place) -> Node) -> Node {
    let children =
        tree.inside(place.id).into_iter().map(|inner| branch(tree, inner, view)).collect();
    Node { children, ..view(place) }
}

pub(super) async fn show(
    ctx: Ctx,
    Path(slug): Path<String>,
    reading: Reading,
    headers: HeaderMap,
) -> Result<Response> {
    if wants_activity(&headers) {
        let place = ctx
            .app
            .read(move |conn| store::find_by_slug(conn, &slug))
            .await?
            .ok_or(Error::NotFound)?;
        return fediverse::serve::object_document(&ctx.app, &headers, place.id).await;
    }
    let page = assemble(&ctx, slug, reading).await?;
    ctx.html(&page)
}

/// The page of a place with a form that must be corrected, for the noun that took the form.
pub async fn render(ctx: &Ctx, slug: &str, reading: Reading) -> Result<Response> {
    let page = assemble(ctx, slug.to_owned(), reading).await?;
    ctx.html_with(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn assemble(ctx: &Ctx, slug: String, reading: Reading) -> Result<ShowPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let place = store::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
        let object = objects::visible(conn, place.id, &ctx.viewer)?;
        let lang = ctx.lang;
        let tree = store::tree(conn)?;
        let mut kept = feature::kept_at(&ctx.app, conn, lang, &tree.within(place.id))?;
        kept.cards.truncate(CARDS);
        let inner: Vec<Id> = tree.inside(place.id).iter().map(|p| p.id).collect();
        let mut codes = store::codes(conn, &[inner.as_slice(), &[place.id]].concat())?;
        let echo: Echo =
            feature::echoes(&ctx.app, conn, &[place.id])?.remove(&place.id).unwrap_or_default();
        let picture = pictures::views(conn, &[place.id], lang)?
            .remove(&place.id)
            .and_then(|list| list.into_iter().next());
        let follow = fediverse::subjects::way_to(&ctx.app, conn, &object)?;
        let thread = feature::thread(
            &ctx.app,
            conn,
            &AskThread {
                viewer: ctx.viewer.clone(),
                lang,
                subject: object.clone(),
                others: kept.objects,
                action: format!("{}/traces", place.path()),
                path: ctx.path.clone(),
                reading,
            },
        )?;
        let seen = (&ctx.viewer, lang);
        let feelings = feelings::panel(&ctx.app, conn, seen, &object, &place.path(), false)?;
        let felt_within = felt_within(&ctx, conn, &tree.within(place.id))?;
        let child = |p: &Place| Node {
            name: p.name(lang).to_owned(),
            url: p.path(),
            kind: kind_name(p.facts.kind, lang),
            code: codes.get(&p.id).cloned().unwrap_or_default(),
            artworks: 0,
            traces: 0,
            children: Vec::new(),
        };
        let children = tree.inside(place.id).into_iter().map(child).collect();
        let crumb = |p: &&Place| Crumb { label: p.name(lang).to_owned(), url: p.path() };
        Ok(ShowPage {
            crumbs: tree.around(place.id).iter().map(crumb).collect(),
            children,
            feelings,
            felt_within,
            artworks: kept.cards,
            artworks_total: kept.total,
            artworks_url: format!("/oeuvres?lieu={}", place.slug),
            write_url: format!("/objets/{}/mot", place.id),
            place: view(&ctx, &place, codes.remove(&place.id), object.iri, picture, (echo, follow)),
            thread,
        })
    })
    .await
}

/// What was felt anywhere inside, in front of whatever was there.
fn felt_within(ctx: &Ctx, conn: &mut Conn, places: &[Id]) -> Result<Vec<Part>> {
    let mut sum: BTreeMap<Feeling, i64> = BTreeMap::new();
    for felt in feelings::by_place(conn, places, None)?.into_values() {
        for (feeling, count) in felt.tally {
            *sum.entry(feeling).or_default() += count;
        }
    }
    let tally: Vec<(Feeling, i64)> = sum.into_iter().collect();
    Ok(feelings::ribbon(&tally, &ctx.app.venue().feelings, ctx.lang))
}

fn view(
    ctx: &Ctx,
    place: &Place,
    code: Option<String>,
    uri: String,
    picture: Option<PictureView>,
    (echo, (follow_address, follow_uri)): (Echo, (String, String)),
) -> PlaceView {
    let (description, written) = place.description(ctx.lang);
    let staff = ctx.viewer.is_staff();
    PlaceView {
        name: place.name(ctx.lang).to_owned(),
        code: code.unwrap_or_default(),
        kind: kind_name(place.facts.kind, ctx.lang),
        description_html: (!description.trim().is_empty())
            .then(|| text::markdown_to_html(description)),
        description_lang: written,
        uri,
        follow_address,
        follow_uri,
        feed_url: format!("{}/flux.atom", place.path()),
        picture,
        likes: echo.likes,
        boosts: echo.boosts,
        traces_total: echo.traces,
        edit_url: staff.then(|| format!("/equipe/lieux/{}", place.id)),
    }
}
