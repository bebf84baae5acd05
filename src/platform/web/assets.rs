//! Style sheet, scripts and fonts: compiled in, served for ever under a name that holds their hash.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::Path;
use crate::kernel::{
    entropy::sha256_hex,
    error::{Error, Result},
};

/// Where the source of this program can be had, as its licence asks.
pub(super) const SOURCE_URL: &str = "/a-propos#source";

#[derive(RustEmbed)]
#[folder = "src/platform/web/assets/"]
#[exclude = "*.txt"]
struct Files;

/// Name → name with hash. In a debug build files are read anew, so the hash is only that of the first read.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let hash: String = sha256_hex(&file.data).chars().take(12).collect();
            Some((name.to_string(), format!("{hash}/{name}")))
        })
        .collect()
});

/// The address of an asset.
pub fn asset_url(name: &str) -> String {
    NAMES
        .get(name)
        .map_or_else(|| format!("/assets/-/{name}"), |hashed| format!("/assets/{hashed}"))
}

/// An asset as text, for what is filled in or told more of before it is served.
pub fn text(name: &str) -> Option<String> {
    Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())
}

/// Serves an asset. The hash in its address is what lets browsers keep it for ever.
pub(super) async fn serve(Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let file = Files::get(&name).ok_or(Error::NotFound)?;
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        file.data,
    )
        .into_response())
}
