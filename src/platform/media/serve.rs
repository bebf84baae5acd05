//! Addresses of pictures and sounds. A name holds the hash of its content, so browsers and peers keep it for ever.
//!
//! A part of a file may be asked for: Safari plays no sound otherwise.

use std::{fs, io, path::Path};

use axum::{
    Router,
    extract::State,
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
    platform::{app::App, web},
};

/// Addresses of pictures.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/media/{file}", get(file))
        .route("/media/logo/{id}", get(logo))
        .route("/media/distant/{id}", get(distant))
}

/// Serves a file or a part of it. Its content is pixels or samples we wrote; the headers see to it that nothing takes it for a page.
async fn file(
    State(app): State<App>,
    web::Path(name): web::Path<String>,
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
        (header::ACCEPT_RANGES, "bytes"),
    ];
    let known =
        asked.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers, [(header::ETAG, tag)]).into_response());
    }
    match tokio::task::spawn_blocking(move || read(&path)).await.map_err(Error::internal)? {
        Ok(bytes) => Ok(match Part::asked(&asked, &tag, bytes.len()) {
            Part::Whole => (headers, [(header::ETAG, tag)], bytes).into_response(),
            Part::Some(from, to) => {
                let place = format!("bytes {from}-{to}/{}", bytes.len());
                let part = bytes.get(from..=to).unwrap_or_default().to_vec();
                let told = [(header::ETAG, tag), (header::CONTENT_RANGE, place)];
                (StatusCode::PARTIAL_CONTENT, headers, told, part).into_response()
            }
            Part::None => {
                let place = format!("bytes */{}", bytes.len());
                let told = [(header::CONTENT_RANGE, place)];
                (StatusCode::RANGE_NOT_SATISFIABLE, told).into_response()
            }
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// How much of a file is asked for (RFC 9110 §14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// From this byte to that one, both included.
    Some(usize, usize),
    /// What is asked for is not there.
    None,
}

impl Part {
    /// One range of bytes is understood; several, other units and nonsense get the whole file, as they may.
    fn asked(headers: &HeaderMap, tag: &str, length: usize) -> Self {
        let same =
            headers.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
        let range =
            headers.get(header::RANGE).filter(|_| same).and_then(|range| range.to_str().ok());
        let Some((from, to)) =
            range.and_then(|range| range.strip_prefix("bytes=")?.trim().split_once('-'))
        else {
            return Self::Whole;
        };
        let last = length.saturating_sub(1);
        match (from.parse::<usize>(), to.parse::<usize>()) {
            (Ok(from), _) if to.is_empty() && from <= last => Self::Some(from, last),
            (Ok(from), Ok(to)) if from <= to && from <= last => Self::Some(from, to.min(last)),
            (Err(_), Ok(count)) if from.is_empty() && count > 0 => {
                Self::Some(length.saturating_sub(count), last)
            }
            (Ok(from), _) if from > last && (to.is_empty() || to.parse::<usize>().is_ok()) => {
                Self::None
            }
            (Err(_), Ok(0)) if from.is_empty() => Self::None,
            _ => Self::Whole,
        }
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
async fn logo(State(app): State<App>, web::Path(id): web::Path<String>) -> Result<Response> {
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
async fn distant(State(app): State<App>, web::Path(id): web::Path<String>) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let media = app.read(move |conn| remote::copy(conn, id)).await?.ok_or(Error::NotFound)?;
    Ok(to_file(&media.path()))
}

fn to_file(path: &str) -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=3600")], Redirect::temporary(path)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_nonsense_gets_the_whole() {
        let part = |range: &str, if_range: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, range.parse().unwrap());
            if let Some(tag) = if_range {
                headers.insert(header::IF_RANGE, tag.parse().unwrap());
            }
            Part::asked(&headers, "\"a\"", 10)
        };
        assert_eq!(part("bytes=0-1", None), Part::Some(0, 1));
        assert_eq!(part("bytes=4-", None), Part::Some(4, 9));
        assert_eq!(part("bytes=4-400", None), Part::Some(4, 9));
        assert_eq!(part("bytes=-3", None), Part::Some(7, 9));
        assert_eq!(part("bytes=-30", None), Part::Some(0, 9));
        assert_eq!(part("bytes=0-1", Some("\"a\"")), Part::Some(0, 1));
        assert_eq!(part("bytes=0-1", Some("\"b\"")), Part::Whole);
        for past in ["bytes=10-", "bytes=10-20", "bytes=-0"] {
            assert_eq!(part(past, None), Part::None, "{past}");
        }
        for odd in ["bytes=0-1,3-4", "lines=0-1", "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b"] {
            assert_eq!(part(odd, None), Part::Whole, "{odd}");
        }
    }
}
