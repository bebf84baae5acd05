//! What goes wrong around the server: a full disk, peers that are away, slow, confused or lying, clocks that jump.

use std::{
    io::Write as _,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use parvis::{
    kernel::{
        db::{self, Kind, Use},
        error::Error,
    },
    platform::{
        app::Tx,
        audit,
        fediverse::{
            deliver, inbound,
            outbox::{self, Post, Recipients},
        },
    },
    schema::{self, audit as audit_rows, deliveries},
};
use serde_json::json;

use crate::{
    support::{Remote, TestApp},
    voices::hung,
};

const DAY: Duration = Duration::from_secs(86_400);

/// Queues an activity of the venue for its followers.
async fn say(test: &TestApp, what: &str) {
    let (venue, what) = (test.venue(), what.to_owned());
    test.app
        .write(move |tx| {
            let id = outbox::activity_iri(tx);
            let body = json!({"id": id, "type": "Announce", "actor": "http://musee.test/actors/musee",
                "object": format!("https://elsewhere.example/{what}")});
            let to = Recipients { followers_of: vec![venue], ..Recipients::default() };
            outbox::post(tx, &Post { actor: venue, object: None, public: true, body, to })
        })
        .await
        .unwrap();
}

/// What a server was told, by the last part of the object's address.
fn told(remote: &Remote) -> Vec<String> {
    let tail = |activity: &serde_json::Value| {
        let object = activity["object"].as_str().unwrap_or_default();
        object.rsplit('/').next().unwrap_or_default().to_owned()
    };
    remote.received().iter().map(tail).collect()
}

async fn delivery_states(test: &TestApp) -> Vec<String> {
    test.query(|conn| deliveries::table.order(deliveries::id).select(deliveries::state).load(conn))
        .await
}

/// Lets days pass in steps of an hour, each with everything that falls due in it.
async fn live_through(test: &TestApp, days: u32) {
    for _ in 0..days * 8 {
        test.advance(DAY / 8);
        test.settle().await;
    }
}

/// Has a server answer this to everything that is due, for as long as it is said.
fn down(remote: &Remote, times: u32) {
    for _ in 0..times {
        remote.next_inbox_answer(503, vec![], "");
    }
}

#[tokio::test]
async fn a_server_that_comes_back_after_twenty_nine_days_gets_everything_in_order() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    down(&remote, 10_000);
    say(&test, "first").await;
    live_through(&test, 14).await;
    say(&test, "second").await;
    live_through(&test, 15).await;
    assert_eq!(delivery_states(&test).await, ["waiting", "waiting"]);
    remote.back();
    remote.forget();
    live_through(&test, 1).await;
    assert_eq!(told(&remote), ["first", "second"]);
    assert!(delivery_states(&test).await.is_empty());
}

#[tokio::test]
async fn after_thirty_one_days_a_delivery_is_given_up_and_staff_can_send_it_again() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    down(&remote, 10_000);
    say(&test, "first").await;
    live_through(&test, 31).await;
    assert_eq!(delivery_states(&test).await, ["failed"]);
    let mut staff = test.admin().await;
    let page = staff.get("/equipe/federation").await;
    assert!(page.contains(&remote.host()), "staff see whom it never reached: {}", page.text());
    remote.back();
    remote.forget();
    let host = remote.host();
    test.app.write(move |tx| deliver::retry_now(tx, &host)).await.unwrap();
    test.settle().await;
    assert_eq!(told(&remote), ["first"]);
}

#[tokio::test]
async fn a_server_that_asks_for_patience_is_not_asked_before() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    remote.next_inbox_answer(429, vec![("retry-after", "7200".to_owned())], "");
    say(&test, "first").await;
    test.settle().await;
    say(&test, "second").await;
    test.advance(Duration::from_secs(7190));
    test.settle().await;
    assert_eq!(told(&remote), ["first"], "one try, and patience for both");
    test.advance(Duration::from_secs(11));
    test.settle().await;
    assert_eq!(told(&remote), ["first", "first", "second"]);
}

/// Answers every connection with these bytes and hangs up.
async fn blunt(answer: &'static [u8]) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut heard = [0; 16 * 1024];
            let _ = stream.read(&mut heard).await;
            let _ = stream.write_all(answer).await;
        }
    });
    base
}

