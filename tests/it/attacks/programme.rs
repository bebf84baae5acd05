//! Markup of strangers in what is announced: by the venue, by members who propose, by the houses around.

use std::time::Duration;

use parvis::{
    features::events::{self, Audience, Draft, Facts, Location, Status, When},
    kernel::clock::Time,
};
use serde_json::json;

use super::{
    Ended,
    markup::{assert_right, assert_right_feed, taken},
    vectors::vectors,
    world::{ABSENT, Who, World},
};
use crate::{
    around,
    support::Browser,
    voices::{Hung, PUBLIC},
};

played! {
    "A-XSS-01" => what_the_programme_says_is_only_words,
    "A-XSS-01" => what_members_propose_is_only_words,
    "A-XSS-01" => what_others_announce_is_only_words,
}

/// A moment of the summer, each two hours after the one before.
fn moment(n: usize) -> Time {
    let hours = Duration::from_secs(7_200 * u64::try_from(n).unwrap());
    Time::parse("2026-06-03T08:00:00Z").unwrap().plus(hours)
}

fn cut(vector: &str, length: usize) -> String {
    vector.chars().take(length).collect()
}

/// Looks at every page of a list, as far as it goes.
async fn look_through(browser: &mut Browser, list: &str, pages: usize) -> String {
    let mut all = String::new();
    for page in 1..=pages {
        let mark = if list.contains('?') { '&' } else { '?' };
        let answer = browser.get(&format!("{list}{mark}page={page}")).await;
        assert_eq!(answer.status, 200, "{list}, page {page}");
        assert_right(&answer, &format!("page {page} of {list}"));
        all.push_str(&answer.text());
    }
    all
}

/// Everywhere the programme stands.
async fn look_at_the_programme(h: &Hung) {
    let mut visitor = h.test.browser();
    for page in
        ["/", "/agenda/carte", "/agenda/embed", "/agenda/mois/2026-06", "/agenda/mois/2026-07"]
    {
        let answer = visitor.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_right(&answer, page);
    }
    let mut staff = h.test.admin().await;
    look_through(&mut staff, "/equipe/agenda", 4).await;
    look_through(&mut visitor, "/agenda", 6).await;
}

#[tokio::test]
async fn what_the_programme_says_is_only_words() -> Ended {
    let world = World::new().await;
    let h = &world.hung;
    let drafts: Vec<(Draft, String)> = vectors()
        .iter()
        .enumerate()
        .map(|(n, vector)| {
            // As a form hands it on.
            let v = vector.replace('\0', "");
            let starts = moment(n);
            let when = When {
                starts,
                ends: starts.plus(Duration::from_secs(3_600)),
                doors: None,
                open_ended: false,
                all_day: false,
                zone: chrono_tz::Europe::Paris,
            };
            let blank = Draft::blank(when);
            let facts = Facts {
                title: format!("t {}", cut(&v, 190)),
                description_fr: v.clone(),
                description_en: v.clone(),
                recap_fr: v.clone(),
                recap_en: v.clone(),
                location: Location {
                    name: cut(&v, 200),
                    street: cut(&v, 200),
                    postal_code: cut(&v, 10),
                    town: cut(&v, 120),
                    country: cut(&v, 60),
                    online_url: cut(&v, 200),
                },
                coordinates: (n % 3 == 0).then_some((47.2, -1.5)),
                price: cut(&v, 120),
                ticket_url: v.clone(),
                organisers: cut(&v, 1_000),
                performers: cut(&v, 1_000),
                ..blank.facts.clone()
            };
            let status = if n % 7 == 0 { Status::Cancelled } else { Status::Announced };
            (Draft { status, audience: Audience::Public, facts, ..blank }, v)
        })
        .collect();
    let made = h
        .test
        .app
        .write(move |tx| {
            let mut made = Vec::new();
            for (draft, vector) in &drafts {
                let mut draft = draft.clone();
                // Most are no address, and refused as one; what is taken is what is looked at.
                for addresses in [true, false] {
                    if !addresses {
                        draft.facts.ticket_url.clear();
                        draft.facts.location.online_url.clear();
                    }
                    if let Ok(event) = events::publish(tx, &draft) {
                        made.push((event.id, event.path(), vector.clone()));
                        break;
                    }
                }
            }
            Ok(made)
        })
        .await
        .unwrap();
    assert!(made.len() >= 250, "{} events", made.len());
    h.test.settle().await;
    let (mut visitor, mut staff) = (h.test.browser(), h.test.admin().await);
    for (id, path, vector) in &made {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert_right(&page, vector);
        let form = staff.get(&format!("/equipe/agenda/{id}")).await;
        assert_eq!(form.status, 200, "{path}");
        assert_right(&form, vector);
        let document = visitor.get_activity(path).await.json();
        assert_right_prose(&document["content"]);
    }
    look_at_the_programme(h).await;
    assert_right_feed(&visitor.get("/agenda.atom").await);
    world.ended().await
}

/// What other servers are given to show.
fn assert_right_prose(content: &serde_json::Value) {
    let found = super::markup::wrong(content.as_str().unwrap_or_default());
    assert!(found.is_empty(), "{content}: {found:?}");
}

