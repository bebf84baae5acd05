//! Every document a busy venue emits, judged by the rules of the peers that read it, and written to the folder
//! `PARVIS_TEST_EMIT` for the checker that also knows JSON-LD.

use std::path::PathBuf;

use diesel::prelude::*;
use parvis::platform::{
    fediverse::subjects,
    journal::{self, ProfileChanged},
    objects::{self, State, Visibility},
};
use serde_json::{Value, json};

use crate::{
    events::publish,
    support::Remote,
    voices::{Hung, hung},
};

/// What must hold of every document, wherever it is read.
fn faults(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if document.get("@context").is_none() {
        faults.push("no @context".to_owned());
    }
    if depth(document) > 8 {
        faults.push("nested too deep for Pixelfed".to_owned());
    }
    if document.to_string().len() > 1_000_000 {
        faults.push("larger than a megabyte".to_owned());
    }
    walk(document, "", &mut faults);
    let kind = document["type"].as_str().unwrap_or_default();
    if matches!(kind, "Create" | "Update" | "Delete" | "Announce" | "Accept" | "Undo") {
        let host =
            |value: &Value| value.as_str().map(|iri| iri.split('/').nth(2).map(str::to_owned));
        if host(&document["id"]) != host(&document["actor"]) {
            faults.push("the activity is not of its actor's host".to_owned());
        }
        if document.get("object").is_none() {
            faults.push("an activity without an object".to_owned());
        }
        let object = &document["object"];
        if matches!(kind, "Create" | "Update")
            && object.get("attributedTo").is_some()
            && object["attributedTo"] != document["actor"]
        {
            faults.push("attributedTo is not the actor".to_owned());
        }
        if kind == "Delete" && object.is_object() && object.get("formerType").is_none() {
            faults.push("a tombstone without its former type".to_owned());
        }
    }
    faults
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn walk(value: &Value, at: &str, faults: &mut Vec<String>) {
    match value {
        Value::Null => faults.push(format!("{at} is null")),
        Value::Array(items) => items.iter().for_each(|item| walk(item, at, faults)),
        Value::Object(members) => {
            if members.get("type").is_some_and(|kind| !kind.is_string()) && at != "@context" {
                faults.push(format!("{at}.type is not one string"));
            }
            for name in ["actor", "attributedTo", "inReplyTo", "url"] {
                if members.get(name).is_some_and(|member| !member.is_string()) {
                    faults.push(format!("{at}.{name} is not one string"));
                }
            }
            for name in ["to", "cc", "tag", "attachment"] {
                if members.get(name).is_some_and(|member| !member.is_array()) {
                    faults.push(format!("{at}.{name} is not an array"));
                }
            }
            // The choices of a poll are notes with a name and nothing else.
            let choice = at == "oneOf" && !members.contains_key("id");
            if members.get("type") == Some(&Value::from("Note"))
                && members.contains_key("name")
                && !choice
            {
                faults.push(format!("{at} is a Note with a name"));
            }
            for (name, member) in members.iter().filter(|(name, _)| *name != "@context") {
                walk(member, name, faults);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_document_is_what_the_peers_accept() {
    let h = hung().await;
    let (test, artwork) = (&h.test, &h.artwork);
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    // Somebody follows the artwork alone.
    let bob = remote.person("bob");
    let work = subjects::ensure(&test.app, artwork.id).await.unwrap();
    let mut follow = remote.wrap("Follow", &bob, &json!(work.iri));
    follow["to"] = json!([work.iri]);
    assert_eq!(h.deliver(&remote, &bob, &follow).await, "applied");
    let said = test.trace("Un mot.", Visibility::Public, State::Published, Some(artwork)).await;
    let hidden = test.trace("Un autre.", Visibility::Public, State::Published, Some(artwork)).await;
    let root = test.trace("Une phrase.", Visibility::Public, State::Published, None).await;
    let reply =
        test.trace("Une réponse.", Visibility::Unlisted, State::Published, Some(&root)).await;
    let gone = test.trace("Un regret.", Visibility::Public, State::Published, None).await;
    test.settle().await;
    test.advance(std::time::Duration::from_secs(60));
    let (actor, revised) = (test.venue(), root.id);
    test.app
        .write(move |tx| {
            journal::record(tx, &ProfileChanged { actor })?;
            objects::revise(tx, revised)
        })
        .await
        .unwrap();
    test.withdraw(gone.id).await;
    test.app
        .write(move |tx| objects::set_state(tx, &hidden, State::Hidden).map(|_| ()))
        .await
        .unwrap();
    test.settle().await;
    let event = answered_event(&h, &remote).await;

    let mut emitted: Vec<(String, Value)> = Vec::new();
    for (n, activity) in remote.received().into_iter().enumerate() {
        let kind = activity["type"].as_str().unwrap().to_owned();
        emitted.push((format!("sent-{n:02}-{kind}"), activity));
    }
    let kinds: std::collections::BTreeSet<&str> =
        emitted.iter().map(|(_, activity)| activity["type"].as_str().unwrap()).collect();
    let all = ["Accept", "Announce", "Create", "Delete", "Ignore", "Reject", "Undo", "Update"];
    assert_eq!(kinds, all.into(), "the venue said everything it can");
    let mut addresses = vec![
        "/actor".to_owned(),
        "/actors/musee".to_owned(),
        "/actors/admin".to_owned(),
        work.iri.clone(),
        format!("{}/outbox?page=1", work.iri),
        format!("{}/followers", work.iri),
        said.iri.clone(),
        root.iri.clone(),
        event,
        reply.iri.clone(),
        gone.iri.clone(),
        format!("{}/activity", root.iri),
        format!("/contexts/{}", root.id),
        "/actors/musee/outbox?page=1".to_owned(),
    ];
    for name in ["outbox", "followers", "following", "featured"] {
        addresses.push(format!("/actors/musee/{name}"));
        addresses.push(format!("/actor/{name}"));
    }
    for name in ["replies", "likes", "shares"] {
        addresses.push(format!("{}/{name}", root.iri));
    }
    for address in addresses {
        let answer = test.browser().get_activity(&address).await;
        assert!(matches!(answer.status, 200 | 410), "{address}: {}", answer.status);
        let path = address.trim_start_matches("http://musee.test");
        let name: String =
            path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        emitted.push((format!("served{name}"), answer.json()));
    }
    let folder = std::env::var_os("PARVIS_TEST_EMIT")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted"), PathBuf::from);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document) in &emitted {
        assert_eq!(faults(document), Vec::<String>::new(), "{name}: {document:#}");
        let text = for_the_checker(document).to_string();
        std::fs::write(folder.join(format!("{name}.json")), text).unwrap();
    }
}

/// An event that people elsewhere answered in every way, so that the venue said everything it has to say about it.
async fn answered_event(h: &Hung, remote: &Remote) -> String {
    let mut staff = h.test.admin().await;
    let done = publish(&mut staff, &[("capacity", "1"), ("party_max", "1")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    h.test.settle().await;
    let iri: String = h
        .test
        .query(|conn| {
            use parvis::schema::objects as o;
            o::table.filter(o::kind.eq("event")).select(o::iri).first(conn)
        })
        .await;
    let people = ["p1", "p2", "p3"].map(|handle| remote.person(handle));
    for (person, object) in people.iter().zip([&iri, &iri, &h.artwork.iri]) {
        h.deliver(remote, person, &remote.wrap("Join", person, &json!(object))).await;
    }
    let [first, _, asks] = &people;
    let note = remote.note(asks, "asks", &iri, "<p>Comment s’inscrire ?</p>");
    h.deliver(remote, asks, &remote.create(asks, &note)).await;
    let event = iri.rsplit('/').next().unwrap().to_owned();
    let (address, iri_of) = (format!("/equipe/agenda/{event}/reponses"), first.iri.clone());
    let answer: i64 = h
        .test
        .query(move |conn| {
            use parvis::schema::{actors as a, attendances as t};
            t::table
                .inner_join(a::table.on(t::actor_id.eq(a::id.nullable())))
                .filter(a::iri.eq(iri_of))
                .select(t::id)
                .first(conn)
        })
        .await;
    let answer = answer.to_string();
    let taken_off = staff.post(&address, &[("attendance", &answer), ("action", "remove")]).await;
    assert_eq!(taken_off.status, 303);
    h.test.advance(std::time::Duration::from_secs(16 * 60));
    h.test.settle().await;
    iri
}

/// The checker takes whatever an `Update` embeds for a post. An actor is one of the documents it knows, so that
/// is what it gets.
fn for_the_checker(document: &Value) -> Value {
    let object = &document["object"];
    if document["type"] == "Update" && object.get("publicKey").is_some() {
        let mut actor = object.clone();
        actor["@context"] = document["@context"].clone();
        return actor;
    }
    document.clone()
}
