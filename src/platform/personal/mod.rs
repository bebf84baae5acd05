//! Everything this server holds about one of its people: to hand it to them, and to erase it.
//!
//! Driven by one declaration of every column (`columns.rs`), so that no table can be forgotten by either. For the slice
//! that exports and for the closing of accounts. Never decides what other people's data is given: each row is about
//! exactly the person who asks.

mod columns;
mod nobodys;

use std::collections::BTreeMap;

use columns::{Erased, TABLES, Table};
use diesel::prelude::*;
use nobodys::NOBODYS;
use serde_json::Value;

use crate::{
    kernel::{
        clock::Time,
        db::{
            Conn, execute,
            inspect::{self, Column, Row},
        },
        error::{Error, Result},
        id::Id,
    },
    schema::accounts,
};

/// A person of this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The actor they speak as.
    pub actor: Id,
    /// Their account; the number of nobody for whoever has none.
    pub account: Id,
}

impl Subject {
    /// The person behind an actor of this server.
    pub fn of_actor(conn: &mut Conn, actor: Id) -> Result<Self> {
        let account: Option<Id> = accounts::table
            .filter(accounts::actor_id.eq(actor))
            .select(accounts::id)
            .first(conn)
            .optional()?;
        Ok(Self { actor, account: account.unwrap_or(Id::from_raw(0)) })
    }

    /// A condition of the declaration, about this person.
    fn is(&self, condition: &str) -> String {
        condition
            .replace("{actor}", &self.actor.to_string())
            .replace("{account}", &self.account.to_string())
    }
}

/// The tables [`given`] answers for.
pub fn tables() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// What a person is given of a table: whole rows, the columns that are theirs, moments and numbers written for people
/// and for programs alike.
pub fn given(
    conn: &mut Conn,
    table: &str,
    subject: Subject,
) -> Result<Vec<BTreeMap<String, Value>>> {
    let declared =
        declared(table).ok_or_else(|| Error::internal(format!("{table} is about nobody")))?;
    let all = columns_of(conn, table)?;
    let wanted: Vec<&Column> =
        all.iter().filter(|column| names(declared.given).any(|name| name == column.name)).collect();
    let rows = inspect::rows_where(conn, table, &wanted, &subject.is(declared.whose))?;
    Ok(rows.into_iter().map(readable).collect())
}

/// Moments as text, and numbers that JavaScript would round as text.
fn readable(row: Row) -> BTreeMap<String, Value> {
    let shown = |name: &str, value: Value| match value.as_i64() {
        Some(micros) if name.ends_with("_at") => Value::String(Time::from_micros(micros).rfc3339()),
        Some(number) if number.unsigned_abs() > 1 << 53 => Value::String(number.to_string()),
        _ => value,
    };
    row.into_iter().map(|(name, value)| (name.clone(), shown(&name, value))).collect()
}

/// Erases what is declared to be erased. What a person published is withdrawn first, by whoever knows how: this takes
/// away what is left.
pub fn erase(conn: &mut Conn, subject: Subject) -> Result<()> {
    // Rows that point at others go before them: the declaration's order, backwards.
    for table in TABLES.iter().rev() {
        let whose = subject.is(table.whose);
        match &table.erased {
            Erased::Rows => run(conn, &format!("DELETE FROM {} WHERE {whose}", table.name))?,
            Erased::RowsBut { condition, .. } => run(
                conn,
                &format!("DELETE FROM {} WHERE ({whose}) AND NOT ({condition})", table.name),
            )?,
            Erased::Columns { emptied: "", .. } => {}
            Erased::Columns { emptied, .. } => {
                let all = columns_of(conn, table.name)?;
                let emptied = all.iter().filter(|c| names(emptied).any(|name| name == c.name));
                let set: Vec<String> = emptied
                    .map(|column| format!("{} = {}", column.name, nothing(column)))
                    .collect();
                run(conn, &format!("UPDATE {} SET {} WHERE {whose}", table.name, set.join(", ")))?;
            }
        }
    }
    Ok(())
}

/// What an emptied column holds: nothing where it may, else the emptiest there is of its kind. A list stays one.
fn nothing(column: &Column) -> &'static str {
    match (column.nullable, column.kind.as_str()) {
        (true, _) => "NULL",
        (false, "text") if matches!(column.name.as_str(), "fields" | "also_known_as") => "'[]'",
        (false, "text") => "''",
        (false, "boolean") => "FALSE",
        (false, _) => "0",
    }
}

