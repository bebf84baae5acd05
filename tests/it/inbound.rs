//! What activities do once they are taken: to actors, to addresses, and what they may not do to anybody else.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    platform::{
        actors::{self, Actor},
        fediverse::fetch::{FetchError, fetch_document},
        objects::{self, Object, State, Visibility},
    },
    schema::{actors as table, follows, inbound},
};
use parvis_federation::{iri::Iri, key::PrivateKey, proof};
use serde_json::{Value, json};

use crate::{
    support::{Person, Remote, TestApp},
    voices::hung,
};

const VENUE: &str = "http://musee.test/actors/musee";

async fn actor(test: &TestApp, iri: &str) -> Actor {
    let iri = iri.to_owned();
    test.app
        .read(move |conn| actors::find_by_iri(conn, &iri))
        .await
        .unwrap()
        .expect("a known actor")
}

/// State and outcome of the activity with this id.
async fn outcome(test: &TestApp, activity: &Value) -> (String, String) {
    let id = activity["id"].as_str().unwrap().to_owned();
    test.query(move |conn| {
        inbound::table
            .filter(inbound::activity_iri.eq(id))
            .select((inbound::state, inbound::outcome))
            .first(conn)
    })
    .await
}

async fn state(test: &TestApp, activity: &Value) -> String {
    outcome(test, activity).await.0
}

/// Delivers an activity, lets everything come to rest, and says what became of it.
async fn deliver(test: &TestApp, remote: &Remote, person: &Person, activity: &Value) -> String {
    assert_eq!(remote.deliver(person, activity).await, 202);
    test.settle().await;
    state(test, activity).await
}

async fn waiting(test: &TestApp) -> i64 {
    test.query(|conn| inbound::table.filter(inbound::state.eq("waiting")).count().get_result(conn))
        .await
}

async fn followers(test: &TestApp) -> i64 {
    test.query(|conn| follows::table.count().get_result(conn)).await
}

/// A post of somebody elsewhere, as if it had come in.
async fn post_of(test: &TestApp, author: &Person, iri: &str) -> Object {
    let (author, iri) = (author.iri.clone(), iri.to_owned());
    test.app
        .write(move |tx| {
            let author = actors::find_by_iri(tx.conn, &author)?.expect("a known actor");
            let object = Object {
                id: tx.new_id(),
                iri: iri.clone(),
                kind: "post".to_owned(),
                author_id: author.id,
                local: false,
                visibility: Visibility::Public,
                state: State::Published,
                url: iri.clone(),
                parent_id: None,
                parent_iri: None,
                root_id: None,
                published_at: tx.now,
                updated_at: None,
                deleted_at: None,
                featured_at: None,
                created_at: tx.now,
            };
            objects::insert(tx.conn, &object)?;
            Ok(object)
        })
        .await
        .unwrap()
}

async fn is_withdrawn(test: &TestApp, iri: &str) -> bool {
    let iri = iri.to_owned();
    test.app
        .read(move |conn| objects::find_by_iri(conn, &iri))
        .await
        .unwrap()
        .is_some_and(|object| object.deleted_at.is_some())
}

#[tokio::test]
async fn a_new_actor_is_known_by_the_name_webfinger_confirms() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    let known = actor(&test, &nour.iri).await;
    assert_eq!(known.address(), nour.address());
    assert_eq!(known.inbox, nour.inbox());
    assert_eq!(known.shared_inbox, Some(format!("{}/inbox", remote.base)));
    assert!(!known.local);
}

#[tokio::test]
async fn another_domain_has_to_agree_to_a_name() {
    let test = TestApp::new().await;
    let social = test.remote("social").await;
    let pretty = test.remote("pretty").await;
    let nour = social.person("nour");
    let jrd = json!({"subject": format!("acct:nour@{}", pretty.host()), "links": [
        {"rel": "self", "type": "application/activity+json", "href": nour.iri}]});
    let ask = |remote: &Remote, host: &str| {
        remote.serve_kind(
            &format!("/.well-known/webfinger?resource=acct:nour@{host}"),
            "application/jrd+json",
            &jrd,
        );
    };
    ask(&social, &social.host());
    let follow = social.wrap("Follow", &nour, &json!(VENUE));
    deliver(&test, &social, &nour, &follow).await;
    assert_eq!(actor(&test, &nour.iri).await.domain, social.host());

    ask(&pretty, &pretty.host());
    let id = actor(&test, &nour.iri).await.id;
    parvis::platform::fediverse::handles::confirm(test.app.clone(), id).await.unwrap();
    assert_eq!(actor(&test, &nour.iri).await.domain, pretty.host());
}

