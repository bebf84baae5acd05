//! `/api/oembed`, and the frame of one work or event.

use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};

use super::model::{Shown, document};
use crate::{
    features::{artworks, events, places},
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        app::App,
        media::pictures::{self, Picture, PictureView},
        objects,
        web::{self, Ctx, Page, Path, Sample, Viewer, etag},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/oembed", get(oembed)).route("/integrer/{id}", get(frame))
}

/// What an editor asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    url: String,
    format: String,
    maxwidth: String,
    maxheight: String,
}

async fn oembed(ctx: Ctx, headers: HeaderMap, Query(asked): Query<Asked>) -> Result<Response> {
    if !matches!(asked.format.as_str(), "" | "json") {
        return Ok(StatusCode::NOT_IMPLEMENTED.into_response());
    }
    let path = path_of(&ctx.app, &asked.url).ok_or(Error::NotFound)?;
    let app = ctx.app.clone();
    let lang = app.venue().main_language();
    let found = ctx
        .app
        .read(move |conn| {
            let id = named(conn, &path)?.ok_or(Error::NotFound)?;
            Ok(load(&app, conn, id, lang)?.0)
        })
        .await?;
    let pixels = |text: &str| text.parse().ok();
    let venue = ctx.app.venue();
    let said = document(
        &found,
        (&venue.name, &ctx.app.config.address("/")),
        (pixels(&asked.maxwidth), pixels(&asked.maxheight)),
    );
    let mut response = etag::shared(&headers, said.to_string(), "application/json");
    let anybody = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    Ok(response)
}

/// The path of an address of this venue; none for anything else.
fn path_of(app: &App, address: &str) -> Option<String> {
    let path = address.strip_prefix(app.config.address("/").trim_end_matches('/'))?;
    let path = path.split(['?', '#']).next()?;
    path.starts_with('/').then(|| path.trim_end_matches('/').to_owned())
}

/// The work or event whose page or object is at a path.
fn named(conn: &mut Conn, path: &str) -> Result<Option<Id>> {
    let mut parts = path.trim_start_matches('/').split('/');
    Ok(match (parts.next(), parts.next(), parts.next()) {
        (Some("agenda"), Some(slug), None) => {
            events::find_by_slug(conn, slug)?.map(|event| event.id)
        }
        (Some("oeuvres"), Some(slug), None) => {
            artworks::find_by_slug(conn, slug)?.map(|artwork| artwork.id)
        }
        (Some("objects"), Some(id), None) => id.parse().ok(),
        _ => None,
    })
}

/// A work or an event as everybody sees it; [`Error::NotFound`] for everything else.
fn load(app: &App, conn: &mut Conn, id: Id, lang: Lang) -> Result<(Shown, Option<Picture>)> {
    let object = objects::visible(conn, id, &Viewer::Anonymous)?;
    let (title, author, line, path, mut shown) = if let Some(event) = events::find(conn, id)? {
        let tree = places::tree(conn)?;
        let place = event.facts.place.and_then(|id| tree.get(id)).map(|place| place.name(lang));
        let place = place.unwrap_or(&event.facts.location.name);
        let mut line = web::period(lang, &event.facts.when.period());
        if !place.is_empty() {
            line.push_str(&format!(" · {place}"));
        }
        let path = event.path();
        (event.facts.title, None, line, path, events::shown_with(conn, &[id])?)
    } else if let Some(artwork) = artworks::find_all(conn, &[id])?.remove(&id) {
        let path = artwork.path();
        let author = Some(artwork.facts.artist).filter(|artist| !artist.is_empty());
        (artwork.facts.title, author, artwork.facts.date, path, pictures::of(conn, &[id])?)
    } else {
        return Err(Error::NotFound);
    };
    let picture = shown.remove(&id).and_then(|all| all.into_iter().next());
    let thumbnail = picture.as_ref().map(|picture| {
        let view = picture.view(lang);
        (app.config.address(&view.src), view.width, view.height)
    });
    let shown = Shown {
        title,
        author,
        line,
        url: app.config.address(&path),
        frame: app.config.address(&format!("/integrer/{}", object.id)),
        picture: thumbnail,
    };
    Ok((shown, picture))
}

#[derive(Serialize)]
struct FramePage {
    title: String,
    author: Option<String>,
    line: String,
    url: String,
    picture: Option<PictureView>,
}

impl Page for FramePage {
    const TEMPLATE: &'static str = "embeds/frame.html";
}

async fn frame(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
    let (app, lang) = (ctx.app.clone(), ctx.lang);
    let page = ctx
        .app
        .read(move |conn| {
            let (shown, picture) = load(&app, conn, id, lang)?;
            Ok(FramePage {
                title: shown.title,
                author: shown.author,
                line: shown.line,
                url: shown.url,
                picture: picture.map(|picture| picture.view(lang)),
            })
        })
        .await?;
    ctx.html(&page).map(web::framed)
}

pub(super) fn samples() -> Vec<Sample> {
    let page = FramePage {
        title: "Nocturne des crues".to_owned(),
        author: Some("Anna Delorme".to_owned()),
        line: "samedi 12 décembre 2026, 20 h".to_owned(),
        url: "https://musee.example/agenda/nocturne-des-crues".to_owned(),
        picture: None,
    };
    vec![Sample::of("an event in another page", &page)]
}