#[tokio::test]
async fn a_server_that_hangs_up_or_lies_about_its_answer_is_tried_again_and_holds_up_nobody() {
    let test = TestApp::new().await;
    let good = test.remote("mastodon").await;
    test.follower(&good.person("alice"), &good).await;
    let answers: [&[u8]; 4] = [
        b"",
        b"HTTP/1.1 202 Acc",
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 4000\r\n\r\nshort",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: -7\r\n\r\n",
    ];
    for (n, answer) in answers.into_iter().enumerate() {
        let base = blunt(answer).await;
        let person = good.person(&format!("p{n}"));
        let inbox = format!("{base}/inbox");
        test.follower_at(&person, &inbox, None).await;
    }
    say(&test, "news").await;
    let began = Instant::now();
    test.settle().await;
    assert!(began.elapsed() < Duration::from_secs(10), "nobody waits for somebody else's trouble");
    assert_eq!(told(&good), ["news"]);
    let left = delivery_states(&test).await;
    assert!(left.iter().all(|state| state == "waiting"), "{left:?}");
    assert!(left.len() >= 3, "what was not answered has not arrived: {left:?}");
}

#[tokio::test]
async fn a_clock_that_was_days_ahead_for_a_while_leaves_nothing_waiting_for_those_days() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    test.follower(&remote.person("alice"), &remote).await;
    let right = test.app.now();
    test.advance(DAY * 20);
    remote.next_inbox_answer(503, vec![], "");
    say(&test, "first").await;
    test.settle().await;
    test.set_clock(right);
    deliver::tidy(&test.app).await;
    test.settle().await;
    assert_eq!(told(&remote), ["first", "first"], "tried again now, not in twenty days");
}

#[tokio::test]
async fn what_came_while_the_clock_was_a_year_ahead_is_applied_once_it_is_right() {
    let h = hung().await;
    let test = &h.test;
    let (origin, relay) = (test.remote("origin").await, test.remote("relay").await);
    let (dave, rita) = (origin.person("dave"), relay.person("rita"));
    let states = async || -> Vec<String> {
        test.query(|conn| schema::inbound::table.select(schema::inbound::state).load(conn)).await
    };
    let right = test.app.now();
    test.advance(DAY * 365);
    // Passed on, by somebody whose own server has a bad moment: it is to be tried again, in a year.
    origin.script("/users/dave", 503, vec![], "");
    let note = origin.note(&dave, "1", &h.artwork.iri, "<p>Quelle lumière</p>");
    assert_eq!(relay.deliver(&rita, &origin.create(&dave, &note)).await, 202);
    test.settle().await;
    assert_eq!(states().await, ["waiting"]);
    test.set_clock(right);
    origin.serve("/users/dave", &dave.document);
    test.advance(DAY);
    test.settle().await;
    assert_eq!(states().await, ["waiting"], "not before its time, a year from now");
    inbound::prune(&test.app).await;
    test.settle().await;
    assert_eq!(states().await, ["applied"]);
}

#[tokio::test]
async fn a_clock_that_falls_back_stops_nothing_and_repeats_no_id() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let before = test.app.new_id();
    test.set_clock(test.app.now().minus(Duration::from_secs(2 * 3600)));
    assert!(test.app.new_id() > before);
    let follow = remote.wrap("Follow", &nour, &json!("http://musee.test/actors/musee"));
    assert_eq!(remote.deliver(&nour, &follow).await, 202);
    test.settle().await;
    assert_eq!(remote.received_of("Accept").len(), 1);
    assert!(test.neighbour().await.new_id() > before, "not after a restart either");
}

