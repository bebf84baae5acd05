//! Addresses of pictures. A name holds the hash of its content, so browsers and peers keep it for ever.

use std::{fs, io, path::Path};

use axum::{
    Router,
    extract::{self, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

use super::{remote, store};
use crate::{
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::app::App,
};

/// Addresses of pictures.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/media/{file}", get(file))
        .route("/media/logo/{id}", get(logo))
        .route("/media/distant/{id}", get(distant))
}

/// Serves a file. Its content is pixels we encoded; the headers see to it that nothing takes it for a page.
async fn file(
    State(app): State<App>,
    extract::Path(name): extract::Path<String>,
    asked: HeaderMap,
) -> Result<Response> {
    let (path, mime) = app.media.locate(&name).ok_or(Error::NotFound)?;
    let tag = format!("\"{}\"", name.split('.').next().unwrap_or_default());
    let headers = [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    let known =
        asked.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers, [(header::ETAG, tag)]).into_response());
    }
    match tokio::task::spawn_blocking(move || read(&path)).await.map_err(Error::internal)? {
        Ok(bytes) => Ok((headers, [(header::ETAG, tag)], bytes).into_response()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// Reads a file of ours; a link somebody put into the folder is none.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_file() {
        fs::read(path)
    } else {
        Err(io::ErrorKind::NotFound.into())
    }
}

/// The venue's logo, known by its key because pages name it without asking the database.
async fn logo(
    State(app): State<App>,
    extract::Path(id): extract::Path<String>,
) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let venue = app.venue();
    if ![venue.logo, venue.logo_dark].contains(&Some(id)) {
        return Err(Error::NotFound);
    }
    let found = app.read(move |conn| Ok(store::find_all(conn, &[id])?.remove(&id))).await?;
    let (media, variants) = found.ok_or(Error::NotFound)?;
    let path = variants.first().map_or_else(|| media.path(), store::Variant::path);
    Ok(to_file(&path))
}

/// Our copy of a picture of another server, once it is here.
async fn distant(
    State(app): State<App>,
    extract::Path(id): extract::Path<String>,
) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let media = app.read(move |conn| remote::copy(conn, id)).await?.ok_or(Error::NotFound)?;
    Ok(to_file(&media.path()))
}

fn to_file(path: &str) -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=3600")], Redirect::temporary(path)).into_response()
}
