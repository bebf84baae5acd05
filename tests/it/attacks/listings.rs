//! Listings of other servers: what a source announced is read from its outbox, as far as that is worth the while.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{platform::fediverse::network::Terms, schema::around_events};
use serde_json::{Value, json};

use super::{
    Ended,
    fetching::tarpit,
    world::{NOBODY, assert_unchanged},
};
use crate::{
    around,
    support::{Browser, Person, Remote},
    voices::{Hung, PUBLIC, hung_on},
};

played! {
    "A-DOS-05" => a_listing_that_leads_on_and_on_is_read_for_two_documents,
    "A-DOS-05" => of_a_page_of_hundreds_the_first_twenty_are_looked_at,
    "A-DOS-05" => a_listing_that_is_too_large_is_left_and_long_texts_are_cut,
    "A-DOS-05" => what_is_no_event_of_the_future_for_everybody_is_not_kept,
    "A-OBJ-02" => what_a_listing_says_of_others_is_asked_of_them,
    "A-DOS-03" => a_listing_of_slow_servers_is_left,
}

/// A venue that reads what a wicked source announces, and an honest server that is spoken of.
struct Scene {
    h: Hung,
    evil: Remote,
    source: Person,
    victim: Remote,
    dave: Person,
    staff: Browser,
    outbox: String,
    before: Vec<String>,
}

impl Scene {
    async fn new() -> Self {
        Self::on(Terms::default()).await
    }

    async fn on(terms: Terms) -> Self {
        let h = hung_on(terms).await;
        let (evil, victim) = (h.test.remote("evil").await, h.test.remote("victim").await);
        let source = around::actor(&evil, "events", "Application", "Eventi");
        let dave = victim.person("dave");
        let staff = around::follow(&h, &evil, &source, true).await;
        let outbox = format!("{}/outbox", source.iri);
        let before = h.test.state().await;
        Self { h, evil, source, victim, dave, staff, outbox, before }
    }

    /// Another address on the wicked server.
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.evil.base)
    }

    /// Serves a listing, or one page of it.
    fn list(&self, at: &str, members: &Value) {
        let mut page = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": at,
            "type": "OrderedCollection", "totalItems": 1e308});
        for (name, value) in members.as_object().unwrap() {
            page[name] = value.clone();
        }
        self.evil.serve(at.strip_prefix(&self.evil.base).unwrap(), &page);
    }

    /// An event of the source that is as it should be.
    fn event(&self, n: usize) -> Value {
        let mut event = around::gancio(&self.evil, &self.source);
        event["id"] = json!(self.at(&format!("/m/{n}")));
        event["name"] = json!(format!("Concerto {n}"));
        event["attachment"] = json!([]);
        event
    }

    fn announced(&self, event: &Value) -> Value {
        self.evil.wrap("Create", &self.source, event)
    }

    /// Staff have the listing read. How many documents its server was asked for.
    async fn read(&mut self) -> usize {
        // What could not be had a moment ago is asked for again.
        self.h.test.advance(Duration::from_secs(400));
        self.evil.forget();
        self.victim.forget();
        let source = around::source_id(&self.h).await;
        let read = [("action", "read")];
        let answer = self.staff.post(&format!("/equipe/autour/sources/{source}"), &read).await;
        assert_eq!(answer.status, 303);
        self.h.test.settle().await;
        self.evil.seen().len()
    }

    async fn kept(&self) -> Vec<String> {
        let titles = around_events::table.order(around_events::id).select(around_events::title);
        self.h.test.query(move |conn| titles.load(conn)).await
    }

    async fn ended(&self) -> Ended {
        Ended::well(&self.h.test, &[&self.evil.base, &self.victim.base]).await
    }
}

