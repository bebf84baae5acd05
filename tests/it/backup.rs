//! Backups: what is in them comes back, what was erased does not, and nothing else is believed.

use std::{collections::BTreeMap, fs, path::PathBuf, time::Duration};

use age::secrecy::ExposeSecret as _;
use diesel::prelude::*;
use parvis::{
    features,
    kernel::{
        clock::Time,
        config::Config,
        db::{self, portable},
        entropy::Entropy,
        id::Id,
    },
    platform::{
        actors,
        app::{self, App, Parts},
        background,
        backup::{self, Backup, Manifest, Restore, Restored},
        erasures,
        fediverse::network::Terms,
        tidy,
    },
    schema,
};
use tempfile::TempDir;

use crate::{
    attacks::Ended,
    support::{PASSWORD, TestApp, TestDatabase, pictures},
};

/// Another machine: an empty folder and an empty database for the same address.
struct Elsewhere {
    config: Config,
    _dir: TempDir,
    _database: TestDatabase,
}

impl Elsewhere {
    fn new(test: &TestApp) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let database = TestDatabase::bare(dir.path());
        let config = Config {
            data_dir: dir.path().to_owned(),
            database_url: database.url.clone(),
            ..test.app.config.clone()
        };
        Self { config, _dir: dir, _database: database }
    }

    fn restore(&self, test: &TestApp, from: &std::path::Path) -> anyhow::Result<Restored> {
        self.restore_with(test, from, None)
    }

    fn restore_with(
        &self,
        test: &TestApp,
        from: &std::path::Path,
        erasures: Option<&std::path::Path>,
    ) -> anyhow::Result<Restored> {
        backup::restore(&Restore {
            config: &self.config,
            now: test.app.now(),
            from,
            identity: None,
            erasures,
            go_on: false,
        })
    }

    async fn open(&self, test: &TestApp) -> App {
        let parts = Parts {
            config: self.config.clone(),
            clock: test.app.clock.clone(),
            entropy: Entropy::seeded(8),
            features: features::ALL,
            program: env!("CARGO_BIN_EXE_parvis").into(),
            network: test.net.network(Terms::default()),
        };
        App::start(parts).await.unwrap()
    }
}

fn take(test: &TestApp, name: &str) -> (PathBuf, Manifest) {
    take_for(test, name, &[])
}

fn take_for(test: &TestApp, name: &str, recipients: &[String]) -> (PathBuf, Manifest) {
    let to = test.dir.path().join(name);
    let config = &test.app.config;
    let taken = backup::take(&Backup { config, now: test.app.now(), to: &to, recipients }).unwrap();
    (taken.path, taken.manifest)
}

fn why<T>(outcome: anyhow::Result<T>) -> String {
    format!("{:#}", outcome.err().expect("it was not refused"))
}

/// What every table holds.
fn sums(url: &str) -> BTreeMap<String, portable::Sum> {
    portable::snapshot(url, |conn| {
        portable::tables(conn)?
            .into_iter()
            .map(|table| Ok((table.name.clone(), table.sum(conn)?)))
            .collect()
    })
    .unwrap()
}

/// The names of all files below a folder.
fn every_file(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let below = entries.flat_map(|entry| match entry.file_type().unwrap().is_dir() {
        true => every_file(&entry.path()),
        false => vec![entry.file_name().into_string().unwrap()],
    });
    below.collect()
}

/// What every artwork of these tests says of itself.
const WORK: [(&str, &str); 3] =
    [("artist", "Anna Boch"), ("inventory", "2020.074"), ("status", "on_show")];

/// A venue with an artwork, its picture, and words of people here and elsewhere.
async fn venue() -> TestApp {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let picture = pictures::jpeg(900, 600, 1);
    let fields =
        [("title", "Le Quai « brisé »"), ("new_alt_fr_1", "Un quai."), ("new_alt_en_1", "A quay.")];
    let fields = [&fields[..], &WORK].concat();
    let files: [(&str, &str, &str, &[u8]); 1] =
        [("new_picture_1", "p.jpg", "image/jpeg", &picture)];
    let made = admin.post_files("/equipe/oeuvres/nouvelle", &fields, &files).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let media = test.app.media.add(&test.app, pictures::png(64, 48, 2).into()).await.unwrap();
    assert!(!media.hash.is_empty());
    test.settle().await;
    test
}

