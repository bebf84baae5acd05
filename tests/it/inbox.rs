//! What the inbox takes and what it refuses, and that a refusal leaves nothing behind.

use std::time::Duration;

use axum::body::Body;
use diesel::prelude::*;
use parvis::{
    platform::fediverse::policy::{self, Policy},
    schema::{actors, inbound},
};
use parvis_federation::{key::PrivateKey, proof};
use serde_json::{Value, json};

use crate::support::{Forge, Person, Remote, Scheme, TestApp, http_date};

/// A follow of the venue: every server knows it, and it says little.
fn follow(remote: &Remote, person: &Person) -> Value {
    remote.wrap("Follow", person, &json!("http://musee.test/actors/musee"))
}

async fn stored(test: &TestApp) -> i64 {
    test.query(|conn| inbound::table.count().get_result(conn)).await
}

/// The state and the outcome of the only stored activity.
async fn outcome(test: &TestApp) -> (String, String) {
    test.query(|conn| inbound::table.select((inbound::state, inbound::outcome)).first(conn)).await
}

/// What the stored activities are recognised by.
async fn keys(test: &TestApp) -> Vec<String> {
    test.query(|conn| inbound::table.select(inbound::activity_iri).load(conn)).await
}

fn fetches(remote: &Remote, path: &str) -> usize {
    let seen = remote.seen();
    seen.iter().filter(|seen| seen.path == path).count()
}

#[tokio::test]
async fn a_signed_activity_is_taken_once_however_often_it_comes() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let activity = follow(&remote, &nour);
    for _ in 0..5 {
        assert_eq!(remote.deliver(&nour, &activity).await, 202);
    }
    // The same activity signed anew is no new activity either.
    test.advance(Duration::from_secs(60));
    assert_eq!(remote.deliver(&nour, &activity).await, 202);
    test.settle().await;
    assert_eq!(remote.deliver(&nour, &activity).await, 202);
    assert_eq!(stored(&test).await, 1);
    assert_eq!(fetches(&remote, "/users/nour"), 1);
    assert_eq!(outcome(&test).await, ("applied".to_owned(), String::new()));
}

#[tokio::test]
async fn both_signature_schemes_are_verified() {
    let test = TestApp::new().await;
    let remote = test.remote("fedify").await;
    let nour = remote.person("nour");
    let activity = follow(&remote, &nour);
    assert_eq!(remote.deliver_rfc9421(&nour, &activity).await, 202);
    let mut swapped =
        remote.signed("/inbox", &nour, activity.to_string().into_bytes(), Scheme::Rfc9421);
    *swapped.body_mut() = Body::from(activity.to_string().replace("Follow", "Undo"));
    assert_eq!(remote.send(swapped).await, 401);
}

#[tokio::test]
async fn a_swapped_body_is_refused() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let forge = Forge::new(&nour, test.app.now(), &follow(&remote, &nour));
    let mut request = forge.request();
    let other = remote.wrap("Like", &nour, &json!("http://musee.test/actors/musee"));
    *request.body_mut() = Body::from(other.to_string());
    assert_eq!(remote.send(request).await, 401);
    assert_eq!(stored(&test).await, 0);
    assert_eq!(remote.seen().len(), 0, "nothing is fetched for a forged body");
}

