//! Deliveries to other servers: nothing lost, nothing out of order, nobody held up by somebody else's trouble.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    kernel::{clock::Time, id::Id},
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        fediverse::{
            deliver, hosts,
            outbox::{self, Post, Recipients},
            policy,
        },
    },
    schema::{actors as actor_rows, deliveries},
};
use parvis_federation::{
    Iri,
    activity::{Head, build},
    audience::{Audience, Visibility},
    proof,
    signature::{Policy, SignedRequest, inspect},
};

use crate::support::{Remote, Seen, TestApp};

fn venue(app: &App) -> Id {
    app.venue().actor_id.unwrap()
}

/// Queues a public activity of the venue to its followers; returns its address.
async fn say(test: &TestApp, what: &str) -> String {
    let what = what.to_owned();
    test.app.write(move |tx| queue(tx, &what)).await.unwrap()
}

fn queue(tx: &mut Tx<'_>, what: &str) -> parvis::kernel::error::Result<String> {
    let id = outbox::activity_iri(tx);
    let author = actors::find(tx.conn, venue(tx.app))?.unwrap();
    let followers = Iri::parse(author.followers.as_deref().unwrap()).unwrap();
    let head = Head {
        id: &Iri::parse(&id).unwrap(),
        actor: &Iri::parse(&author.iri).unwrap(),
        audience: &Audience::build(Visibility::Public, &followers, &[]),
        published: Some(tx.now.utc()),
    };
    let object = Iri::parse(&format!("https://elsewhere.example/{what}")).unwrap();
    let body = build::announce(&head, &object);
    let to = Recipients { followers_of: vec![author.id], ..Recipients::default() };
    outbox::post(tx, &Post { actor: author.id, object: None, public: true, body, to })?;
    Ok(id)
}

/// What a server was told, by the last part of the object's address.
fn told(remote: &Remote) -> Vec<String> {
    let tail = |activity: &serde_json::Value| {
        let object = activity["object"].as_str().unwrap_or_default();
        object.rsplit('/').next().unwrap_or_default().to_owned()
    };
    remote.received().iter().map(tail).collect()
}

/// Every row of the queue: host, state, tries, last error.
async fn queue_rows(test: &TestApp) -> Vec<(String, String, i32, Option<String>)> {
    test.query(|conn| {
        deliveries::table
            .order(deliveries::id)
            .select((
                deliveries::host,
                deliveries::state,
                deliveries::attempts,
                deliveries::last_error,
            ))
            .load(conn)
    })
    .await
}

fn posts(remote: &Remote) -> Vec<Seen> {
    let seen = remote.seen().into_iter();
    seen.filter(|seen| seen.method == http::Method::POST).collect()
}

#[tokio::test]
async fn a_server_gets_an_activity_once_however_many_follow_there() {
    let test = TestApp::new().await;
    let (near, far) = (test.remote("mastodon").await, test.remote("gotosocial").await);
    test.follower(&near.person("alice"), &near).await;
    test.follower(&near.person("bob"), &near).await;
    test.follower(&far.person("carol"), &far).await;
    say(&test, "news").await;
    test.settle().await;
    assert_eq!(told(&near), ["news"]);
    assert_eq!(told(&far), ["news"]);
    assert!(queue_rows(&test).await.is_empty());
}

#[tokio::test]
async fn what_is_sent_is_signed_by_its_author_and_carries_its_proof() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    say(&test, "news").await;
    test.settle().await;
    let seen = posts(&remote).remove(0);
    let author = test.query(|conn| {
        actor_rows::table
            .filter(actor_rows::kind.eq("Organization"))
            .select(Actor::as_select())
            .first(conn)
    });
    let author = author.await;
    let inner = test.app.clone();
    let signer = parvis::platform::fediverse::local::signer(&inner, author.id).await.unwrap();
    let target = Iri::parse(&format!("{}{}", remote.base, seen.path)).unwrap();
    let request = SignedRequest {
        method: &seen.method,
        target_uri: &target,
        headers: &seen.headers,
        body: Some(&seen.body),
    };
    let pending = inspect(&request, &Policy::default(), test.app.now().utc()).unwrap();
    assert_eq!(pending.key_id().to_string(), format!("{}#main-key", author.iri));
    assert!(pending.verify(signer.rsa.public()).is_ok());
    assert!(!seen.headers.contains_key("signature-input"), "one scheme per request");
    let body = seen.json();
    assert!(proof::verify(&body, signer.ed25519.public(), test.app.now().utc()).is_ok());
    assert_eq!(seen.headers["content-type"], "application/activity+json");
}

