//! Who asks, a browser or another server, and the answer that servers get.
//!
//! For every address that has a document. Peers compare the content type with a closed list: there is one.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use parvis_federation::ACTIVITY_JSON;
use serde_json::Value;

use crate::kernel::{entropy::sha256_hex, error::Result};

/// How long caches may keep a document.
const DOCUMENT: &str = "public, max-age=180";

/// How long caches may keep a tombstone.
const TOMBSTONE: &str = "public, max-age=86400";

/// For answers that depend on who signed the request.
const SIGNED: &str = "private, no-store";

/// Does the request ask for an ActivityPub document rather than a page?
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let (activity, page) = wishes(headers);
    activity > 0.0 && activity >= page
}

/// Does the request ask for a page rather than a document? Whoever says nothing gets the document.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let (activity, page) = wishes(headers);
    page > activity
}

/// How much the request wants a document and a page, each from 0 to 1.
fn wishes(headers: &HeaderMap) -> (f32, f32) {
    let (mut activity, mut page) = (0.0f32, 0.0f32);
    let values = headers.get_all(header::ACCEPT).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    for part in texts.flat_map(|text| text.split(',')) {
        let mut pieces = part.split(';').map(str::trim);
        let kind = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let weight = pieces
            .find_map(|piece| piece.strip_prefix("q="))
            .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
        match kind.as_str() {
            ACTIVITY_JSON | "application/ld+json" => activity = activity.max(weight),
            "text/html" | "application/xhtml+xml" => page = page.max(weight),
            _ => {}
        }
    }
    (activity, page)
}

/// How an answer may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// By anybody, for a while.
    Shared,
    /// By nobody: it depends on who asked.
    ForReader,
}

/// A document, or 304 when the reader has it already.
pub(super) fn document(headers: &HeaderMap, document: &Value, keep: Keep) -> Result<Response> {
    let body = serde_json::to_string(document)?;
    Ok(text(headers, body, keep))
}

/// A document that is text already.
pub(super) fn text(headers: &HeaderMap, body: String, keep: Keep) -> Response {
    let hash = sha256_hex(body.as_bytes());
    let tag = format!("\"{}\"", hash.get(..32).unwrap_or(&hash));
    let kept = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag);
    let mut response = if kept && keep == Keep::Shared {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        activity_json(StatusCode::OK, body)
    };
    let map = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        map.insert(header::ETAG, tag);
    }
    let cache = match keep {
        Keep::Shared => DOCUMENT,
        Keep::ForReader => SIGNED,
    };
    map.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    for_everybody(map);
    response
}

/// 410 with what stands in the place of a withdrawn thing.
pub(super) fn tombstone(document: &Value) -> Result<Response> {
    let mut response = activity_json(StatusCode::GONE, serde_json::to_string(document)?);
    let map = response.headers_mut();
    map.insert(header::CACHE_CONTROL, HeaderValue::from_static(TOMBSTONE));
    for_everybody(map);
    Ok(response)
}

/// 303 to the page of the thing.
pub(super) fn see(page: &str) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response();
    let vary = HeaderValue::from_static("Accept, Signature");
    response.headers_mut().insert(header::VARY, vary);
    response
}

fn activity_json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, ACTIVITY_JSON)], body).into_response()
}

fn for_everybody(headers: &mut HeaderMap) {
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Signature"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        headers
    }

    #[test]
    fn servers_get_documents_and_people_get_pages() {
        for server in [
            "application/activity+json",
            "application/activity+json, application/ld+json",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", application/activity+json, text/html;q=0.1",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        ] {
            assert!(wants_activity(&asks(server)), "{server}");
            assert!(!wants_page(&asks(server)), "{server}");
        }
        for person in [
            "text/html",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html, application/activity+json;q=0.5",
        ] {
            assert!(!wants_activity(&asks(person)), "{person}");
            assert!(wants_page(&asks(person)), "{person}");
        }
    }

    #[test]
    fn whoever_says_nothing_gets_the_page_at_a_page_and_the_document_at_a_document() {
        for silent in [HeaderMap::new(), asks("*/*"), asks("application/json")] {
            assert!(!wants_activity(&silent));
            assert!(!wants_page(&silent));
        }
    }
}
