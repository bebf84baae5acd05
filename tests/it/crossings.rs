//! What the network does on the way: other orders, twice, too slow, from a new address.

use std::{collections::BTreeMap, time::Duration};

use axum::{Router, routing::post};
use diesel::prelude::*;
use parvis::{
    features::follows,
    platform::{
        actors,
        fediverse::{fetch::fetch_document, network::Terms, peers},
    },
    schema,
};
use parvis_federation::iri::Iri;
use serde_json::{Value, json};

use crate::{
    support::{Person, Remote, TestApp, pictures, sounds},
    voices::{Hung, follow, hung, hung_on},
};

/// Every order of these.
pub fn orders(things: &[Value]) -> Vec<Vec<Value>> {
    if things.len() <= 1 {
        return vec![things.to_vec()];
    }
    (0..things.len())
        .flat_map(|first| {
            let mut rest = things.to_vec();
            let head = rest.remove(first);
            orders(&rest).into_iter().map(move |mut tail| {
                tail.insert(0, head.clone());
                tail
            })
        })
        .collect()
}

/// Delivers in this order, each as often as said, everything coming to rest in between or not.
async fn arrive(
    h: &Hung,
    remote: &Remote,
    person: &Person,
    order: &[Value],
    times: usize,
    rest: bool,
) {
    for activity in order {
        for _ in 0..times {
            assert_eq!(remote.deliver(person, activity).await, 202);
            if rest {
                h.test.settle().await;
            }
        }
    }
    h.test.settle().await;
}

#[tokio::test]
async fn whatever_the_order_a_deleted_post_is_gone_and_an_edited_one_says_its_last_words() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    // The edits below were made by now; what claims to come from the future is dated today.
    h.test.advance(Duration::from_secs(3600));
    let mut expected: BTreeMap<String, Option<&str>> = BTreeMap::new();
    let mut count = 0;
    for (times, rest) in [(1, true), (1, false), (2, true)] {
        for deleted in [true, false] {
            for shape in 0..6 {
                count += 1;
                let mut note =
                    remote.note(&alice, &format!("p{count}"), &h.artwork.iri, "<p>un</p>");
                note["published"] = json!("2026-06-01T10:00:00Z");
                let id = note["id"].as_str().unwrap().to_owned();
                let edit = |words: &str, minute: u32| {
                    let mut edit = note.clone();
                    edit["content"] = json!(format!("<p>{words}</p>"));
                    edit["updated"] = json!(format!("2026-06-01T10:{minute:02}:00Z"));
                    let mut update = remote.wrap("Update", &alice, &edit);
                    update["id"] = json!(format!("{id}#edit{minute}"));
                    update
                };
                let last = if deleted {
                    remote.wrap("Delete", &alice, &json!({"id": id, "type": "Tombstone"}))
                } else {
                    edit("trois", 7)
                };
                let set = [remote.wrap("Create", &alice, &note), edit("deux", 5), last];
                arrive(&h, &remote, &alice, &orders(&set)[shape], times, rest).await;
                expected.insert(id, (!deleted).then_some("trois"));
            }
        }
    }
    let rows: Vec<(String, Option<parvis::kernel::clock::Time>, Option<String>)> = h
        .test
        .query(|c| {
            schema::objects::table
                .left_join(schema::traces::table)
                .filter(schema::objects::local.eq(false))
                .select((
                    schema::objects::iri,
                    schema::objects::deleted_at,
                    schema::traces::body_text.nullable(),
                ))
                .load(c)
        })
        .await;
    assert_eq!(rows.len(), expected.len());
    for (iri, deleted, words) in rows {
        match expected[&iri] {
            Some(last) => {
                assert_eq!((deleted, words.as_deref()), (None, Some(last)), "{iri}");
            }
            None => {
                assert!(deleted.is_some(), "{iri} is still there");
                assert!(words.is_none_or(|words| words.is_empty()), "{iri} still says something");
            }
        }
    }
    h.test.assert_no_failed_jobs().await;
}

#[tokio::test]
async fn whatever_the_order_what_was_undone_is_undone() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let work = json!(h.artwork.iri);
    for (n, times) in [1, 2, 3].into_iter().enumerate() {
        for shape in 0..2 {
            for rest in [true, false] {
                let alice = remote.person(&format!("alice{n}{shape}{rest}"));
                for done in [
                    follow(&remote, &alice),
                    remote.wrap("Like", &alice, &work),
                    remote.wrap("Announce", &alice, &work),
                ] {
                    let set = [done.clone(), remote.wrap("Undo", &alice, &done)];
                    arrive(&h, &remote, &alice, &orders(&set)[shape], times, rest).await;
                }
            }
        }
    }
    let left: (i64, i64) = h
        .test
        .query(|c| {
            Ok((
                schema::follows::table.count().get_result(c)?,
                schema::reactions::table.count().get_result(c)?,
            ))
        })
        .await;
    assert_eq!(left, (0, 0));
    h.test.assert_no_failed_jobs().await;
}