#[tokio::test]
async fn a_signature_that_covers_too_little_is_refused() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let activity = follow(&remote, &nour);
    for covered in [
        vec!["(request-target)", "host", "date"],
        vec!["host", "date", "digest"],
        vec!["(request-target)", "date", "digest"],
        vec!["(request-target)", "host", "digest"],
    ] {
        let mut forge = Forge::new(&nour, test.app.now(), &activity);
        forge.covered.clone_from(&covered);
        assert_eq!(remote.send(forge.request()).await, 401, "{covered:?}");
    }
    let mut bare = Forge::new(&nour, test.app.now(), &activity).request();
    bare.headers_mut().remove("digest");
    assert_eq!(remote.send(bare).await, 401);
    let mut unsigned = Forge::new(&nour, test.app.now(), &activity).request();
    unsigned.headers_mut().remove("signature");
    assert_eq!(remote.send(unsigned).await, 401);
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn doubled_headers_are_malformed() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    for name in ["digest", "date", "signature", "host"] {
        let mut request = Forge::new(&nour, test.app.now(), &follow(&remote, &nour)).request();
        let value = request.headers()[name].clone();
        request.headers_mut().append(http::HeaderName::from_static(name), value);
        assert_eq!(remote.send(request).await, 400, "{name}");
    }
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn a_request_signed_for_another_host_is_misdirected() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let mut forge = Forge::new(&nour, test.app.now(), &follow(&remote, &nour));
    forge.host = "elsewhere.test";
    assert_eq!(remote.send(forge.request()).await, 421);
    // The same signature cannot be brought here under our name either.
    let mut renamed = forge.request();
    renamed.headers_mut().insert("host", "musee.test".parse().unwrap());
    assert_eq!(remote.send(renamed).await, 401);
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn a_signature_holds_for_sixty_five_minutes_either_way() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let now = test.app.now();
    let minutes = |n: u64| Duration::from_secs(n * 60);
    for (date, status) in [
        (http_date(now.minus(minutes(66))), 401),
        (http_date(now.minus(minutes(64))), 202),
        (http_date(now.plus(minutes(64))), 202),
        (http_date(now.plus(minutes(66))), 401),
        (http_date(now.plus(minutes(365 * 24 * 60))), 401),
        ("yesterday".to_owned(), 401),
    ] {
        let mut forge = Forge::new(&nour, now, &follow(&remote, &nour));
        forge.date.clone_from(&date);
        assert_eq!(remote.send(forge.request()).await, status, "{date}");
    }
}

#[tokio::test]
async fn nobody_signs_for_a_neighbour() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let (nour, eve) = (remote.person("nour"), remote.person("eve"));
    let activity = follow(&remote, &nour);
    assert_eq!(remote.deliver(&eve, &activity).await, 401);
    assert_eq!(stored(&test).await, 0);
    assert_eq!(remote.deliver(&nour, &activity).await, 202);
}

#[tokio::test]
async fn a_key_is_its_owners_only_when_the_owner_says_so() {
    let test = TestApp::new().await;
    let victim = test.remote("victim").await;
    let evil = test.remote("evil").await;
    let dave = victim.person("dave");
    let mut mallory = evil.person("mallory");
    let claimed = format!("{}/k1", evil.base);
    evil.serve(
        "/k1",
        &json!({"@context": "https://w3id.org/security/v1", "id": claimed, "owner": dave.iri,
            "publicKeyPem": mallory.key.public().to_pem()}),
    );
    mallory.key_id = claimed;
    let activity = follow(&victim, &dave);
    assert_eq!(evil.deliver(&mallory, &activity).await, 401);
    assert_eq!(stored(&test).await, 0);
    assert_eq!(victim.deliver(&dave, &activity).await, 202);
}

#[tokio::test]
async fn a_changed_key_is_fetched_again_once() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let before = remote.person("nour");
    assert_eq!(remote.deliver(&before, &follow(&remote, &before)).await, 202);
    test.settle().await;
    test.advance(Duration::from_secs(600));
    remote.forget();
    let after = remote.person("nour");
    let like = remote.wrap("Like", &after, &json!("http://musee.test/actors/musee"));
    assert_eq!(remote.deliver(&after, &like).await, 202);
    assert_eq!(fetches(&remote, "/users/nour"), 1);
    // Whoever has neither key makes us ask once more and no more.
    test.advance(Duration::from_secs(301));
    remote.forget();
    let mut forger = after.clone();
    forger.key = PrivateKey::generate_rsa_2048().unwrap();
    for n in 0..20 {
        let mut one = like.clone();
        one["id"] = json!(format!("{}/activities/forged-{n}", remote.base));
        assert_eq!(remote.deliver(&forger, &one).await, 401);
    }
    assert_eq!(fetches(&remote, "/users/nour"), 1);
    assert_eq!(remote.deliver(&before, &like).await, 401, "the old key is no key");
}

