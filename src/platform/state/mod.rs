//! The whole state of a venue as text: one JSON line per row and per kept file, sorted, the same for the same content on
//! both databases.
//!
//! For comparing: before and after an attack, a crash, a restore, a move to another database. Table-driven, so that no
//! table can be forgotten. Never shows a secret, only its hash; it does show what people wrote and their e-mail
//! addresses, so it is for whoever may read the database.

mod columns;

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use aws_lc_rs::digest;
use columns::{TABLES, Table};
use serde_json::{Value, json};

use crate::kernel::{
    db::{
        Conn,
        inspect::{self, Column},
    },
    entropy::sha256_hex,
    error::{Error, Result},
};

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What the venue is made of.
    Canonical,
    /// Also leases, retries, last looks and queues.
    Everything,
}

/// What a column is to the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    State,
    Secret,
    Passing,
}

impl Table {
    /// What each of its columns is.
    fn classes(&self) -> impl Iterator<Item = (&'static str, Class)> {
        let list =
            |names: &'static str, class| names.split_whitespace().map(move |one| (one, class));
        list(self.state, Class::State)
            .chain(list(self.secret, Class::Secret))
            .chain(list(self.passing, Class::Passing))
    }
}

/// The state as sorted lines: every row of the database, then every file under `media`.
///
/// A column nobody classified is an error: better no dump than one that leaves something out.
pub fn dump(conn: &mut Conn, media: &Path, detail: Detail) -> Result<Vec<String>> {
    let columns = inspect::columns(conn)?;
    let wrong = misclassified(&columns);
    if !wrong.is_empty() {
        return Err(Error::internal(format!("not classified: {}", wrong.join(", "))));
    }
    let mut lines = Vec::new();
    for table in TABLES {
        let shown: Vec<(&Column, Class)> = columns
            .iter()
            .filter(|column| column.table == table.name)
            .filter_map(|column| {
                let (_, class) = table.classes().find(|(name, _)| *name == column.name)?;
                (class != Class::Passing || detail == Detail::Everything).then_some((column, class))
            })
            .collect();
        lines.extend(rows(conn, table.name, &shown)?);
    }
    lines.extend(files(media)?);
    lines.sort_unstable();
    Ok(lines)
}

fn rows(conn: &mut Conn, table: &str, shown: &[(&Column, Class)]) -> Result<Vec<String>> {
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<&Column> = shown.iter().map(|(column, _)| *column).collect();
    let mut rows = inspect::rows(conn, table, &columns)?;
    for row in &mut rows {
        for (column, _) in shown.iter().filter(|(_, class)| *class == Class::Secret) {
            if let Some(Value::String(text)) = row.get_mut(&column.name) {
                *text = format!("sha256:{}", sha256_hex(text.as_bytes()));
            }
        }
    }
    rows.iter().map(|row| line(table, &serde_json::to_value(row)?)).collect()
}

/// One line: the table first, so that sorting keeps tables together.
fn line(table: &str, row: &Value) -> Result<String> {
    Ok(format!("{{\"table\":{},\"row\":{row}}}", serde_json::to_string(table)?))
}

/// The columns that are not classified exactly once, and the classified ones that are not there.
fn misclassified(columns: &[Column]) -> Vec<String> {
    let classified: Vec<String> = TABLES
        .iter()
        .flat_map(|table| table.classes().map(|(name, _)| format!("{}.{name}", table.name)))
        .collect();
    let found: Vec<String> =
        columns.iter().map(|column| format!("{}.{}", column.table, column.name)).collect();
    let times = |name: &String| classified.iter().filter(|one| *one == name).count();
    let odd = found.iter().filter(|name| times(name) != 1);
    let absent = classified.iter().filter(|name| !found.contains(name));
    odd.chain(absent).cloned().collect()
}

/// Every file of the folder and below, by its content.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = match fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            let (sha256, bytes) = hash(&path)?;
            lines.push(line("files", &json!({"bytes": bytes, "name": name, "sha256": sha256}))?);
        }
    }
    Ok(lines)
}

fn hash(path: &Path) -> io::Result<(String, usize)> {
    use std::fmt::Write as _;
    let mut file = fs::File::open(path)?;
    let mut context = digest::Context::new(&digest::SHA256);
    let mut block = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut block)?;
        let Some(part) = block.get(..read).filter(|part| !part.is_empty()) else { break };
        context.update(part);
        bytes += read;
    }
    let mut hex = String::with_capacity(64);
    for byte in context.finish().as_ref() {
        let _ = write!(hex, "{byte:02x}");
    }
    Ok((hex, bytes))
}