#[tokio::test]
async fn what_members_propose_is_only_words() -> Ended {
    let world = World::new().await;
    let h = &world.hung;
    let (mut bob, mut staff) = (world.browser(Who::Member), world.browser(Who::Admin));
    let mut waiting = 0;
    for (n, vector) in vectors().iter().enumerate() {
        h.test.advance(Duration::from_secs(60));
        let (title, line) = (format!("p {}", cut(vector, 190)), cut(vector, 120));
        let description = format!("description_{}", if n % 2 == 0 { "fr" } else { "en" });
        let fields = [
            ("title", title.as_str()),
            (description.as_str(), vector),
            ("category", "reading"),
            ("day", "2026-07-04"),
            ("hour", "18:00"),
            ("place_name", &line),
            ("price", &line),
            ("organisers", &line),
        ];
        let answer = bob.post("/agenda/proposer", &fields).await;
        assert!([303, 422].contains(&answer.status), "{vector}: {}", answer.status);
        assert_right(&answer, vector);
        if answer.status != 303 {
            continue;
        }
        waiting += 1;
        for (browser, page) in
            [(&mut bob, "/mes-propositions"), (&mut staff, "/equipe/propositions")]
        {
            let answer = browser.get(page).await;
            assert_eq!(answer.status, 200);
            assert_right(&answer, &format!("{page}: {vector}"));
        }
        let desk = staff.get("/equipe/propositions").await.text();
        let id = desk.split("action=\"/equipe/propositions/").nth(1).expect("it waits");
        let id = id.split('"').next().unwrap().to_owned();
        assert_right(&staff.get(&format!("/equipe/agenda/{id}")).await, vector);
        let verdict = if n % 10 == 0 { "accept" } else { "decline" };
        let fields = [("verdict", verdict), ("word", vector.as_str())];
        let answer = staff.post(&format!("/equipe/propositions/{id}"), &fields).await;
        assert!([303, 422].contains(&answer.status), "{vector}: {}", answer.status);
        assert_right(&answer, vector);
        if answer.status == 422 {
            // Too long a word: the same without it.
            let fields = [("verdict", verdict), ("word", "")];
            assert_eq!(
                staff.post(&format!("/equipe/propositions/{id}"), &fields).await.status,
                303
            );
        }
        assert_right(&bob.get("/mes-propositions").await, vector);
        if n % 20 == 0 {
            h.test.settle().await;
            for page in ["/notifications", "/mes-evenements"] {
                assert_right(&bob.get(page).await, vector);
            }
            assert_right(&staff.get("/equipe/journal").await, vector);
        }
    }
    assert!(waiting >= 250, "only {waiting} were proposed");
    look_through(&mut bob, "/mes-propositions", 8).await;
    look_through(&mut staff, "/equipe/propositions?etat=decidees", 8).await;
    assert_right(&staff.get("/notifications").await, "what the team was told");
    look_through(&mut h.test.browser(), "/agenda", 1).await;
    world.ended().await
}

#[tokio::test]
async fn what_others_announce_is_only_words() -> Ended {
    let world = World::new().await;
    let h = &world.hung;
    let remote = h.test.remote("mobilizon").await;
    let group = around::actor(&remote, "theatre", "Group", "Théâtre du Port");
    let mut staff = around::follow(h, &remote, &group, true).await;
    let base = &remote.base;
    for (n, vector) in vectors().iter().enumerate() {
        h.test.advance(Duration::from_secs(10));
        let event = json!({
            "id": format!("{base}/events/{n}"), "type": "Event", "attributedTo": group.iri, "actor": group.iri,
            "name": format!("t {vector}"), "content": vector, "summary": vector, "category": vector,
            "startTime": moment(n).rfc3339(), "inLanguage": vector, "timezone": "Europe/Paris",
            "url": vector, "onlineLink": vector, "to": [PUBLIC], "cc": [],
            "externalParticipationUrl": vector,
            "tag": [{"type": "Hashtag", "name": vector, "href": vector}],
            "attachment": [{"type": "Document", "mediaType": "image/jpeg", "name": vector, "url": vector}],
            "location": [
                {"type": "Place", "name": vector, "latitude": 47.2, "longitude": -1.5, "address": {
                    "type": "PostalAddress", "streetAddress": vector, "postalCode": vector,
                    "addressLocality": vector, "addressRegion": vector, "addressCountry": vector}},
                {"type": "VirtualLocation", "url": vector},
            ],
        });
        let status = remote.deliver(&group, &remote.create(&group, &event)).await;
        assert_eq!(status, taken(vector), "{vector}");
        if n % 40 == 39 {
            h.test.settle().await;
        }
    }
    h.test.settle().await;
    let mut visitor = h.test.browser();
    let shown = look_through(&mut visitor, "/autour", 9).await;
    let shown = shown.matches("annoncé par").count();
    assert!(shown >= 250, "only {shown} are shown");
    assert_right_feed(&visitor.get("/autour.atom").await);
    let export = visitor.get("/autour.json").await.json();
    for event in export["events"].as_array().unwrap() {
        for address in ["canonicalUrl", "onlineAccessLink"] {
            let address = event[address].as_str().unwrap_or("http");
            assert!(address.starts_with("http"), "{address}");
        }
    }
    look_at_the_programme(h).await;
    look_through(&mut staff, "/equipe/autour?file=montres", 9).await;
    Ended::well(&h.test, &[&world.remote.base, &remote.base, ABSENT]).await
}