#[tokio::test]
async fn everything_comes_back_from_a_backup_taken_while_the_server_runs() {
    let test = venue().await;
    let (file, manifest) = take(&test, "all.tar");
    assert!(manifest.missing.is_empty() && manifest.pictures() > 1, "{manifest:?}");
    assert_eq!(backup::verify(&file, None).unwrap(), manifest);
    let kept = every_file(&test.app.config.data_dir.join("media"));
    assert!(kept.len() > 1, "no picture was kept");
    for file in kept {
        assert!(manifest.files.contains_key(&format!("media/{file}")), "{file} is in no backup");
    }
    // What happens afterwards is not in it.
    test.app.media.add(&test.app, pictures::png(32, 32, 9).into()).await.unwrap();

    let elsewhere = Elsewhere::new(&test);
    elsewhere.restore(&test, &file).unwrap();
    let mut back = sums(&elsewhere.config.database_url);
    assert_eq!(back["sessions"].rows, 0, "everybody signs in again");
    back.remove("sessions");
    for (name, sum) in &back {
        assert_eq!(*sum, manifest.tables[name].sum, "{name}");
    }
    let app = elsewhere.open(&test).await;
    let mut visitor = crate::support::Browser::new(parvis::platform::web::router(app.clone()));
    let page = visitor.get("/oeuvres").await;
    assert!(page.contains("Le Quai « brisé »"), "{}", page.text());
    for file in manifest.files.keys().filter_map(|name| name.strip_prefix("media/")) {
        assert_eq!(visitor.get(&format!("/media/{file}")).await.status, 200, "{file}");
    }
}

#[tokio::test]
async fn a_sealed_backup_opens_with_its_key_alone() {
    let test = venue().await;
    let (key, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let (file, manifest) = take_for(&test, "sealed.tar.age", &[key.to_public().to_string()]);
    let key_file = |name: &str, key: &age::x25519::Identity| {
        let path = test.dir.path().join(name);
        fs::write(&path, format!("# a comment\n{}\n", key.to_string().expose_secret())).unwrap();
        path
    };
    let (right, wrong) = (key_file("right", &key), key_file("wrong", &other));
    assert_eq!(backup::verify(&file, Some(&right)).unwrap(), manifest);
    assert!(why(backup::verify(&file, Some(&wrong))).contains("sealed for another key"));
    assert!(why(backup::verify(&file, None)).contains("--identity"));
    let bytes = fs::read(&file).unwrap();
    assert!(!bytes.windows(9).any(|part| part == b"Anna Boch" || part == b"tables/ac"));
    // A flipped bit anywhere in it is noticed.
    for place in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 4;
        fs::write(&file, damaged).unwrap();
        assert!(backup::verify(&file, Some(&right)).is_err(), "byte {place} of {}", bytes.len());
    }
}

#[tokio::test]
async fn damage_is_noticed_wherever_it_matters() {
    let test = venue().await;
    let (file, manifest) = take(&test, "whole.tar");
    let bytes = fs::read(&file).unwrap();
    let mut noticed = 0;
    for place in (0..bytes.len()).step_by(bytes.len() / 300 + 1) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        fs::write(&file, &damaged).unwrap();
        match backup::verify(&file, None) {
            Err(_) => noticed += 1,
            // Between the entries an archive is padded with zeros that mean nothing.
            Ok(read) => assert!(read == manifest && bytes[place] == 0, "byte {place}"),
        }
    }
    assert!(noticed > 100, "{noticed}");
    for length in [0, 1000, bytes.len() / 2, bytes.len() - 4000] {
        fs::write(&file, &bytes[..length]).unwrap();
        assert!(backup::verify(&file, None).is_err(), "cut at {length}");
        let elsewhere = Elsewhere::new(&test);
        assert!(elsewhere.restore(&test, &file).is_err());
        let mut conn = db::open(&elsewhere.config.database_url, db::Use::Write).unwrap();
        assert!(portable::tables(&mut conn).unwrap().is_empty(), "nothing was written");
    }
}