/// What is wrong with the declaration, as one line each: columns it does not name, or names twice, and tables and
/// columns there are none of. For the test that keeps it whole.
pub fn complaints(conn: &mut Conn) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in inspect::columns(conn)? {
        tables.entry(column.table).or_default().push(column.name);
    }
    for table in TABLES {
        let kept_back = table.kept_back.iter().flat_map(|(list, _)| names(list));
        let in_export: Vec<&str> = names(table.given).chain(kept_back).collect();
        compare(&mut wrong, &tables, table.name, "given or kept back", &in_export);
        if let Erased::Columns { emptied, kept } = &table.erased {
            let kept = kept.iter().flat_map(|(list, _)| names(list));
            let after: Vec<&str> = names(emptied).chain(kept).collect();
            compare(&mut wrong, &tables, table.name, "emptied or kept", &after);
        }
        wrong.extend(
            reasons(table)
                .filter(|why| why.len() < 5)
                .map(|_| format!("{}: a reason is missing", table.name)),
        );
    }
    for table in NOBODYS {
        let columns: Vec<&str> = names(table.columns).collect();
        compare(&mut wrong, &tables, table.name, "listed", &columns);
        if table.why.len() < 5 {
            wrong.push(format!("{}: a reason is missing", table.name));
        }
    }
    let declared = || TABLES.iter().map(|t| t.name).chain(NOBODYS.iter().map(|t| t.name));
    for name in tables.keys() {
        match declared().filter(|one| one == name).count() {
            1 => {}
            0 => wrong.push(format!("the table {name} is in neither list: whom is it about?")),
            _ => wrong.push(format!("the table {name} is declared twice")),
        }
    }
    Ok(wrong)
}

fn reasons(table: &Table) -> impl Iterator<Item = &'static str> {
    let after: Vec<&'static str> = match &table.erased {
        Erased::Columns { kept, .. } => kept.iter().map(|(_, why)| *why).collect(),
        Erased::RowsBut { why, .. } => vec![why],
        Erased::Rows => Vec::new(),
    };
    table.kept_back.iter().map(|(_, why)| *why).chain(after)
}

fn compare(
    wrong: &mut Vec<String>,
    tables: &BTreeMap<String, Vec<String>>,
    table: &str,
    what: &str,
    declared: &[&str],
) {
    let empty = Vec::new();
    let real = tables.get(table).unwrap_or(&empty);
    for column in real {
        let times = declared.iter().filter(|name| *name == column).count();
        if times != 1 {
            wrong.push(format!("{table}.{column} is {what} {times} times instead of once"));
        }
    }
    for name in declared.iter().filter(|name| !real.iter().any(|column| column == *name)) {
        wrong.push(format!("{table}.{name} is declared and does not exist"));
    }
}

/// Every column of text about somebody, with the condition of its rows. For the tests that mark each and look for it
/// afterwards.
pub fn text_columns(conn: &mut Conn, subject: Subject) -> Result<Vec<(String, String, String)>> {
    let all = inspect::columns(conn)?;
    let of = |table: &'static Table| {
        let whose = subject.is(table.whose);
        let texts = all.iter().filter(|c| c.table == table.name && c.kind == "text");
        texts.map(move |column| (table.name.to_owned(), column.name.clone(), whose.clone()))
    };
    Ok(TABLES.iter().flat_map(of).collect())
}

fn declared(table: &str) -> Option<&'static Table> {
    TABLES.iter().find(|one| one.name == table)
}

/// Is somebody given this column?
pub fn is_given(table: &str, column: &str) -> bool {
    declared(table).is_some_and(|table| names(table.given).any(|name| name == column))
}

/// Is nothing left of this column once somebody had themselves erased?
pub fn is_erased(table: &str, column: &str) -> bool {
    declared(table).is_some_and(|table| match &table.erased {
        Erased::Rows => true,
        Erased::RowsBut { .. } => false,
        Erased::Columns { emptied, .. } => names(emptied).any(|name| name == column),
    })
}

fn columns_of(conn: &mut Conn, table: &str) -> Result<Vec<Column>> {
    let all = inspect::columns(conn)?;
    Ok(all.into_iter().filter(|column| column.table == table).collect())
}

fn names(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split_whitespace()
}

fn run(conn: &mut Conn, sql: &str) -> Result<()> {
    execute(conn, sql).map_err(Error::internal)
}
