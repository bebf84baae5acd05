//! Whole tables as text that either database reads: for backups, and for moving from one database to the other.
//!
//! One row is one JSON array in the order of the table's columns, the same bytes whichever database wrote it, so that
//! checksums of both can be compared. Never decides what a row means, and knows every table by asking the database.

use anyhow::{Context as _, bail, ensure};
use diesel::{
    connection::{DefaultLoadingMode, LoadConnection},
    pg::PgRowByRowLoadingMode,
    prelude::*,
    sql_query,
    sql_types::Text,
};
use serde_json::Value;

use super::{
    connection::{Inner, Use, execute, open},
    inspect,
    joint::Conn,
};
use crate::kernel::entropy::Sha256;

/// How many rows one `INSERT` takes in.
pub const BATCH: usize = 500;

/// A table as the database describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    name: String,
    kind: Kind,
    in_key: bool,
}

/// The four types our migrations use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Integer,
    Boolean,
    Double,
    Text,
}

/// What a table holds: equal on both databases exactly when every row is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sum {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the rows in the order of their key, in hexadecimal.
    pub sha256: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every table of the program, by name.
pub fn tables(connection: &mut Conn) -> anyhow::Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    for described in inspect::columns(connection)? {
        let inspect::Column { table, name, kind, key, .. } = described;
        let kind = match kind.as_str() {
            "bigint" | "integer" => Kind::Integer,
            "boolean" => Kind::Boolean,
            "double precision" | "double" => Kind::Double,
            "text" => Kind::Text,
            other => bail!("{table}.{name} is of a type not known here: {other}"),
        };
        let column = Column { name, kind, in_key: key > 0 };
        match tables.last_mut().filter(|last| last.name == table) {
            Some(last) => last.columns.push(column),
            None => tables.push(Table { name: table, columns: vec![column] }),
        }
    }
    Ok(tables)
}

impl Table {
    /// The names of its columns, in the order rows are written in.
    pub fn columns(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Hands every row to `row`, in the order of the key. Rows are read one by one, whatever the size of the table.
    pub fn export(
        &self,
        connection: &mut Conn,
        mut row: impl FnMut(&str) -> anyhow::Result<()>,
    ) -> anyhow::Result<Sum> {
        let mut sum = Sha256::default();
        let mut rows = 0;
        let mut each = |read: QueryResult<Row>| -> anyhow::Result<()> {
            let line = self.canonical(&read?.line)?;
            sum.update(line.as_bytes());
            sum.update(b"\n");
            rows += 1;
            row(&line)
        };
        let outcome = match connection.inner() {
            Inner::Pg(pg) => {
                load::<_, PgRowByRowLoadingMode>(pg, &self.select_postgres(), &mut each)
            }
            Inner::Sqlite(sqlite) => {
                load::<_, DefaultLoadingMode>(sqlite, &self.select_sqlite(), &mut each)
            }
        };
        outcome.with_context(|| format!("the table {} cannot be read", self.name))?;
        Ok(Sum { rows, sha256: sum.hex() })
    }

    /// What the table holds at present.
    pub fn sum(&self, connection: &mut Conn) -> anyhow::Result<Sum> {
        self.export(connection, |_| Ok(()))
    }

    /// Puts rows in, as [`Table::export`] wrote them.
    pub fn import(&self, connection: &mut Conn, rows: &[String]) -> anyhow::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let all = format!("[{}]", rows.join(","));
        let written = match connection.inner() {
            Inner::Pg(pg) => sql_query(self.insert_postgres()).bind::<Text, _>(&all).execute(pg),
            Inner::Sqlite(sqlite) => {
                sql_query(self.insert_sqlite()).bind::<Text, _>(&all).execute(sqlite)
            }
        };
        let written =
            written.with_context(|| format!("rows of the table {} are refused", self.name))?;
        ensure!(
            written == rows.len(),
            "{written} of {} rows of {} were kept",
            rows.len(),
            self.name
        );
        Ok(())
    }

    /// A row as both databases would write it: no spaces, the shortest escapes, the shortest decimals.
    fn canonical(&self, line: &str) -> anyhow::Result<String> {
        let mut cells: Vec<Value> = serde_json::from_str(line)?;
        for (cell, column) in cells.iter_mut().zip(&self.columns) {
            if column.kind == Kind::Double
                && let Some(text) = cell.as_str()
            {
                *cell = Value::String(text.parse::<f64>()?.to_string());
            }
        }
        Ok(serde_json::to_string(&cells)?)
    }

    fn key(&self, collation: &str) -> String {
        let ordered = self.columns.iter().filter(|column| column.in_key).map(|column| {
            let collation = if column.kind == Kind::Text { collation } else { "" };
            format!("\"{}\"{collation}", column.name)
        });
        ordered.collect::<Vec<_>>().join(", ")
    }