#[tokio::test]
async fn a_picture_that_rotted_on_the_disk_is_told_and_does_not_stop_the_backup() {
    let test = venue().await;
    let media = test.app.media.add(&test.app, pictures::png(64, 48, 5).into()).await.unwrap();
    let path = parvis::platform::media::path_in(test.dir.path(), &media.file());
    fs::write(path, b"rot").unwrap();
    let (file, manifest) = take(&test, "rotten.tar");
    assert_eq!(manifest.missing, [media.file()]);
    Elsewhere::new(&test).restore(&test, &file).unwrap();
}

#[tokio::test]
async fn only_an_empty_database_of_the_same_address_at_a_later_time_is_filled() {
    let test = venue().await;
    let (file, _) = take(&test, "b.tar");
    let elsewhere = Elsewhere::new(&test);
    let other = Config { url: "http://autre.test".parse().unwrap(), ..elsewhere.config.clone() };
    let restore = Restore {
        config: &other,
        now: test.app.now(),
        from: &file,
        identity: None,
        erasures: None,
        go_on: false,
    };
    assert!(why(backup::restore(&restore)).contains("PARVIS_URL"));
    let early = test.app.now().minus(Duration::from_secs(60));
    let restore = Restore { config: &elsewhere.config, now: early, ..restore };
    assert!(why(backup::restore(&restore)).contains("clock"));
    elsewhere.restore(&test, &file).unwrap();
    let before = sums(&elsewhere.config.database_url);
    assert!(why(elsewhere.restore(&test, &file)).contains("has tables already"));
    assert_eq!(sums(&elsewhere.config.database_url), before);
}

#[tokio::test]
pub async fn somebody_erased_after_the_backup_stays_erased_when_it_comes_back() -> Ended {
    let test = TestApp::new().await;
    let mut lea = test.browser();
    let fields = [
        ("name", "Léa Martin"),
        ("handle", "lea"),
        ("email", "lea@example.org"),
        ("password", PASSWORD),
        ("agree", "1"),
    ];
    assert_eq!(lea.post("/inscription", &fields).await.status, 303);
    lea.post("/connexion", &[("login", "lea"), ("password", PASSWORD)]).await;
    let person: Id = test
        .query(|c| {
            let lea = schema::actors::table.filter(schema::actors::handle.eq("lea"));
            lea.select(schema::actors::id).first(c)
        })
        .await;
    let kept = said_by(&test, person).await;
    let withdrawn = said_by(&test, test.venue()).await;
    let remote = test.remote("gone").await;
    let nour = remote.person("nour");
    let follower = test.follower(&nour, &remote).await;
    test.settle().await;
    let (file, _) = take(&test, "before.tar");

    test.advance(Duration::from_secs(3600));
    assert_eq!(lea.post("/compte/fermer", &[("password", PASSWORD)]).await.status, 303);
    test.withdraw(withdrawn).await;
    test.app
        .write(move |tx| {
            let nour = actors::find(tx.conn, follower)?.unwrap();
            parvis::platform::fediverse::inbound::leave(tx, &nour)
        })
        .await
        .unwrap();
    test.settle().await;
    let ledger = erasures::path_in(test.dir.path());
    let text = fs::read_to_string(&ledger).unwrap();
    assert!(!text.contains("lea") && !text.contains("nour"), "ids alone: {text}");

    let elsewhere = Elsewhere::new(&test);
    elsewhere.restore_with(&test, &file, Some(&ledger)).unwrap();
    let app = elsewhere.open(&test).await;
    let back = app.read(move |conn| Ok(actors::find(conn, person)?.unwrap())).await.unwrap();
    assert_eq!(back.name, "Léa Martin", "the backup knows her");
    erasures::reapply(&app).await.unwrap();
    background::settle(&app).await.unwrap();
    assert_eq!(erasures::reapply(&app).await.unwrap(), 0, "once is enough");
    for erased in [person, follower] {
        let actor = app.read(move |conn| Ok(actors::find(conn, erased)?.unwrap())).await.unwrap();
        assert!(actor.deleted_at.is_some() && actor.name.is_empty(), "{}", actor.handle);
    }
    let (objects, emails): (Vec<(Id, Option<Time>)>, Vec<Option<String>>) = app
        .read(|c| {
            let objects =
                schema::objects::table.select((schema::objects::id, schema::objects::deleted_at));
            Ok((objects.load(c)?, schema::accounts::table.select(schema::accounts::email).load(c)?))
        })
        .await
        .unwrap();
    for (id, deleted) in objects.iter().filter(|(id, _)| [kept, withdrawn].contains(id)) {
        assert!(deleted.is_some(), "{id} came back");
    }
    assert!(!emails.iter().any(|email| email.as_deref() == Some("lea@example.org")), "{emails:?}");
    // A backup taken there carries the memory on.
    let to = elsewhere.config.data_dir.join("again.tar");
    let config = &elsewhere.config;
    let again = Backup { config, now: test.app.now(), to: &to, recipients: &[] };
    assert!(backup::take(&again).unwrap().manifest.files.contains_key(erasures::FILE));
    Ended::well(&test, &[&remote.base]).await
}

