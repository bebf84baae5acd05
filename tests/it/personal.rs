//! Everything about somebody: given to them and to nobody else, and erased when they ask. Both are tested with every
//! column there is.

use std::{collections::BTreeMap, io::Read as _, time::Duration};

use diesel::{RunQueryDsl as _, sql_query};
use parvis::{
    kernel::{
        db::{self, inspect},
        id::Id,
    },
    platform::{
        actors,
        personal::{self, Subject},
        tidy,
    },
};

use crate::{
    attacks::{Ended, played},
    support::{Answer, Browser, PASSWORD, pictures},
    voices::{Hung, hung},
};

played! {
    "A-MEM-03" => an_archive_holds_every_column_that_is_given_and_nothing_of_anybody_else,
    "A-MEM-03" => an_archive_opens_for_its_owner_alone_who_shows_who_they_are_for_a_week,
}

#[tokio::test]
async fn every_column_is_classified() {
    let h = hung().await;
    let wrong = h.test.app.read(personal::complaints).await.unwrap();
    assert!(
        wrong.is_empty(),
        "src/platform/personal/columns.rs says of every column whom it is about, whether they are given it, and what is \
         left of it once they had themselves erased:\n  {}",
        wrong.join("\n  ")
    );
}

/// A mark no row holds by itself, for a column.
fn mark(table: &str, column: &str) -> String {
    format!("MARK-{table}-{column}-X")
}

