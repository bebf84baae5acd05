//! Processes that die, and processes that share one database: nothing is lost, nothing done twice, nothing unheard.

use std::{collections::BTreeSet, time::Duration};

use diesel::prelude::*;
use futures::{StreamExt as _, poll};
use parvis::{
    kernel::{db::Kind, error::Error},
    platform::{
        app::{App, Tx},
        audit, background,
        feature::Outcome,
        fediverse::{
            inbound::{self, queue},
            policy,
        },
        live, processes,
    },
    schema::{audit as audit_rows, follows, inbound as inbound_rows},
};
use serde_json::json;

use crate::support::{Remote, TestApp};

const VENUE: &str = "http://musee.test/actors/musee";

async fn followers(test: &TestApp) -> i64 {
    test.query(|conn| follows::table.count().get_result(conn)).await
}

/// A follow that was answered 202 and claimed by `by`, which does no more.
async fn claimed_follow(remote: &Remote, by: &App) -> Vec<queue::Row> {
    let nour = remote.person("nour");
    let follow = remote.wrap("Follow", &nour, &json!(VENUE));
    assert_eq!(remote.deliver(&nour, &follow).await, 202);
    let (holder, now) = (by.processes.holder(), by.now());
    let rows = by.db.write(move |conn| queue::claim(conn, holder, now, 10)).await.unwrap();
    assert_eq!(rows.len(), 1);
    rows
}

/// Does something until it has the wished effect: the end of a session of PostgreSQL and a message from another one
/// come when they come.
async fn until(what: &str, mut attempt: impl AsyncFnMut() -> bool) {
    for _ in 0..500 {
        if attempt().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("in five seconds it did not happen that {what}");
}

#[tokio::test]
async fn what_a_dead_process_held_is_taken_up_by_the_next_one_at_once() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let dead = test.neighbour().await;
    claimed_follow(&remote, &dead).await;
    let number = dead.processes.number().to_string();
    let half = test.app.media.root().join("unfinished").join(number);
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("half"), b"half a picture").unwrap();
    drop(dead);
    assert_eq!(inbound::run_due(&test.app).await.unwrap(), 0, "it is leased");
    until("the work of a dead process is done", async || {
        processes::take_over(&test.app).await.unwrap();
        inbound::run_due(&test.app).await.unwrap() == 1
    })
    .await;
    assert_eq!(followers(&test).await, 1);
    assert!(!half.exists(), "what it was writing is thrown away");
}