#[tokio::test]
async fn a_key_that_cannot_be_had_is_asked_for_once() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    remote.script("/users/nour", 404, vec![], "");
    for _ in 0..5 {
        assert_eq!(remote.deliver(&nour, &follow(&remote, &nour)).await, 401);
    }
    assert_eq!(fetches(&remote, "/users/nour"), 1);
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn documents_of_other_media_types_are_not_actors() {
    let test = TestApp::new().await;
    for kind in ["application/json", "text/html", "text/plain", "image/png", "application/ld+json"]
    {
        let remote = test.remote("odd").await;
        let nour = remote.person("nour");
        remote.serve_kind("/users/nour", kind, &nour.document);
        assert_eq!(remote.deliver(&nour, &follow(&remote, &nour)).await, 401, "{kind}");
    }
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn a_gone_actor_may_leave() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    remote.script("/users/nour", 410, vec![], "");
    let farewell = remote.wrap("Delete", &nour, &json!(nour.iri));
    assert_eq!(remote.deliver(&nour, &farewell).await, 202);
    assert_eq!(stored(&test).await, 0, "whom we never knew cannot leave");
    assert_eq!(
        remote.deliver(&nour, &follow(&remote, &nour)).await,
        401,
        "the gone do nothing else"
    );
}

#[tokio::test]
async fn nothing_is_fetched_for_a_blocked_server() {
    let test = TestApp::new().await;
    let remote = test.remote("evil").await;
    let nour = remote.person("nour");
    let host = remote.host();
    test.app.write(move |tx| policy::set(tx, &host, Policy::Block, "spam")).await.unwrap();
    policy::reload(&test.app).await.unwrap();
    assert_eq!(remote.deliver(&nour, &follow(&remote, &nour)).await, 403);
    assert_eq!(remote.deliver_rfc9421(&nour, &follow(&remote, &nour)).await, 403);
    assert_eq!(remote.seen().len(), 0);
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn bodies_we_do_not_read_are_refused_by_their_form() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let send = async |body: &str, headers: &[(&'static str, &str)]| {
        let mut request = remote.signed("/inbox", &nour, body.into(), Scheme::Cavage);
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        remote.send(request).await
    };
    let good = follow(&remote, &nour).to_string();
    assert_eq!(send(&good, &[("content-encoding", "gzip")]).await, 415);
    assert_eq!(send(&good, &[("content-type", "text/html")]).await, 415);
    assert_eq!(send(&good, &[("content-length", "1048577")]).await, 413);
    assert_eq!(send(&" ".repeat(1024 * 1024 + 1), &[]).await, 413);
    assert_eq!(send("{", &[]).await, 400);
    let twice = good.replacen("{", &format!("{{\"actor\":\"{}\",", nour.iri), 1);
    assert_eq!(send(&twice, &[]).await, 400);
    let graph = good.replacen("{", "{\"@graph\":[],", 1);
    assert_eq!(send(&graph, &[]).await, 400);
    let nul = good.replacen("{", "{\"content\":\"a\\u0000b\",", 1);
    assert_eq!(send(&nul, &[]).await, 400);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(send(&deep, &[]).await, 400);
    assert_eq!(send(&good.replace("\"id\"", "\"ID\""), &[]).await, 400);
    assert_eq!(stored(&test).await, 0);
    assert_eq!(send(&good, &[]).await, 202);
}

#[tokio::test]
async fn nobody_speaks_for_this_server_or_for_another_one() {
    let test = TestApp::new().await;
    let remote = test.remote("evil").await;
    let mallory = remote.person("mallory");
    let mut ours = follow(&remote, &mallory);
    ours["id"] = json!("http://musee.test/activities/1");
    assert_eq!(remote.deliver(&mallory, &ours).await, 403);
    let mut as_us = follow(&remote, &mallory);
    as_us["actor"] = json!("http://musee.test/actors/musee");
    as_us["id"] = json!("http://MUSEE.test./activities/1");
    assert_eq!(remote.deliver(&mallory, &as_us).await, 403);
    let mut elsewhere = follow(&remote, &mallory);
    elsewhere["id"] = json!("https://victim.test/activities/1");
    assert_eq!(remote.deliver(&mallory, &elsewhere).await, 403);
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn the_inbox_of_nobody_is_not_there() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let activity = follow(&remote, &nour);
    let to = async |path: &str| remote.deliver_to(path, &nour, &activity, Scheme::Cavage).await;
    assert_eq!(to("/actors/nobody/inbox").await, 404);
    assert_eq!(stored(&test).await, 0);
    assert_eq!(to("/actors/musee/inbox").await, 202);
    assert_eq!(to("/actor/inbox").await, 202);
    assert_eq!(stored(&test).await, 1);
}

#[tokio::test]
async fn what_is_passed_on_counts_only_as_its_origin_says_it() {
    let test = TestApp::new().await;
    let origin = test.remote("victim").await;
    let relay = test.remote("relay").await;
    let (dave, rita) = (origin.person("dave"), relay.person("rita"));
    let real = origin.note(&dave, "1", "https://elsewhere.test/1", "<p>vrai</p>");
    let create = origin.create(&dave, &real);
    let mut forged = create.clone();
    forged["object"]["content"] = json!("<p>faux</p>");
    assert_eq!(relay.deliver(&rita, &forged).await, 202);
    test.settle().await;
    assert_eq!(fetches(&origin, "/notes/1"), 1, "the origin was asked");
    // The forged one does not stand in the way of the real one.
    assert_eq!(origin.deliver(&dave, &create).await, 202);
    assert_eq!(stored(&test).await, 2);

    let mut invented = create.clone();
    invented["object"]["id"] = json!(format!("{}/notes/2", origin.base));
    assert_eq!(relay.deliver(&rita, &invented).await, 202);
    test.settle().await;
    let refused: i64 = test
        .query(|conn| {
            inbound::table
                .filter(inbound::outcome.eq("its origin does not confirm it"))
                .count()
                .get_result(conn)
        })
        .await;
    assert_eq!(refused, 0, "the same activity passed on twice is one");
    invented["id"] = json!(format!("{}/activities/invented", origin.base));
    assert_eq!(relay.deliver(&rita, &invented).await, 202);
    test.settle().await;
    let refused: i64 = test
        .query(|conn| {
            inbound::table
                .filter(inbound::outcome.eq("its origin does not confirm it"))
                .count()
                .get_result(conn)
        })
        .await;
    assert_eq!(refused, 1);
}

#[tokio::test]
async fn a_proof_is_as_good_as_a_signature() {
    let test = TestApp::new().await;
    let origin = test.remote("mitra").await;
    let relay = test.remote("relay").await;
    let (dave, rita) = (origin.person("dave"), relay.person("rita"));
    let key = PrivateKey::generate_ed25519().unwrap();
    let method = format!("{}#ed25519-key", dave.iri);
    let mut document = dave.document.clone();
    document["assertionMethod"] = json!([{"id": method, "type": "Multikey", "controller": dave.iri,
        "publicKeyMultibase": key.public().to_multibase()}]);
    origin.serve("/users/dave", &document);
    let mut activity = follow(&origin, &dave);
    proof::sign(&mut activity, &key, &method.parse().unwrap(), test.app.now().utc()).unwrap();
    let mut tampered = activity.clone();
    tampered["object"] = json!("http://musee.test/actors/admin");
    assert_eq!(relay.deliver(&rita, &activity).await, 202);
    assert_eq!(keys(&test).await, [activity["id"].as_str().unwrap()]);
    assert_eq!(relay.deliver(&rita, &tampered).await, 202);
    assert!(
        keys(&test).await.iter().any(|key| key.starts_with("forwarded by")),
        "a broken proof makes it hearsay"
    );
}

#[tokio::test]
async fn an_activity_nobody_knows_is_taken_and_ignored() {
    let test = TestApp::new().await;
    let remote = test.remote("future").await;
    let nour = remote.person("nour");
    let odd =
        remote.wrap("Teleport", &nour, &json!({"type": "Cat", "id": format!("{}/c", remote.base)}));
    assert_eq!(remote.deliver(&nour, &odd).await, 202);
    test.settle().await;
    assert_eq!(outcome(&test).await, ("ignored".to_owned(), "nobody's business here".to_owned()));
    test.advance(Duration::from_secs(8 * 24 * 3600));
    parvis::platform::fediverse::inbound::prune(&test.app).await;
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn a_blocked_actor_is_refused_at_the_door() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    assert_eq!(remote.deliver(&nour, &follow(&remote, &nour)).await, 202);
    let iri = nour.iri.clone();
    let id = test
        .query(move |conn| actors::table.filter(actors::iri.eq(iri)).select(actors::id).first(conn))
        .await;
    test.app
        .write(move |tx| {
            parvis::platform::fediverse::peers::set_standing(
                tx,
                id,
                parvis::platform::actors::Standing::Blocked,
            )
        })
        .await
        .unwrap();
    let like = remote.wrap("Like", &nour, &json!("http://musee.test/actors/musee"));
    assert_eq!(remote.deliver(&nour, &like).await, 403);
    test.settle().await;
    assert_eq!(
        outcome(&test).await,
        ("rejected".to_owned(), "not welcome here".to_owned()),
        "what waited is not applied any more"
    );
}
