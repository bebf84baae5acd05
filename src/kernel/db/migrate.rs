//! Brings a database to the shape this program expects. Forward only in production.

use anyhow::{anyhow, ensure};
use diesel::{
    RunQueryDsl as _,
    migration::{Migration, MigrationSource},
    sql_query,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    Kind,
    connection::{MultiBackend, execute},
    joint::Conn,
};

const COMMON: EmbeddedMigrations = embed_migrations!("migrations/common");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The migrations of one kind of database: those both share, and those that must be said in its own words. Each of
/// the latter has a namesake for the other kind.
struct Ours(EmbeddedMigrations);

impl Ours {
    fn of(connection: &Conn) -> Self {
        Self(match connection.kind() {
            Kind::Postgres => POSTGRES,
            Kind::Sqlite => SQLITE,
        })
    }
}

impl MigrationSource<MultiBackend> for Ours {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<MultiBackend>>>> {
        let mut all: Vec<Box<dyn Migration<MultiBackend>>> = COMMON.migrations()?;
        all.append(&mut self.0.migrations()?);
        all.sort_by(|one, other| one.name().version().cmp(&other.name().version()));
        Ok(all)
    }
}

/// Any number that no other program would pick: one migration at a time on a shared PostgreSQL.
const LOCK: i64 = 0x7061_7276_6973;

/// Does something that no other process may do to the same database meanwhile: PostgreSQL may be shared, SQLite is not.
/// However long another one takes, this one waits, and takes as long itself: from here on no statement of the connection has
/// a limit.
pub fn alone<T>(
    connection: &mut Conn,
    work: impl FnOnce(&mut Conn) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let shared = connection.kind() == Kind::Postgres;
    if shared {
        execute(connection, "SET statement_timeout = 0")?;
        execute(connection, &format!("SELECT pg_advisory_lock({LOCK})"))?;
    }
    let done = work(connection);
    if shared {
        execute(connection, &format!("SELECT pg_advisory_unlock({LOCK})"))?;
    }
    done
}

/// Applies what is missing; returns the names of what was applied. A database that a newer program brought up to
/// date is refused: this one would not know what it writes over.
pub fn up(connection: &mut Conn) -> anyhow::Result<Vec<String>> {
    let versions = versions()?;
    let newer: Vec<String> = connection
        .applied_migrations()
        .map_err(|e| anyhow!("cannot read the migrations table: {e}"))?
        .iter()
        .map(ToString::to_string)
        .filter(|version| !versions.contains(version))
        .collect();
    ensure!(
        newer.is_empty(),
        "a newer Parvis brought this database up to date ({}): run that version, or go back to the copy made \
         before (docs/operating/upgrade.md)",
        newer.join(", ")
    );
    alone(connection, |connection| {
        let ours = Ours::of(connection);
        connection
            .run_pending_migrations(ours)
            .map(|versions| versions.iter().map(ToString::to_string).collect())
            .map_err(|e| anyhow!("a migration failed: {e}"))
    })
}

/// Names of the migrations not yet applied.
pub fn pending(connection: &mut Conn) -> anyhow::Result<Vec<String>> {
    let ours = Ours::of(connection);
    connection
        .pending_migrations(ours)
        .map(|list| list.iter().map(|m| m.name().to_string()).collect())
        .map_err(|e| anyhow!("cannot read the migrations table: {e}"))
}

#[derive(diesel::QueryableByName)]
struct Applied {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

/// The versions of the migrations applied so far, oldest first. Only reads: an error when it never was ours.
pub fn applied(connection: &mut Conn) -> anyhow::Result<Vec<String>> {
    let rows: Vec<Applied> =
        sql_query("SELECT version FROM __diesel_schema_migrations ORDER BY version")
            .load(connection)?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Makes the tables as they were when exactly these migrations were applied; for filling them with a backup.
pub fn up_to(connection: &mut Conn, wanted: &[String]) -> anyhow::Result<()> {
    let known = versions()?;
    ensure!(
        wanted.iter().all(|version| known.contains(version)),
        "made by a newer Parvis than this one: install that version first"
    );
    // Makes the table that remembers them.
    connection
        .applied_migrations()
        .map_err(|e| anyhow!("cannot read the migrations table: {e}"))?;
    for migration in list(Ours::of(connection))? {
        if wanted.contains(&migration.name().version().to_string()) {
            connection.run_migration(&migration).map_err(|e| anyhow!("a migration failed: {e}"))?;
        }
    }
    Ok(())
}

/// Takes every migration back, and all rows with them: after a restore that failed halfway.
pub fn down(connection: &mut Conn) -> anyhow::Result<()> {
    let ours = Ours::of(connection);
    connection.revert_all_migrations(ours).map_err(|e| anyhow!("a way back failed: {e}"))?;
    Ok(())
}

/// Takes everything back and applies it again; proves that each way down works. For tests.
pub fn redo(connection: &mut Conn) -> anyhow::Result<()> {
    down(connection)?;
    up(connection)?;
    Ok(())
}

/// Takes back every migration but the first, keeping what its tables hold; proves that the way back loses nothing that
/// was there before. For tests.
pub fn down_to_first(connection: &mut Conn) -> anyhow::Result<()> {
    while applied(connection)?.len() > 1 {
        let ours = Ours::of(connection);
        connection.revert_last_migration(ours).map_err(|e| anyhow!("a way back failed: {e}"))?;
    }
    Ok(())
}

/// Takes back every migration from this version on: the tables are those of the program before it. For tests.
pub fn down_before(connection: &mut Conn, version: &str) -> anyhow::Result<()> {
    while applied(connection)?.last().is_some_and(|last| last.as_str() >= version) {
        let ours = Ours::of(connection);
        connection.revert_last_migration(ours).map_err(|e| anyhow!("a way back failed: {e}"))?;
    }
    Ok(())
}

/// How many migrations the program knows.
pub fn known() -> usize {
    versions().map_or(0, |list| list.len())
}

/// The same for either kind of database.
fn versions() -> anyhow::Result<Vec<String>> {
    Ok(list(Ours(SQLITE))?.iter().map(|migration| migration.name().version().to_string()).collect())
}

fn list(ours: Ours) -> anyhow::Result<Vec<Box<dyn Migration<MultiBackend>>>> {
    ours.migrations().map_err(|e| anyhow!("the migrations cannot be read: {e}"))
}