/// A small disk of its own under a folder, as long as it lives. Only root may mount.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(at: &'a Path, mebibytes: u64) -> Option<Self> {
        let size = format!("size={mebibytes}m");
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output();
        done.is_ok_and(|out| out.status.success()).then_some(Self(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

#[tokio::test]
async fn a_full_disk_shuts_the_doors_and_leaves_the_windows_open() {
    let dir = tempfile::tempdir().unwrap();
    let Some(_disk) = SmallDisk::mount(dir.path(), 160) else {
        println!("SKIPPED: only root can mount a small disk");
        return;
    };
    let test = TestApp::new_in(dir.path()).await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let follow = remote.wrap("Follow", &nour, &json!("http://musee.test/actors/musee"));
    let mut staff = test.admin().await;
    let place = [("name_fr", "Galerie"), ("kind", "room"), ("code", "G1")];

    // The reserve is all that is left.
    let filler = dir.path().join("filler");
    std::fs::write(&filler, vec![0; 120 * 1024 * 1024]).unwrap();
    test.app.storage.measure();
    assert_eq!(staff.get("/").await.status, 200);
    assert_eq!(staff.get("/equipe").await.status, 200);
    let refused = staff.post("/equipe/lieux/nouveau", &place).await;
    assert_eq!(refused.status, 507);
    assert!(refused.contains("Il n’y a plus de place sur le serveur"), "{}", refused.text());
    assert_eq!(remote.deliver(&nour, &follow).await, 503);
    let ready = staff.get("/readyz").await;
    assert_eq!((ready.status, ready.text().as_str()), (503, "the disk is full"));
    assert_eq!(staff.get("/livez").await.status, 200);

    // Not a byte is left: the database refuses by itself what went past the doors.
    let mut more = std::fs::OpenOptions::new().append(true).open(&filler).unwrap();
    while more.write_all(&[0; 64 * 1024]).is_ok() {}
    while more.write_all(&[0]).is_ok() {}
    if test.app.db.kind() == Kind::Sqlite {
        let mut refused = None;
        for n in 0..400 {
            let text = format!("{n} {}", "x".repeat(100_000));
            refused = test.app.write(move |tx| take_room(tx, &text)).await.err();
            if refused.is_some() {
                break;
            }
        }
        assert!(matches!(refused, Some(Error::NoRoom)), "{refused:?}");
        assert_eq!(staff.get("/").await.status, 200);
    }

    // Room again.
    drop(more);
    std::fs::remove_file(&filler).unwrap();
    test.app.storage.measure();
    assert_eq!(staff.get("/readyz").await.status, 200);
    assert_eq!(staff.post("/equipe/lieux/nouveau", &place).await.status, 303);
    assert_eq!(remote.deliver(&nour, &follow).await, 202);
    test.settle().await;
    assert_eq!(remote.received_of("Accept").len(), 1);
}

/// Something that takes room.
fn take_room(tx: &mut Tx<'_>, text: &str) -> Result<(), Error> {
    let entry = audit::Entry { action: "test", reason: text, ..audit::Entry::default() };
    audit::record(tx, &entry).map(drop)
}

/// A power cut leaves the database and some beginning of its journal: whatever the beginning, it opens to the state
/// after some number of whole transactions.
#[tokio::test]
async fn a_journal_cut_anywhere_opens_to_a_whole_number_of_transactions() {
    const WRITES: usize = 40;
    const FRAME: usize = 24 + 4096;
    let test = TestApp::empty().await;
    if test.app.db.kind() != Kind::Sqlite {
        return;
    }
    for n in 1..=WRITES {
        let text = format!("{n} {}", "x".repeat(n * 97 % 9000));
        let two = move |tx: &mut Tx<'_>| {
            take_room(tx, &text)?;
            take_room(tx, "and its twin")
        };
        test.app.write(two).await.unwrap();
    }
    let source = test.dir.path().join("parvis.sqlite");
    let database = std::fs::read(&source).unwrap();
    let journal = std::fs::read(source.with_extension("sqlite-wal")).unwrap();
    let mut states = std::collections::BTreeSet::new();
    let room = tempfile::tempdir().unwrap();
    let cuts = (0..=journal.len() / FRAME).flat_map(|n| [32 + n * FRAME, 32 + n * FRAME + 1777]);
    for cut in cuts.filter(|cut| *cut <= journal.len()) {
        let copy = room.path().join(format!("{cut}.sqlite"));
        std::fs::write(&copy, &database).unwrap();
        std::fs::write(copy.with_extension("sqlite-wal"), &journal[..cut]).unwrap();
        let url = format!("sqlite:{}", copy.display());
        let mut conn = db::open(&url, Use::Read).unwrap();
        let count: i64 = audit_rows::table
            .filter(audit_rows::action.eq("test"))
            .count()
            .get_result(&mut conn)
            .unwrap_or(0);
        assert_eq!(count % 2, 0, "half a transaction after a cut at {cut}");
        let verdict: Verdict =
            diesel::sql_query("PRAGMA integrity_check").get_result(&mut conn).unwrap();
        assert_eq!(verdict.integrity_check, "ok", "after a cut at {cut}");
        states.insert(count);
    }
    assert!(states.len() > WRITES / 2, "the cuts hit few transactions: {states:?}");
    assert_eq!(states.last(), Some(&(2 * WRITES as i64)), "uncut, everything is there");
}

#[derive(QueryableByName)]
struct Verdict {
    #[diesel(sql_type = diesel::sql_types::Text)]
    integrity_check: String,
}
