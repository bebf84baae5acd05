//! What the kernel promises: settings that cannot be right are refused, ids never repeat, writes are all or
//! nothing, text is safe.

use std::{collections::BTreeSet, time::Duration};

use diesel::prelude::*;

use super::{
    clock::{Clock, Time},
    config::{Config, Defaults},
    db::{self, Db, PoolSize, Use},
    error::Error,
    i18n::{self, Lang, negotiate},
    id::{Id, IdMaker},
    text,
};
use crate::schema::settings;

fn load(toml: &str) -> Result<Config, String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("parvis.toml");
    std::fs::write(&path, toml).unwrap();
    Config::load(Some(&path), &Defaults::default()).map_err(|e| format!("{e:#}"))
}

#[test]
fn a_setting_that_cannot_be_right_is_refused_with_a_sentence_that_names_it() {
    let cases = [
        ("", "PARVIS_URL"),
        ("url = \"musee.example\"", "PARVIS_URL"),
        ("url = \"http://musee.example\"", "https"),
        ("url = \"https://musee.example/site\"", "without a path"),
        ("url = \"https://moi:secret@musee.example\"", "password"),
        ("url = \"https://musee.example\"\nlisten = \"8080\"", "PARVIS_LISTEN"),
        ("url = \"https://musee.example\"\nmetrics_listen = \"x\"", "PARVIS_METRICS_LISTEN"),
        ("url = \"https://musee.example\"\ndatabase_url = \"mysql://x\"", "PARVIS_DATABASE_URL"),
        ("url = \"https://musee.example\"\nsmtp_url = \"mail\"", "PARVIS_SMTP_URL"),
        ("url = \"https://musee.example\"\nfederation_allow_private = \"1\"", "refused"),
        ("url = \"http://localhost:1\"\nfederation_allow_private = \"perhaps\"", "0 or 1"),
        ("url = \"https://musee.example\"\ntrusted_proxies = \"nginx\"", "not nginx"),
        ("url = \"https://musee.example\"\nvenue_networks = \"wifi\"", "PARVIS_VENUE_NETWORKS"),
        ("url = \"https://musee.example\"\nsource_url = \"ici\"", "PARVIS_SOURCE_URL"),
        ("url = \"https://musee.example\"\nlisen = \"127.0.0.1:1\"", "lisen"),
    ];
    for (toml, named) in cases {
        let why = load(toml).expect_err(toml);
        assert!(why.contains(named), "{toml:?} was refused with {why:?}");
    }
}

#[test]
fn one_address_is_enough_to_configure_a_venue() {
    let config = load("url = \"https://musee.example\"").unwrap();
    assert_eq!(config.domain(), "musee.example");
    assert_eq!(config.address("/x"), "https://musee.example/x");
    assert!(config.database_url.starts_with("sqlite:") && config.secure());
    assert!(load("url = \"http://localhost:8080\"").unwrap().domain() == "localhost:8080");
    assert!(config.trusted_proxies.is_empty(), "nobody in front is believed unasked");
    assert!(!format!("{config:?}").contains("sqlite"), "a database address may hold a password");
}

#[test]
fn proxies_are_named_by_address_by_network_or_by_a_word() {
    let config = load(
        "url = \"https://musee.example\"\ntrusted_proxies = \"loopback, 192.0.2.7 2001:db8::/32\"",
    )
    .unwrap();
    let trusted = |address: &str| {
        let address: std::net::IpAddr = address.parse().unwrap();
        config.trusted_proxies.iter().any(|network| network.contains(&address))
    };
    for address in ["127.0.0.1", "::1", "192.0.2.7", "2001:db8::9"] {
        assert!(trusted(address), "{address}");
    }
    for address in ["192.0.2.8", "10.0.0.1", "2001:db9::1"] {
        assert!(!trusted(address), "{address}");
    }
}

#[test]
fn ids_go_up_and_never_repeat_even_when_the_clock_goes_back() {
    let now = Time::parse("2026-06-01T10:00:00Z").unwrap();
    let ids = IdMaker::after(Id::from_raw(0), 1);
    let mut made: Vec<Id> = (0..5000).map(|_| ids.next(now)).collect();
    made.extend((0..5000).map(|_| ids.next(now.minus(Duration::from_secs(3600)))));
    assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), made.len());
    let restarted = IdMaker::after(*made.last().unwrap(), 0);
    assert!(restarted.next(now.minus(Duration::from_secs(86_400))) > *made.last().unwrap());
    let (one, two) = (IdMaker::after(Id::from_raw(0), 1), IdMaker::after(Id::from_raw(0), 2));
    assert_ne!(one.next(now), two.next(now), "two processes at the same moment");
}