/// A member `lea` with a row in every table that is about people, and a neighbour `noe` with as much.
async fn furnished() -> (Hung, Browser, Subject) {
    let h = hung().await;
    let mut noe = h.member("noe").await;
    let mut lea = h.member("lea").await;
    let png = pictures::jpeg(64, 64, 3);
    let files: [(&str, &str, &str, &[u8]); 1] = [("avatar", "a.jpg", "image/jpeg", &png)];
    for browser in [&mut lea, &mut noe] {
        let fields = [("name", "Léa"), ("bio", "Bonjour"), ("lists_traces", "1")];
        let answer = browser.post_files("/compte/profil", &fields, &files).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    for (browser, text) in [(&mut lea, "Mots de Léa"), (&mut noe, "Mots de Noé")] {
        let fields = [("text", text), ("share", "1")];
        assert_eq!(browser.post(&format!("{}/traces", h.page), &fields).await.status, 303);
    }
    let subject = subject(&h, "lea").await;
    let other = subject_of(&h, "noe").await;
    let (noe_id, artwork) = (other.actor, h.artwork.id);
    for (path, action) in [("suivre", "follow"), ("masquer", "mute")] {
        lea.post(&format!("/personnes/{noe_id}/{path}"), &[("action", action)]).await;
    }
    lea.post(&format!("/objets/{artwork}/aimer"), &[]).await;
    for browser in [&mut lea, &mut noe] {
        browser.post(&format!("/objets/{artwork}/ressenti"), &[("feeling", "joy")]).await;
    }
    h.test.settle().await;
    fill(&h, subject).await;
    fill(&h, other).await;
    (h, lea, subject)
}

async fn subject(h: &Hung, handle: &str) -> Subject {
    subject_of(h, handle).await
}

async fn subject_of(h: &Hung, handle: &str) -> Subject {
    let handle = handle.to_owned();
    h.test
        .app
        .read(move |conn| {
            let actor = actors::find_local(conn, &handle)?.unwrap();
            Subject::of_actor(conn, actor.id)
        })
        .await
        .unwrap()
}

/// Puts a row about somebody into every table about people that has none yet.
async fn fill(h: &Hung, of: Subject) {
    let (actor, account) = (of.actor, of.account);
    h.test
        .app
        .write(move |tx| {
            for table in personal::tables() {
                if !personal::given(tx.conn, table, of)?.is_empty() {
                    continue;
                }
                let columns = inspect::columns(tx.conn)?;
                let columns = columns.into_iter().filter(|column| column.table == table);
                let mut names = Vec::new();
                let mut values = Vec::new();
                for column in columns {
                    names.push(column.name.clone());
                    values.push(value(tx, &column, (actor, account)));
                }
                let sql = format!(
                    "INSERT INTO {table} ({}) VALUES ({})",
                    names.join(", "),
                    values.join(", ")
                );
                sql_query(sql).execute(tx.conn).unwrap_or_else(|why| {
                    panic!(
                        "{table} cannot be filled ({why}): say in personal.rs what its columns hold"
                    )
                });
                assert!(!personal::given(tx.conn, table, of)?.is_empty(), "{table} is still empty");
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// A value for a column that points where it must.
fn value(
    tx: &mut parvis::platform::app::Tx<'_>,
    column: &inspect::Column,
    (actor, account): (Id, Id),
) -> String {
    let fresh = tx.new_id();
    let one = |sql: &str| format!("(SELECT id FROM {sql} LIMIT 1)");
    match (column.table.as_str(), column.name.as_str()) {
        ("remote_sign_ins", "step") => "'asked'".to_owned(),
        ("moves", "direction") => "'here'".to_owned(),
        ("moves", "state") => "'done'".to_owned(),
        ("exports", "state") => "'failed'".to_owned(),
        ("barriers", "kind") => "'mute'".to_owned(),
        ("reports", "state") => "'open'".to_owned(),
        ("deliveries", "state") => "'waiting'".to_owned(),
        ("deliveries", "outbound_id") => {
            format!("(SELECT id FROM outbound WHERE actor_id = {actor} LIMIT 1)")
        }
        ("follows", "state") => "'accepted'".to_owned(),
        ("done_once", "scope") => actor.to_string(),
        ("held_files", "person_id") => actor.to_string(),
        (_, "media_id") if column.table == "sounds" || column.table == "held_files" => one("media"),
        ("notifications", "recipient_id") => actor.to_string(),
        ("notifications", "kind") | ("notification_choices", "kind") => "'answer'".to_owned(),
        ("notification_choices", "channel") => "'mail'".to_owned(),
        ("notification_rhythms", "rhythm") => "'daily'".to_owned(),
        ("notifications", "by_id") => "NULL".to_owned(),
        ("trust", "rung") => "'trusted'".to_owned(),
        ("events", "id") => {
            format!("(SELECT id FROM objects WHERE author_id = {actor} AND kind = 'trace' LIMIT 1)")
        }
        ("attendances" | "attendance_messages", "event_id") => one("events"),
        ("event_proposals", "event_id") => one(&format!("events WHERE proposed_by = {actor}")),
        ("event_proposals", "state") => "'waiting'".to_owned(),
        ("attendances", "answer") => "'going'".to_owned(),
        ("attendances", "channel") => "'member'".to_owned(),
        ("attendances", "language") => "'fr'".to_owned(),
        ("attendances", "assurance") => "'list'".to_owned(),
        ("attendances", "checked_by") => "NULL".to_owned(),
        ("attendance_words", "attendance_id") => {
            format!("(SELECT id FROM attendances WHERE actor_id = {actor} LIMIT 1)")
        }
        ("events", "place_id" | "series_id" | "latitude" | "longitude") => "NULL".to_owned(),
        (_, "account_id") => account.to_string(),
        (
            _,
            "actor_id" | "author_id" | "owner_id" | "follower_id" | "reporter_id" | "person_id"
            | "proposed_by",
        ) => actor.to_string(),
        (_, "target_id" | "followed_id" | "subject_id") => {
            one(&format!("actors WHERE id <> {actor}"))
        }
        (_, "object_id" | "quoted_id") => {
            format!("(SELECT id FROM objects WHERE author_id = {actor} AND kind = 'trace' LIMIT 1)")
        }
        (_, "resolved_by" | "undone_by" | "media_id" | "remote_media_id" | "app_id") => {
            "NULL".to_owned()
        }
        (_, "id") => fresh.to_string(),
        _ => match column.kind.as_str() {
            "text" => format!("'{}-{fresh}'", column.name),
            "boolean" => "TRUE".to_owned(),
            _ => "1".to_owned(),
        },
    }
}

/// Writes a mark into every text column about somebody that may hold any text.
async fn marked(h: &Hung, of: Subject) -> Vec<(String, String)> {
    h.test
        .app
        .write(move |tx| {
            let mut marks = Vec::new();
            for (table, column, whose) in personal::text_columns(tx.conn, of)? {
                if UNMARKED.contains(&(table.as_str(), column.as_str())) {
                    continue;
                }
                let text = mark(&table, &column);
                let text = if matches!(column.as_str(), "fields") {
                    format!("[{{\"name\":\"{text}\",\"value_html\":\"\"}}]")
                } else if column == "also_known_as" {
                    format!("[\"{text}\"]")
                } else {
                    text
                };
                let sql = format!("UPDATE {table} SET {column} = '{text}' WHERE {whose}");
                sql_query(sql)
                    .execute(tx.conn)
                    .unwrap_or_else(|why| panic!("{table}.{column} cannot be marked: {why}"));
                marks.push((table, column));
            }
            Ok(marks)
        })
        .await
        .unwrap()
}

/// Columns that are read as something, unique, or that what happens next depends on.
const UNMARKED: &[(&str, &str)] = &[
    ("actors", "iri"),
    ("actors", "kind"),
    ("actors", "handle"),
    ("actors", "domain"),
    ("actors", "standing"),
    ("actors", "inbox"),
    ("actors", "shared_inbox"),
    ("actors", "outbox"),
    ("actors", "followers"),
    ("actors", "following"),
    ("actors", "featured"),
    ("actors", "url"),
    ("actor_keys", "iri"),
    ("actor_keys", "algorithm"),
    ("actor_keys", "public_key"),
    ("actor_keys", "private_key"),
    ("accounts", "role"),
    ("accounts", "language"),
    ("accounts", "password_hash"),
    ("sessions", "token_hash"),
    ("objects", "iri"),
    ("objects", "kind"),
    ("objects", "visibility"),
    ("objects", "state"),
    ("objects", "url"),
    ("objects", "parent_iri"),
    ("reactions", "kind"),
    ("reactions", "activity_iri"),
    ("follows", "state"),
    ("barriers", "kind"),
    ("reports", "state"),
    ("reports", "iri"),
    ("quotes", "iri"),
    ("attendances", "answer"),
    ("attendances", "channel"),
    ("attendances", "language"),
    ("attendances", "assurance"),
    ("events", "slug"),
    ("events", "status"),
    ("events", "category"),
    ("events", "access"),
    ("events", "rsvp"),
    ("events", "time_zone"),
    ("events", "organisers"),
    ("events", "performers"),
    ("event_proposals", "state"),
    ("traces", "held_for"),
    ("trust", "rung"),
    ("notifications", "kind"),
    ("notification_choices", "kind"),
    ("notification_choices", "channel"),
    ("notification_rhythms", "rhythm"),
    ("notification_rhythms", "old_link_hash"),
    ("push_subscriptions", "endpoint"),
    ("held_files", "token_hash"),
    ("done_once", "form_key"),
    ("outbound", "iri"),
    ("outbound", "body"),
    ("outbound", "verb"),
    ("deliveries", "state"),
    ("deliveries", "inbox"),
    ("deliveries", "host"),
    ("exports", "state"),
    ("exports", "file"),
    ("moves", "direction"),
    ("moves", "state"),
    ("remote_sign_ins", "step"),
    ("remote_sign_ins", "browser_hash"),
    ("identities", "iri"),
    ("passkeys", "credential_id"),
    ("passkey_ceremonies", "browser_hash"),
    ("sign_in_letters", "asked_hash"),
    ("sign_in_letters", "link_hash"),
];

/// The files of an archive.
fn opened(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    archive
        .entries()
        .unwrap()
        .map(|entry| {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().to_string_lossy().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

/// Asks for an archive and fetches it.
async fn export(h: &Hung, browser: &mut Browser) -> (String, Answer) {
    let asked = browser.post("/compte/export", &[("password", PASSWORD)]).await;
    assert_eq!((asked.status, asked.location()), (303, "/compte/export"), "{}", asked.text());
    assert!(browser.get("/compte/export").await.contains("http-equiv=\"refresh\""), "it is told");
    h.test.settle().await;
    let page = browser.get("/compte/export").await.text().replace("&#x2f;", "/");
    let path = page.split("action=\"").find(|part| part.starts_with("/compte/export/")).unwrap();
    let path = path.split('"').next().unwrap().to_owned();
    let answer = browser.post(&path, &[("password", PASSWORD)]).await;
    (path, answer)
}

#[tokio::test]
async fn an_archive_holds_every_column_that_is_given_and_nothing_of_anybody_else() -> Ended {
    let (h, mut lea, of) = furnished().await;
    let marks = marked(&h, of).await;
    assert!(marks.len() > 40, "only {} columns are marked", marks.len());
    let (_, answer) = export(&h, &mut lea).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let files = opened(&answer.body);
    for name in [
        "index.html",
        "everything.json",
        "actor.json",
        "outbox.json",
        "likes.json",
        "following_accounts.csv",
        "muted_accounts.csv",
        "blocked_accounts.csv",
    ] {
        assert!(files.contains_key(name), "{name} is not among {:?}", files.keys());
    }
    assert!(files.keys().any(|name| name.starts_with("media/")), "the portrait");
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let everything = text("everything.json");
    for (table, column) in &marks {
        let given = personal::is_given(table, column);
        let found = everything.contains(&mark(table, column));
        assert_eq!(found, given, "{table}.{column}: declared {given}, found {found}");
        assert!(
            !given || text("index.html").contains(&mark(table, column)),
            "{table}.{column} is not readable"
        );
    }
    for name in personal::tables() {
        assert!(everything.contains(&format!("\"{name}\"")), "{name}");
    }
    assert!(text("following_accounts.csv").contains("noe@musee.test,true,false,"));
    assert!(text("muted_accounts.csv").contains("noe@musee.test,true"));
    assert!(text("outbox.json").contains("Mots de Léa"));
    assert!(text("likes.json").contains(&h.artwork.iri));
    for (name, bytes) in &files {
        let all = String::from_utf8_lossy(bytes);
        for secret in ["Mots de Noé", "noe@example.org", "$argon2id", "PRIVATE KEY"] {
            assert!(!all.contains(secret), "{secret} is in {name}");
        }
    }
    Ended::well(&h.test, &[]).await
}

#[tokio::test]
async fn an_archive_opens_for_its_owner_alone_who_shows_who_they_are_for_a_week() -> Ended {
    let (h, mut lea, _) = furnished().await;
    let wrong = lea.post("/compte/export", &[("password", "un autre mot de passe")]).await;
    assert_eq!(wrong.status, 422);
    let (path, answer) = export(&h, &mut lea).await;
    assert_eq!(answer.status, 200);
    assert_eq!(lea.post(&path, &[("password", "un autre mot de passe")]).await.status, 422);
    assert_eq!(lea.post(&path, &[]).await.status, 422);
    let mut noe = h.test.browser();
    noe.post("/connexion", &[("login", "noe"), ("password", PASSWORD)]).await;
    assert_eq!(noe.post(&path, &[("password", PASSWORD)]).await.status, 404, "somebody else's");
    let mut stranger = h.test.browser();
    assert_eq!(stranger.post(&path, &[("password", PASSWORD)]).await.status, 303);
    for guess in ["/compte/export/1", "/exports/", "/media/exports/"] {
        assert_ne!(lea.post(guess, &[("password", PASSWORD)]).await.status, 200, "{guess}");
        assert_ne!(stranger.get(guess).await.status, 200, "{guess}");
    }
    // A new password closes the other sessions; the archive is still its owner's.
    let other = "une autre phrase de passe";
    let fields = [("current_password", PASSWORD), ("password", other)];
    assert_eq!(lea.post("/compte/mot-de-passe", &fields).await.status, 303);
    assert_eq!(lea.post(&path, &[("password", PASSWORD)]).await.status, 422);
    assert_eq!(lea.post(&path, &[("password", other)]).await.status, 200);
    // Suspended: nobody comes in.
    let mut admin = h.test.admin().await;
    let account = subject(&h, "lea").await.account;
    admin.post(&format!("/equipe/comptes/{account}/suspendre"), &[("reason", "x")]).await;
    assert_eq!(lea.post(&path, &[("password", other)]).await.status, 303);
    admin.post(&format!("/equipe/comptes/{account}/retablir"), &[]).await;
    lea.post("/connexion", &[("login", "lea"), ("password", other)]).await;
    assert_eq!(lea.post(&path, &[("password", other)]).await.status, 200);
    let folder = h.test.dir.path().join("exports");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    h.test.advance(Duration::from_secs(8 * 24 * 3600));
    h.test.settle().await;
    lea.post("/connexion", &[("login", "lea"), ("password", other)]).await;
    assert_eq!(lea.post(&path, &[("password", other)]).await.status, 404, "after a week");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "the file is gone");
    Ended::well(&h.test, &[]).await
}

#[tokio::test]
async fn what_is_promised_to_be_erased_is_nowhere_any_more() {
    let (h, mut lea, of) = furnished().await;
    let marks = marked(&h, of).await;
    let (_, answer) = export(&h, &mut lea).await;
    assert_eq!(answer.status, 200);
    assert_eq!(lea.post("/compte/fermer", &[("password", PASSWORD)]).await.location(), "/");
    h.test.settle().await;
    // The daily round, two days later: pictures nobody shows, files nobody names.
    h.test.advance(Duration::from_secs(2 * 24 * 3600));
    for file in walk(&h.test.dir.path().join("media")) {
        let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        std::fs::File::options().append(true).open(file).unwrap().set_modified(old).unwrap();
    }
    tidy::round(&h.test.app).await.unwrap();
    h.test.settle().await;

    let kept: Vec<(String, String)> = marks
        .iter()
        .filter(|(table, column)| !personal::is_erased(table, column))
        .cloned()
        .collect();
    assert!(kept.len() < marks.len() / 2, "{kept:?}");
    let rows = all_rows(&h).await;
    for (table, column) in marks.iter().filter(|mark| !kept.contains(mark)) {
        assert!(!rows.contains(&mark(table, column)), "{table}.{column} is still in the database");
    }
    assert!(rows.contains("Mots de Noé"), "and nothing of anybody else is gone");
    assert!(!rows.contains("Mots de Léa") && !rows.contains("lea@example.org"));
    let (mine, left) = h
        .test
        .app
        .read(move |conn| {
            let rows = personal::given(conn, "follows", of)?.len()
                + personal::given(conn, "sessions", of)?.len()
                + personal::given(conn, "barriers", of)?.len();
            Ok((rows, personal::given(conn, "actors", of)?))
        })
        .await
        .unwrap();
    assert_eq!(mine, 0);
    assert_eq!(left[0]["name"], "");
    // On the disk: the database's own file with its free pages and its log, archives, pictures.
    if h.test.app.db.kind() == db::Kind::Sqlite {
        for file in walk(h.test.dir.path()) {
            let bytes = std::fs::read(&file).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            for (table, column) in marks.iter().filter(|mark| !kept.contains(mark)) {
                assert!(
                    !text.contains(&mark(table, column)),
                    "{table}.{column} is in {}",
                    file.display()
                );
            }
            assert!(!text.contains("lea@example.org"), "{}", file.display());
        }
    }
    assert!(walk(&h.test.dir.path().join("exports")).is_empty());
    let ledger = std::fs::read_to_string(h.test.dir.path().join("erasures.jsonl")).unwrap();
    assert!(ledger.contains(&of.actor.to_string()));
    assert_eq!(h.test.browser().get("/@lea").await.status, 410);
}

/// Every row of every table, as text.
async fn all_rows(h: &Hung) -> String {
    h.test
        .app
        .read(|conn| {
            let columns = inspect::columns(conn)?;
            let mut tables: BTreeMap<&str, Vec<&inspect::Column>> = BTreeMap::new();
            for column in &columns {
                tables.entry(&column.table).or_default().push(column);
            }
            let mut all = String::new();
            for (table, columns) in tables {
                for row in inspect::rows(conn, table, &columns)? {
                    all.push_str(&serde_json::to_string(&row)?);
                }
            }
            Ok(all)
        })
        .await
        .unwrap()
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() { walk(&path) } else { vec![path] }
        })
        .collect()
}
