//! The dump of the whole state: complete, without secrets, and equal for equal content.

use std::collections::BTreeSet;

use diesel::prelude::*;
use parvis::{
    kernel::db::{self, inspect},
    platform::{
        objects::{self, Mint, State, Visibility},
        state::{self, Detail},
    },
    schema::{accounts, actor_keys, places, sessions, settings},
};

use crate::support::{TestApp, pictures};

/// A venue with something in it: a picture, a signed-in person, words.
async fn furnished() -> TestApp {
    let test = TestApp::new().await;
    test.admin().await;
    let picture = pictures::jpeg(400, 300, 1);
    test.app.media.add(&test.app, picture.into()).await.unwrap();
    test.settle().await;
    test
}

#[tokio::test]
async fn every_column_is_in_the_full_dump() {
    let test = furnished().await;
    let app = test.app.clone();
    // An unclassified column would be an error here.
    let (columns, lines) = test
        .app
        .read(move |conn| {
            let lines = state::dump(conn, app.media.root(), Detail::Everything)?;
            Ok((inspect::columns(conn)?, lines))
        })
        .await
        .unwrap();
    let shown: BTreeSet<(String, String)> = lines
        .iter()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .flat_map(|line| {
            let table = line["table"].as_str().unwrap().to_owned();
            let row = line["row"].as_object().unwrap();
            row.keys().map(|name| (table.clone(), name.clone())).collect::<Vec<_>>()
        })
        .collect();
    let filled: BTreeSet<&String> = shown.iter().map(|(table, _)| table).collect();
    for table in ["actors", "actor_keys", "accounts", "sessions", "media", "settings", "files"] {
        assert!(filled.iter().any(|name| *name == table), "no line of {table}");
    }
    for column in columns.iter().filter(|column| filled.contains(&column.table)) {
        let name = (column.table.clone(), column.name.clone());
        assert!(shown.contains(&name), "{name:?} is left out");
    }
}

#[tokio::test]
async fn a_column_nobody_classified_is_an_error() {
    let test = TestApp::empty().await;
    test.app
        .db
        .write(|conn| Ok(db::execute(conn, "ALTER TABLE places ADD COLUMN smell TEXT")?))
        .await
        .unwrap();
    let app = test.app.clone();
    let dumped =
        test.app.read(move |conn| state::dump(conn, app.media.root(), Detail::Canonical)).await;
    let why = format!("{:?}", dumped.unwrap_err());
    assert!(why.contains("places.smell"), "{why}");
}

#[tokio::test]
async fn no_secret_stands_in_the_dump() {
    let test = furnished().await;
    let (passwords, keys, tokens): (Vec<Option<String>>, Vec<Option<String>>, Vec<String>) = test
        .query(|conn| {
            Ok((
                accounts::table.select(accounts::password_hash).load(conn)?,
                actor_keys::table.select(actor_keys::private_key).load(conn)?,
                sessions::table.select(sessions::token_hash).load(conn)?,
            ))
        })
        .await;
    let secrets: Vec<String> = passwords.into_iter().chain(keys).flatten().chain(tokens).collect();
    assert!(secrets.len() > 3, "nothing was looked for");
    let app = test.app.clone();
    let lines = test
        .app
        .read(move |conn| state::dump(conn, app.media.root(), Detail::Everything))
        .await
        .unwrap();
    for secret in secrets {
        let written = serde_json::to_string(&secret).unwrap();
        let inner = written.trim_matches('"');
        assert!(lines.iter().all(|line| !line.contains(inner)), "a secret is shown");
    }
}

#[tokio::test]
async fn the_canonical_dump_changes_with_the_content_and_with_nothing_else() {
    let test = furnished().await;
    let before = test.state().await;
    assert!(before.is_sorted());
    // Somebody comes by: a session is looked at, queues are worked on, time passes.
    test.browser().get("/").await;
    test.advance(std::time::Duration::from_secs(3600));
    test.settle().await;
    assert_eq!(before, test.state().await);
    let file = walk(test.app.media.root()).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, b"changed").unwrap();
    assert_ne!(before, test.state().await, "a changed file is not seen");
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(before, test.state().await);
    test.trace("Bonjour", Visibility::Public, State::Published, None).await;
    assert_ne!(before, test.state().await, "a new row is not seen");
}