#[tokio::test]
async fn posting_twice_sends_once() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    test.app
        .write(|tx| {
            let author = actors::find(tx.conn, venue(tx.app))?.unwrap();
            let post = Post {
                actor: author.id,
                object: None,
                public: false,
                body: serde_json::json!({"id": format!("{}#updates/1", author.iri), "type": "Update",
                    "actor": author.iri, "object": "x"}),
                to: Recipients { followers_of: vec![author.id], ..Recipients::default() },
            };
            let first = outbox::post(tx, &post)?;
            assert_eq!(outbox::post(tx, &post)?, first);
            Ok(())
        })
        .await
        .unwrap();
    test.settle().await;
    assert_eq!(posts(&remote).len(), 1);
}

#[tokio::test]
async fn activities_arrive_in_the_order_they_were_made() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    let names: Vec<String> = (0..40).map(|n| format!("n{n}")).collect();
    for name in &names {
        say(&test, name).await;
    }
    test.settle().await;
    assert_eq!(told(&remote), names);
}

#[tokio::test]
async fn nothing_overtakes_an_activity_that_has_to_wait() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(500, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    say(&test, "second").await;
    test.settle().await;
    assert_eq!(told(&remote), ["first"], "the second waits behind the first");
    test.advance(Duration::from_secs(20));
    test.settle().await;
    assert_eq!(told(&remote), ["first", "first", "second"]);
}

#[tokio::test]
async fn a_dead_server_holds_up_nobody_else() {
    let test = TestApp::new().await;
    let (dead, alive) = (test.remote("dead").await, test.remote("alive").await);
    test.follower(&dead.person("alice"), &dead).await;
    test.follower(&alive.person("bob"), &alive).await;
    let name = dead.host();
    drop(dead);
    for n in 0..10 {
        say(&test, &format!("n{n}")).await;
    }
    test.settle().await;
    assert_eq!(told(&alive).len(), 10);
    let rows = queue_rows(&test).await;
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|(host, state, ..)| *host == name && state == "waiting"));
    let tries: i32 = rows.iter().map(|row| row.2).sum();
    assert_eq!(tries, 1, "one try was enough to know");
}

#[tokio::test]
async fn a_wait_the_server_asks_for_is_kept() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(429, vec![("retry-after", "600".to_owned())], "");
    say(&test, "first").await;
    say(&test, "second").await;
    test.settle().await;
    test.advance(Duration::from_secs(590));
    test.settle().await;
    assert_eq!(told(&remote), ["first"]);
    test.advance(Duration::from_secs(11));
    test.settle().await;
    assert_eq!(told(&remote), ["first", "first", "second"]);
}

