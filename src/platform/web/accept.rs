//! What a request wants: a page for people, or the document behind it for another server.

use axum::http::{HeaderMap, header};

/// True when the `Accept` header asks for an ActivityPub document and not for a page first. Browsers never do.
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let place = |kinds: &[&str]| kinds.iter().filter_map(|kind| accept.find(kind)).min();
    let document = place(&["application/activity+json", "application/ld+json"]);
    let page = place(&["text/html", "application/xhtml"]);
    match (document, page) {
        (Some(document), Some(page)) => document < page,
        (document, _) => document.is_some(),
    }
}
