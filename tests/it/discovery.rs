//! How other servers and tools find the venue.

use serde_json::Value;

use crate::support::{Answer, TestApp};

async fn ask(test: &TestApp, resource: &str) -> Answer {
    test.browser().get(&format!("/.well-known/webfinger?resource={resource}")).await
}

fn link<'a>(jrd: &'a Value, rel: &str) -> &'a Value {
    let links = jrd["links"].as_array().unwrap();
    links.iter().find(|link| link["rel"] == rel).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn webfinger_and_the_actor_name_each_other() {
    let test = TestApp::new().await;
    let answer = ask(&test, "acct:musee@musee.test").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/jrd+json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let jrd = answer.json();
    assert_eq!(jrd["subject"], "acct:musee@musee.test");
    let own = link(&jrd, "self");
    assert_eq!(own["type"], "application/activity+json");
    let id = own["href"].as_str().unwrap();
    let actor = test.browser().get_activity(id).await.json();
    assert_eq!(actor["id"], id);
    assert_eq!(actor["preferredUsername"], "musee");
    assert_eq!(actor["webfinger"], "musee@musee.test");
    let template = link(&jrd, "http://ostatus.org/schema/1.0/subscribe");
    assert_eq!(template["template"], "http://musee.test/authorize_interaction?uri={uri}");
    let intent = link(&jrd, "https://w3id.org/fep/3b86/Follow");
    assert!(intent["template"].as_str().unwrap().contains("{object}"));
    let applications: Vec<&Value> = jrd["links"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|link| link["type"].as_str().is_some_and(|kind| kind.starts_with("application/")))
        .collect();
    assert_eq!(applications.len(), 1, "Lemmy takes the last application link");
}

#[tokio::test]
async fn the_same_actor_is_found_however_it_is_asked_for() {
    let test = TestApp::new().await;
    for resource in [
        "acct:musee@musee.test",
        "musee@musee.test",
        "@musee@musee.test",
        "acct:Musee@MUSEE.test",
        "acct%3Amusee%40musee.test",
        "acct:musee%40musee.test",
        "http://musee.test/actors/musee",
        "http%3A%2F%2Fmusee.test%2Factors%2Fmusee",
        "http://musee.test/@musee",
    ] {
        let answer = ask(&test, resource).await;
        assert_eq!(answer.status, 200, "{resource}");
        assert_eq!(answer.json()["subject"], "acct:musee@musee.test", "{resource}");
    }
}

#[tokio::test]
async fn the_server_itself_is_found_by_its_name_its_relay_name_and_its_root() {
    let test = TestApp::new().await;
    for resource in ["acct:musee.test@musee.test", "acct:relay@musee.test"] {
        let jrd = ask(&test, resource).await.json();
        assert_eq!(link(&jrd, "self")["href"], "http://musee.test/actor", "{resource}");
    }
    let jrd = ask(&test, "http://musee.test/").await.json();
    let service = link(&jrd, "https://www.w3.org/ns/activitystreams#Service");
    assert_eq!(service["href"], "http://musee.test/actor");
}

#[tokio::test]
async fn what_is_not_here_is_not_found_and_nonsense_is_refused() {
    let test = TestApp::new().await;
    for (resource, status) in [
        ("acct:nobody@musee.test", 404),
        ("acct:musee@elsewhere.example", 404),
        ("http://elsewhere.example/actors/musee", 404),
        ("http://musee.test/objects/1", 404),
        ("", 400),
        ("musee", 400),
        ("acct:@musee.test", 400),
    ] {
        assert_eq!(ask(&test, resource).await.status, status, "{resource}");
    }
    assert_eq!(test.browser().get("/.well-known/webfinger").await.status, 400);
}

#[tokio::test]
async fn somebody_who_left_is_gone() {
    let test = TestApp::new().await;
    test.app
        .write(|tx| {
            let mut admin = parvis::platform::actors::find_local(tx.conn, "admin")?.unwrap();
            admin.deleted_at = Some(tx.now);
            parvis::platform::actors::update(tx.conn, &admin)
        })
        .await
        .unwrap();
    assert_eq!(ask(&test, "acct:admin@musee.test").await.status, 410);
    let actor = test.browser().get_activity("/actors/admin").await;
    assert_eq!(actor.status, 410);
    assert_eq!(actor.header("content-type"), "application/activity+json");
    assert_eq!(actor.json()["type"], "Tombstone");
    assert_eq!(actor.json()["formerType"], "Person");
}

#[tokio::test]
async fn nodeinfo_tells_the_software_the_counts_and_the_instance_actor() {
    let test = TestApp::new().await;
    let links = test.browser().get("/.well-known/nodeinfo").await;
    assert_eq!(links.header("content-type"), "application/json");
    let links = links.json();
    for link in links["links"].as_array().unwrap() {
        assert!(link["rel"].is_string() && link["href"].is_string(), "Mobilizon matches on both");
    }
    let instance = link(&links, "https://www.w3.org/ns/activitystreams#Application");
    assert_eq!(instance["href"], "http://musee.test/actor");
    for version in ["2.0", "2.1"] {
        let info = test.browser().get(&format!("/nodeinfo/{version}")).await.json();
        assert_eq!(info["version"], version);
        assert_eq!(info["software"]["name"], "parvis");
        assert_eq!(info["protocols"], serde_json::json!(["activitypub"]));
        assert_eq!(info["usage"]["users"]["total"], 1);
        assert_eq!(info["metadata"]["nodeName"], "Musée des Rives");
    }
    assert_eq!(test.browser().get("/nodeinfo/3.0").await.status, 404);
}

#[tokio::test]
async fn the_small_files_are_there() {
    let test = TestApp::new().await;
    let meta = test.browser().get("/.well-known/host-meta").await;
    assert!(meta.contains("http://musee.test/.well-known/webfinger?resource={uri}"));
    assert!(test.browser().get("/robots.txt").await.contains("Disallow: /equipe"));
    let security = test.browser().get("/.well-known/security.txt").await;
    assert!(
        security.contains("Contact: http://musee.test/") && security.contains("Expires: 2026-11")
    );
}