async fn known(test: &TestApp, iri: &str) -> actors::Actor {
    let iri = iri.to_owned();
    test.app.read(move |c| actors::find_by_iri(c, &iri)).await.unwrap().expect("a known actor")
}

#[tokio::test]
async fn a_member_follows_somebody_to_their_new_house() {
    let h = hung().await;
    let (old, new) = (h.test.remote("old").await, h.test.remote("new").await);
    let before = old.person("alice");
    let mut after = new.person("alice");
    after.document["alsoKnownAs"] = json!([before.iri]);
    new.serve("/users/alice", &after.document);
    h.member("lea").await;
    let there = peers::get_or_fetch(&h.test.app, &Iri::parse(&before.iri).unwrap()).await.unwrap();
    let lea = known(&h.test, "http://musee.test/actors/lea").await;
    let from = lea.clone();
    h.test.app.write(move |tx| follows::follow(tx, &from, &there)).await.unwrap();
    h.test.settle().await;
    let asked = old.received_of("Follow").remove(0);
    h.deliver(&old, &before, &old.wrap("Accept", &before, &asked)).await;

    let mut moves = old.wrap("Move", &before, &json!(before.iri));
    moves["target"] = json!(after.iri);
    assert_eq!(h.deliver(&old, &before, &moves).await, "applied");
    let asked = new.received_of("Follow");
    assert_eq!(asked.len(), 1, "the new house is asked, once");
    assert_eq!((&asked[0]["actor"], &asked[0]["object"]), (&json!(lea.iri), &json!(after.iri)));
    assert_eq!(old.received_of("Undo").len(), 1, "the old house is left");
    // The same news again changes nothing.
    moves["id"] = json!(format!("{}/moves/again", old.base));
    h.deliver(&old, &before, &moves).await;
    assert_eq!(new.received_of("Follow").len(), 1);
}

#[tokio::test]
async fn a_follower_who_moved_is_let_in_from_the_new_house_and_out_of_the_old_one() {
    let h = hung().await;
    let (old, new) = (h.test.remote("old").await, h.test.remote("new").await);
    let before = old.person("nour");
    let mut after = new.person("nour");
    after.document["alsoKnownAs"] = json!([before.iri]);
    new.serve("/users/nour", &after.document);
    let first = follow(&old, &before);
    h.deliver(&old, &before, &first).await;
    let mut moves = old.wrap("Move", &before, &json!(before.iri));
    moves["target"] = json!(after.iri);
    assert_eq!(h.deliver(&old, &before, &moves).await, "applied");
    h.deliver(&new, &after, &follow(&new, &after)).await;
    assert_eq!(new.received_of("Accept").len(), 1);
    h.deliver(&old, &before, &old.wrap("Undo", &before, &first)).await;
    let left: Vec<String> = h
        .test
        .query(|c| {
            schema::follows::table
                .inner_join(
                    schema::actors::table.on(schema::actors::id.eq(schema::follows::follower_id)),
                )
                .select(schema::actors::iri)
                .load(c)
        })
        .await;
    assert_eq!(left, [after.iri]);
}

#[tokio::test]
async fn a_permission_to_quote_ends_with_a_block() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "À citer"), ("share", "1")]).await;
    h.test.settle().await;
    let trace = h.trace("À citer").await;
    let mut request = remote.wrap("QuoteRequest", &alice, &json!(trace.iri));
    request["instrument"] = json!(format!("{}/notes/77", remote.base));
    assert_eq!(h.deliver(&remote, &alice, &request).await, "applied");
    let stamp = remote.received_of("Accept")[0]["result"].as_str().unwrap().to_owned();
    assert_eq!(h.test.browser().get_activity(&stamp).await.status, 200);
    let said = h.reply(&remote, &alice, "1", "<p>Mal dit</p>").await;
    let said = h.object(said["id"].as_str().unwrap()).await;
    let mut admin = h.test.admin().await;
    let path = format!("/equipe/moderation/{}", said.id);
    let blocked = admin.post(&path, &[("action", "block-person"), ("note", "assez")]).await;
    assert_eq!(blocked.status, 303);
    h.test.settle().await;
    let status = h.test.browser().get_activity(&stamp).await.status;
    assert!(matches!(status, 404 | 410), "the permission still stands: {status}");
}