#[tokio::test]
async fn a_second_knock_opens_and_is_remembered_for_a_week() {
    let test = TestApp::new().await;
    let remote = test.remote("mitra").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(401, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    say(&test, "second").await;
    test.settle().await;
    let schemes = |remote: &Remote| -> Vec<bool> {
        let newer = |seen: &Seen| {
            assert!(
                seen.headers.contains_key("digest") != seen.headers.contains_key("signature-input")
            );
            seen.headers.contains_key("signature-input")
        };
        posts(remote).iter().map(newer).collect()
    };
    assert_eq!(
        schemes(&remote),
        [false, true, true],
        "draft-cavage, RFC 9421, and RFC 9421 at once"
    );
    remote.forget();
    test.advance(Duration::from_secs(8 * 86_400));
    say(&test, "third").await;
    test.settle().await;
    assert_eq!(schemes(&remote), [false], "after a week the older one is tried first again");
}

#[tokio::test]
async fn a_server_that_says_it_reads_rfc_9421_gets_it_first() {
    let test = TestApp::new().await;
    let remote = test.remote("mitra").await;
    let alice = test.follower(&remote.person("alice"), &remote).await;
    test.app
        .write(move |tx| {
            diesel::update(actor_rows::table.filter(actor_rows::id.eq(alice)))
                .set(actor_rows::rfc9421.eq(true))
                .execute(tx.conn)?;
            Ok(())
        })
        .await
        .unwrap();
    say(&test, "first").await;
    test.settle().await;
    assert!(posts(&remote)[0].headers.contains_key("signature-input"));
}

#[tokio::test]
async fn a_signature_refused_twice_is_tried_again_later() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(401, vec![], "");
    remote.next_inbox_answer(400, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    let rows = queue_rows(&test).await;
    assert_eq!(
        (rows[0].1.as_str(), rows[0].2, rows[0].3.as_deref()),
        ("waiting", 1, Some("HTTP 401"))
    );
    test.advance(Duration::from_secs(20));
    test.settle().await;
    assert!(queue_rows(&test).await.is_empty());
}

#[tokio::test]
async fn waits_grow_until_the_server_is_left_alone_and_one_probe_tells_when_it_is_back() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    for n in 0..3 {
        say(&test, &format!("n{n}")).await;
    }
    for tries in 1..=4u64 {
        remote.next_inbox_answer(502, vec![], "");
        test.settle().await;
        assert_eq!(posts(&remote).len() as u64, tries);
        test.advance(Duration::from_secs(15 + tries.pow(4) - 1));
        test.settle().await;
        assert_eq!(posts(&remote).len() as u64, tries, "not a second before its time");
        test.advance(Duration::from_secs(120));
    }
    remote.next_inbox_answer(502, vec![], "");
    test.settle().await;
    let host = remote.host();
    let failures = test.query(move |conn| {
        Ok(hosts::find_all(conn, std::slice::from_ref(&host)).unwrap()[&host].failures)
    });
    assert_eq!(failures.await, 5);
    test.advance(Duration::from_secs(59));
    test.settle().await;
    assert_eq!(posts(&remote).len(), 5, "left alone for a minute");
    test.advance(Duration::from_secs(2));
    remote.next_inbox_answer(502, vec![], "");
    test.settle().await;
    assert_eq!(posts(&remote).len(), 6, "one probe, not three");
    test.advance(Duration::from_secs(121));
    test.settle().await;
    assert!(queue_rows(&test).await.is_empty(), "everything left after the probe");
    let mut last = told(&remote).split_off(6);
    last.sort();
    assert_eq!(last, ["n0", "n1", "n2"]);
}

#[tokio::test]
async fn a_message_from_a_failing_server_wakes_what_waits_for_it() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(500, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    assert_eq!(posts(&remote).len(), 1);
    let host = remote.host();
    test.app.write(move |tx| hosts::heard_from(tx, &host)).await.unwrap();
    test.settle().await;
    assert_eq!(posts(&remote).len(), 2);
    assert!(queue_rows(&test).await.is_empty());
}

#[tokio::test]
async fn what_was_given_up_is_kept_for_staff_who_may_try_it_again() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(404, vec![], "");
    say(&test, "first").await;
    say(&test, "second").await;
    test.settle().await;
    let rows = queue_rows(&test).await;
    assert_eq!(rows.len(), 1, "the second did not wait for what will never arrive");
    assert_eq!((rows[0].1.as_str(), rows[0].3.as_deref()), ("failed", Some("HTTP 404")));
    let host = remote.host();
    let again = test.app.write(move |tx| deliver::retry_now(tx, &host)).await.unwrap();
    assert_eq!(again, 1);
    test.settle().await;
    assert!(queue_rows(&test).await.is_empty());
    assert_eq!(told(&remote), ["first", "second", "first"]);
}

#[tokio::test]
async fn nothing_is_tried_for_more_than_thirty_days() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(500, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    test.advance(Duration::from_secs(30 * 86_400 + 1));
    remote.next_inbox_answer(500, vec![], "");
    test.settle().await;
    assert_eq!(queue_rows(&test).await[0].1, "failed");
}