#[tokio::test]
async fn a_profile_is_read_where_it_lives() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    test.advance(Duration::from_secs(60));
    let mut served = nour.document.clone();
    served["name"] = json!("Nour la vraie");
    served["summary"] = json!("<p onclick=\"x()\">ok<script>alert(1)</script></p>");
    remote.serve("/users/nour", &served);
    let mut sent = served.clone();
    sent["name"] = json!("Nour l’imaginaire");
    let update = remote.wrap("Update", &nour, &sent);
    assert_eq!(deliver(&test, &remote, &nour, &update).await, "applied");
    let known = actor(&test, &nour.iri).await;
    assert_eq!(known.name, "Nour la vraie");
    assert_eq!(known.summary_html, "<p>ok</p>");
}

#[tokio::test]
async fn nobody_changes_somebody_elses_profile() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let (nour, eve) = (remote.person("nour"), remote.person("eve"));
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    let mut document = nour.document.clone();
    document["name"] = json!("Vue par Eve");
    let update = remote.wrap("Update", &eve, &document);
    assert_ne!(deliver(&test, &remote, &eve, &update).await, "applied");
    assert_eq!(actor(&test, &nour.iri).await.name, "nour");
}

#[tokio::test]
async fn who_leaves_takes_everything_along() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    let note = format!("{}/notes/1", remote.base);
    post_of(&test, &nour, &note).await;
    remote.script("/users/nour", 410, vec![], "");
    let farewell = remote.wrap("Delete", &nour, &json!(nour.iri));
    assert_eq!(deliver(&test, &remote, &nour, &farewell).await, "applied");
    let gone = actor(&test, &nour.iri).await;
    assert!(gone.deleted_at.is_some());
    assert_eq!((gone.name.as_str(), gone.summary_html.as_str()), ("", ""));
    assert!(is_withdrawn(&test, &note).await);
    let like = remote.wrap("Like", &nour, &json!(VENUE));
    assert_eq!(remote.deliver(&nour, &like).await, 401, "the key is gone too");
}

#[tokio::test]
async fn nobody_deletes_what_is_not_theirs() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let evil = test.remote("evil").await;
    let (nour, eve, mallory) =
        (remote.person("nour"), remote.person("eve"), evil.person("mallory"));
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    deliver(&test, &remote, &eve, &remote.wrap("Follow", &eve, &json!(VENUE))).await;
    deliver(&test, &evil, &mallory, &evil.wrap("Follow", &mallory, &json!(VENUE))).await;
    let note = format!("{}/notes/1", remote.base);
    post_of(&test, &nour, &note).await;
    let by_eve = remote.wrap("Delete", &eve, &json!({"id": note, "type": "Tombstone"}));
    assert_eq!(deliver(&test, &remote, &eve, &by_eve).await, "rejected");
    let by_mallory = evil.wrap("Delete", &mallory, &json!(note));
    assert_eq!(deliver(&test, &evil, &mallory, &by_mallory).await, "rejected");
    let of_nour = evil.wrap("Delete", &mallory, &json!(nour.iri));
    assert_eq!(deliver(&test, &evil, &mallory, &of_nour).await, "rejected");
    let of_ours = evil.wrap("Delete", &mallory, &json!(VENUE));
    assert_eq!(deliver(&test, &evil, &mallory, &of_ours).await, "rejected");
    assert!(!is_withdrawn(&test, &note).await);
    assert!(actor(&test, &nour.iri).await.deleted_at.is_none());
    assert!(actor(&test, VENUE).await.deleted_at.is_none());
    let own = remote.wrap("Delete", &nour, &json!(note));
    assert_eq!(deliver(&test, &remote, &nour, &own).await, "applied");
    assert!(is_withdrawn(&test, &note).await);
}

#[tokio::test]
async fn what_was_deleted_before_it_came_does_not_come() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    let note = remote.note(&nour, "1", VENUE, "<p>bonjour</p>");
    let delete = remote.wrap("Delete", &nour, &json!({"id": note["id"], "type": "Tombstone"}));
    deliver(&test, &remote, &nour, &delete).await;
    let create = remote.create(&nour, &note);
    deliver(&test, &remote, &nour, &create).await;
    assert_eq!(
        outcome(&test, &create).await,
        ("ignored".to_owned(), "its object was withdrawn".to_owned())
    );
}