    /// The columns, each as `shape` writes it.
    fn list(&self, shape: impl Fn(usize, &Column) -> String) -> String {
        let shaped = self.columns.iter().enumerate().map(|(place, column)| shape(place, column));
        shaped.collect::<Vec<_>>().join(", ")
    }

    fn select_sqlite(&self) -> String {
        let cells = self.list(|_, Column { name, kind, .. }| match kind {
            Kind::Integer | Kind::Text => format!("\"{name}\""),
            Kind::Boolean => {
                format!(
                    "json(CASE \"{name}\" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"
                )
            }
            Kind::Double => {
                format!("CASE WHEN \"{name}\" IS NOT NULL THEN printf('%!.17g', \"{name}\") END")
            }
        });
        format!(
            "SELECT json_array({cells}) AS line FROM \"{}\" ORDER BY {}",
            self.name,
            self.key("")
        )
    }

    fn select_postgres(&self) -> String {
        let cells = self.list(|_, Column { name, kind, .. }| match kind {
            Kind::Double => format!("\"{name}\"::text"),
            _ => format!("\"{name}\""),
        });
        let key = self.key(" COLLATE \"C\"");
        format!(
            "SELECT json_build_array({cells})::text AS line FROM \"{}\" ORDER BY {key}",
            self.name
        )
    }

    fn insert_sqlite(&self) -> String {
        let names = self.list(|_, column| format!("\"{}\"", column.name));
        let cells = self.list(|place, column| {
            let cell = format!("json_extract(value, '$[{place}]')");
            if column.kind == Kind::Double { format!("CAST({cell} AS REAL)") } else { cell }
        });
        format!("INSERT INTO \"{}\" ({names}) SELECT {cells} FROM json_each($1)", self.name)
    }

    fn insert_postgres(&self) -> String {
        let names = self.list(|_, column| format!("\"{}\"", column.name));
        let cells = self.list(|place, column| {
            let kind = match column.kind {
                Kind::Integer => "bigint",
                Kind::Boolean => "boolean",
                Kind::Double => "double precision",
                Kind::Text => "text",
            };
            format!("(value->>{place})::{kind}")
        });
        format!(
            "INSERT INTO \"{}\" ({names}) SELECT {cells} FROM json_array_elements($1::json) AS value",
            self.name
        )
    }
}

fn load<C, Mode>(
    connection: &mut C,
    sql: &str,
    each: &mut impl FnMut(QueryResult<Row>) -> anyhow::Result<()>,
) -> anyhow::Result<()>
where
    C: LoadConnection<Mode>,
    for<'q> diesel::query_builder::SqlQuery:
        diesel::query_dsl::methods::LoadQuery<'q, C, Row, Mode>,
{
    for row in sql_query(sql).load_iter::<Row, Mode>(connection)? {
        each(row)?;
    }
    Ok(())
}

/// Reads the database at `url` as it is at one moment, while others go on writing.
pub fn snapshot<T>(
    url: &str,
    work: impl FnOnce(&mut Conn) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut connection = open(url, Use::Read)?;
    let begin = match connection.kind() {
        super::Kind::Postgres => {
            "SET statement_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        }
        super::Kind::Sqlite => "BEGIN",
    };
    execute(&mut connection, begin)?;
    let value = work(&mut connection)?;
    execute(&mut connection, "COMMIT")?;
    Ok(value)
}

/// Fills an empty database in one transaction, tables in any order: references are checked at the end.
pub fn fill<T>(
    connection: &mut Conn,
    work: impl FnOnce(&mut Conn) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    match connection.kind() {
        super::Kind::Postgres => {
            execute(connection, "SET statement_timeout = 0; BEGIN")?;
        }
        super::Kind::Sqlite => {
            execute(connection, "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON")?
        }
    }
    let outcome = fill_begun(connection, work);
    if outcome.is_err() {
        execute(connection, "ROLLBACK")?;
    }
    outcome
}

fn fill_begun<T>(
    connection: &mut Conn,
    work: impl FnOnce(&mut Conn) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let references = foreign_keys(connection)?;
    for alter in &references {
        execute(connection, &format!("{alter} DEFERRABLE INITIALLY DEFERRED"))?;
    }
    let value = work(connection)?;
    if !references.is_empty() {
        execute(connection, "SET CONSTRAINTS ALL IMMEDIATE")?;
    }
    for alter in &references {
        execute(connection, &format!("{alter} NOT DEFERRABLE"))?;
    }
    execute(connection, "COMMIT").context("the rows do not fit together")?;
    Ok(value)
}

/// The beginnings of the statements that change when PostgreSQL checks a reference. SQLite is told once for all.
fn foreign_keys(connection: &mut Conn) -> anyhow::Result<Vec<String>> {
    let Inner::Pg(pg) = connection.inner() else { return Ok(Vec::new()) };
    let rows: Vec<Row> = sql_query(
        "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname) AS line \
         FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
    )
    .load(pg)?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}
