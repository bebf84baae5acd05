//! Artworks and places as somebody one can follow, from here and from anywhere.

use diesel::prelude::*;
use parvis::{
    features::follows,
    kernel::id::Id,
    platform::{
        actors::{self, ActorKind},
        fediverse::subjects,
        objects::{State, Visibility},
    },
    schema,
};
use serde_json::{Value, json};

use crate::{
    support::{Answer, Person, Remote},
    voices::{Hung, PUBLIC, follow_of, hung},
};

const WORK: &str = "http://musee.test/actors/les-rives-basses";

async fn find(h: &Hung, name: &str) -> Answer {
    let path = format!("/.well-known/webfinger?resource=acct:{name}@musee.test");
    h.test.browser().get(&path).await
}

/// A follow of the artwork.
fn follow(remote: &Remote, person: &Person) -> Value {
    follow_of(remote, person, WORK)
}

/// The artwork, followed by somebody elsewhere.
async fn followed(h: &Hung, remote: &Remote, handle: &str) -> Person {
    let person = remote.person(handle);
    assert_eq!(find(h, "les-rives-basses").await.status, 200);
    assert_eq!(h.deliver(remote, &person, &follow(remote, &person)).await, "applied");
    person
}

async fn share(h: &Hung, handle: &str, text: &str) {
    let mut member = h.member(handle).await;
    let answer =
        member.post(&format!("{}/traces", h.page), &[("text", text), ("share", "1")]).await;
    assert_eq!(answer.status, 303);
    h.test.settle().await;
}

#[tokio::test]
async fn an_artwork_is_found_by_the_end_of_its_address_and_by_its_label() {
    let h = hung().await;
    for name in ["les-rives-basses", "1963.4", "Les-Rives-Basses", "oeuvres-les-rives-basses"] {
        let answer = find(&h, name).await;
        assert_eq!(answer.status, 200, "{name}");
        let jrd = answer.json();
        assert_eq!(jrd["subject"], "acct:les-rives-basses@musee.test", "{name}");
    }
    let actor = h.test.browser().get_activity("/actors/les-rives-basses").await.json();
    assert_eq!(actor["id"], WORK);
    assert_eq!(actor["type"], "Service");
    assert_eq!(actor["preferredUsername"], "les-rives-basses");
    assert_eq!(actor["webfinger"], "les-rives-basses@musee.test");
    assert_eq!(actor["name"], "Les Rives basses");
    assert_eq!(actor["url"], h.artwork.url);
    assert_eq!(actor["attachment"][1]["value"], "1963.4");
    let page = h.test.browser().get("/@les-rives-basses").await;
    assert_eq!((page.status, page.location()), (303, h.page.as_str()));
}

#[tokio::test]
async fn one_artwork_has_one_actor_however_often_it_is_asked_for() {
    let h = hung().await;
    let (one, two, three) = tokio::join!(
        subjects::ensure(&h.test.app, h.artwork.id),
        subjects::ensure(&h.test.app, h.artwork.id),
        subjects::ensure(&h.test.app, h.artwork.id),
    );
    let ids = [one.unwrap().id, two.unwrap().id, three.unwrap().id];
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let made: i64 = h
        .test
        .query(|conn| {
            schema::actors::table
                .filter(schema::actors::kind.eq(ActorKind::Service))
                .count()
                .get_result(conn)
        })
        .await;
    assert_eq!(made, 1);
}