#[tokio::test]
async fn what_was_undone_before_it_came_has_no_effect() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let follow = remote.wrap("Follow", &nour, &json!(VENUE));
    let mut undo = remote.wrap("Undo", &nour, &follow);
    undo["id"] = json!(format!("{}/activities/undo", remote.base));
    deliver(&test, &remote, &nour, &undo).await;
    assert_eq!(remote.deliver(&nour, &follow).await, 202);
    test.settle().await;
    assert_eq!(followers(&test).await, 0);
    let other = remote.person("other");
    deliver(&test, &remote, &other, &remote.wrap("Follow", &other, &json!(VENUE))).await;
    assert_eq!(followers(&test).await, 1, "an ordinary follow counts");
}

/// Misskey names every follow of the same two actors alike, and its undo after it.
#[tokio::test]
async fn who_follows_again_under_the_same_name_follows_again() {
    let test = TestApp::new().await;
    let remote = test.remote("misskey").await;
    let nour = remote.person("nour");
    let mut follow = remote.wrap("Follow", &nour, &json!(VENUE));
    follow["id"] = json!(format!("{}/follows/a/b", remote.base));
    let mut undo = remote.wrap("Undo", &nour, &follow);
    undo["id"] = json!(format!("{}/follows/a/b/undo", remote.base));
    for _ in 0..3 {
        test.advance(Duration::from_secs(60));
        assert_eq!(remote.deliver(&nour, &follow).await, 202);
        test.settle().await;
        assert_eq!(followers(&test).await, 1);
        assert_eq!(remote.deliver(&nour, &undo).await, 202);
        test.settle().await;
        assert_eq!(followers(&test).await, 0);
    }
}

#[tokio::test]
async fn nobody_undoes_what_somebody_else_did() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let (nour, eve) = (remote.person("nour"), remote.person("eve"));
    let follow = remote.wrap("Follow", &nour, &json!(VENUE));
    deliver(&test, &remote, &nour, &follow).await;
    for object in [follow.clone(), follow["id"].clone()] {
        let mut undo = remote.wrap("Undo", &eve, &object);
        undo["id"] = json!(format!("{}/activities/{}", remote.base, object.is_string()));
        deliver(&test, &remote, &eve, &undo).await;
        assert_eq!(followers(&test).await, 1);
    }
}

#[tokio::test]
async fn a_move_counts_when_the_new_address_names_the_old_one() {
    let test = TestApp::new().await;
    let (old, new) = (test.remote("old").await, test.remote("new").await);
    let (nour, there) = (old.person("nour"), new.person("nour"));
    deliver(&test, &old, &nour, &old.wrap("Follow", &nour, &json!(VENUE))).await;
    let mut moves = old.wrap("Move", &nour, &json!(nour.iri));
    moves["target"] = json!(there.iri);
    assert_eq!(deliver(&test, &old, &nour, &moves).await, "rejected");
    assert_eq!(actor(&test, &nour.iri).await.moved_to, None);

    test.advance(Duration::from_secs(600));
    let mut document = there.document.clone();
    document["alsoKnownAs"] = json!([nour.iri]);
    new.serve("/users/nour", &document);
    moves["id"] = json!(format!("{}/activities/second-try", old.base));
    assert_eq!(deliver(&test, &old, &nour, &moves).await, "applied");
    assert_eq!(actor(&test, &nour.iri).await.moved_to, Some(there.iri.clone()));
}

#[tokio::test]
async fn nobody_moves_somebody_else() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let (nour, eve) = (remote.person("nour"), remote.person("eve"));
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    let mut document = eve.document.clone();
    document["alsoKnownAs"] = json!([nour.iri]);
    remote.serve("/users/eve", &document);
    deliver(&test, &remote, &eve, &remote.wrap("Follow", &eve, &json!(VENUE))).await;
    let mut moves = remote.wrap("Move", &eve, &json!(nour.iri));
    moves["target"] = json!(eve.iri);
    assert_eq!(deliver(&test, &remote, &eve, &moves).await, "rejected");
    assert_eq!(actor(&test, &nour.iri).await.moved_to, None);
}

