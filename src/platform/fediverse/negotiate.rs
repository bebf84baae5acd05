//! The answer other servers get: one content type, who may keep it, and what has not changed.
//!
//! For every address that has a document. Peers compare the content type with a closed list: there is one.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use parvis_federation::ACTIVITY_JSON;
use serde_json::Value;

use crate::{kernel::error::Result, platform::web::etag};

/// How long caches may keep a document.
const DOCUMENT: &str = "public, max-age=180";

/// How long caches may keep a tombstone.
const TOMBSTONE: &str = "public, max-age=86400";

/// For answers that depend on who signed the request.
const SIGNED: &str = "private, no-store";

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
    let tag = etag::of(body.as_bytes());
    let mut response = if etag::is_known(headers, &tag) && keep == Keep::Shared {
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
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}
