//! The doors between this venue and other servers: leaving for one's own, arriving from there, and the desk.

use diesel::prelude::*;
use parvis::{
    platform::{
        fediverse::policy,
        objects::{State, Visibility},
    },
    schema::{deliveries, follows, objects},
};

use crate::support::{Remote, TestApp};

/// A public word of the venue, sent to a follower at `remote`, who answers it badly.
async fn failed_delivery(test: &TestApp, remote: &Remote, status: u16) {
    test.follower(&remote.person("alice"), remote).await;
    remote.next_inbox_answer(status, vec![], "");
    test.trace("bonjour", Visibility::Public, State::Published, None).await;
    test.settle().await;
}

#[tokio::test]
async fn somebody_with_an_account_elsewhere_is_sent_home_to_follow() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let alice = remote.person("alice");
    let answer =
        test.browser().post("/suivre", &[("account", &alice.address()), ("uri", "")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(
        answer.location(),
        format!(
            "{}/authorize_interaction?uri=http%3A%2F%2Fmusee%2Etest%2Factors%2Fmusee",
            remote.base
        )
    );
}

#[tokio::test]
async fn what_was_typed_is_kept_and_explained_when_home_cannot_be_found() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nobody = format!("@nobody@{}", remote.host());
    for (typed, said) in [
        ("pas une adresse", "adresse complète"),
        (nobody.as_str(), "ne connaît pas ce compte"),
        ("@lea@127.0.0.1:1", "ne répond pas"),
    ] {
        let answer = test.browser().post("/suivre", &[("account", typed)]).await;
        assert_eq!(answer.status, 422, "{typed}");
        assert!(answer.contains(said), "{typed}: {}", answer.text());
        assert!(answer.contains(typed), "what was typed is kept");
    }
}

#[tokio::test]
async fn a_trace_can_be_answered_from_elsewhere_unless_it_is_only_for_here() {
    let test = TestApp::new().await;
    let open = test.trace("une phrase", Visibility::Public, State::Published, None).await;
    let here = test.trace("entre nous", Visibility::Here, State::Published, None).await;
    let page = test.browser().get(&format!("/suivre?uri={}", open.iri)).await;
    assert_eq!(page.status, 200);
    let text = page.text().replace("&#x2f;", "/");
    assert!(text.contains("une phrase") && text.contains(&open.iri));
    for uri in [here.iri.as_str(), "http://musee.test/objects/1", "nonsense"] {
        let page = test.browser().get(&format!("/suivre?uri={uri}")).await;
        assert_eq!(page.status, 404, "{uri}");
    }
}

#[tokio::test]
async fn a_member_follows_somebody_whose_address_they_brought() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let alice = remote.person("alice");
    let mut admin = test.admin().await;
    for uri in [alice.iri.clone(), alice.address(), format!("acct:alice@{}", alice.host)] {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("uri", &uri).finish();
        let page = admin.get(&format!("/authorize_interaction?{query}")).await;
        assert_eq!(page.status, 200);
        assert!(page.contains(&alice.address()), "{uri}: {}", page.text());
    }
    let answer = admin.post("/authorize_interaction", &[("uri", &alice.iri)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    test.settle().await;
    let follow = remote.received_of("Follow").remove(0);
    assert_eq!(follow["actor"], "http://musee.test/actors/admin");
    assert_eq!(follow["object"], alice.iri.as_str());
    let page = admin.follow(&answer).await;
    assert!(page.contains("doit encore l’accepter"), "{}", page.text());
}

#[tokio::test]
async fn a_stranger_makes_us_fetch_nothing() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let alice = remote.person("alice");
    let answer = test.browser().get(&format!("/authorize_interaction?uri={}", alice.iri)).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/connexion"));
    assert!(remote.seen().is_empty());
}

#[tokio::test]
async fn an_address_of_ours_leads_to_its_page() {
    let test = TestApp::new().await;
    let note = test.trace("une phrase", Visibility::Public, State::Published, None).await;
    let answer = test.browser().get(&format!("/authorize_interaction?uri={}", note.iri)).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.location(), format!("/traces/{}", note.id));
}