#[tokio::test]
async fn an_inbox_that_is_gone_costs_a_follower_only_when_they_are_gone_too() {
    let test = TestApp::new().await;
    let remote = test.remote("gotosocial").await;
    let (gone, stays) = (remote.person("gone"), remote.person("stays"));
    let gone_id = test.follower_at(&gone, &gone.inbox(), None).await;
    let stays_id = test.follower_at(&stays, &stays.inbox(), None).await;
    remote.script("/users/gone", 410, vec![], "");
    remote.next_inbox_answer(410, vec![], "");
    remote.next_inbox_answer(410, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    assert!(queue_rows(&test).await.is_empty());
    let left = test.query(move |conn| {
        let left =
            |id: Id| actor_rows::table.filter(actor_rows::id.eq(id)).select(actor_rows::deleted_at);
        let one: Option<Time> = left(gone_id).first(conn)?;
        let other: Option<Time> = left(stays_id).first(conn)?;
        Ok((one.is_some(), other.is_some()))
    });
    assert_eq!(left.await, (true, false));
    remote.forget();
    say(&test, "second").await;
    test.settle().await;
    let paths: Vec<String> = posts(&remote).iter().map(|seen| seen.path.clone()).collect();
    assert_eq!(paths, ["/users/stays/inbox"]);
}

#[tokio::test]
async fn a_process_that_died_loses_nothing_and_blocks_nothing_for_long() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    say(&test, "first").await;
    let until = test.app.now().plus(Duration::from_secs(60));
    // What a process leaves behind that is killed between claiming and sending.
    test.app
        .write(move |tx| {
            diesel::update(deliveries::table)
                .set(deliveries::lease_until.eq(Some(until)))
                .execute(tx.conn)?;
            Ok(())
        })
        .await
        .unwrap();
    say(&test, "second").await;
    test.settle().await;
    assert!(posts(&remote).is_empty(), "another process may still be sending the first");
    test.advance(Duration::from_secs(61));
    test.settle().await;
    assert_eq!(told(&remote), ["first", "second"]);
}

#[tokio::test]
async fn two_processes_at_once_send_everything_once() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    let names: Vec<String> = (0..20).map(|n| format!("n{n}")).collect();
    for name in &names {
        say(&test, name).await;
    }
    let (one, two) = tokio::join!(deliver::run_due(&test.app), deliver::run_due(&test.app));
    one.unwrap();
    two.unwrap();
    test.settle().await;
    assert_eq!(told(&remote), names);
}

#[tokio::test]
async fn a_blocked_server_gets_nothing_even_of_what_was_queued_before() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    say(&test, "before").await;
    let host = remote.host();
    test.app.write(move |tx| policy::set(tx, &host, policy::Policy::Block, "spam")).await.unwrap();
    policy::reload(&test.app).await.unwrap();
    say(&test, "after").await;
    test.settle().await;
    assert!(posts(&remote).is_empty());
}

#[tokio::test]
async fn a_server_that_refuses_us_is_left_alone_for_a_day() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(403, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    say(&test, "second").await;
    test.advance(Duration::from_secs(23 * 3600));
    test.settle().await;
    assert_eq!(told(&remote), ["first"]);
    test.advance(Duration::from_secs(3601));
    test.settle().await;
    assert_eq!(told(&remote), ["first", "second"]);
}

#[tokio::test]
async fn the_software_of_a_server_becomes_known_when_we_first_reach_it() {
    let test = TestApp::new().await;
    let remote = test.remote("gancio").await;
    test.follower(&remote.person("alice"), &remote).await;
    say(&test, "first").await;
    test.settle().await;
    let host = remote.host();
    let known = test.query(move |conn| {
        Ok(hosts::find_all(conn, std::slice::from_ref(&host)).unwrap()[&host].clone())
    });
    let known = known.await;
    assert_eq!(known.software, "gancio");
    assert_eq!(known.last_sent_at, Some(test.app.now()));
}

#[tokio::test]
async fn after_a_month_only_what_is_served_or_on_its_way_is_kept() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    say(&test, "listed").await;
    let update = |n: u32| {
        move |tx: &mut Tx<'_>| {
            let author = actors::find(tx.conn, venue(tx.app))?.unwrap();
            let body = serde_json::json!({"id": format!("{}#updates/{n}", author.iri),
                "type": "Update", "actor": author.iri, "object": "x"});
            let to = Recipients { followers_of: vec![author.id], ..Recipients::default() };
            outbox::post(tx, &Post { actor: author.id, object: None, public: false, body, to })
        }
    };
    test.app.write(update(1)).await.unwrap();
    test.settle().await;
    remote.next_inbox_answer(404, vec![], "");
    test.app.write(update(2)).await.unwrap();
    test.settle().await;
    let kept = async |test: &TestApp| -> Vec<String> {
        let verbs = |conn: &mut parvis::kernel::db::Conn| {
            use parvis::schema::outbound;
            outbound::table.order(outbound::id).select(outbound::verb).load(conn)
        };
        test.query(verbs).await
    };
    test.advance(Duration::from_secs(29 * 86_400));
    deliver::tidy(&test.app).await;
    assert_eq!(kept(&test).await, ["Announce", "Update", "Update"]);
    test.advance(Duration::from_secs(2 * 86_400));
    deliver::tidy(&test.app).await;
    assert_eq!(kept(&test).await, ["Announce"]);
    assert!(queue_rows(&test).await.is_empty());
}