#[test]
fn a_fixed_clock_moves_only_when_told() {
    let clock = Clock::fixed(Time::from_micros(1_000_000));
    assert_eq!(clock.now(), clock.now());
    clock.advance(Duration::from_secs(2));
    assert_eq!(clock.now().rfc3339(), "1970-01-01T00:00:03Z");
}

#[test]
fn what_people_type_becomes_safe_paragraphs_with_links() {
    let html = text::typed_to_html(
        "Vu <b>hier</b>\nà https://musee.example/x.\n\n<script>alert(1)</script>",
    );
    assert!(
        html.contains("<p>Vu &lt;b&gt;hier&lt;/b&gt;<br>à <a href=\"https://musee.example/x\""),
        "{html}"
    );
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("rel=\"nofollow noopener"), "{html}");
}

#[test]
fn html_of_other_servers_keeps_its_words_and_loses_its_tricks() {
    let cases = [
        ("<p onclick=x>Bon<img src=x onerror=alert(1)>jour</p>", "<p>Bonjour</p>"),
        (
            "<a href=\"javascript:alert(1)\">ici</a>",
            "<a rel=\"nofollow noopener noreferrer ugc\">ici</a>",
        ),
        ("<style>p{}</style><p style=\"color:red\">x</p>", "<p>x</p>"),
        ("<svg><script>1</script></svg>y", "y"),
    ];
    for (dirty, clean) in cases {
        assert_eq!(text::clean_html(dirty), clean);
    }
    assert_eq!(
        text::html_to_text("<p>Un&nbsp;&amp; deux</p><p>trois<br>quatre</p>"),
        "Un\u{a0}& deux\n\ntrois\nquatre"
    );
}

#[test]
fn words_are_compared_without_case_accents_or_ligatures() {
    assert_eq!(text::one_line(" Qui\n était  là\u{202f}? "), "Qui était là\u{202f}?");
    assert_eq!(text::fold("  L’Œuvre   d’ÉTÉ "), "l'oeuvre d'ete");
    assert_eq!(text::slug("Étude n° 3 — L’Œil !"), "etude-n-3-l-oeil");
    assert_eq!(text::shorten("émerveillement", 6), "émerv…");
}

#[test]
fn the_language_a_browser_prefers_is_chosen_among_those_offered() {
    let both = [Lang::Fr, Lang::En];
    for (header, chosen) in [
        ("en-GB,fr;q=0.5", Some(Lang::En)),
        ("de, en;q=0.3, fr;q=0.7", Some(Lang::Fr)),
        ("de", None),
        (";;q=,,", None),
    ] {
        assert_eq!(negotiate(header, &both), chosen, "{header}");
    }
}

fn sqlite() -> (tempfile::TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("x.sqlite").display());
    db::up(&mut db::open(&url, Use::Write).unwrap()).unwrap();
    (dir, Db::open(&url, PoolSize::default()).unwrap())
}

fn put(conn: &mut db::Conn, name: &str) -> Result<(), Error> {
    diesel::insert_into(settings::table)
        .values((
            settings::name.eq(name),
            settings::value.eq("x"),
            settings::updated_at.eq(Time::from_micros(0)),
        ))
        .execute(conn)?;
    Ok(())
}