#[tokio::test]
async fn a_person_and_an_artwork_never_have_the_same_name() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    for (title, number) in [("Nymphéas", "7"), ("Nymphéas", "8")] {
        let fields =
            [("title", title), ("inventory", number), ("licence", "CC0 1.0"), ("on_show", "1")];
        let answer = admin.post("/equipe/oeuvres/nouvelle", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    h.test.settle().await;
    // Whoever comes first: a person called like an artwork keeps their name, and the artwork has its own.
    h.member("nympheas").await;
    let person = find(&h, "nympheas").await.json();
    assert_eq!(person["subject"], "acct:nympheas@musee.test");
    let work = find(&h, "oeuvres-nympheas").await.json();
    assert_eq!(work["subject"], "acct:oeuvres-nympheas@musee.test");
    let second = find(&h, "nympheas-2").await.json();
    assert_eq!(second["subject"], "acct:nympheas-2@musee.test");
    // And nobody can take the name of an artwork, made or not.
    for handle in ["oeuvres-nympheas", "les-rives-basses", "1963.4"] {
        let email = "x@example.org";
        let fields = [
            ("name", "X"),
            ("handle", handle),
            ("email", email),
            ("password", crate::support::PASSWORD),
            ("agree", "1"),
        ];
        let answer = h.test.browser().post("/inscription", &fields).await;
        assert_eq!(answer.status, 422, "{handle}");
    }
}

#[tokio::test]
async fn what_is_not_for_everybody_is_nobody_to_follow() {
    let h = hung().await;
    let trace = h.test.trace("Une phrase.", Visibility::Public, State::Published, None).await;
    assert!(subjects::ensure(&h.test.app, trace.id).await.is_err(), "words");
    assert!(subjects::ensure(&h.test.app, Id::from_raw(1)).await.is_err(), "nothing");
    for name in ["les-rives-basses-2", "personne", "0000", "les rives basses", "oeuvres-"] {
        assert_ne!(find(&h, &name.replace(' ', "%20")).await.status, 200, "{name}");
    }
    h.test.withdraw(h.artwork.id).await;
    h.test.settle().await;
    assert_eq!(find(&h, "les-rives-basses").await.status, 404, "withdrawn before it was asked for");
    assert_eq!(h.test.browser().get_activity("/actors/les-rives-basses").await.status, 404);
}

#[tokio::test]
async fn words_said_to_it_are_shared_with_whoever_follows_it_once() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    followed(&h, &remote, "alice").await;
    let accepts = remote.received_of("Accept");
    assert_eq!(accepts.len(), 1);
    assert_eq!(accepts[0]["actor"], WORK);
    share(&h, "lea", "On dirait la mer.").await;
    let shared = remote.received_of("Announce");
    assert_eq!(shared.len(), 1, "{shared:?}");
    let trace = h.trace("On dirait la mer.").await;
    assert_eq!(shared[0]["actor"], WORK);
    assert_eq!(shared[0]["object"], trace.iri);
    assert_eq!(shared[0]["to"], json!([PUBLIC]));
    assert!(shared[0].get("proof").is_some(), "whoever passes it on can show whose it is");
    // Words of other servers too, answers to answers not.
    let bob = remote.person("bob");
    let note = h.reply(&remote, &bob, "1", "<p>La crue de 1910.</p>").await;
    assert_eq!(remote.received_of("Announce").len(), 2);
    let answer = remote.note(&bob, "2", note["id"].as_str().unwrap(), "<p>Oui.</p>");
    h.deliver(&remote, &bob, &remote.create(&bob, &answer)).await;
    assert_eq!(remote.received_of("Announce").len(), 2);
    // Its outbox has them, for whoever comes later, and the work itself.
    let outbox = h.test.browser().get_activity("/actors/les-rives-basses/outbox?page=1").await;
    let outbox = outbox.json();
    let objects: Vec<&Value> =
        outbox["orderedItems"].as_array().unwrap().iter().map(|item| &item["object"]).collect();
    assert_eq!(objects, [&note["id"], &json!(trace.iri), &json!(h.artwork.iri)]);
}

