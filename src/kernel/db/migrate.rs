//! Brings a database to the shape this program expects. Forward only in production.

use anyhow::anyhow;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{Conn, execute};

const COMMON: EmbeddedMigrations = embed_migrations!("migrations/common");

/// Any number that no other program would pick: one migration at a time on a shared PostgreSQL.
const LOCK: i64 = 0x7061_7276_6973;

/// Applies what is missing; returns the names of what was applied.
pub fn up(connection: &mut Conn) -> anyhow::Result<Vec<String>> {
    let shared = matches!(connection, Conn::Pg(_));
    if shared {
        execute(connection, &format!("SELECT pg_advisory_lock({LOCK})"))?;
    }
    let applied = connection
        .run_pending_migrations(COMMON)
        .map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|e| anyhow!("a migration failed: {e}"));
    if shared {
        execute(connection, &format!("SELECT pg_advisory_unlock({LOCK})"))?;
    }
    applied
}

/// Names of the migrations not yet applied.
pub fn pending(connection: &mut Conn) -> anyhow::Result<Vec<String>> {
    connection
        .pending_migrations(COMMON)
        .map(|list| list.iter().map(|m| m.name().to_string()).collect())
        .map_err(|e| anyhow!("cannot read the migrations table: {e}"))
}

/// Takes everything back and applies it again; proves that each way down works. For tests.
pub fn redo(connection: &mut Conn) -> anyhow::Result<()> {
    connection.revert_all_migrations(COMMON).map_err(|e| anyhow!("a way back failed: {e}"))?;
    up(connection)?;
    Ok(())
}

/// How many migrations the program knows.
pub fn known() -> usize {
    let list: Result<Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>>, _> = COMMON.migrations();
    list.map_or(0, |l| l.len())
}
