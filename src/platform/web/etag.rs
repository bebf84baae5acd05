//! What a reader has already is not sent again: entity tags (RFC 9110 §8.8.3) made from the content itself.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::kernel::entropy::sha256_hex;

/// The tag of this content.
pub fn of(body: &[u8]) -> String {
    let hash = sha256_hex(body);
    format!("\"{}\"", hash.get(..32).unwrap_or(&hash))
}

/// Does the reader say that it has this content?
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag)
}

/// A text that everybody gets alike and caches may keep for five minutes; 304 to whoever has it.
pub fn shared(headers: &HeaderMap, text: String, kind: &'static str) -> Response {
    let tag = of(text.as_bytes());
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    };
    let map = response.headers_mut();
    map.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        map.insert(header::ETAG, tag);
    }
    response
}