async fn names(db: &Db) -> Vec<String> {
    db.read(|conn| Ok(settings::table.select(settings::name).order(settings::name).load(conn)?))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_write_that_fails_leaves_nothing_and_its_neighbours_in_the_same_commit_stand() {
    let (_dir, db) = sqlite();
    let writes = (0..40).map(|n| {
        let db = db.clone();
        async move {
            db.write(move |conn| {
                put(conn, &format!("{n:02}"))?;
                match n % 4 {
                    1 => Err(Error::Conflict("x")),
                    2 => panic!("a write may panic"),
                    _ => Ok(n),
                }
            })
            .await
        }
    });
    let outcomes = futures::future::join_all(writes).await;
    let stood: Vec<String> = outcomes.iter().flatten().map(|n| format!("{n:02}")).collect();
    assert_eq!(stood.len(), 20);
    assert_eq!(names(&db).await, stood);
}

/// When a write has its turn.
#[derive(Clone, Copy, PartialEq)]
enum Wait {
    Next,
    Behind,
}

/// Writes that say their names, in the order they were done in: the first, and those that came while it was under way.
async fn order(
    first: (&'static str, Wait),
    others: [(&'static str, Wait); 4],
) -> Vec<&'static str> {
    let (_dir, db) = sqlite();
    let (go_on, held) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (held, begun) = (std::sync::Mutex::new(held), std::sync::Mutex::new(Some(begun)));
    let done = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (holds, hold) = (first.0, std::sync::Arc::new((held, begun)));
    let write = |(name, wait): (&'static str, Wait)| {
        let (db, done, hold) = (db.clone(), done.clone(), hold.clone());
        let work = move |_: &mut db::Conn| -> Result<(), Error> {
            if name == holds {
                hold.1.lock().unwrap().take().unwrap().send(()).unwrap();
                hold.0.lock().unwrap().recv().unwrap();
            }
            done.lock().unwrap().push(name);
            Ok(())
        };
        async move {
            match wait {
                Wait::Next => db.write(work).await,
                Wait::Behind => db.write_behind(work).await,
            }
        }
    };
    let rest = async {
        has_begun.await.unwrap();
        let all = futures::future::join_all(others.map(write));
        futures::join!(all, async { go_on.send(()).unwrap() }).0
    };
    let (ended, all) = futures::join!(write(first), rest);
    assert!(ended.is_ok() && all.iter().all(Result::is_ok));
    done.lock().unwrap().clone()
}

#[tokio::test]
async fn what_may_wait_is_written_after_what_somebody_waits_for() {
    let others = [
        ("behind 1", Wait::Behind),
        ("behind 2", Wait::Behind),
        ("next 1", Wait::Next),
        ("next 2", Wait::Next),
    ];
    let done = order(("first", Wait::Next), others).await;
    assert_eq!(done, ["first", "next 1", "next 2", "behind 1", "behind 2"]);
}

#[tokio::test]
async fn a_request_that_comes_while_work_nobody_waits_for_takes_its_turns_is_next() {
    let others = [
        ("behind 2", Wait::Behind),
        ("behind 3", Wait::Behind),
        ("next 1", Wait::Next),
        ("next 2", Wait::Next),
    ];
    let done = order(("behind 1", Wait::Behind), others).await;
    assert_eq!(done, ["behind 1", "next 1", "next 2", "behind 2", "behind 3"]);
}

#[test]
fn a_text_that_is_not_there_shows_its_name() {
    let text = i18n::text(Lang::Fr, "nothing-of-this-name", &i18n::Args::new());
    assert_eq!(text, "[nothing-of-this-name]");
}

#[tokio::test]
async fn sqlite_is_built_as_the_program_counts_on() {
    #[derive(diesel::QueryableByName)]
    struct Built {
        #[diesel(sql_type = diesel::sql_types::Text)]
        compile_options: String,
    }
    let (_dir, db) = sqlite();
    let built: Vec<Built> =
        db.read(|conn| Ok(diesel::sql_query("PRAGMA compile_options").load(conn)?)).await.unwrap();
    for wanted in ["ENABLE_QPSG", "THREADSAFE=2"] {
        assert!(built.iter().any(|one| one.compile_options == wanted), "{wanted} is missing");
    }
}

#[tokio::test]
async fn as_many_read_at_the_same_time_as_there_may_be_readers() {
    let (_dir, db) = sqlite();
    let readers = db.usage().limit;
    assert!(readers > 1);
    // Passed only by all of them together.
    let met = std::sync::Arc::new(std::sync::Barrier::new(readers));
    let read = |_| {
        let (db, met) = (db.clone(), met.clone());
        async move { db.read(move |_| Ok(met.wait().is_leader())).await }
    };
    let done = futures::future::join_all((0..readers).map(read)).await;
    assert!(done.iter().all(Result::is_ok));
}

#[tokio::test]
async fn readers_cannot_write_and_survive_a_panic() {
    let (_dir, db) = sqlite();
    assert!(db.read(|conn| put(conn, "no")).await.is_err());
    for _ in 0..20 {
        let lost: Result<(), Error> = db.read(|_| panic!("a query may panic")).await;
        assert!(lost.is_err());
    }
    assert!(names(&db).await.is_empty());
}

#[test]
fn an_unknown_kind_of_database_is_refused_and_no_file_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mistyped.sqlite");
    assert!(db::open(&path.display().to_string(), Use::Write).is_err());
    assert!(!path.exists());
}
