//! What stands in a database, whatever its tables mean: their columns, and their rows as JSON.
//!
//! For copies, comparisons and dumps. The same content gives the same answer on both databases.

use std::collections::BTreeMap;

use diesel::{
    QueryableByName, RunQueryDsl, sql_query,
    sql_types::{BigInt, Bool, Text},
};
use serde_json::Value;

use super::{Kind, joint::Conn};
use crate::kernel::error::Result;

/// A column as the database itself describes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
pub struct Column {
    /// The table it belongs to.
    #[diesel(sql_type = Text)]
    pub table: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its declared type, in lower case.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Its place in the primary key, from one; zero when it is no part of it.
    #[diesel(sql_type = BigInt)]
    pub key: i64,
    /// May it hold nothing?
    #[diesel(sql_type = Bool)]
    pub nullable: bool,
}

/// A row: column → value.
pub type Row = BTreeMap<String, Value>;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE: &str = "SELECT m.name AS \"table\", c.name AS name, lower(c.type) AS kind, c.pk AS key, \
    c.\"notnull\" = 0 AS nullable \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
    AND m.name NOT LIKE 'sqlite_%' AND m.name <> '__diesel_schema_migrations' ORDER BY 1, c.cid";

const POSTGRES: &str = "SELECT c.table_name::text AS table, c.column_name::text AS name, \
    c.data_type::text AS kind, coalesce(k.ordinal_position, 0)::bigint AS key, \
    c.is_nullable = 'YES' AS nullable \
    FROM information_schema.columns c \
    LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema \
    AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY' \
    LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema \
    AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name \
    JOIN pg_class r ON r.oid = to_regclass('public.' || quote_ident(c.table_name)) AND r.relkind = 'r' \
    WHERE c.table_schema = 'public' AND c.table_name <> '__diesel_schema_migrations' \
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass \
    AND d.objid = r.oid AND d.deptype = 'e') \
    ORDER BY c.table_name COLLATE \"C\", c.ordinal_position";

/// Every column of every table of ours, by table, in the order they were declared.
pub fn columns(conn: &mut Conn) -> Result<Vec<Column>> {
    let sql = match conn.kind() {
        Kind::Postgres => POSTGRES,
        Kind::Sqlite => SQLITE,
    };
    Ok(sql_query(sql).load(conn)?)
}

/// The rows of a table, these columns of them, in no order.
///
/// The names go into the statement as they are: give only what [`columns`] gave.
pub fn rows(conn: &mut Conn, table: &str, columns: &[&Column]) -> Result<Vec<Row>> {
    rows_where(conn, table, columns, "TRUE")
}

/// [`rows`] of which a condition holds. It goes into the statement as it is: give only what this program says itself.
pub fn rows_where(
    conn: &mut Conn,
    table: &str,
    columns: &[&Column],
    condition: &str,
) -> Result<Vec<Row>> {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let sql = match conn.kind() {
        Kind::Postgres => format!(
            "SELECT row_to_json(r)::text AS line FROM (SELECT {} FROM {} WHERE {condition}) r",
            names.join(", "),
            quoted(table)
        ),
        Kind::Sqlite => {
            let pairs: Vec<String> = columns
                .iter()
                .zip(&names)
                .map(|(column, name)| format!("'{}', {name}", column.name.replace('\'', "''")))
                .collect();
            format!(
                "SELECT json_object({}) AS line FROM {} WHERE {condition}",
                pairs.join(", "),
                quoted(table)
            )
        }
    };
    let lines: Vec<Line> = sql_query(sql).load(conn)?;
    let mut rows = Vec::with_capacity(lines.len());
    for Line { line } in lines {
        let mut row: Row = serde_json::from_str(&line)?;
        // SQLite keeps a truth value as a number.
        for column in columns.iter().filter(|column| column.kind == "boolean") {
            if let Some(value) = row.get_mut(&column.name)
                && let Some(number) = value.as_i64()
            {
                *value = Value::Bool(number != 0);
            }
        }
        rows.push(row);
    }
    Ok(rows)
}
