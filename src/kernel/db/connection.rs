//! The connections to the two databases, and how they are opened.

use anyhow::{Context as _, bail};
use diesel::{Connection as _, PgConnection, SqliteConnection, connection::SimpleConnection};

use super::{dialect, joint::Conn};

/// The connection that is really there.
#[derive(diesel::MultiConnection)]
pub enum Inner {
    /// A PostgreSQL server.
    Pg(PgConnection),
    /// A SQLite file.
    Sqlite(SqliteConnection),
}

/// How a connection will be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Only queries: SQLite refuses anything else.
    Read,
    /// Changes.
    Write,
}

/// Opens a connection. The scheme of the address decides: `postgres://…`, `sqlite:PATH`.
pub fn open(url: &str, purpose: Use) -> anyhow::Result<Conn> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let mut pg = PgConnection::establish(url).context("cannot connect to PostgreSQL")?;
        // Many short statements: translating one to machine code, or sharing it out among processes, takes longer than it.
        // Rows are looked up by their key in tables that are in memory, where a page costs the same wherever it is: else a
        // plan made while a table is short reads all of it, and is kept while it grows.
        // https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-RANDOM-PAGE-COST
        pg.batch_execute(
            "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET jit = off; \
             SET max_parallel_workers_per_gather = 0; SET seq_page_cost = 4; SET random_page_cost = 4",
        )?;
        return Ok(Conn::new(Inner::Pg(pg)));
    }
    let Some(path) = url.strip_prefix("sqlite:") else {
        bail!("the database address must start with sqlite: or postgres://");
    };
    let path = path.strip_prefix("//").unwrap_or(path);
    let mut sqlite = SqliteConnection::establish(path)
        .with_context(|| format!("cannot open the SQLite file {path}"))?;
    dialect::teach(&mut sqlite)?;
    // FULL: an answer given after COMMIT survives a power cut. Secure: what is deleted is overwritten in the file, not
    // only forgotten. The writer alone checkpoints.
    sqlite.batch_execute(
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;",
    )?;
    // In KiB. What readers do not keep, the system's own cache does.
    sqlite.batch_execute(match purpose {
        Use::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -2048;",
        // In pages: what many commits change again and again is moved into the file once.
        Use::Write => "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 4000;",
    })?;
    Ok(Conn::new(Inner::Sqlite(sqlite)))
}

/// Empties the journal of a SQLite file into it, so that no older state of a page is left there. PostgreSQL looks after
/// its own. Does less when somebody reads at this moment: to be called again and again.
pub fn empty_journal(url: &str) -> anyhow::Result<()> {
    let mut connection = open(url, Use::Write)?;
    if let Inner::Sqlite(sqlite) = connection.inner() {
        sqlite.batch_execute("PRAGMA busy_timeout = 1000; PRAGMA wal_checkpoint(TRUNCATE);")?;
    }
    Ok(())
}

/// Runs statements that answer nothing, on either database.
pub fn execute(connection: &mut Conn, sql: &str) -> diesel::QueryResult<()> {
    connection.batch_execute(sql)
}