#[tokio::test]
async fn a_listing_that_leads_on_and_on_is_read_for_two_documents() -> Ended {
    let mut scene = Scene::new().await;
    let outbox = scene.outbox.clone();
    let [one, two] = ["/page/1", "/page/2"].map(|path| scene.at(path));
    let endless = scene.evil.base.clone();
    scene.evil.answer_below("/endless/", move |path| {
        let n: u64 = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
        json!({"id": format!("{endless}{path}"), "type": "OrderedCollectionPage", "orderedItems": [],
            "next": format!("{endless}/endless/{}", n + 1)})
    });
    let elsewhere = format!("{}/page", scene.victim.base);
    let listings = [
        ("itself", vec![(&outbox, json!({"next": outbox, "first": outbox}))]),
        (
            "a page that names itself",
            vec![
                (&outbox, json!({"first": one})),
                (&one, json!({"next": one, "orderedItems": []})),
            ],
        ),
        (
            "two that name each other",
            vec![
                (&outbox, json!({"first": one})),
                (&one, json!({"next": two})),
                (&two, json!({"next": one})),
            ],
        ),
        ("always another", vec![(&outbox, json!({"first": scene.at("/endless/1")}))]),
        (
            "a page within the listing that leads on",
            vec![(
                &outbox,
                json!({"first": {"type": "OrderedCollectionPage", "next": one, "orderedItems": []}}),
            )],
        ),
        ("a page of another server", vec![(&outbox, json!({"first": elsewhere}))]),
        (
            "a page of ours",
            vec![(&outbox, json!({"first": "http://musee.test/actors/musee/outbox"}))],
        ),
        ("no address", vec![(&outbox, json!({"first": 7, "next": ["x", {}]}))]),
    ];
    for (about, pages) in listings {
        for (at, members) in pages {
            scene.list(at, &members);
        }
        let asked = scene.read().await;
        assert!((1..=2).contains(&asked), "{about}: {asked} documents");
        assert!(scene.victim.seen().is_empty(), "{about}: another server was asked");
        assert_unchanged(&scene.h.test, &scene.before, about).await;
    }
    scene.ended().await
}

#[tokio::test]
async fn of_a_page_of_hundreds_the_first_twenty_are_looked_at() -> Ended {
    let mut scene = Scene::new().await;
    let all: Vec<Value> = (0..500).map(|n| scene.announced(&scene.event(n))).collect();
    scene.list(&scene.outbox, &json!({"orderedItems": all, "next": scene.at("/more")}));
    assert_eq!(scene.read().await, 1, "nothing else is asked for");
    let first: Vec<String> = (0..20).map(|n| format!("Concerto {n}")).collect();
    assert_eq!(scene.kept().await, first);
    // By their addresses alone: each is asked for, and those that are known again.
    let event = scene.event(0);
    scene.evil.answer_below("/m/", move |path| {
        let mut event = event.clone();
        let base = event["id"].as_str().unwrap().strip_suffix("/m/0").unwrap().to_owned();
        event["id"] = json!(format!("{base}{path}"));
        event["name"] = json!(format!("Ballo {path}"));
        event
    });
    let all: Vec<Value> = (1_000..1_500).map(|n| json!(scene.at(&format!("/m/{n}")))).collect();
    scene.list(&scene.outbox, &json!({"orderedItems": all}));
    assert_eq!(scene.read().await, 1 + 20);
    assert_eq!(scene.kept().await.len(), 40);
    scene.ended().await
}

#[tokio::test]
async fn a_listing_that_is_too_large_is_left_and_long_texts_are_cut() -> Ended {
    let mut scene = Scene::new().await;
    let mut event = scene.event(0);
    event["content"] = json!("x".repeat(2 << 20));
    scene.list(&scene.outbox, &json!({"orderedItems": [scene.announced(&event)]}));
    assert_eq!(scene.read().await, 1);
    assert_unchanged(&scene.h.test, &scene.before, "two megabytes").await;
    let mut event = scene.event(0);
    for member in ["name", "content", "summary", "timezone", "inLanguage"] {
        event[member] = json!("mot ".repeat(25_000));
    }
    event["location"] =
        json!({"type": "Place", "name": "x".repeat(100_000), "address": "y".repeat(100_000)});
    scene.list(&scene.outbox, &json!({"orderedItems": [scene.announced(&event)]}));
    assert_eq!(scene.read().await, 1);
    let texts: Vec<(String, String, String, String, String)> = scene
        .h
        .test
        .query(|conn| {
            around_events::table
                .select((
                    around_events::title,
                    around_events::excerpt,
                    around_events::language,
                    around_events::place,
                    around_events::address,
                ))
                .load(conn)
        })
        .await;
    assert_eq!(texts.len(), 1);
    for (title, excerpt, language, place, address) in texts {
        for text in [title, excerpt, language, place, address] {
            assert!(text.chars().count() <= 281, "{} characters", text.chars().count());
        }
    }
    scene.ended().await
}

