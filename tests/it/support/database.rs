//! A fresh database per test: a copy of a migrated SQLite file, or of a migrated PostgreSQL database when
//! `PARVIS_TEST_DATABASE_URL` names a server (`postgres://user@host/`).

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use parvis::kernel::{
    db::{self, Conn, Use},
    entropy::sha256_hex,
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The database of one test; a PostgreSQL one is dropped with it.
pub struct TestDatabase {
    pub url: String,
    drop_with: Option<(String, String)>,
}

impl TestDatabase {
    #[expect(clippy::disallowed_methods, reason = "tests are told which server to use")]
    pub fn new(dir: &Path) -> Self {
        match std::env::var("PARVIS_TEST_DATABASE_URL") {
            Ok(server) => Self::postgres(&server),
            Err(_) => Self::sqlite(dir),
        }
    }

    /// An empty database without a table.
    #[expect(clippy::disallowed_methods, reason = "tests are told which server to use")]
    pub fn bare(dir: &Path) -> Self {
        match std::env::var("PARVIS_TEST_DATABASE_URL") {
            Ok(server) => Self::create(&server, None),
            Err(_) => Self {
                url: format!("sqlite:{}", dir.join("bare.sqlite").display()),
                drop_with: None,
            },
        }
    }

    fn sqlite(dir: &Path) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let template = folder.join(format!("template-{}.sqlite", shape()));
        if !template.exists() {
            // Several processes may make one at the same time: each its own, and the last one stays.
            let mine = folder.join(format!("template-{}.making", std::process::id()));
            let mut conn = db::open(&format!("sqlite:{}", mine.display()), Use::Write).unwrap();
            db::up(&mut conn).unwrap();
            // All of it into the file itself.
            drop(conn);
            fs::rename(&mine, &template).unwrap();
        }
        let file = dir.join("parvis.sqlite");
        fs::copy(&template, &file).unwrap();
        Self { url: format!("sqlite:{}", file.display()), drop_with: None }
    }

    fn postgres(server: &str) -> Self {
        let base = server.trim_end_matches('/');
        let admin = format!("{base}/postgres");
        let mut conn = db::open(&admin, Use::Write).unwrap();
        let template = format!("parvis_template_{}", shape());
        // One process makes the template, the others wait for it.
        db::execute(&mut conn, "SELECT pg_advisory_lock(77001)").unwrap();
        if !exists(&mut conn, &template) {
            db::execute(&mut conn, &format!("CREATE DATABASE {template}")).unwrap();
            let mut fresh = db::open(&format!("{base}/{template}"), Use::Write).unwrap();
            db::up(&mut fresh).unwrap();
        }
        let made = Self::create(server, Some(&template));
        db::execute(&mut conn, "SELECT pg_advisory_unlock(77001)").unwrap();
        made
    }

    fn create(server: &str, template: Option<&str>) -> Self {
        let base = server.trim_end_matches('/');
        let admin = format!("{base}/postgres");
        let mut conn = db::open(&admin, Use::Write).unwrap();
        let name =
            format!("parvis_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let like = template.map(|name| format!("TEMPLATE {name}")).unwrap_or_default();
        db::execute(&mut conn, &format!("DROP DATABASE IF EXISTS {name}")).unwrap();
        db::execute(&mut conn, &format!("CREATE DATABASE {name} {like}")).unwrap();
        Self { url: format!("{base}/{name}"), drop_with: Some((admin, name)) }
    }
}

/// What the migrations say, in a few letters: a server that outlives a change of theirs gets another template.
fn shape() -> String {
    let root = super::root().join("migrations");
    let folders =
        ["common", "sqlite", "postgres"].map(|kind| fs::read_dir(root.join(kind)).unwrap());
    let mut folders: Vec<_> =
        folders.into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let sql = folders.iter().map(|folder| fs::read_to_string(folder.join("up.sql")).unwrap());
    sha256_hex(sql.collect::<String>().as_bytes())[..12].to_owned()
}

fn exists(conn: &mut Conn, name: &str) -> bool {
    use diesel::{RunQueryDsl, sql_query, sql_types::BigInt};
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let sql = format!("SELECT count(*) AS n FROM pg_database WHERE datname = '{name}'");
    sql_query(sql).get_result::<Count>(conn).unwrap().n > 0
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((admin, name)) = self.drop_with.take()
            && let Ok(mut conn) = db::open(&admin, Use::Write)
        {
            let _ = db::execute(&mut conn, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}
