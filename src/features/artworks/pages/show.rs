//! One artwork: the label on the wall, and what was said beneath. Other servers get its document instead.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    features::{
        artworks::{actions, linked_art, model::Artwork, store},
        feelings::{self, Panel},
        places,
    },
    kernel::{
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text,
    },
    platform::{
        feature::{self, AskThread, Echo, Reading, Thread},
        fediverse,
        media::pictures::{self, PictureView},
        objects::{self, Object},
        web::{Crumb, Ctx, Page, Path, wants_activity},
    },
};

#[derive(Serialize)]
pub(super) struct ShowPage {
    pub(super) artwork: ArtworkView,
    pub(super) feelings: Option<Panel>,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) write_url: String,
    #[serde(flatten)]
    pub(super) thread: Thread,
}

impl Page for ShowPage {
    const TEMPLATE: &'static str = "artworks/page.html";
}

#[derive(Serialize)]
pub(super) struct ArtworkView {
    pub(super) title: String,
    pub(super) lang: Lang,
    pub(super) inventory: String,
    pub(super) artist: Option<String>,
    pub(super) artist_dates: Option<String>,
    pub(super) artist_url: Option<String>,
    pub(super) date: Option<String>,
    pub(super) technique: Option<String>,
    pub(super) dimensions: Option<String>,
    pub(super) description_html: Option<String>,
    pub(super) description_lang: Lang,
    pub(super) credit: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) licence_url: Option<&'static str>,
    pub(super) on_show: bool,
    pub(super) place: Option<PlaceLink>,
    pub(super) pictures: Vec<PictureView>,
    pub(super) uri: String,
    pub(super) url: String,
    pub(super) share_picture: Option<String>,
    pub(super) follow_address: String,
    pub(super) follow_uri: String,
    pub(super) likes: i64,
    pub(super) boosts: i64,
    pub(super) traces_total: i64,
    pub(super) edit_url: Option<String>,
}

#[derive(Serialize)]
pub(super) struct PlaceLink {
    pub(super) name: String,
    pub(super) url: String,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(slug): Path<String>,
    reading: Reading,
    headers: HeaderMap,
) -> Result<Response> {
    if wants_activity(&headers) {
        let artwork = ctx
            .app
            .read(move |conn| store::find_by_slug(conn, &slug))
            .await?
            .ok_or(Error::NotFound)?;
        return fediverse::serve::object_document(&ctx.app, &headers, artwork.id).await;
    }
    let page = assemble(&ctx, slug, reading).await?;
    ctx.html(&page)
}

/// The page of an artwork with a form that must be corrected, for the noun that took the form.
pub async fn render(ctx: &Ctx, slug: &str, reading: Reading) -> Result<Response> {
    let page = assemble(ctx, slug.to_owned(), reading).await?;
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn assemble(ctx: &Ctx, slug: String, reading: Reading) -> Result<ShowPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let artwork = store::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
        let object = objects::visible(conn, artwork.id, &ctx.viewer)?;
        let tree = places::tree(conn)?;
        let ids = [artwork.id];
        let hanging = pictures::views(conn, &ids, ctx.lang)?.remove(&artwork.id);
        let echo = feature::echoes(&ctx.app, conn, &ids)?.remove(&artwork.id);
        let thread = feature::thread(
            &ctx.app,
            conn,
            &AskThread {
                viewer: ctx.viewer.clone(),
                lang: ctx.lang,
                subject: object.clone(),
                others: Vec::new(),
                action: format!("{}/traces", artwork.path()),
                path: ctx.path.clone(),
                reading,
            },
        )?;
        let seen = (&ctx.viewer, ctx.lang);
        let feelings = feelings::panel(&ctx.app, conn, seen, &object, &artwork.path(), false)?;
        let place = artwork
            .place
            .and_then(|id| tree.get(id))
            .map(|place| PlaceLink { name: place.name(ctx.lang).to_owned(), url: place.path() });
        let follow = fediverse::subjects::way_to(&ctx.app, conn, &object)?;
        let (hanging, echo) = (hanging.unwrap_or_default(), echo.unwrap_or_default());
        Ok(ShowPage {
            artwork: view(&ctx, &artwork, &object, hanging, place, (echo, follow)),
            feelings,
            crumbs: Vec::new(),
            write_url: format!("/objets/{}/mot", artwork.id),
            thread,
        })
    })
    .await
}

fn view(
    ctx: &Ctx,
    artwork: &Artwork,
    object: &Object,
    pictures: Vec<PictureView>,
    place: Option<PlaceLink>,
    (echo, (follow_address, follow_uri)): (Echo, (String, String)),
) -> ArtworkView {
    let facts = &artwork.facts;
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (description, written) = facts.description(ctx.lang);
    let venue = ctx.app.venue();
    let by = |artist: &str| {
        let query: String = url::form_urlencoded::byte_serialize(artist.as_bytes()).collect();
        format!("/oeuvres?artiste={query}")
    };
    ArtworkView {
        title: facts.title.clone(),
        lang: venue.main_language(),
        inventory: facts.inventory.clone(),
        artist: said(&facts.artist),
        artist_dates: said(&facts.artist_dates),
        artist_url: said(&facts.artist).map(|artist| by(&artist)),
        date: said(&facts.date),
        technique: said(&facts.technique),
        dimensions: said(&facts.dimensions),
        description_html: said(description.trim()).map(|text| text::markdown_to_html(&text)),
        description_lang: written,
        credit: said(&facts.credit),
        licence: said(&facts.licence),
        licence_url: facts.licence_url(),
        on_show: artwork.on_show,
        place,
        share_picture: pictures.first().map(|first| ctx.app.config.address(&first.src)),
        pictures,
        uri: object.iri.clone(),
        url: object.url.clone(),
        follow_address,
        follow_uri,
        likes: echo.likes,
        boosts: echo.boosts,
        traces_total: echo.traces,
        edit_url: ctx.viewer.is_staff().then(|| format!("/equipe/oeuvres/{}", artwork.id)),
    }
}

/// The record of an artwork for catalogues.
pub(super) async fn linked_art(ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let (app, viewer) = (ctx.app.clone(), ctx.viewer.clone());
    let record = ctx
        .app
        .read(move |conn| {
            let object = objects::visible(conn, id, &viewer)?;
            if object.kind != actions::KIND {
                return Err(Error::NotFound);
            }
            let artwork = store::find(conn, id)?.ok_or(Error::NotFound)?;
            let pictures = pictures::of(conn, &[id])?.remove(&id).unwrap_or_default();
            let lang = app.venue().main_language();
            let tree = places::tree(conn)?;
            let place = match artwork.place.and_then(|id| tree.get(id)) {
                Some(place) => objects::find(conn, place.id)?
                    .map(|object| (object.iri, place.name(lang).to_owned())),
                None => None,
            };
            Ok(linked_art::record(&app.config, &object, &artwork, &pictures, place))
        })
        .await?;
    let mut response = (
        [
            (header::CONTENT_TYPE, linked_art::MEDIA_TYPE),
            (header::CACHE_CONTROL, "public, max-age=180"),
        ],
        record.to_string(),
    )
        .into_response();
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}
