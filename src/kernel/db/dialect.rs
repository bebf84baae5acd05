//! What cannot be said once for both databases on the joint connection type.
//!
//! `both!` compiles one text of Diesel code twice, once per database: upserts and batch inserts. Statements that every
//! activity runs are said with it too: on the connection that is really there Diesel knows a statement by its type, while
//! the joint connection writes it out anew each time, which costs as much as running it. Functions of SQL that both have, and
//! mean the same by, are here too.

use diesel::{QueryResult, SqliteConnection, sql_types::Text};

use crate::kernel::entropy;

#[diesel::declare_sql_function]
extern "SQL" {
    /// Lower case in every alphabet. SQLite's own knows the letters from A to Z alone, so its connections bring ours.
    fn lower(text: Text) -> Text;

    /// SHA-256 in hexadecimal, for migrations. PostgreSQL has it in words of its own.
    fn sha256_hex(text: Text) -> Text;
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
        match $connection {
            $crate::kernel::db::Conn::Pg($inner) => $body,
            $crate::kernel::db::Conn::Sqlite($inner) => $body,
        }
    };
}
