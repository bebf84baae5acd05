//! Who follows whom, asked and answered over the wire.

use diesel::prelude::*;
use parvis::{
    features::follows,
    platform::{
        actors::{self, Actor},
        fediverse::peers,
    },
    schema,
};
use serde_json::{Value, json};

use crate::{
    support::Person,
    voices::{Hung, VENUE, again, follow, hung},
};

async fn followers(h: &Hung) -> i64 {
    let venue = h.test.app.venue().actor_id.unwrap();
    h.test.app.read(move |conn| follows::count(conn, venue)).await.unwrap()
}

async fn actor(h: &Hung, iri: &str) -> Actor {
    let iri = iri.to_owned();
    let found = h.test.app.read(move |conn| actors::find_by_iri(conn, &iri)).await;
    found.unwrap().expect("a known actor")
}

fn undo(person: &Person, activity: &Value) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}-undo", activity["id"].as_str().unwrap()),
        "type": "Undo", "actor": person.iri, "object": activity, "to": [VENUE],
    })
}

#[tokio::test]
async fn a_follow_is_accepted_and_news_arrives() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let asked = follow(&remote, &alice);
    assert_eq!(h.deliver(&remote, &alice, &asked).await, "applied");
    assert_eq!(followers(&h).await, 1);
    let accepts = remote.received_of("Accept");
    assert_eq!(accepts.len(), 1);
    let inner = &accepts[0]["object"];
    for member in ["id", "type", "actor", "object"] {
        assert_eq!(inner[member], asked[member], "{member}");
    }
    let mut admin = h.test.admin().await;
    let words = [("text", "Nocturne jeudi"), ("as_venue", "1"), ("share", "1")];
    admin.post(&format!("{}/traces", h.page), &words).await;
    h.test.settle().await;
    assert_eq!(remote.received_of("Create").len(), 1);
}

#[tokio::test]
async fn asking_again_is_answered_again_and_counts_once() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let first = follow(&remote, &alice);
    h.deliver(&remote, &alice, &first).await;
    let second = again(&first, "again");
    h.test.advance(std::time::Duration::from_secs(1));
    h.deliver(&remote, &alice, &second).await;
    let accepts = remote.received_of("Accept");
    assert_eq!(accepts.len(), 2, "{accepts:?}");
    assert_eq!(accepts[1]["object"]["id"], second["id"]);
    assert_eq!(followers(&h).await, 1);
}

#[tokio::test]
async fn a_follow_ends_by_undo_and_by_block() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, bob) = (remote.person("alice"), remote.person("bob"));
    let asked = follow(&remote, &alice);
    h.deliver(&remote, &alice, &asked).await;
    h.deliver(&remote, &bob, &follow(&remote, &bob)).await;
    assert_eq!(followers(&h).await, 2);
    assert_eq!(h.deliver(&remote, &alice, &undo(&alice, &asked)).await, "applied");
    assert_eq!(followers(&h).await, 1);
    let block = remote.wrap("Block", &bob, &json!(VENUE));
    assert_eq!(h.deliver(&remote, &bob, &block).await, "applied");
    assert_eq!(followers(&h).await, 0);
}

#[tokio::test]
async fn nobody_ends_somebody_elses_follow() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, mallory) = (remote.person("alice"), remote.person("mallory"));
    let asked = follow(&remote, &alice);
    h.deliver(&remote, &alice, &asked).await;
    assert_ne!(h.deliver(&remote, &mallory, &undo(&mallory, &asked)).await, "applied");
    assert_eq!(followers(&h).await, 1);
}

#[tokio::test]
async fn staff_remove_a_follower_whose_server_is_told() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    let mut admin = h.test.admin().await;
    assert!(admin.get("/equipe/abonnes").await.contains(&alice.address()));
    let id: parvis::kernel::id::Id =
        h.test.query(|conn| schema::follows::table.select(schema::follows::id).first(conn)).await;
    let path = format!("/equipe/abonnes/{id}");
    let mut lea = h.member("lea").await;
    assert_eq!(lea.post(&path, &[("action", "remove")]).await.status, 404);
    assert_eq!(admin.post(&path, &[("action", "remove")]).await.status, 303);
    h.test.settle().await;
    assert_eq!(followers(&h).await, 0);
    assert_eq!(remote.received_of("Reject").len(), 1);
}

#[tokio::test]
async fn a_member_follows_somebody_elsewhere_and_leaves() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.member("lea").await;
    let iri = parvis_federation::Iri::parse(&alice.iri).unwrap();
    let there = peers::get_or_fetch(&h.test.app, &iri).await.unwrap();
    let lea = actor(&h, "http://musee.test/actors/lea").await;
    let (from, to) = (lea.clone(), there.clone());
    h.test.app.write(move |tx| follows::follow(tx, &from, &to)).await.unwrap();
    h.test.settle().await;
    let asked = remote.received_of("Follow").pop().expect("a follow was sent");
    let state = || {
        h.test.query(|conn| {
            schema::follows::table.select(schema::follows::state).first::<follows::State>(conn)
        })
    };
    assert_eq!(state().await, follows::State::Pending);

    let mallory = remote.person("mallory");
    let forged = remote.wrap("Accept", &mallory, &asked);
    assert_ne!(h.deliver(&remote, &mallory, &forged).await, "applied");
    assert_eq!(state().await, follows::State::Pending);

    let accept = remote.wrap("Accept", &alice, &asked);
    assert_eq!(h.deliver(&remote, &alice, &accept).await, "applied");
    assert_eq!(state().await, follows::State::Accepted);
    let (from, to) = (lea.id, there.id);
    h.test.app.write(move |tx| follows::leave(tx, from, to)).await.unwrap();
    h.test.settle().await;
    let undo = remote.received_of("Undo").pop().expect("an undo was sent");
    assert_eq!(undo["object"]["id"], asked["id"]);
}
