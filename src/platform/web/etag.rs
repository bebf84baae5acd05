//! What a reader has already is not sent again: entity tags (RFC 9110 §8.8.3) made from the content itself.

use http::{HeaderMap, header};

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
