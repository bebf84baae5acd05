//! Documents for other servers, and what is told to them: what a page would show to anybody, and nothing else.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    kernel::id::Id,
    platform::{
        actors,
        journal::{self, ProfileChanged},
        objects::{self, Object, State, Visibility},
    },
    schema::objects as rows,
};
use serde_json::Value;

use crate::support::{Answer, Remote, TestApp};

async fn get(test: &TestApp, address: &str) -> Answer {
    test.browser().get_activity(address).await
}

async fn published(test: &TestApp, words: &str) -> Object {
    let object = test.trace(words, Visibility::Public, State::Published, None).await;
    test.settle().await;
    object
}

/// A server with one follower of the venue.
async fn listener(test: &TestApp) -> Remote {
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote
}

#[tokio::test]
async fn every_document_has_the_one_content_type_and_its_own_address() {
    let test = TestApp::new().await;
    let note = published(&test, "bonjour").await;
    let actor = "http://musee.test/actors/musee";
    let mut addresses = vec![
        "http://musee.test/actor".to_owned(),
        actor.to_owned(),
        note.iri.clone(),
        format!("{}/activity", note.iri),
        format!("{}/replies", note.iri),
        format!("{}/likes", note.iri),
        format!("{}/shares", note.iri),
        format!("http://musee.test/contexts/{}", note.id),
    ];
    for name in ["outbox", "followers", "following", "featured"] {
        addresses.push(format!("{actor}/{name}"));
        addresses.push(format!("http://musee.test/actor/{name}"));
    }
    for name in ["outbox", "followers", "following"] {
        addresses.push(format!("{actor}/{name}?page=1"));
    }
    for address in addresses {
        for accept in [
            "application/activity+json",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "*/*",
        ] {
            let mut browser = test.browser();
            let mut request = browser
                .request(http::Method::GET, &address)
                .body(axum::body::Body::empty())
                .unwrap();
            request.headers_mut().insert("accept", accept.parse().unwrap());
            let answer = browser.send(request).await;
            assert_eq!(answer.status, 200, "{address}");
            assert_eq!(answer.header("content-type"), "application/activity+json", "{address}");
            assert!(answer.header("vary").contains("Accept"), "{address}");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert_eq!(answer.json()["id"], address.as_str());
            assert!(answer.json().get("@context").is_some(), "{address}");
        }
    }
}

#[tokio::test]
async fn a_document_that_did_not_change_is_not_sent_again() {
    let test = TestApp::new().await;
    let first = get(&test, "/actors/musee").await;
    assert_eq!(first.header("cache-control"), "public, max-age=180");
    let mut browser = test.browser();
    let mut request = browser
        .request(http::Method::GET, "/actors/musee")
        .body(axum::body::Body::empty())
        .unwrap();
    let headers = request.headers_mut();
    headers.insert("accept", "application/activity+json".parse().unwrap());
    headers.insert("if-none-match", first.header("etag").parse().unwrap());
    let again = browser.send(request).await;
    assert_eq!(again.status, 304);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn a_browser_is_sent_to_the_page() {
    let test = TestApp::new().await;
    let note = published(&test, "bonjour").await;
    for (address, page) in [
        ("http://musee.test/actors/musee".to_owned(), "http://musee.test/@musee".to_owned()),
        (note.iri.clone(), note.url.clone()),
    ] {
        let answer = test.browser().get(&address).await;
        assert_eq!((answer.status, answer.location()), (303, page.as_str()));
    }
}

#[tokio::test]
async fn the_actor_is_what_every_peer_can_read() {
    let test = TestApp::new().await;
    let actor = get(&test, "/actors/musee").await.json();
    assert_eq!(actor["type"], "Organization");
    assert_eq!(actor["publicKey"]["id"], "http://musee.test/actors/musee#main-key");
    assert_eq!(actor["publicKey"]["owner"], actor["id"]);
    let pem = actor["publicKey"]["publicKeyPem"].as_str().unwrap();
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_eq!(actor["assertionMethod"][0]["type"], "Multikey");
    assert_eq!(actor["endpoints"]["sharedInbox"], "http://musee.test/inbox");
    let instance = get(&test, "/actor").await.json();
    assert_eq!(instance["type"], "Application");
    assert_eq!(instance["preferredUsername"], "musee.test");
    fn without_null(value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::Array(items) => items.iter().all(without_null),
            Value::Object(members) => members.values().all(without_null),
            _ => true,
        }
    }
    assert!(without_null(&actor) && without_null(&instance));
}

#[tokio::test]
async fn followers_are_counted_and_never_listed() {
    let test = TestApp::new().await;
    let remote = listener(&test).await;
    let followers = get(&test, "/actors/musee/followers").await;
    assert_eq!(followers.json()["totalItems"], 1);
    assert!(followers.json()["first"].is_string());
    let page = get(&test, followers.json()["first"].as_str().unwrap()).await;
    assert_eq!(page.json()["orderedItems"], serde_json::json!([]));
    assert!(!followers.contains(&remote.base) && !page.contains(&remote.base));
}

