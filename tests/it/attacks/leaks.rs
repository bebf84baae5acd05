//! What is not for everybody, asked for by everybody: the answer is that of a thing that never was.

use std::collections::BTreeMap;

use axum::body::Body;
use http::{Method, Request, header};
use parvis::platform::{
    actors,
    fediverse::policy::{self, Policy},
    objects::{Object, State, Visibility},
};
use parvis_federation::{
    Iri,
    signature::{Outgoing, sign_cavage},
};
use serde_json::Value;

use super::{Ended, world::assert_unchanged};
use crate::{
    support::{Answer, Browser, Person, TestApp},
    voices::{Hung, hung},
};

played! {
    "A-LEAK-02" => whoever_lists_what_somebody_wrote_is_shown_and_told_only_what_they_may_see,
    "A-LEAK-03" => a_shared_cache_learns_nothing_that_is_not_for_everybody,
}

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
    test.browser().send(signed(test, person, path)).await
}

fn signed(test: &TestApp, person: Option<&Person>, path: &str) -> Request<Body> {
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
    request
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

/// Who asks for lists, and how.
enum Asks<'a> {
    Signed(Option<&'a Person>),
    Page(Browser),
}

impl Asks<'_> {
    async fn get(&mut self, test: &TestApp, path: &str) -> Answer {
        match self {
            Self::Signed(person) => ask(test, *person, path).await,
            Self::Page(browser) => browser.get(path).await,
        }
    }
}

/// Every page of a collection, and how many things it says it has.
async fn walk(test: &TestApp, who: &mut Asks<'_>, path: &str) -> (String, Option<u64>, usize) {
    let top = who.get(test, path).await.json();
    let (mut text, mut listed) = (top.to_string(), items(&top));
    let mut next = top["first"].clone();
    for _ in 0..20 {
        // The first page may stand in the collection itself.
        let page = match &next {
            Value::String(address) => {
                let path = address.strip_prefix("http://musee.test").unwrap_or(address);
                who.get(test, path).await.json()
            }
            Value::Object(_) => next.clone(),
            _ => break,
        };
        text += &page.to_string();
        listed += items(&page);
        next = page["next"].clone();
    }
    (text, top["totalItems"].as_u64(), listed)
}

fn items(page: &Value) -> usize {
    ["orderedItems", "items"].iter().filter_map(|list| page[list].as_array()).map(Vec::len).sum()
}

#[tokio::test]
async fn whoever_lists_what_somebody_wrote_is_shown_and_told_only_what_they_may_see() -> Ended {
    let h = hung().await;
    let alice_in = h.member("alice").await;
    let handle = "alice".to_owned();
    let found = h.test.app.read(move |conn| actors::find_local(conn, &handle)).await.unwrap();
    let alice = found.unwrap().id;
    let remote = h.test.remote("mastodon").await;
    let (follower, stranger) = (remote.person("follower"), remote.person("stranger"));
    h.test.follower(&follower, &remote).await;
    let mut written: Vec<(String, Object)> = Vec::new();
    for (visibility, count) in [
        (Visibility::Public, 3),
        (Visibility::Unlisted, 4),
        (Visibility::Followers, 5),
        (Visibility::Direct, 6),
        (Visibility::Members, 2),
    ] {
        for n in 0..count {
            let words = format!("canari-{visibility}-{n}");
            let under = Some(&h.artwork);
            let state = State::Published;
            let trace = h.test.trace_by(alice, &words, visibility, state, under).await;
            written.push((words, trace));
        }
    }
    h.test.settle().await;
    let bob = h.member("bob").await;
    // Whoever signs for the first time is looked up; from then on nothing is written down.
    for person in [&stranger, &follower] {
        ask(&h.test, Some(person), "/actors/alice").await;
    }
    let before = h.test.state().await;
    let closed = |object: &Object| !object.visibility.is_open();
    for mut who in
        [Asks::Signed(None), Asks::Signed(Some(&stranger)), Asks::Signed(Some(&follower))]
    {
        for (path, most) in [
            ("/actors/alice/outbox".to_owned(), 3),
            ("/actors/alice/featured".to_owned(), 0),
            ("/actors/alice/followers".to_owned(), 0),
            ("/actors/alice/following".to_owned(), 0),
            (format!("/objects/{}/replies", h.artwork.id), 7),
            (format!("/contexts/{}", h.artwork.id), 8),
        ] {
            let (text, total, listed) = walk(&h.test, &mut who, &path).await;
            assert!(listed <= most, "{path} lists {listed}");
            if let Some(total) = total {
                assert!(total <= most as u64, "{path} counts {total}");
            }
            for (words, object) in written.iter().filter(|(_, object)| closed(object)) {
                let told = text.contains(words.as_str()) || text.contains(&object.iri);
                assert!(!told, "{path} tells of {words}");
            }
        }
    }
    let (text, total, listed) =
        walk(&h.test, &mut Asks::Signed(None), "/actors/alice/outbox").await;
    assert_eq!((total, listed), (Some(3), 3), "what is public is there: {text}");
    // Pages: her own profile, the work, the front page, as anybody and as a member.
    for (mut who, member) in [(Asks::Page(h.test.browser()), false), (Asks::Page(bob), true)] {
        for path in ["/@alice", h.page.as_str(), "/"] {
            let page = who.get(&h.test, path).await;
            assert_eq!(page.status, 200, "{path}");
            for (words, object) in &written {
                let may = object.visibility.is_open()
                    || (member && object.visibility == Visibility::Members);
                assert!(may || !page.contains(words), "{path} shows {words}");
            }
        }
    }
    let mut own = alice_in;
    let page = own.get("/@alice").await.text();
    assert!(page.contains("canari-"), "she finds what she wrote");
    Ended::unchanged(&h.test, &before, &[&remote.base]).await
}

