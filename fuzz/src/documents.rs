//! What other servers send: signature headers, documents, answers to look-ups.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use parvis_federation::{
    Activity, Actor, Envelope, Iri, KeyDocument, Object, Post,
    collection::Collection,
    digest,
    lenient::parse_json_strict,
    nodeinfo::{Foreign, WellKnown},
    object::ForeignEvent,
    signature::{Policy, SignedRequest, inspect},
    webfinger::{Jrd, Resource, parse_handle, request_address},
};

const OURS: &str = "musee.example";

/// A request: a line per header, an empty line, the body. A line `digest` stands for the right one, so that the checks
/// behind it are reached. Whatever passes covers its own digest and names a key.
pub fn signature(data: &[u8]) {
    let cut = data.windows(2).position(|pair| pair == b"\n\n").unwrap_or(data.len());
    let (head, rest) = data.split_at(cut);
    let body = rest.get(2..).unwrap_or_default();
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n') {
        if line == b"digest" {
            headers.append("digest", digest::make(body));
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at(colon);
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(&value[1..]))
        {
            headers.append(name, value);
        }
    }
    let target_uri = Iri::parse("https://musee.example/inbox").expect("an address");
    let request = SignedRequest {
        method: &Method::POST,
        target_uri: &target_uri,
        headers: &headers,
        body: Some(body),
    };
    // 2026-06-01T10:00:00Z, the moment the corpus was signed.
    let now = chrono::DateTime::from_timestamp(1_780_308_000, 0).expect("a moment");
    if let Ok(pending) = inspect(&request, &Policy::default(), now) {
        assert!(
            pending.covers("digest") || pending.covers("content-digest"),
            "the body is not covered"
        );
        assert!(!pending.signature().is_empty() && !pending.candidates().is_empty());
    }
    let _ = digest::verify_headers(&headers, body);
}

/// A document of any kind, read as every kind. What is read twice is read the same.
pub fn document(data: &[u8]) {
    let Ok(json) = parse_json_strict(data) else { return };
    let _ = Envelope::parse(&json);
    if let Ok(activity) = Activity::parse(&json) {
        let _ = (activity.first_object(), activity.object_id(), activity.inner(), activity.emoji());
    }
    if let Ok(actor) = Actor::parse(&json) {
        assert_eq!(
            Some(actor.id.as_str()),
            json["id"].as_str().map(str::trim),
            "an actor under another name"
        );
        let _ = (actor.delivery_inbox(), actor.implements_rfc9421(), actor.handle());
    }
    if let Ok(post) = Post::parse(&json) {
        let _ = (
            post.is_vote(),
            post.mentions().count(),
            post.hashtags().count(),
            post.emoji().count(),
        );
    }
    if let Ok(event) = ForeignEvent::parse(&json) {
        assert!(event.organiser.same_origin(&event.id), "an event in somebody else's name");
    }
    let _ = Object::parse(&json);
    let _ = KeyDocument::parse(&json);
    if let Ok(collection) = Collection::parse(&json) {
        let _ = (collection.all_items(), collection.continuation());
    }
    let _ = WellKnown::parse(&json);
    let _ = Foreign::parse(&json);
    let again =
        parse_json_strict(json.to_string().as_bytes()).expect("what was read is written readably");
    assert_eq!(json, again);
}

/// A look-up by name: what is asked of us, and what others answer.
pub fn webfinger(data: &[u8]) {
    if let Some(text) = crate::text(data) {
        let _ = Resource::parse(text, OURS);
        let _ = Resource::from_query(text, OURS);
        if let Ok((name, domain)) = parse_handle(text)
            && let Ok(address) = request_address(&name, &domain)
        {
            assert_eq!(address.authority(), domain.to_lowercase(), "a look-up at another host");
            assert!(address.path() == "/.well-known/webfinger", "a look-up at another path");
        }
    }
    let Ok(json) = parse_json_strict(data) else { return };
    if let Ok(jrd) = Jrd::parse(&json) {
        let _ = (jrd.self_link(), jrd.service_link(), jrd.subject(), jrd.subscribe_template());
    }
}