/// A public object by this author.
async fn said_by(test: &TestApp, author: Id) -> Id {
    use parvis::platform::objects::{self, Mint, State, Visibility};
    test.app
        .write(move |tx| {
            let mint = Mint {
                kind: "trace",
                author,
                visibility: Visibility::Here,
                state: State::Published,
                path: "/traces/{id}",
                parent: None,
            };
            Ok(objects::mint(tx, &mint)?.id)
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn nothing_that_waited_at_the_time_is_sent_again_unless_it_is_asked_for() {
    let test = TestApp::new().await;
    let remote = test.remote("peer").await;
    test.follower(&remote.person("nour"), &remote).await;
    let mut admin = test.admin().await;
    let fields = [&[("title", "Le Quai")], &WORK[..]].concat();
    assert_eq!(admin.post("/equipe/oeuvres/nouvelle", &fields).await.status, 303);
    let (file, _) = take(&test, "waiting.tar");
    test.settle().await;
    assert_eq!(remote.received_of("Create").len(), 1);
    remote.forget();

    let elsewhere = Elsewhere::new(&test);
    let restored = elsewhere.restore(&test, &file).unwrap();
    assert!(restored.not_sent > 0);
    background::settle(&elsewhere.open(&test).await).await.unwrap();
    assert_eq!(remote.received_of("Create").len(), 0);

    let moved = Elsewhere::new(&test);
    let restore = Restore {
        config: &moved.config,
        now: test.app.now(),
        from: &file,
        identity: None,
        erasures: None,
        go_on: true,
    };
    assert_eq!(backup::restore(&restore).unwrap().not_sent, 0);
    background::settle(&moved.open(&test).await).await.unwrap();
    assert_eq!(remote.received_of("Create").len(), 1);
}

#[tokio::test]
async fn ids_given_after_a_restore_were_never_given_before() {
    let test = TestApp::new().await;
    let (file, _) = take(&test, "ids.tar");
    test.advance(Duration::from_secs(5));
    let lost: Vec<Id> = (0..5000).map(|_| test.app.new_id()).collect();
    test.advance(Duration::from_secs(5));
    let elsewhere = Elsewhere::new(&test);
    elsewhere.restore(&test, &file).unwrap();
    let app = elsewhere.open(&test).await;
    assert!(app.new_id() > *lost.last().unwrap());
}

#[tokio::test]
async fn every_table_moves_to_the_other_database_and_back() {
    let test = venue().await;
    let here = sums(&test.app.config.database_url);
    let file = format!("sqlite:{}", test.dir.path().join("moved.sqlite").display());
    let moved: BTreeMap<_, _> =
        db::copy(&test.app.config.database_url, &file).unwrap().into_iter().collect();
    assert_eq!(moved, here);
    assert_eq!(sums(&file), here);
    let elsewhere = Elsewhere::new(&test);
    db::copy(&file, &elsewhere.config.database_url).unwrap();
    assert_eq!(sums(&elsewhere.config.database_url), here);
    assert!(why(db::copy(&file, &elsewhere.config.database_url)).contains("has tables already"));
    elsewhere.open(&test).await;
}

#[tokio::test]
async fn values_at_the_edge_of_what_a_column_holds_move_unchanged() {
    let test = TestApp::new().await;
    let text = "« l’été »\u{202f}! \u{1f600} \"quoted\" \\ / \u{8}\t\r\n\u{7f} 1e5 true null";
    test.app
        .write(move |tx| {
            use parvis::schema::settings;
            for (name, at) in [(text, i64::MAX), ("", i64::MIN), ("é", -1), ("Z", 0), ("a", 1)] {
                let row = (
                    settings::name.eq(name),
                    settings::value.eq(text),
                    settings::updated_at.eq(at),
                );
                diesel::insert_into(settings::table).values(row).execute(tx.conn)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let here = sums(&test.app.config.database_url);
    let file = format!("sqlite:{}", test.dir.path().join("edges.sqlite").display());
    db::copy(&test.app.config.database_url, &file).unwrap();
    let elsewhere = Elsewhere::new(&test);
    db::copy(&file, &elsewhere.config.database_url).unwrap();
    assert_eq!(sums(&file), here);
    assert_eq!(sums(&elsewhere.config.database_url), here);
}

#[tokio::test]
async fn before_its_tables_change_a_database_is_copied_and_the_copy_opens() {
    let test = TestApp::new().await;
    let here = sums(&test.app.config.database_url);
    let now = test.app.now();
    let kept = |n: u64| {
        let at = now.plus(Duration::from_secs(n));
        let folder = test.dir.path().join("backups");
        db::keep_copy(&test.app.config.database_url, &folder, at).unwrap().unwrap()
    };
    let own = test.dir.path().join("backups/a-copy-of-mine.sqlite");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "kept by hand").unwrap();
    let half = test.dir.path().join("backups/before-upgrade-20200101T000000Z.part");
    fs::write(&half, "left by a process that died").unwrap();
    let copies: Vec<PathBuf> = (0..5).map(kept).collect();
    let left: Vec<bool> = copies.iter().map(|path| path.exists()).collect();
    assert_eq!(left, [false, false, true, true, true], "the last three are kept");
    let copy = Config {
        database_url: format!("sqlite:{}", copies[4].display()),
        ..test.app.config.clone()
    };
    assert_eq!(sums(&copy.database_url), here);
    assert_eq!(app::migrate(&copy, now).unwrap(), Vec::<String>::new());
    test.advance(Duration::from_secs(30 * 24 * 3600));
    tidy::round(&test.app).await.unwrap();
    assert!(copies[4].exists(), "not a day too early");
    test.advance(Duration::from_secs(60));
    tidy::round(&test.app).await.unwrap();
    assert!(!copies.iter().any(|path| path.exists()), "nobody is in a copy for ever");
    assert!(own.exists(), "what somebody else keeps there is theirs");
    assert!(!half.exists());
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let test = TestApp::new().await;
    let mut conn = db::open(&test.app.config.database_url, db::Use::Write).unwrap();
    let newer = "INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('29990101000000', CURRENT_TIMESTAMP)";
    db::execute(&mut conn, newer).unwrap();
    let refused = why(app::migrate(&test.app.config, test.app.now()));
    assert!(refused.contains("newer Parvis") && refused.contains("29990101000000"), "{refused}");
    let elsewhere = Elsewhere::new(&test);
    let (file, _) = take(&test, "newer.tar");
    assert!(why(elsewhere.restore(&test, &file)).contains("newer Parvis"));
}
