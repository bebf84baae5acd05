//! What cannot be said once for both databases on the joint connection type.
//!
//! `both!` compiles one text of Diesel code twice, once per database: upserts and batch inserts. Statements that every
//! activity runs are said with it too: on the connection that is really there Diesel knows a statement by its type, while
//! the joint connection writes it out anew each time, which costs as much as running it. Functions of SQL that both have, and
//! mean the same by, are here too.

use diesel::{QueryResult, SqliteConnection, sql_types::Text};

use super::{Kind, connection::execute, joint::Conn};
use crate::kernel::{entropy, error::Result};

#[diesel::declare_sql_function]
extern "SQL" {
    /// Lower case in every alphabet. SQLite's own knows the letters from A to Z alone, so its connections bring ours.
    fn lower(text: Text) -> Text;

    /// SHA-256 in hexadecimal, for migrations. PostgreSQL has it in words of its own.
    fn sha256_hex(text: Text) -> Text;
}

/// How PostgreSQL goes through a queue: row by row along its index, whatever it believes of the table. A value that is
/// bound stays unknown to the plan, else it would look for the earlier ones of one actor in the index of all that wait.
const ALONG: &str = "SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; \
                     SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; \
                     SET LOCAL plan_cache_mode = force_generic_plan";

/// How it goes on afterwards.
const AS_BEFORE: &str = "SET LOCAL enable_sort = on; SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on; \
                         SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on; \
                         SET LOCAL plan_cache_mode = auto";

/// Runs a query that hands out some rows of an index. PostgreSQL counts the rows of a table once a minute: it takes a
/// queue that has just filled for an empty one, and would sort all of it, or look through all of it for each row, for the
/// few that are taken.
pub fn along_an_index<T>(
    connection: &mut Conn,
    query: impl FnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    let counts = connection.kind() == Kind::Postgres;
    if counts {
        execute(connection, ALONG)?;
    }
    let rows = query(connection)?;
    if counts {
        execute(connection, AS_BEFORE)?;
    }
    Ok(rows)
}

/// Teaches a connection to SQLite what PostgreSQL knows.
pub(super) fn teach(sqlite: &mut SqliteConnection) -> QueryResult<()> {
    lower_utils::register_impl(sqlite, |text: String| text.to_lowercase())?;
    sha256_hex_utils::register_impl(sqlite, |text: String| entropy::sha256_hex(text.as_bytes()))
}

/// Runs the same Diesel expression on the connection that is really there.
#[macro_export]
macro_rules! both {
    ($connection:expr, |$inner:ident| $body:expr) => {
        match $connection.inner() {
            $crate::kernel::db::Inner::Pg($inner) => $body,
            $crate::kernel::db::Inner::Sqlite($inner) => $body,
        }
    };
}