#[tokio::test]
async fn what_stays_here_or_waits_is_shared_with_nobody() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    followed(&h, &remote, "alice").await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Pour ici.")]).await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let words = [("text", "Pas encore lu."), ("share", "1")];
    lea.post(&format!("{}/traces", h.page), &words).await;
    h.test.settle().await;
    assert_eq!(remote.received_of("Announce"), Vec::<Value>::new());
    let outbox = h.test.browser().get_activity("/actors/les-rives-basses/outbox?page=1").await;
    assert_eq!(outbox.json()["orderedItems"].as_array().unwrap().len(), 1, "the work alone");
    // Once it is read, it is.
    let mut admin = h.test.admin().await;
    let waiting = h.trace("Pas encore lu.").await;
    let path = format!("/equipe/moderation/{}", waiting.id);
    assert_eq!(admin.post(&path, &[("action", "approve")]).await.status, 303);
    h.test.settle().await;
    assert_eq!(remote.received_of("Announce").len(), 1);
}

#[tokio::test]
async fn what_is_hidden_changed_or_withdrawn_reaches_whoever_follows_it() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    followed(&h, &remote, "alice").await;
    share(&h, "lea", "On dirait la mer.").await;
    let trace = h.trace("On dirait la mer.").await;
    let announce = remote.received_of("Announce").pop().unwrap();
    let mut admin = h.test.admin().await;
    let path = format!("/equipe/moderation/{}", trace.id);
    assert_eq!(admin.post(&path, &[("action", "hide")]).await.status, 303);
    h.test.settle().await;
    // Staff have ten seconds to undo it.
    h.test.advance(std::time::Duration::from_secs(11));
    h.test.settle().await;
    let undone = remote.received_of("Undo");
    assert_eq!(undone.len(), 1, "{undone:?}");
    assert_eq!(undone[0]["object"]["id"], announce["id"]);
    assert_eq!(undone[0]["object"]["type"], "Announce");
    assert_eq!(remote.received_of("Delete").len(), 1, "the words themselves are recalled too");
    // Shown again, it is shared again, under another address.
    assert_eq!(admin.post(&path, &[("action", "approve")]).await.status, 303);
    h.test.settle().await;
    let again = remote.received_of("Announce");
    assert_eq!(again.len(), 2);
    assert_ne!(again[1]["id"], announce["id"]);
    // The artwork's own changes are its profile's.
    let id = h.artwork.id;
    h.test.advance(std::time::Duration::from_secs(60));
    let edited = [("title", "Les Rives hautes"), ("inventory", "1963.4"), ("on_show", "1")];
    let answer = admin.post(&format!("/equipe/oeuvres/{id}"), &edited).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
    let updates = remote.received_of("Update");
    assert!(updates.iter().any(|one| one["object"]["name"] == "Les Rives hautes"), "{updates:?}");
    // Withdrawn, it leaves for good.
    h.test.withdraw(id).await;
    h.test.settle().await;
    let deleted = remote.received_of("Delete");
    assert!(deleted.iter().any(|one| one["object"] == WORK), "{deleted:?}");
    assert_eq!(h.test.browser().get_activity("/actors/les-rives-basses").await.status, 410);
    assert_eq!(find(&h, "les-rives-basses").await.status, 410);
    let left: i64 = h.test.query(|conn| schema::follows::table.count().get_result(conn)).await;
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_venue_that_keeps_its_artworks_to_itself_says_so_to_whoever_followed() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = followed(&h, &remote, "alice").await;
    let mut lea = h.member("lea").await;
    let path = format!("/objets/{}/suivre", h.artwork.id);
    assert_eq!(lea.post(&path, &[("suivre", "oui")]).await.status, 303);
    let mut admin = h.test.admin().await;
    let settings = [("mode", "open"), ("sign_up", "open")];
    assert_eq!(admin.post("/equipe/reglages/federation", &settings).await.status, 303);
    h.test.settle().await;
    assert_eq!(remote.received_of("Reject").len(), 1);
    for path in ["/actors/les-rives-basses", "/actors/les-rives-basses/outbox?page=1"] {
        assert_eq!(h.test.browser().get_activity(path).await.status, 404, "{path}");
    }
    assert_eq!(find(&h, "les-rives-basses").await.status, 404);
    assert_eq!(find(&h, "1963.4").await.status, 404);
    let mut second = follow(&remote, &alice);
    second["id"] = json!(format!("{}-again", second["id"].as_str().unwrap()));
    assert_eq!(h.deliver(&remote, &alice, &second).await, "ignored");
    share(&h, "noe", "On dirait la mer.").await;
    assert_eq!(remote.received_of("Announce"), Vec::<Value>::new());
    // Members follow it all the same.
    let actor = actors_of(&h).await;
    let members = h.test.app.read(move |conn| follows::count(conn, actor)).await.unwrap();
    assert_eq!(members, 1);
    assert!(h.read().await.contains("@musee@musee.test"), "the venue's own address is offered");
}

