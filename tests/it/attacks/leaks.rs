//! What is not for everybody, asked for by everybody: the answer is that of a thing that never was.

use std::collections::BTreeMap;

use axum::body::Body;
use http::{Method, Request, header};
use parvis::platform::{
    fediverse::policy::{self, Policy},
    objects::{Object, State, Visibility},
};
use parvis_federation::{
    Iri,
    signature::{Outgoing, sign_cavage},
};
use serde_json::Value;

use crate::{
    support::{Answer, Person, TestApp},
    voices::{Hung, hung},
};

/// A key nothing has.
const NOTHING: &str = "4611686018427387904";

/// Every address that has an object in it, for other servers and for people.
const ADDRESSES: [&str; 10] = [
    "/objects/{id}",
    "/objects/{id}/activity",
    "/objects/{id}/replies",
    "/objects/{id}/likes",
    "/objects/{id}/shares",
    "/objects/{id}/linked-art",
    "/contexts/{id}",
    "/traces/{id}",
    "/traces/{id}/fragment",
    "/suivre?uri=http%3A%2F%2Fmusee.test%2Fobjects%2F{id}",
];

/// Asks for a document, signed by somebody or not.
async fn ask(test: &TestApp, person: Option<&Person>, path: &str) -> Answer {
    let mut request = Request::get(path)
        .header(header::HOST, "musee.test")
        .header(header::ACCEPT, "application/activity+json")
        .body(Body::empty())
        .unwrap();
    if let Some(person) = person {
        let target = Iri::parse(&test.app.config.address(path)).unwrap();
        let outgoing = Outgoing { method: &Method::GET, target: &target, body: None };
        let key_id = Iri::parse(&person.key_id).unwrap();
        let now = test.app.now().utc();
        for (name, value) in sign_cavage(&outgoing, &person.key, &key_id, now).unwrap() {
            request.headers_mut().insert(name, value);
        }
    }
    test.browser().send(request).await
}

/// Everything of an answer but the address that was asked.
fn bare(answer: &Answer, id: &str) -> (u16, BTreeMap<String, String>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH);
    let headers = headers.map(|(name, value)| (name.to_string(), format!("{value:?}"))).collect();
    (answer.status, headers, answer.text().replace(id, "…"))
}

/// Words of every kind under the work, by what they are.
async fn everything(h: &Hung) -> Vec<(String, Object)> {
    let mut all = Vec::new();
    for visibility in [
        Visibility::Public,
        Visibility::Unlisted,
        Visibility::Here,
        Visibility::Members,
        Visibility::Followers,
        Visibility::Direct,
    ] {
        for state in [State::Published, State::Pending, State::Hidden, State::Withheld] {
            let words = format!("canari {visibility} {state}");
            let trace = h.test.trace(&words, visibility, state, Some(&h.artwork)).await;
            all.push((words, trace));
        }
    }
    h.test.settle().await;
    all
}

fn is_open(object: &Object) -> bool {
    object.state == State::Published && object.visibility.is_open()
}

#[tokio::test]
async fn what_is_not_for_everybody_is_not_there_however_one_asks() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let (follower, stranger) = (remote.person("follower"), remote.person("stranger"));
    h.test.follower(&follower, &remote).await;
    let all = everything(&h).await;
    for (words, object) in &all {
        let federates = object.federates();
        for pattern in ADDRESSES {
            let (path, never) =
                (pattern.replace("{id}", &object.id.to_string()), pattern.replace("{id}", NOTHING));
            for person in [None, Some(&stranger), Some(&follower)] {
                let answer = ask(&h.test, person, &path).await;
                let nothing = ask(&h.test, person, &never).await;
                if is_open(object) && !federates {
                    // For people on the site alone: other servers are told nothing of it.
                    assert!(
                        !answer.contains("canari") || path.contains("/traces/"),
                        "{path}: {words}"
                    );
                } else if !federates {
                    let id = object.id.to_string();
                    assert_eq!(bare(&answer, &id), bare(&nothing, NOTHING), "{path}: {words}");
                }
            }
            let mut visitor = h.test.browser();
            let (page, nothing) = (visitor.get(&path).await, visitor.get(&never).await);
            if !is_open(object) {
                let id = object.id.to_string();
                assert_eq!(bare(&page, &id), bare(&nothing, NOTHING), "{path}: {words}");
            }
        }
    }
}

#[tokio::test]
async fn no_list_and_no_count_tells_of_what_it_may_not_show() {
    let h = hung().await;
    let all = everything(&h).await;
    let mut visitor = h.test.browser();
    let hidden: Vec<&(String, Object)> = all.iter().filter(|(_, o)| !o.federates()).collect();
    let outbox = visitor.get_activity("/actors/musee/outbox").await.json();
    let mut listed = 0;
    let mut next = outbox["first"].clone();
    while let Some(page) = next.as_str().map(str::to_owned) {
        let page = visitor.get_activity(&page).await.json();
        listed += page["orderedItems"].as_array().map_or(0, Vec::len);
        for (words, object) in &hidden {
            let text = page.to_string();
            assert!(!text.contains(words.as_str()) && !text.contains(&object.iri), "{words}");
        }
        next = page["next"].clone();
    }
    assert_eq!(outbox["totalItems"], Value::from(listed), "the outbox counts more than it shows");
    for list in ["replies", "likes", "shares"] {
        let path = format!("/objects/{}/{list}", h.artwork.id);
        let text = visitor.get_activity(&path).await.text();
        for (words, object) in &hidden {
            assert!(!text.contains(&object.iri), "{path} tells of {words}");
        }
    }
    let context = visitor.get_activity(&format!("/contexts/{}", h.artwork.id)).await;
    let page = visitor.get(&h.page).await.text();
    let home = visitor.get("/").await.text();
    for (words, object) in &all {
        if !object.federates() {
            assert!(!context.contains(&object.iri), "the context tells of {words}");
        }
        if !is_open(object) {
            assert!(!page.contains(words.as_str()) && !home.contains(words.as_str()), "{words}");
            assert!(!page.contains(&object.id.to_string()), "the page knows {words}");
        }
    }
}

#[tokio::test]
async fn what_depends_on_the_reader_is_kept_by_no_cache() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let reader = remote.person("reader");
    h.decide(|venue| venue.authorized_fetch = true).await;
    let evil = h.test.remote("evil").await;
    let mallory = evil.person("mallory");
    let host = evil.host();
    h.test.app.write(move |tx| policy::set(tx, &host, Policy::Block, "spam")).await.unwrap();
    policy::reload(&h.test.app).await.unwrap();
    for path in [
        format!("/objects/{}", h.artwork.id),
        "/actors/musee".to_owned(),
        "/actors/musee/outbox".to_owned(),
        format!("/objects/{}/replies", h.artwork.id),
    ] {
        let shown = ask(&h.test, Some(&reader), &path).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.text());
        let kept = shown.header("cache-control");
        assert!(kept.contains("private") && kept.contains("no-store"), "{path}: {kept}");
        for name in ["Accept", "Signature"] {
            assert!(shown.header("vary").contains(name), "{path}: {}", shown.header("vary"));
        }
        for (person, status) in [(None, 401), (Some(&mallory), 403)] {
            let refused = ask(&h.test, person, &path).await;
            assert_eq!(refused.status, status, "{path}");
            assert!(!refused.header("cache-control").contains("public"), "{path}");
        }
    }
    // Pages depend on the session.
    let page = h.test.admin().await.get("/").await;
    assert!(page.header("cache-control").contains("private"));
    assert!(page.header("vary").contains("Cookie"));
}