#[tokio::test]
async fn what_a_living_process_holds_is_left_to_it() {
    let test = TestApp::new().await;
    if test.app.db.kind() == Kind::Sqlite {
        // A SQLite file has one process, which `parvis serve` makes sure of.
        return;
    }
    let remote = test.remote("mastodon").await;
    let alive = test.neighbour().await;
    claimed_follow(&remote, &alive).await;
    processes::take_over(&test.app).await.unwrap();
    assert_eq!(inbound::run_due(&test.app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_process_that_slept_through_its_lease_changes_nothing_any_more() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let sleeper = test.neighbour().await;
    let rows = claimed_follow(&remote, &sleeper).await;
    test.advance(Duration::from_secs(301));
    assert_eq!(inbound::run_due(&test.app).await.unwrap(), 1);
    let id = rows[0].id;
    let late =
        sleeper.write(move |tx| queue::finish(tx, vec![(id, Outcome::Ignored("late"))])).await;
    assert!(late.is_err(), "an error takes its effect back");
    let row = rows[0].clone();
    let (holder, now) = (sleeper.processes.holder(), sleeper.now());
    sleeper.db.write(move |conn| queue::put_back(conn, holder, &row, "late", now)).await.unwrap();
    let states: Vec<String> =
        test.query(|conn| inbound_rows::table.select(inbound_rows::state).load(conn)).await;
    assert_eq!(states, ["applied"]);
}

#[tokio::test]
async fn two_processes_share_the_work_and_do_nothing_twice() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let other = test.neighbour().await;
    let people: Vec<_> = (0..12).map(|n| remote.person(&format!("p{n}"))).collect();
    for person in &people {
        let follow = remote.wrap("Follow", person, &json!(VENUE));
        assert_eq!(remote.deliver(person, &follow).await, 202);
    }
    for _ in 0..3 {
        let (one, two) = tokio::join!(background::settle(&test.app), background::settle(&other));
        one.unwrap();
        two.unwrap();
    }
    assert_eq!(followers(&test).await, 12);
    let accepts = remote.received_of("Accept");
    let answered: BTreeSet<String> = accepts
        .iter()
        .map(|accept| accept["object"]["actor"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!((accepts.len(), answered.len()), (12, 12), "each follow is answered once");
}

#[tokio::test]
async fn a_database_that_was_restarted_costs_nothing_that_was_promised() {
    let test = TestApp::new().await;
    if test.app.db.kind() == Kind::Sqlite {
        return;
    }
    let other = test.neighbour().await;
    let (mut kept, mut lost) = (Vec::new(), 0);
    for round in 0..20 {
        let writes = (0..6).map(|n| {
            let name = format!("round-{round}-{n}");
            async { (name.clone(), test.app.write(move |tx| note(tx, &name)).await) }
        });
        let (outcomes, ()) = tokio::join!(futures::future::join_all(writes), async {
            if round % 5 == 4 {
                restart(&test).await;
            }
        });
        for (name, outcome) in outcomes {
            match outcome {
                Ok(()) => kept.push(name),
                Err(Error::Unavailable) => lost += 1,
                Err(error) => panic!("{name}: {error:?}"),
            }
        }
    }
    assert!(kept.len() + lost == 120 && lost < 60, "{lost} of 120 were lost to four restarts");
    let rows: Vec<String> = test
        .query(|conn| {
            audit_rows::table
                .filter(audit_rows::action.eq("test"))
                .select(audit_rows::target)
                .load(conn)
        })
        .await;
    let once: BTreeSet<&String> = rows.iter().collect();
    assert_eq!(once.len(), rows.len(), "nothing is there twice");
    assert!(kept.iter().all(|name| once.contains(name)), "what was promised is there");
    // The processes find each other again.
    restart(&test).await;
    until("a process is back among the others", async || {
        if processes::listen(&other).await.is_err() {
            processes::come_back(&other).await;
        }
        processes::listen(&other).await.is_ok()
    })
    .await;
}

/// What a restart of PostgreSQL is to its clients: every session ends.
async fn restart(test: &TestApp) {
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    test.query(move |conn| diesel::sql_query(end).execute(conn)).await;
}

fn note(tx: &mut Tx<'_>, name: &str) -> Result<(), Error> {
    let entry = audit::Entry { action: "test", target: name, ..audit::Entry::default() };
    audit::record(tx, &entry).map(drop)
}

#[tokio::test]
async fn a_decision_of_one_process_is_heard_by_the_others() {
    let test = TestApp::new().await;
    if test.app.db.kind() == Kind::Sqlite {
        return;
    }
    let other = test.neighbour().await;
    test.app.write(|tx| policy::set(tx, "evil.test", policy::Policy::Block, "spam")).await.unwrap();
    until("a block is heard", async || {
        processes::listen(&other).await.unwrap();
        policy::refuses(&other, "evil.test")
    })
    .await;
    test.app
        .write(|tx| {
            let mut venue = (*tx.app.venue()).clone();
            venue.name = "Musée des Deux Rives".to_owned();
            venue.save(tx)
        })
        .await
        .unwrap();
    until("new settings are heard", async || {
        processes::listen(&other).await.unwrap();
        other.venue().name == "Musée des Deux Rives"
    })
    .await;
}

#[tokio::test]
async fn whoever_starts_in_the_place_of_a_dead_process_has_open_pages_look_again() {
    let test = TestApp::new().await;
    if test.app.db.kind() == Kind::Sqlite {
        return;
    }
    let other = test.neighbour().await;
    let topic = test.app.new_id();
    let mut events = live::listen(&other, vec![topic]).into_body().into_data_stream();
    processes::take_over(&test.app).await.unwrap();
    until("a page is told to look again", async || {
        processes::listen(&other).await.unwrap();
        matches!(poll!(events.next()), std::task::Poll::Ready(Some(Ok(told))) if told.starts_with(b"event: reload"))
    })
    .await;
}