/// A cache before the server that keeps whatever it may (RFC 9111), and gives it to whoever asks the same.
struct SharedCache<'a> {
    test: &'a TestApp,
    kept: Vec<(String, Vec<(String, String)>, Answer)>,
}

impl SharedCache<'_> {
    async fn get(&mut self, mut browser: Browser, request: Request<Body>) -> Answer {
        let address = request.uri().to_string();
        let asked = request.headers().clone();
        let value = |name: &str| {
            asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let known = self.kept.iter().find(|(kept, vary, _)| {
            *kept == address && vary.iter().all(|(name, said)| value(name) == *said)
        });
        if let Some((_, _, answer)) = known {
            return answer.clone();
        }
        let answer = browser.send(request).await;
        let control = answer.header("cache-control").to_ascii_lowercase();
        let forbidden = ["no-store", "private"].iter().any(|word| control.contains(word));
        let vary = answer.header("vary").to_ascii_lowercase();
        if matches!(answer.status, 200 | 301 | 404 | 410) && !forbidden && vary != "*" {
            let names = vary.split(',').map(str::trim).filter(|name| !name.is_empty());
            let varies = names.map(|name| (name.to_owned(), value(name))).collect();
            self.kept.push((address, varies, answer.clone()));
        }
        answer
    }

    async fn document(&mut self, person: Option<&Person>, path: &str) -> Answer {
        let request = signed(self.test, person, path);
        self.get(self.test.browser(), request).await
    }

    async fn page(&mut self, browser: &Browser, path: &str) -> Answer {
        let request = browser.request(Method::GET, path).body(Body::empty()).unwrap();
        self.get(browser.clone(), request).await
    }
}

#[tokio::test]
async fn a_shared_cache_learns_nothing_that_is_not_for_everybody() -> Ended {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let reader = remote.person("reader");
    h.test.follower(&reader, &remote).await;
    h.decide(|venue| {
        venue.authorized_fetch = true;
        venue.hold_member_traces = true;
    })
    .await;
    let evil = h.test.remote("evil").await;
    let mallory = evil.person("mallory");
    let host = evil.host();
    h.test.app.write(move |tx| policy::set(tx, &host, Policy::Block, "spam")).await.unwrap();
    policy::reload(&h.test.app).await.unwrap();
    let mut cache = SharedCache { test: &h.test, kept: Vec::new() };
    let mut alice = h.member("alice").await;
    let post = alice.post(&format!("{}/traces", h.page), &[("text", "Pas encore lu")]).await;
    assert_eq!(post.status, 303);
    h.test.settle().await;
    // Whoever signs for the first time is looked up.
    ask(&h.test, Some(&reader), "/actors/musee").await;
    let before = h.test.state().await;

    // For other servers: what only who signs may read.
    for path in [
        format!("/objects/{}", h.artwork.id),
        format!("/objects/{}/replies", h.artwork.id),
        format!("/contexts/{}", h.artwork.id),
        "/actors/musee".to_owned(),
        "/actors/musee/outbox".to_owned(),
        "/actors/musee/followers".to_owned(),
    ] {
        let shown = cache.document(Some(&reader), &path).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.text());
        let control = shown.header("cache-control");
        assert!(control.contains("private") && control.contains("no-store"), "{path}: {control}");
        assert_eq!(cache.document(None, &path).await.status, 401, "{path}");
        assert_eq!(cache.document(Some(&mallory), &path).await.status, 403, "{path}");
    }

    // For people: what its author alone may see, until staff have read it.
    let waiting = format!("/traces/{}", h.trace("Pas encore lu").await.id);
    let visitor = h.test.browser();
    for path in [waiting.as_str(), h.page.as_str(), "/compte", "/@alice", "/"] {
        let own = cache.page(&alice, path).await;
        assert_eq!(own.status, 200, "{path}");
        assert!(own.header("vary").contains("Cookie"), "{path}: {}", own.header("vary"));
        let other = cache.page(&visitor, path).await;
        assert!(!other.contains("Pas encore lu"), "{path} was given to somebody else");
        assert_ne!(own.body, other.body, "{path}");
    }
    assert_eq!(cache.page(&visitor, &waiting).await.status, 404);
    let told =
        |answer: &Answer| answer.contains("Pas encore lu") || answer.contains("alice@example.org");
    for (address, _, answer) in &cache.kept {
        assert!(!told(answer), "the cache keeps {address}");
        assert!(!address.starts_with("/objects/") && !address.starts_with("/compte"), "{address}");
    }
    assert_unchanged(&h.test, &before, "reading changed something").await;
    // A cache that keeps nothing would prove nothing: what is for everybody, it keeps.
    h.decide(|venue| venue.authorized_fetch = false).await;
    let path = format!("/objects/{}", h.artwork.id);
    assert_eq!(cache.document(None, &path).await.status, 200);
    assert!(cache.kept.iter().any(|(address, _, _)| *address == path), "it keeps what it may");
    Ended::well(&h.test, &[&remote.base, &evil.base]).await
}