#[tokio::test]
async fn pictures_from_elsewhere_stand_under_the_work_as_our_own_copies() {
    let h = hung().await;
    h.decide(|venue| venue.holding.media = false).await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let kind = || vec![("content-type", "image/png".to_owned())];
    remote.script("/files/a.png", 200, kind(), pictures::png(640, 480, 3));
    let mut note = remote.note(&alice, "1", &h.artwork.iri, "<p>Regardez</p>");
    let url = format!("{}/files/a.png", remote.base);
    note["attachment"] = json!([
        {"type": "Document", "mediaType": "image/png", "url": url, "name": "Une barque bleue"},
        {"type": "Document", "mediaType": "image/png", "url": format!("{}/files/none.png", remote.base), "name": "rien"},
    ]);
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &note)).await, "applied");
    let page = h.read().await;
    assert!(page.contains("alt=\"Une barque bleue\""), "{page}");
    assert!(!page.contains("/files/"), "a visitor's browser would ask another server");
    let copies: i64 = h.test.query(|c| schema::media::table.count().get_result(c)).await;
    assert_eq!(copies, 1);
    let asked = remote.seen().iter().filter(|seen| seen.path == "/files/a.png").count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn sounds_from_elsewhere_wait_are_heard_as_our_own_copies_or_lead_to_where_they_are() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let wav = sounds::wav(16_000, 32_000, |i| ((i % 80) as i16 - 40) * 300);
    remote.script("/files/a.wav", 200, vec![("content-type", "audio/wav".to_owned())], wav);
    let kind = vec![("content-type", "audio/mpeg".to_owned())];
    remote.script("/files/b.mp3", 200, kind, b"ID3 nothing we play");
    for (id, file, name) in
        [("1", "a.wav", "L’eau sous la passerelle"), ("2", "b.mp3", "Une sirène")]
    {
        let mut note = remote.note(&alice, id, &h.artwork.iri, &format!("<p>Écoutez {id}</p>"));
        note["attachment"] = json!([{"type": "Document", "mediaType": kind_of(file),
            "url": format!("{}/files/{file}", remote.base), "name": name}]);
        assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &note)).await, "applied");
    }
    assert!(!h.read().await.contains("Écoutez"), "sounds of strangers are heard by the team first");
    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation").await;
    assert!(queue.contains("<audio") && queue.contains("L’eau sous la passerelle"));
    for text in ["Écoutez 1", "Écoutez 2"] {
        let path = format!("/equipe/moderation/{}", h.trace(text).await.id);
        assert_eq!(admin.post(&path, &[("action", "approve")]).await.status, 303);
    }
    let page = h.read().await;
    assert_eq!(page.matches("<audio").count(), 1, "{page}");
    assert!(page.contains("L’eau sous la passerelle") && page.contains("src=\"/media/"));
    assert!(page.contains("Écouter le son sur") && page.contains("Une sirène"), "{page}");
    assert!(!page.contains("/files/"), "a visitor's browser would ask another server");
    // The daily round keeps what is heard.
    h.test.advance(Duration::from_secs(3 * 86_400));
    parvis::platform::tidy::round(&h.test.app).await.unwrap();
    assert!(h.read().await.contains("<audio"));
    // An edit without a sound takes it away, and so does a deletion.
    let mut edited = remote.note(&alice, "1", &h.artwork.iri, "<p>Écoutez 1</p>");
    edited["updated"] = json!(h.test.app.now().rfc3339());
    let update = remote.wrap("Update", &alice, &edited);
    assert_eq!(h.deliver(&remote, &alice, &update).await, "applied");
    let note = format!("{}/notes/2", remote.base);
    let delete = remote.wrap("Delete", &alice, &json!(note));
    assert_eq!(h.deliver(&remote, &alice, &delete).await, "applied");
    let left: i64 = h.test.query(|c| schema::remote_sounds::table.count().get_result(c)).await;
    assert_eq!(left, 0);
}

fn kind_of(file: &str) -> &'static str {
    if file.ends_with("mp3") { "audio/mpeg" } else { "audio/wav" }
}

