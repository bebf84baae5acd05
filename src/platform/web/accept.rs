//! What a request wants: a page for people, or the document behind it for another server.

use http::{HeaderMap, header};
use parvis_federation::ACTIVITY_JSON;

/// Does the request ask for an ActivityPub document rather than a page?
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let (activity, page) = wishes(headers);
    activity > 0.0 && activity >= page
}

/// Does the request ask for a page rather than a document? Whoever says nothing gets the document.
pub fn wants_page(headers: &HeaderMap) -> bool {
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