#[tokio::test]
async fn followers_are_told_to_their_own_server_when_it_signs() {
    let test = TestApp::new().await;
    let near = test.remote("mastodon").await;
    let alice = near.person("alice");
    test.follower(&alice, &near).await;
    let far = listener(&test).await;
    let unsigned = get(&test, "/actors/musee/followers_synchronization").await;
    assert_eq!(unsigned.status, 401);
    let target =
        parvis_federation::Iri::parse("http://musee.test/actors/musee/followers_synchronization")
            .unwrap();
    let headers = parvis_federation::signature::sign_cavage(
        &parvis_federation::signature::Outgoing {
            method: &http::Method::GET,
            target: &target,
            body: None,
        },
        &alice.key,
        &parvis_federation::Iri::parse(&alice.key_id).unwrap(),
        test.app.now().utc(),
    )
    .unwrap();
    let mut browser = test.browser();
    let mut request = browser
        .request(http::Method::GET, "/actors/musee/followers_synchronization")
        .body(axum::body::Body::empty())
        .unwrap();
    request.headers_mut().insert("accept", "application/activity+json".parse().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(name, value);
    }
    let answer = browser.send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["orderedItems"], serde_json::json!([alice.iri]));
    assert!(!answer.contains(&far.base));
    assert_eq!(answer.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn what_is_published_is_created_edited_and_recalled_elsewhere() {
    let test = TestApp::new().await;
    let remote = listener(&test).await;
    let note = published(&test, "première").await;
    let created = remote.received_of("Create").remove(0);
    assert_eq!(created["id"], format!("{}/activity", note.iri));
    assert_eq!(created["object"]["id"], note.iri.as_str());
    assert_eq!(created["actor"], created["object"]["attributedTo"]);
    let served = get(&test, created["id"].as_str().unwrap()).await;
    assert_eq!(served.json(), created, "what is served is what was sent");

    test.advance(Duration::from_secs(60));
    let id = note.id;
    test.app.write(move |tx| objects::revise(tx, id)).await.unwrap();
    test.settle().await;
    let updated = remote.received_of("Update").remove(0);
    assert!(updated["id"].as_str().unwrap().starts_with(&format!("{}#updates/", note.iri)));
    assert!(updated["object"]["updated"].as_str() > updated["object"]["published"].as_str());

    test.advance(Duration::from_secs(60));
    test.withdraw(id).await;
    let gone = get(&test, &note.iri).await;
    assert_eq!(gone.status, 410, "the address answers before anybody hears of it");
    assert_eq!(gone.header("content-type"), "application/activity+json");
    assert_eq!(gone.json()["formerType"], "Note");
    test.settle().await;
    let deleted = remote.received_of("Delete").remove(0);
    assert_eq!(deleted["object"]["type"], "Tombstone");
    assert_eq!(deleted["object"]["formerType"], "Note");
    assert_eq!(get(&test, &note.iri).await.json()["formerType"], "Note");
    assert_eq!(get(&test, &format!("{}/activity", note.iri)).await.status, 410);
    let said: Vec<String> = remote
        .received()
        .iter()
        .map(|activity| activity["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(said, ["Create", "Update", "Delete"]);
}

#[tokio::test]
async fn words_withdrawn_before_they_left_never_leave() {
    let test = TestApp::new().await;
    let remote = listener(&test).await;
    remote.next_inbox_answer(500, vec![], "");
    let note = published(&test, "un secret").await;
    remote.forget();
    test.withdraw(note.id).await;
    test.advance(Duration::from_secs(3600));
    test.settle().await;
    let said = remote.received();
    assert!(said.iter().all(|activity| activity["type"] == "Delete"), "{said:?}");
    assert!(!said.iter().any(|activity| activity.to_string().contains("un secret")));
}

#[tokio::test]
async fn a_reply_goes_to_whoever_it_answers() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let alice = remote.person("alice");
    let note = published(&test, "question").await;
    let reply = remote.note(&alice, "1", &note.iri, "<p>réponse</p>");
    let create = remote.create(&alice, &reply);
    assert_eq!(remote.deliver(&alice, &create).await, 202);
    test.settle().await;
    let iri = reply["id"].as_str().unwrap().to_owned();
    let parent = test.query(move |conn| {
        rows::table.filter(rows::iri.eq(iri)).select(Object::as_select()).first(conn)
    });
    let parent = parent.await;
    test.trace("merci", Visibility::Public, State::Published, Some(&parent)).await;
    test.settle().await;
    let created = remote.received_of("Create").remove(0);
    assert_eq!(created["object"]["inReplyTo"], reply["id"]);
    assert!(created["cc"].as_array().unwrap().contains(&Value::from(alice.iri.clone())));
}

#[tokio::test]
async fn a_changed_profile_is_told_to_followers_with_its_keys() {
    let test = TestApp::new().await;
    let remote = listener(&test).await;
    let actor = test.venue();
    test.app
        .write(move |tx| {
            let mut venue = actors::find(tx.conn, actor)?.unwrap();
            venue.name = "Musée neuf".to_owned();
            venue.updated_at = tx.now;
            actors::update(tx.conn, &venue)?;
            journal::record(tx, &ProfileChanged { actor })
        })
        .await
        .unwrap();
    test.settle().await;
    let update = remote.received_of("Update").remove(0);
    assert_eq!(update["object"]["name"], "Musée neuf");
    assert!(update["object"]["publicKey"]["publicKeyPem"].is_string());
}

#[tokio::test]
async fn what_a_page_would_hide_is_in_no_document_collection_or_count() {
    let test = TestApp::new().await;
    let remote = listener(&test).await;
    let root = published(&test, "visible").await;
    let mut hidden: Vec<(Id, &str)> = Vec::new();
    for (words, visibility, state) in [
        ("ici-seulement", Visibility::Here, State::Published),
        ("membres-seulement", Visibility::Members, State::Published),
        ("abonnes-seulement", Visibility::Followers, State::Published),
        ("direct-seulement", Visibility::Direct, State::Published),
        ("en-attente", Visibility::Public, State::Pending),
        ("cache", Visibility::Public, State::Hidden),
        ("retenu", Visibility::Public, State::Withheld),
    ] {
        let object = test.trace(words, visibility, state, Some(&root)).await;
        hidden.push((object.id, words));
    }
    test.settle().await;
    assert_eq!(remote.received_of("Create").len(), 1, "only what is for everybody leaves");
    for (id, words) in &hidden {
        for tail in ["", "/activity", "/replies", "/likes", "/shares"] {
            let answer = get(&test, &format!("/objects/{id}{tail}")).await;
            assert_eq!(answer.status, 404, "{words} {tail}");
        }
        assert_eq!(get(&test, &format!("/contexts/{id}")).await.status, 404, "{words}");
    }
    let ids: Vec<String> = hidden.iter().map(|(id, _)| id.to_string()).collect();
    for address in [
        root.iri.clone(),
        format!("{}/replies", root.iri),
        format!("/contexts/{}", root.id),
        "/actors/musee/outbox".to_owned(),
        "/actors/musee/outbox?page=1".to_owned(),
    ] {
        let text = get(&test, &address).await.text();
        for needle in ids.iter().map(String::as_str).chain(hidden.iter().map(|(_, words)| *words)) {
            assert!(!text.contains(needle), "{address} tells of {needle}");
        }
    }
    assert_eq!(get(&test, "/actors/musee/outbox").await.json()["totalItems"], 1);
    let thread = get(&test, &format!("/contexts/{}", root.id)).await.json();
    assert_eq!(thread["totalItems"], 1);
    let info = test.browser().get("/nodeinfo/2.1").await.json();
    assert_eq!(info["usage"]["localPosts"], 1);
    assert_eq!(info["usage"]["localComments"], 0);
}

#[tokio::test]
async fn what_was_never_public_is_not_gone_but_not_there() {
    let test = TestApp::new().await;
    let object = test.trace("ici", Visibility::Here, State::Published, None).await;
    test.withdraw(object.id).await;
    test.settle().await;
    assert_eq!(get(&test, &object.iri).await.status, 404);
}

#[tokio::test]
async fn the_outbox_embeds_activities_twenty_at_a_time() {
    let test = TestApp::new().await;
    for n in 0..25 {
        test.trace(&format!("mot {n}"), Visibility::Public, State::Published, None).await;
        // What is published at the same moment leaves side by side, in any order.
        test.settle().await;
    }
    let outbox = get(&test, "/actors/musee/outbox").await.json();
    assert_eq!(outbox["totalItems"], 25);
    let first = get(&test, outbox["first"].as_str().unwrap()).await.json();
    let items = first["orderedItems"].as_array().unwrap();
    assert_eq!(items.len(), 20);
    assert!(items[0]["object"]["content"].as_str().unwrap().contains("mot 24"), "newest first");
    assert!(items.iter().all(|item| item["type"] == "Create" && item.get("proof").is_none()));
    let second = get(&test, first["next"].as_str().unwrap()).await.json();
    assert_eq!(second["orderedItems"].as_array().unwrap().len(), 5);
    assert!(second.get("next").is_none());
}

#[tokio::test]
async fn replies_and_threads_are_listed_in_order() {
    let test = TestApp::new().await;
    let root = published(&test, "racine").await;
    let mut replies = Vec::new();
    for n in 0..22 {
        let reply =
            test.trace(&format!("r{n}"), Visibility::Public, State::Published, Some(&root)).await;
        replies.push(reply.iri);
    }
    let collection = get(&test, &format!("{}/replies", root.iri)).await.json();
    let items = |page: &Value| -> Vec<String> {
        let list = page["items"].as_array().unwrap();
        list.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(items(&collection["first"]), replies[..20]);
    let next = get(&test, collection["first"]["next"].as_str().unwrap()).await.json();
    assert_eq!(items(&next), replies[20..]);
    let thread = get(&test, &format!("/contexts/{}", root.id)).await.json();
    assert_eq!(thread["totalItems"], 23);
    assert_eq!(thread["orderedItems"][0], root.iri.as_str());
    assert_eq!(thread["attributedTo"], "http://musee.test/actors/musee");
}