#[tokio::test]
async fn staff_see_what_does_not_arrive_and_why_and_try_again() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    failed_delivery(&test, &remote, 404).await;
    let mut admin = test.admin().await;
    let desk = admin.get("/equipe/federation").await;
    assert_eq!(desk.status, 200);
    assert!(desk.contains(&remote.host()) && desk.contains("HTTP 404"));
    remote.forget();
    let path = format!("/equipe/federation/{}/reessayer", remote.host());
    let answer = admin.post(&path, &[]).await;
    assert_eq!(answer.status, 303);
    test.settle().await;
    assert_eq!(remote.received_of("Create").len(), 1);
    assert!(admin.follow(&answer).await.contains("Un envoi repart"));
    assert!(!admin.get("/equipe/federation").await.contains("HTTP 404"));
}

#[tokio::test]
async fn everything_that_fails_can_be_tried_again_at_once() {
    let test = TestApp::new().await;
    let (one, two) = (test.remote("one").await, test.remote("two").await);
    failed_delivery(&test, &one, 404).await;
    failed_delivery(&test, &two, 500).await;
    one.forget();
    two.forget();
    let mut admin = test.admin().await;
    admin.post("/equipe/federation/reessayer", &[]).await;
    test.settle().await;
    assert_eq!(one.received_of("Create").len(), 1);
    assert_eq!(two.received_of("Create").len(), 1);
    let left: i64 = test.query(|conn| deliveries::table.count().get_result(conn)).await;
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_block_hides_severs_and_silences_and_is_written_down_and_lifting_gives_back() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let alice = remote.person("alice");
    let note = test.trace("question", Visibility::Public, State::Published, None).await;
    let reply = remote.note(&alice, "1", &note.iri, "<p>réponse</p>");
    let create = remote.create(&alice, &reply);
    assert_eq!(remote.deliver(&alice, &create).await, 202);
    test.settle().await;
    let follow = serde_json::json!({"@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/follows/1", remote.base), "type": "Follow", "actor": alice.iri,
        "object": "http://musee.test/actors/musee"});
    assert_eq!(remote.deliver(&alice, &follow).await, 202);
    test.settle().await;
    let mut admin = test.admin().await;
    let state = |test: &TestApp| {
        let iri = reply["id"].as_str().unwrap().to_owned();
        let query = move |conn: &mut parvis::kernel::db::Conn| {
            objects::table.filter(objects::iri.eq(iri)).select(objects::state).first::<State>(conn)
        };
        let test = test.app.clone();
        async move { test.read(move |conn| Ok(query(conn)?)).await.unwrap() }
    };
    assert_eq!(state(&test).await, State::Published);
    let rule =
        [("domain", remote.host()), ("kind", "block".to_owned()), ("note", "publicité".to_owned())];
    let rule: Vec<(&str, &str)> = rule.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = admin.post("/equipe/federation/regles", &rule).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(state(&test).await, State::Withheld);
    assert!(policy::refuses(&test.app, &remote.host()));
    let accepted: i64 = test
        .query(|conn| follows::table.filter(follows::state.eq("accepted")).count().get_result(conn))
        .await;
    assert_eq!(accepted, 0);
    remote.forget();
    test.trace("encore", Visibility::Public, State::Published, None).await;
    test.settle().await;
    assert!(remote.received().is_empty());
    assert_eq!(remote.deliver(&alice, &create).await, 403);
    let desk = admin.get("/equipe/federation").await;
    assert!(desk.contains("publicité") && desk.contains("admin"), "{}", desk.text());
    let lift = format!("/equipe/federation/regles/{}/lever", remote.host());
    assert_eq!(admin.post(&lift, &[]).await.status, 303);
    assert_eq!(state(&test).await, State::Published);
    assert!(!policy::refuses(&test.app, &remote.host()));
    let acts: Vec<String> = test
        .query(|conn| {
            use parvis::schema::audit;
            audit::table
                .filter(audit::target_kind.eq("domain"))
                .order(audit::id)
                .select(audit::action)
                .load(conn)
        })
        .await;
    assert_eq!(acts, ["domain.block", "domain.lift"]);
}

#[tokio::test]
async fn a_rule_that_cannot_be_read_comes_back_with_what_was_typed() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let answer = admin
        .post(
            "/equipe/federation/regles",
            &[("domain", "pas un nom"), ("kind", "block"), ("note", "trop")],
        )
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("pas un nom") && answer.contains("serveur.example"));
}

#[tokio::test]
async fn the_desk_does_not_exist_for_visitors() {
    let test = TestApp::new().await;
    let mut visitor = test.browser();
    assert!(visitor.get("/equipe/federation").await.location().starts_with("/connexion"));
    for path in ["/equipe/federation/reessayer", "/equipe/federation/regles"] {
        assert!(visitor.post(path, &[]).await.location().starts_with("/connexion"), "{path}");
    }
}