#[tokio::test]
async fn what_is_no_event_of_the_future_for_everybody_is_not_kept() -> Ended {
    let mut scene = Scene::new().await;
    let with = |member: &str, value: Value| {
        let mut event = scene.event(1);
        event[member] = value;
        scene.announced(&event)
    };
    let odd = vec![
        json!(null),
        json!(7),
        json!("pas une adresse"),
        json!([]),
        json!({}),
        json!("http://musee.test/objects/1"),
        json!(format!("http://musee.test/objects/{NOBODY}")),
        json!(scene.source.iri),
        json!({"type": "Create", "actor": scene.source.iri}),
        json!({"id": scene.at("/a/1"), "type": "Create", "actor": scene.source.iri, "object": null}),
        scene.evil.wrap(
            "Create",
            &scene.source,
            &scene.evil.note(&scene.source, "1", &scene.h.artwork.iri, "mot"),
        ),
        scene.evil.wrap("Create", &scene.source, &scene.source.document),
        with("type", json!("Note")),
        with("type", json!("Tombstone")),
        with("type", json!(["Question", "Place"])),
        with("startTime", json!(null)),
        with("startTime", json!("bientôt")),
        with("startTime", json!("2025-06-20T19:00:00+02:00")),
        {
            // A title alone may stand in the summary.
            let mut event = scene.event(1);
            event["name"] = json!(" ");
            event["summary"] = json!("");
            scene.announced(&event)
        },
        with("attributedTo", json!(null)),
        with("draft", json!(true)),
        with("to", json!([format!("{}/followers", scene.source.iri)])),
    ];
    // No more than is looked at in one go.
    for some in odd.chunks(11) {
        scene.list(&scene.outbox, &json!({"orderedItems": some}));
        let asked = scene.read().await;
        assert!((1..=1 + some.len()).contains(&asked), "{asked} documents");
        assert_unchanged(&scene.h.test, &scene.before, &format!("{some:?}")).await;
    }
    scene.ended().await
}

#[tokio::test]
async fn what_a_listing_says_of_others_is_asked_of_them() -> Ended {
    let mut scene = Scene::new().await;
    let daves = |n: usize, name: &str| {
        let mut event = around::gancio(&scene.victim, &scene.dave);
        event["id"] = json!(format!("{}/events/{n}", scene.victim.base));
        event["name"] = json!(name);
        event["attachment"] = json!([]);
        event
    };
    // The victim has the first, as it is, and knows nothing of the second.
    scene.victim.serve("/events/1", &daves(1, "Vrai"));
    let ours = {
        let mut event = scene.event(3);
        event["id"] = json!(scene.h.artwork.iri);
        event["attributedTo"] = json!("http://musee.test/actors/musee");
        event
    };
    let borrowed = {
        let mut event = scene.event(4);
        event["attributedTo"] = json!(scene.dave.iri);
        event
    };
    let items = json!([
        scene.victim.wrap("Create", &scene.dave, &daves(1, "Faux")),
        scene.announced(&daves(1, "Faux")),
        scene.announced(&daves(2, "Faux")),
        scene.announced(&ours),
        scene.announced(&borrowed),
        {"id": scene.at("/a/9"), "type": "Announce", "actor": scene.source.iri, "to": [PUBLIC],
            "object": daves(1, "Faux")},
    ]);
    scene.list(&scene.outbox, &json!({"orderedItems": items}));
    assert_eq!(scene.read().await, 1);
    assert_eq!(scene.kept().await, ["Vrai"]);
    let asked = scene.victim.seen().len();
    assert!(asked <= 6, "{asked} documents of the other server");
    let page = scene.h.test.browser().get("/autour").await.text();
    assert!(page.contains("Vrai") && !page.contains("Faux") && !page.contains("Concerto"));
    // What came is the event and whose it is; of what was here, the source was heard and nothing else.
    let after = scene.h.test.state().await;
    for gone in scene.before.iter().filter(|line| !after.contains(line)) {
        assert!(gone.contains("\"table\":\"around_sources\""), "{gone}");
    }
    scene.ended().await
}

#[tokio::test]
async fn a_listing_of_slow_servers_is_left() -> Ended {
    let terms = Terms {
        connect: Duration::from_millis(500),
        answer: Duration::from_millis(500),
        ..Terms::default()
    };
    let mut scene = Scene::on(terms).await;
    let (slow, task) = tarpit("silence").await;
    let items: Vec<String> = (0..20).map(|n| format!("{slow}/x/{n}")).collect();
    scene.list(&scene.outbox, &json!({"orderedItems": items}));
    assert_eq!(scene.read().await, 1);
    let waited = scene.h.test.net.visits().iter().filter(|to| to.starts_with(&slow)).count();
    assert!((1..=5).contains(&waited), "we waited for {waited} answers");
    assert_unchanged(&scene.h.test, &scene.before, "silence").await;
    task.abort();
    Ended::well(&scene.h.test, &[&scene.evil.base, &slow]).await
}