/// Any file below a folder.
fn walk(folder: &std::path::Path) -> Option<std::path::PathBuf> {
    std::fs::read_dir(folder).unwrap().flatten().find_map(|entry| {
        let path = entry.path();
        if path.is_dir() { walk(&path) } else { Some(path) }
    })
}

/// The suite runs on both databases, so both must agree with these lines.
#[tokio::test]
async fn text_numbers_and_truth_are_written_one_way_on_both_databases() {
    let test = TestApp::new().await;
    let odd = "« l’été » 100 % \\ \"vrai\"\n\t😀";
    let id = test
        .app
        .write(move |tx| {
            diesel::insert_into(settings::table)
                .values((
                    settings::name.eq("odd"),
                    settings::value.eq(odd),
                    settings::updated_at.eq(tx.now),
                ))
                .execute(tx.conn)?;
            let mint = Mint {
                kind: "place",
                author: tx.app.venue().actor_id.unwrap(),
                visibility: Visibility::Public,
                state: State::Published,
                path: "/lieux/{id}",
                parent: None,
            };
            let object = objects::mint(tx, &mint)?;
            diesel::insert_into(places::table)
                .values((
                    places::id.eq(object.id),
                    places::kind.eq("room"),
                    places::slug.eq("salle"),
                    places::name_fr.eq("Salle"),
                    places::name_en.eq("Room"),
                    places::description_fr.eq(""),
                    places::description_en.eq(""),
                    places::position.eq(3),
                    places::latitude.eq(Some(0.1 + 0.2)),
                    places::longitude.eq(None::<f64>),
                ))
                .execute(tx.conn)?;
            Ok(object.id)
        })
        .await
        .unwrap();
    let lines = test.state().await;
    for expected in [
        r#"{"table":"settings","row":{"name":"odd","value":"« l’été » 100 % \\ \"vrai\"\n\t😀"}}"#
            .to_owned(),
        format!(
            r#"{{"table":"places","row":{{"description_en":"","description_fr":"","id":{id},"kind":"room","latitude":0.30000000000000004,"longitude":null,"name_en":"Room","name_fr":"Salle","parent_id":null,"position":3,"slug":"salle"}}}}"#
        ),
    ] {
        assert!(lines.contains(&expected), "{expected} is not in {}", lines.join("\n"));
    }
    let venue = lines.iter().find(|line| line.contains("Musée des Rives")).unwrap();
    assert!(venue.contains(r#""local":true"#), "{venue}");
}

/// Hosts of databases put views of theirs beside our tables, and extensions bring tables along.
#[tokio::test]
async fn what_others_keep_in_the_same_schema_is_none_of_ours() {
    let test = TestApp::empty().await;
    if test.app.db.kind() == db::Kind::Sqlite {
        return;
    }
    let others = |conn: &mut db::Conn| {
        let columns = inspect::columns(conn).expect("every column is of a known type");
        let others = columns.into_iter().map(|column| column.table);
        others.filter(|table| table.starts_with("theirs_")).collect::<Vec<_>>()
    };
    let found = test
        .app
        .db
        .write(move |conn| {
            for sql in [
                "CREATE VIEW theirs_seen AS SELECT oid FROM pg_class",
                "CREATE TABLE theirs_brought (whose oid)",
            ] {
                diesel::sql_query(sql).execute(conn)?;
            }
            let before = others(conn);
            diesel::sql_query("ALTER EXTENSION plpgsql ADD TABLE theirs_brought").execute(conn)?;
            let after = others(conn);
            diesel::sql_query("ALTER EXTENSION plpgsql DROP TABLE theirs_brought").execute(conn)?;
            Ok((before, after))
        })
        .await
        .unwrap();
    assert_eq!(found, (vec!["theirs_brought".to_owned()], vec![]));
}