#[tokio::test]
async fn an_embedded_object_counts_only_when_it_is_its_senders() {
    let test = TestApp::new().await;
    let victim = test.remote("victim").await;
    let evil = test.remote("evil").await;
    let (dave, mallory, eve) = (victim.person("dave"), evil.person("mallory"), evil.person("eve"));
    let mut forged = victim.note(&dave, "1", VENUE, "<p>faux</p>");
    forged["attributedTo"] = json!(mallory.iri);
    let elsewhere = evil.wrap("Create", &mallory, &forged);
    assert_ne!(deliver(&test, &evil, &mallory, &elsewhere).await, "applied");
    for author in [json!(eve.iri), json!([eve.iri, mallory.iri]), json!([mallory.iri, dave.iri])] {
        let mut note = evil.note(&mallory, "2", VENUE, "<p>faux</p>");
        note["attributedTo"] = author.clone();
        let mut create = evil.wrap("Create", &mallory, &note);
        create["id"] = json!(format!("{}/activities/{}", evil.base, author.to_string().len()));
        assert_eq!(deliver(&test, &evil, &mallory, &create).await, "rejected", "{author}");
    }
    let mut ours = evil.note(&mallory, "3", VENUE, "<p>faux</p>");
    ours["id"] = json!("http://musee.test/objects/1");
    let create = evil.wrap("Update", &mallory, &ours);
    assert_eq!(deliver(&test, &evil, &mallory, &create).await, "rejected");
}

#[tokio::test]
async fn a_conversation_is_followed_only_so_far() {
    let test = TestApp::new().await;
    let remote = test.remote("deep").await;
    let nour = remote.person("nour");
    deliver(&test, &remote, &nour, &remote.wrap("Follow", &nour, &json!(VENUE))).await;
    for n in 0..60 {
        let above = format!("{}/notes/{}", remote.base, n + 1);
        let note = remote.note(&nour, &n.to_string(), &above, "<p>…</p>");
        remote.create(&nour, &note);
    }
    remote.forget();
    let above = format!("{}/notes/0", remote.base);
    let create = remote.create(&nour, &remote.note(&nour, "start", &above, "<p>!</p>"));
    assert_eq!(deliver(&test, &remote, &nour, &create).await, "ignored");
    let fetched = remote.seen().len();
    assert!((1..=21).contains(&fetched), "{fetched} fetches");
}

#[tokio::test]
async fn activities_of_one_actor_are_applied_in_order() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    for n in 0..10 {
        let mut follow = remote.wrap("Follow", &nour, &json!(VENUE));
        follow["id"] = json!(format!("{}/follows/{n}", remote.base));
        let mut undo = remote.wrap("Undo", &nour, &follow);
        undo["id"] = json!(format!("{}/undos/{n}", remote.base));
        assert_eq!(remote.deliver(&nour, &follow).await, 202);
        assert_eq!(remote.deliver(&nour, &undo).await, 202);
    }
    test.settle().await;
    assert_eq!(followers(&test).await, 0);
}

#[tokio::test]
async fn a_document_comes_from_the_address_it_names() {
    let test = TestApp::new().await;
    let victim = test.remote("victim").await;
    let evil = test.remote("evil").await;
    let dave = victim.person("dave");
    let fetch = async |address: String| {
        let iri = Iri::parse(&address).unwrap();
        fetch_document(&test.app, &iri).await
    };
    evil.serve("/p/1", &dave.document);
    assert!(matches!(fetch(format!("{}/p/1", evil.base)).await, Err(FetchError::Invalid(_))));
    evil.script("/p/2", 302, vec![("location", dave.iri.clone())], "");
    let found = fetch(format!("{}/p/2", evil.base)).await.unwrap();
    assert_eq!(found.iri.as_str(), dave.iri, "a redirect leads to the real one");
    let posing = format!("{}/open", victim.base);
    evil.serve("/x", &json!({"id": posing, "type": "Note"}));
    let to = format!("{}/x", evil.base);
    victim.script("/open", 302, vec![("location", to)], "");
    assert!(matches!(fetch(posing).await, Err(FetchError::Invalid(_))));
    for n in 0..5 {
        let to = format!("{}/loop/{}", evil.base, n + 1);
        evil.script(&format!("/loop/{n}"), 302, vec![("location", to)], "");
    }
    assert!(matches!(
        fetch(format!("{}/loop/0", evil.base)).await,
        Err(FetchError::Invalid("too many redirects"))
    ));
    assert!(matches!(
        fetch("http://musee.test/actors/musee".to_owned()).await,
        Err(FetchError::Refused(_))
    ));
    evil.script(
        "/big",
        200,
        vec![("content-type", "application/activity+json".to_owned())],
        " ".repeat(2 << 20),
    );
    assert!(matches!(
        fetch(format!("{}/big", evil.base)).await,
        Err(FetchError::Invalid("too large"))
    ));
}

