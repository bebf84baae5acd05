//! Whoever leaves is looked for everywhere: in what is served, in every table, in every file.

use std::{fs, path::Path};

use parvis::{kernel::db::portable, platform::tidy};

use super::Ended;
use crate::{
    attendance::{COMING, draft, event},
    support::{PASSWORD, TestApp, pictures},
    voices::{Hung, hung},
};

played! {
    "A-MEM-02" => whoever_left_is_nowhere_any_more,
    "A-MEM-02" => crate::backup::somebody_erased_after_the_backup_stays_erased_when_it_comes_back,
}

/// Nothing else in a venue begins with this.
const CANARY: [&[u8]; 2] = [b"canari", b"Canari"];

fn holds(bytes: &[u8]) -> bool {
    CANARY.iter().any(|canary| bytes.windows(canary.len()).any(|window| window == *canary))
}

/// The files below a folder that hold a canary.
fn found_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(found_in(&path));
        } else if holds(&fs::read(&path).unwrap()) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// The rows of every table that hold a canary.
async fn found_in_rows(test: &TestApp) -> Vec<String> {
    let found = test.app.read(|conn| {
        let mut found = Vec::new();
        for table in portable::tables(conn).unwrap() {
            let look = |row: &str| {
                if holds(row.as_bytes()) {
                    found.push(format!(
                        "{}: {}",
                        table.name,
                        row.chars().take(400).collect::<String>()
                    ));
                }
                Ok(())
            };
            table.export(conn, look).unwrap();
        }
        Ok(found)
    });
    found.await.unwrap()
}

/// Somebody who left traces of every kind there is.
async fn serin(h: &Hung) -> crate::support::Browser {
    let mut serin = h.test.browser();
    let fields = [
        ("name", "Canari Nom"),
        ("handle", "serin"),
        ("email", "canari-courriel@example.org"),
        ("password", PASSWORD),
        ("agree", "1"),
    ];
    assert_eq!(serin.post("/inscription", &fields).await.status, 303);
    let fields = [("login", "canari-courriel@example.org"), ("password", PASSWORD)];
    assert_eq!(serin.post("/connexion", &fields).await.status, 303);
    let avatar = pictures::jpeg(64, 64, 9);
    let saved = serin
        .post_files(
            "/compte/profil",
            &[("name", "Canari Nom"), ("bio", "canari-bio"), ("lang", "fr")],
            &[("avatar", "canari-fichier.jpg", "image/jpeg", &avatar)],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    for words in ["canari-mots un", "canari-mots deux"] {
        let said = serin.post(&format!("{}/traces", h.page), &[("text", words)]).await;
        assert_eq!(said.status, 303, "{}", said.text());
    }
    let work = format!("/objets/{}", h.artwork.id);
    let done: [(String, &[(&str, &str)]); 5] = [
        (format!("{work}/aimer"), &[("back", "/")]),
        (format!("{work}/ressenti"), &[("feeling", "joy")]),
        (format!("{work}/signaler"), &[("reason", "La date est fausse")]),
        (COMING.to_owned(), &[("answer", "going"), ("people", "2")]),
        ("/compte/export".to_owned(), &[("password", PASSWORD)]),
    ];
    for (path, fields) in done {
        let answer = serin.post(&path, fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    }
    serin
}

#[tokio::test]
async fn whoever_left_is_nowhere_any_more() -> Ended {
    let h = hung().await;
    event(&h.test, draft(Some(10), 4)).await;
    let remote = h.test.remote("mastodon.example").await;
    let nour = remote.person("nour");
    let mut serin = serin(&h).await;
    h.test.settle().await;
    let mut follow =
        remote.wrap("Follow", &nour, &serde_json::json!("http://musee.test/actors/serin"));
    follow["to"] = serde_json::json!(["http://musee.test/actors/serin"]);
    assert_eq!(h.deliver(&remote, &nour, &follow).await, "applied");
    // Somebody elsewhere answers, with a mention.
    let mentioned = "<p><a href=\"http://musee.test/@serin\">@serin</a> bonjour</p>";
    h.reply(&remote, &nour, "1", mentioned).await;
    assert!(!found_in_rows(&h.test).await.is_empty(), "the search finds what is there");
    assert!(h.read().await.contains("canari-mots"));
    remote.forget();

    let left = serin.post("/compte/fermer", &[("password", PASSWORD)]).await;
    assert_eq!(left.status, 303, "{}", left.text());
    h.test.settle().await;
    let told = remote.received_of("Delete");
    assert!(
        told.iter().any(|delete| delete["object"] == "http://musee.test/actors/serin"),
        "the followers elsewhere are told: {told:?}"
    );
    // What the daily round takes, it takes within a day or two.
    for _ in 0..3 {
        h.test.advance(std::time::Duration::from_secs(25 * 3600));
        tidy::round(&h.test.app).await.unwrap();
        h.test.settle().await;
    }
    tidy::round(&h.test.app).await.unwrap();

    let mut visitor = h.test.browser();
    let mut admin = h.test.admin().await;
    for path in [h.page.as_str(), "/", "/@serin", "/equipe/comptes", "/equipe/journal"] {
        assert!(!holds(&visitor.get(path).await.body), "{path}");
        assert!(!holds(&admin.get(path).await.body), "{path}, for staff");
    }
    for path in ["/actors/serin", "/actors/serin/outbox", "/actors/musee/outbox"] {
        assert!(!holds(&visitor.get_activity(path).await.body), "{path}");
    }
    let rows = found_in_rows(&h.test).await;
    assert!(rows.is_empty(), "still there:\n{}", rows.join("\n"));
    // On SQLite also between the rows: in free pages and in the journal.
    let files = found_in(h.test.dir.path());
    assert!(files.is_empty(), "still in {files:?}");
    let ledger =
        fs::read_to_string(parvis::platform::erasures::path_in(h.test.dir.path())).unwrap();
    assert!(ledger.lines().all(|line| line.len() < 60), "numbers alone: {ledger}");
    Ended::well(&h.test, &[&remote.base]).await
}
