//! How a database is: whole, of which version, and whether what it confirmed survives a power cut.

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::Text};

use super::{Kind, joint::Conn};
use crate::kernel::error::Result;

/// How a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Its name and version.
    pub version: String,
    /// What is damaged, in the database's own words.
    pub damage: Option<String>,
    /// What it confirmed survives a power cut.
    pub durable: bool,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

fn ask(conn: &mut Conn, sql: &str) -> Result<String> {
    Ok(sql_query(sql).get_result::<Word>(conn)?.word)
}

/// Looks a database over. On SQLite every page is read: seconds for a large one.
pub fn health(conn: &mut Conn) -> Result<Health> {
    if conn.kind() == Kind::Postgres {
        let durable = "SELECT (current_setting('fsync') = 'on' AND \
            current_setting('synchronous_commit') <> 'off')::text AS word";
        return Ok(Health {
            version: format!(
                "PostgreSQL {}",
                ask(conn, "SELECT current_setting('server_version') AS word")?
            ),
            damage: None,
            durable: ask(conn, durable)? == "true",
        });
    }
    let check = ask(conn, "SELECT quick_check AS word FROM pragma_quick_check LIMIT 1")?;
    Ok(Health {
        version: format!("SQLite {}", ask(conn, "SELECT sqlite_version() AS word")?),
        damage: Some(check).filter(|word| word != "ok"),
        durable: ask(conn, "SELECT journal_mode AS word FROM pragma_journal_mode")? == "wal",
    })
}