#[tokio::test]
async fn our_requests_are_signed_and_knock_twice() {
    let test = TestApp::new().await;
    let strict = test.remote("strict").await;
    let nour = strict.person("nour");
    strict.script("/users/nour", 401, vec![], "");
    let iri = Iri::parse(&nour.iri).unwrap();
    assert!(matches!(fetch_document(&test.app, &iri).await, Err(FetchError::Denied)));
    let seen = strict.seen();
    assert_eq!(seen.len(), 2);
    assert!(!seen[0].headers.contains_key("signature-input"));
    assert!(
        seen[0].headers["signature"]
            .to_str()
            .unwrap()
            .starts_with("keyId=\"http://musee.test/actor#main-key\",")
    );
    assert!(seen[1].headers.contains_key("signature-input"));
    assert!(seen[0].headers["user-agent"].to_str().unwrap().starts_with("Parvis/"));
}

/// A public object of the venue, which other servers may answer.
async fn artwork(test: &TestApp) -> Object {
    test.app
        .write(|tx| {
            let venue = actors::find_local(tx.conn, "musee")?.expect("the venue");
            objects::mint(
                tx,
                &objects::Mint {
                    kind: "artwork",
                    author: venue.id,
                    visibility: Visibility::Public,
                    state: State::Published,
                    path: "/oeuvres/x",
                    parent: None,
                },
            )
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn an_answer_meant_for_our_followers_reaches_them_unchanged() {
    let test = TestApp::new().await;
    let object = artwork(&test).await;
    let home = test.remote("home").await;
    let away = test.remote("away").await;
    let (fan, dave) = (home.person("fan"), away.person("dave"));
    deliver(&test, &home, &fan, &home.wrap("Follow", &fan, &json!(VENUE))).await;
    let key = PrivateKey::generate_ed25519().unwrap();
    let method = format!("{}#ed25519-key", dave.iri);
    let mut document = dave.document.clone();
    document["assertionMethod"] = json!([{"id": method, "type": "Multikey", "controller": dave.iri,
        "publicKeyMultibase": key.public().to_multibase()}]);
    away.serve("/users/dave", &document);
    let answer = async |id: &str, to: Value, proven: bool| {
        let mut note = away.note(&dave, id, &object.iri, "<p>Quelle lumière</p>");
        note["cc"] = to.clone();
        let mut create = away.create(&dave, &note);
        create["cc"] = to;
        if proven {
            let at = test.app.now().utc();
            proof::sign(&mut create, &key, &method.parse().unwrap(), at).unwrap();
        }
        home.forget();
        assert_eq!(deliver(&test, &away, &dave, &create).await, "applied");
        let passed: Vec<Vec<u8>> = home
            .seen()
            .into_iter()
            .filter(|seen| String::from_utf8_lossy(&seen.body).contains("/users/dave"))
            .map(|seen| seen.body)
            .collect();
        (create.to_string().into_bytes(), passed)
    };
    let ours = json!([format!("{VENUE}/followers")]);
    let (sent, passed) = answer("1", ours.clone(), true).await;
    assert_eq!(passed, [sent]);
    let (_, passed) = answer("2", ours, false).await;
    assert!(passed.is_empty(), "what proves nothing stays here");
    let (_, passed) = answer("3", json!([]), true).await;
    assert!(passed.is_empty(), "what is not for our followers stays here");
}

#[tokio::test]
async fn what_cannot_be_gathered_now_is_tried_again() {
    let test = TestApp::new().await;
    let origin = test.remote("origin").await;
    let relay = test.remote("relay").await;
    let (dave, rita) = (origin.person("dave"), relay.person("rita"));
    // Passed on by somebody, about an actor whose server has a bad moment.
    origin.script("/users/dave", 503, vec![], "");
    let note = origin.note(&dave, "1", VENUE, "<p>bonjour</p>");
    let create = origin.create(&dave, &note);
    assert_eq!(relay.deliver(&rita, &create).await, 202);
    test.settle().await;
    assert_eq!(waiting(&test).await, 1);
    origin.serve("/users/dave", &dave.document);
    test.settle().await;
    assert_eq!(waiting(&test).await, 1, "not before its time");
    test.advance(Duration::from_secs(120));
    test.settle().await;
    assert_eq!(waiting(&test).await, 0);
}

/// Every document of every peer we keep, sent from a server that calls itself as theirs did.
#[tokio::test]
async fn whatever_peers_send_is_applied_or_left_alone() {
    let test = TestApp::new().await;
    let fixtures = crate::support::root().join("federation/tests/fixtures");
    let mut sent = 0;
    for folder in std::fs::read_dir(&fixtures).unwrap().map(Result::unwrap) {
        let name = folder.file_name().into_string().unwrap();
        if name == "own" || !folder.path().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            let path = file.path();
            if path.extension().is_none_or(|kind| kind != "json") {
                continue;
            }
            let remote = test.remote(&name).await;
            let text = std::fs::read_to_string(&path).unwrap();
            let document: Value = serde_json::from_str(&text).unwrap();
            let Some((person, activity)) = resent(&remote, &document) else {
                continue;
            };
            let status = remote.deliver(&person, &activity).await;
            assert_eq!(status, 202, "{}", path.display());
            sent += 1;
        }
    }
    assert!(sent > 40, "only {sent} documents were sent");
    test.settle().await;
    let stuck: Vec<(String, String, String)> = test
        .query(|conn| {
            inbound::table
                .filter(inbound::state.eq_any(["waiting", "failed"]))
                .select((inbound::verb, inbound::activity_iri, inbound::outcome))
                .load(conn)
        })
        .await;
    assert!(stuck.is_empty(), "{stuck:?}");
    let known: i64 = test
        .query(|conn| table::table.filter(table::local.eq(false)).count().get_result(conn))
        .await;
    assert!(known > 20, "their senders are known: {known}");
}

/// A reply in the shape each software gives it stands under the work it answers.
#[tokio::test]
async fn words_of_every_software_stand_where_they_were_said() {
    let h = hung().await;
    h.decide(|venue| venue.holding.media = false).await;
    let fixtures = crate::support::root().join("federation/tests/fixtures");
    for (file, words) in [
        ("mastodon/create_reply", "venue"),
        ("gotosocial/note", "a single tag"),
        ("pixelfed/create_photo", "stairs"),
        ("misskey/note", "すてき"),
        ("friendica/note", "text"),
        ("wordpress/article", "Long"),
    ] {
        let text = std::fs::read_to_string(fixtures.join(format!("{file}.json"))).unwrap();
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let note = match document.get_mut("object") {
            Some(note) => note,
            None => &mut document,
        };
        note["inReplyTo"] = json!(h.artwork.iri);
        let remote = h.test.remote(file.split('/').next().unwrap()).await;
        let (person, activity) = resent(&remote, &document).unwrap();
        assert_eq!(h.deliver(&remote, &person, &activity).await, "applied", "{file}");
        let page = h.read().await;
        assert!(page.contains(&person.address()) && page.contains(words), "{file}");
    }
}

/// The fixture as an activity of a person on the remote; `None` for documents that nobody sends.
fn resent(remote: &Remote, document: &Value) -> Option<(Person, Value)> {
    let person = remote.person("sender");
    let by = |member: &str| match &document[member] {
        Value::String(iri) => Some(iri.clone()),
        Value::Array(list) => list.iter().find_map(|one| one.as_str().map(str::to_owned)),
        Value::Object(one) => one.get("id").and_then(|id| id.as_str()).map(str::to_owned),
        _ => None,
    };
    let sender = by("actor").or_else(|| by("attributedTo"))?;
    let origin = Iri::parse(&sender).ok()?.origin();
    let text = document
        .to_string()
        .replace(&format!("\"{sender}\""), &format!("\"{}\"", person.iri))
        .replace(&origin, &remote.base);
    let renamed: Value = serde_json::from_str(&text).ok()?;
    renamed["id"].as_str()?;
    let activity =
        if document.get("object").is_some() { renamed } else { remote.create(&person, &renamed) };
    Some((person, activity))
}
