//! New versions of the tables: what a venue has from before is still there, and so is it on the way back.

use std::os::unix::fs::PermissionsExt as _;

use parvis::{
    kernel::db::{self, portable},
    platform::app,
};

use crate::support::{TestApp, TestDatabase};

/// The text of every row of every table of `wanted`, in the columns it had then.
fn rows(conn: &mut db::Conn, wanted: &[portable::Table]) -> Vec<(String, Vec<String>)> {
    wanted
        .iter()
        .map(|table| {
            let mut lines = Vec::new();
            table
                .export(conn, |line| {
                    lines.push(line.to_owned());
                    Ok(())
                })
                .unwrap();
            (table.name.clone(), lines)
        })
        .collect()
}

#[tokio::test]
async fn what_a_venue_of_the_first_version_holds_comes_through_every_upgrade() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let fields = [("title", "Le Quai"), ("artist", "A"), ("inventory", "1"), ("status", "on_show")];
    assert_eq!(admin.post("/equipe/oeuvres/nouvelle", &fields).await.status, 303);
    test.settle().await;
    let mut conn = db::open(&test.app.config.database_url, db::Use::Write).unwrap();
    db::down_to_first(&mut conn).unwrap();
    let first = portable::tables(&mut conn).unwrap();
    let before = rows(&mut conn, &first);
    let filled = before.iter().filter(|(_, lines)| !lines.is_empty()).count();
    assert!(filled > 8, "the venue was lost on the way back: {before:?}");

    db::up(&mut conn).unwrap();
    assert!(db::pending(&mut conn).unwrap().is_empty());
    assert_eq!(rows(&mut conn, &first), before, "an upgrade changed what was there");
    db::down_to_first(&mut conn).unwrap();
    assert_eq!(portable::tables(&mut conn).unwrap(), first, "the way back leaves other tables");
    assert_eq!(rows(&mut conn, &first), before);
}

#[tokio::test]
async fn an_upgrade_keeps_a_copy_of_what_was_before_and_the_copy_is_the_way_back() {
    let test = TestApp::new().await;
    let mut conn = db::open(&test.app.config.database_url, db::Use::Write).unwrap();
    db::down_to_first(&mut conn).unwrap();
    let first = portable::tables(&mut conn).unwrap();
    let before = rows(&mut conn, &first);
    let copies = || {
        let folder = std::fs::read_dir(test.dir.path().join("backups"));
        folder.map_or(Vec::new(), |all| all.map(|entry| entry.unwrap().path()).collect())
    };
    assert!(copies().is_empty());
    app::migrate(&test.app.config, test.app.now()).unwrap();
    assert!(db::pending(&mut conn).unwrap().is_empty(), "it is upgraded");
    let kept = copies();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let mode = std::fs::metadata(&kept[0]).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else may read it");
    let copied = format!("sqlite:{}", kept[0].display());
    let mut copy = db::open(&copied, db::Use::Read).unwrap();
    assert_eq!(rows(&mut copy, &first), before);

    let folder = tempfile::tempdir().unwrap();
    let elsewhere = TestDatabase::bare(folder.path());
    db::copy(&copied, &elsewhere.url).unwrap();
    let mut back = db::open(&elsewhere.url, db::Use::Read).unwrap();
    assert_eq!(portable::tables(&mut back).unwrap(), first, "as the old version left them");
    assert_eq!(rows(&mut back, &first), before);
}
