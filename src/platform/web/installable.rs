//! The site as an application on a telephone: its manifest, its icons, its service worker, the page it shows without a
//! network.
//!
//! Never on kiosks and walls: their pages do not register the worker.

use std::{io::Cursor, path::PathBuf};

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
    routing::get,
};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage, imageops};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};
use serde::Serialize;

use super::{
    address::Path,
    assets::{self, asset_url},
    context::Ctx,
    templates::Page,
    theme,
};
use crate::{
    kernel::{
        entropy::sha256_hex,
        error::{Error, Result},
        i18n::{self, Lang},
    },
    platform::{
        app::App,
        media,
        venue::{Theme, Venue},
    },
};

/// The sizes icons are asked for in: Android's two, Apple's.
const SIZES: [u32; 3] = [180, 192, 512];

/// The ground of icons and of the first moment: the paper of the style sheet by day.
const PAPER: &str = "#fbf8f3";

/// The page that says that there is no network.
const OFFLINE: &str = "/hors-ligne";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/manifest.webmanifest", get(manifest))
        .route("/sw.js", get(worker))
        .route("/icone/{name}", get(icon))
        .route(OFFLINE, get(offline))
}

#[derive(Serialize)]
pub(super) struct OfflinePage {}

impl Page for OfflinePage {
    const TEMPLATE: &'static str = "offline.html";
}

async fn offline(ctx: Ctx) -> Result<Response> {
    ctx.html(&OfflinePage {})
}

/// What an installed application is called and looks like. Asked for without cookies: in the venue's own language.
async fn manifest(State(app): State<App>) -> Response {
    let venue = app.venue();
    let lang = venue.languages.first().copied().unwrap_or(Lang::Fr);
    let text = |key: &str| i18n::text(lang, key, &i18n::Args::new());
    let version = version(&venue);
    let icon = |size: u32, purpose: &str| {
        serde_json::json!({
            "src": format!("/icone/{size}.png?v={version}"),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": purpose,
        })
    };
    let shortcut = |key: &str, url: &str| serde_json::json!({ "name": text(key), "url": url });
    let manifest = serde_json::json!({
        "id": "/",
        "name": venue.name,
        "short_name": short(&venue.name),
        "description": venue.summary(lang),
        "lang": lang.as_str(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": venue.theme.brand,
        "icons": [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
        "shortcuts": [shortcut("nav-artworks", "/oeuvres"), shortcut("nav-places", "/lieux")],
    });
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, manifest.to_string()).into_response()
}

/// A name that fits under an icon: whole words, 12 characters if they allow it.
fn short(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_whitespace() {
        if !short.is_empty() && short.chars().count() + word.chars().count() >= 12 {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// Changes with everything an icon is made from.
fn version(venue: &Venue) -> String {
    let made_of = format!("{} {:?} {}", venue.theme.brand, venue.logo, venue.name);
    sha256_hex(made_of.as_bytes()).chars().take(12).collect()
}

/// The service worker, with the addresses of this build filled in: another build is another worker.
async fn worker(State(app): State<App>) -> Result<Response> {
    let source = assets::text("sw.js").ok_or(Error::NotFound)?;
    let mut shell = vec![OFFLINE.to_owned(), theme::url(&app.venue().theme)];
    shell.extend(["style.css", "live.js", "outbox.js", "icon.svg"].map(asset_url));
    let list = serde_json::to_string(&shell).map_err(Error::internal)?;
    let script = source
        .replace("{OUTBOX}", &asset_url("outbox.js"))
        .replace("{SHELL}", &list)
        .replace("{VERSION}", &sha256_hex(list.as_bytes()).chars().take(12).collect::<String>());
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, script).into_response())
}

/// An icon: the venue's logo on paper, else the mark of the program in the venue's colour.
async fn icon(State(app): State<App>, Path(name): Path<String>) -> Result<Response> {
    let size = name.strip_suffix(".png").and_then(|size| size.parse::<u32>().ok());
    let size = size.filter(|size| SIZES.contains(size)).ok_or(Error::NotFound)?;
    let venue = app.venue();
    let logo = match venue.logo {
        Some(id) => app.read(move |conn| media::file_of(conn, id)).await?,
        None => None,
    };
    let logo = logo.map(|file| media::path_in(&app.config.data_dir, &file));
    let brand = venue.theme.brand.clone();
    let drawn = tokio::task::spawn_blocking(move || draw(logo, &brand, size));
    let png = drawn.await.map_err(Error::internal)?.map_err(Error::internal)?;
    let headers =
        [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=86400")];
    Ok((headers, png).into_response())
}

fn draw(logo: Option<PathBuf>, brand: &str, size: u32) -> anyhow::Result<Vec<u8>> {
    match logo {
        Some(path) => on_paper(&image::open(path)?, size),
        None => mark(brand, size),
    }
}

/// A picture of ours in the middle of a square of paper. A mask may cut off a tenth on each side: it stays within.
fn on_paper(logo: &DynamicImage, size: u32) -> anyhow::Result<Vec<u8>> {
    let mut square = RgbaImage::from_pixel(size, size, Rgba([0xFB, 0xF8, 0xF3, 0xFF]));
    let inner = size * 7 / 10;
    let fitted = logo.resize(inner, inner, imageops::FilterType::Lanczos3).into_rgba8();
    let place = |side: u32| i64::from((size - side.min(size)) / 2);
    imageops::overlay(&mut square, &fitted, place(fitted.width()), place(fitted.height()));
    let mut png = Cursor::new(Vec::new());
    square.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// A label on a wall.
fn mark(brand: &str, size: u32) -> anyhow::Result<Vec<u8>> {
    // Only a colour that can be read as one reaches the drawing.
    let brand = theme::colour(brand).unwrap_or_else(|| Theme::default().brand);
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\"><path fill=\"{brand}\" d=\"M0 0h48v48H0z\"/>\
         <path fill=\"{PAPER}\" d=\"M11 12h26v4H11zM11 21h18v4H11zM11 29h11v3H11zM11 36h7v3h-7z\"/></svg>"
    );
    let tree = usvg::Tree::from_str(&drawing, &usvg::Options::default())?;
    let mut canvas = Pixmap::new(size, size).ok_or_else(|| anyhow::anyhow!("no canvas"))?;
    let scale = size as f32 / 48.0;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    Ok(canvas.encode_png()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_words() {
        assert_eq!(short("Musée des Rives"), "Musée des");
        assert_eq!(short("Médiathèque"), "Médiathèque");
        assert_eq!(short(""), "");
    }

    #[test]
    fn icons_are_squares_of_the_size_asked_for_whatever_the_logo_is() {
        for logo in [None, Some((900, 40)), Some((3, 500))] {
            let png = match logo {
                None => mark("#284b63", 192).unwrap(),
                Some((width, height)) => {
                    on_paper(&DynamicImage::new_rgb8(width, height), 192).unwrap()
                }
            };
            let icon = image::load_from_memory(&png).unwrap();
            assert_eq!((icon.width(), icon.height()), (192, 192));
        }
    }
}