async fn actors_of(h: &Hung) -> Id {
    let object = h.artwork.id;
    h.test.app.read(move |conn| subjects::of(conn, object)).await.unwrap().unwrap().id
}

#[tokio::test]
async fn a_member_follows_an_artwork_and_leaves_and_twice_is_once() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    assert!(lea.get(&h.page).await.contains(r#"name="suivre" value="oui""#));
    let path = format!("/objets/{}/suivre", h.artwork.id);
    for _ in 0..2 {
        let answer = lea.post(&path, &[("suivre", "oui"), ("back", &h.page)]).await;
        assert_eq!((answer.status, answer.location()), (303, h.page.as_str()));
    }
    assert!(lea.get(&h.page).await.contains(r#"name="suivre" value="non""#));
    assert!(lea.get("/suivis").await.contains("Les Rives basses"));
    let actor = actors_of(&h).await;
    let count = move |conn: &mut parvis::kernel::db::Conn| follows::count(conn, actor);
    assert_eq!(h.test.app.read(count).await.unwrap(), 1);
    for _ in 0..2 {
        assert_eq!(lea.post(&path, &[("suivre", "non")]).await.status, 303);
    }
    assert!(!lea.get("/suivis").await.contains("Les Rives basses"));
    assert_eq!(h.test.browser().post(&path, &[]).await.status, 303, "whoever is not signed in");
    let known = h.test.app.read(|conn| actors::find_local(conn, "les-rives-basses")).await.unwrap();
    assert!(known.is_some());
}

#[tokio::test]
async fn a_place_is_followed_like_an_artwork() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let place = [("name_fr", "Salle 1"), ("kind", "room"), ("code", "MR-1")];
    assert_eq!(admin.post("/equipe/lieux/nouveau", &place).await.status, 303);
    let jrd = find(&h, "mr-1").await.json();
    assert_eq!(jrd["subject"], "acct:salle-1@musee.test");
    let outbox = h.test.browser().get_activity("/actors/salle-1/outbox").await.json();
    assert_eq!(outbox["totalItems"], 0, "a place is nobody's news");
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut follow = remote.wrap("Follow", &alice, &json!("http://musee.test/actors/salle-1"));
    follow["to"] = json!(["http://musee.test/actors/salle-1"]);
    assert_eq!(h.deliver(&remote, &alice, &follow).await, "applied");
    let mut lea = h.member("lea").await;
    lea.post("/lieux/salle-1/traces", &[("text", "Il fait frais ici."), ("share", "1")]).await;
    h.test.settle().await;
    assert_eq!(remote.received_of("Announce").len(), 1);
}

#[tokio::test]
async fn the_box_on_a_page_leads_home_before_anybody_followed_it() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut nobody = h.test.browser();
    let asked = [("account", alice.address()), ("uri", WORK.to_owned())];
    let asked: Vec<(&str, &str)> =
        asked.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let answer = nobody.post("/suivre", &asked).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(answer.location().ends_with("les%2Drives%2Dbasses"), "{}", answer.location());
    let unknown =
        [("account", "@alice@mastodon.example"), ("uri", "http://musee.test/actors/rien-ici")];
    assert_eq!(nobody.post("/suivre", &unknown).await.status, 404);
}