/// Gancio, Mobilizon and small servers do their work before they answer.
#[tokio::test]
async fn a_server_that_thinks_before_it_answers_is_waited_for() {
    let terms = Terms { answer: Duration::from_millis(200), ..Terms::default() };
    let h = hung_on(terms).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let slow = Router::new().fallback(post(|| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        "ok"
    }));
    let server = tokio::spawn(async move { axum::serve(listener, slow).await.unwrap() });
    assert!(Terms::default().delivery > Duration::from_secs(20), "Gancio takes twenty seconds");
    let remote = h.test.remote("gancio").await;
    h.test.follower_at(&remote.person("gancio"), &format!("{base}/inbox"), None).await;
    h.test
        .trace(
            "Bonsoir",
            parvis::platform::objects::Visibility::Public,
            parvis::platform::objects::State::Published,
            None,
        )
        .await;
    h.test.settle().await;
    let (told, waiting): (i64, i64) = h
        .test
        .query(|c| {
            Ok((
                schema::outbound::table.count().get_result(c)?,
                schema::deliveries::table.count().get_result(c)?,
            ))
        })
        .await;
    assert!(told > 0);
    assert_eq!(waiting, 0, "it was given up before it answered");
    // A document is not waited for as long: somebody waits for our own answer meanwhile.
    let iri = Iri::parse(&format!("{base}/users/x")).unwrap();
    assert!(fetch_document(&h.test.app, &iri).await.is_err());
    server.abort();
}

#[tokio::test]
async fn a_signer_whose_server_is_silent_is_told_to_come_back() {
    let terms = Terms { answer: Duration::from_millis(300), ..Terms::default() };
    let h = hung_on(terms).await;
    let remote = h.test.remote("mastodon.example").await;
    // Takes connections and never says a word.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let iri = format!("http://{}/users/nour", silent.local_addr().unwrap());
    let nour = Person { key_id: format!("{iri}#main-key"), iri, ..remote.person("nour") };
    let body = remote.wrap("Like", &nour, &json!(h.artwork.iri)).to_string().into_bytes();
    let request = remote.signed("/inbox", &nour, body, crate::support::Scheme::Cavage);
    let answer = remote.ask(request).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn every_server_that_knows_us_is_asked_to_forget_who_left() {
    let h = hung().await;
    let remotes = [h.test.remote("one").await, h.test.remote("two").await];
    // Two people there like a work: nobody ever followed or answered the one who leaves.
    for remote in &remotes {
        for name in ["alice", "bob"] {
            let person = remote.person(name);
            let like = remote.wrap("Like", &person, &json!(h.artwork.iri));
            assert_eq!(h.deliver(remote, &person, &like).await, "applied");
        }
    }
    let mut lea = h.member("lea").await;
    let done = lea.post("/compte/fermer", &[("password", crate::support::PASSWORD)]).await;
    assert_eq!(done.status, 303);
    h.test.settle().await;
    for remote in &remotes {
        let deleted = remote.received_of("Delete");
        assert_eq!(deleted.len(), 1, "once per server");
        assert_eq!(deleted[0]["object"], "http://musee.test/actors/lea");
    }
}

#[tokio::test]
async fn the_signature_a_server_reads_is_remembered_over_a_restart() {
    let h = hung().await;
    let (base, seen) = reads_only_rfc9421().await;
    let iri = Iri::parse(&format!("{base}/users/nour")).unwrap();
    assert!(fetch_document(&h.test.app, &iri).await.is_ok());
    assert_eq!(*seen.lock().unwrap(), ["cavage", "rfc9421"]);
    let (again, _) = h.test.another_process().await;
    seen.lock().unwrap().clear();
    assert!(fetch_document(&again, &iri).await.is_ok());
    assert_eq!(*seen.lock().unwrap(), ["rfc9421"], "one knock is enough");
}

type Heard = std::sync::Arc<std::sync::Mutex<Vec<&'static str>>>;

/// A server that answers 401 to draft-cavage; and by which scheme each request was signed.
async fn reads_only_rfc9421() -> (String, Heard) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let seen = Heard::default();
    let (heard, own) = (seen.clone(), base.clone());
    let router = Router::new().fallback(move |headers: http::HeaderMap| {
        let modern = headers.contains_key("signature-input");
        heard.lock().unwrap().push(if modern { "rfc9421" } else { "cavage" });
        let document = json!({"id": format!("{own}/users/nour"), "type": "Person",
            "preferredUsername": "nour", "inbox": format!("{own}/inbox")});
        async move {
            let status = if modern { 200 } else { 401 };
            (
                http::StatusCode::from_u16(status).unwrap(),
                [("content-type", "application/activity+json")],
                document.to_string(),
            )
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (base, seen)
}
