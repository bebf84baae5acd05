//! Tables that come in from a spreadsheet: a CSV file as lines of named cells, and what is said of each line.
//!
//! For every noun that can be imported. Commas, semicolons or tabs, UTF-8, columns in any order. What makes the whole file
//! unusable is an error; what spoils one line is noted on that line. Never decides what a cell means.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::kernel::error::Message;

/// What a file may hold.
pub struct Format {
    /// Every column. Those of a file that lacks some leave them as they are.
    pub columns: &'static [&'static str],
    /// Those a file must have. The first says which thing a line is about.
    pub required: &'static [&'static str],
    /// What two cells of that column have in common when they mean the same thing.
    pub same: fn(&str) -> String,
    /// The most lines of one file.
    pub most: usize,
}

/// A whole file.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its lines, without the header.
    pub lines: Vec<Line>,
}

/// One line of a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the file, from 1; the header is a line.
    pub number: u64,
    /// What each column says; columns the file lacks are not there.
    pub cells: HashMap<String, String>,
    /// Why its cells cannot be trusted.
    pub broken: Option<Message>,
}

/// Whether an import takes things in or only says what it would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Says what would change. Nothing is written and nothing fetched.
    Rehearse,
    /// Takes in what changed.
    Apply,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something that was not there.
    Created,
    /// Something of which these fields changed.
    Changed(Vec<Change>),
    /// Something that is already as the line says.
    Unchanged,
    /// Nothing, and why.
    Failed(Vec<Message>),
}

/// A field before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The column.
    pub field: String,
    /// What was there, shortened.
    pub before: String,
    /// What is there now, shortened.
    pub after: String,
}

/// How many lines ended in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// New things.
    pub created: usize,
    /// Changed things.
    pub changed: usize,
    /// Things already as the line says.
    pub unchanged: usize,
    /// Lines that were not taken.
    pub failed: usize,
}

impl Tally {
    /// Counts one line more.
    pub fn add(&mut self, outcome: &Outcome) {
        *match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Changed(_) => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Failed(_) => &mut self.failed,
        } += 1;
    }
}

impl Line {
    /// The cell of a column; `None` when the file does not have the column.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// The cell of a column, empty when the file does not have it.
    pub fn get(&self, column: &str) -> String {
        self.cell(column).unwrap_or_default().to_owned()
    }

    /// The parts of a cell that lists several things.
    pub fn list(&self, column: &str) -> Option<Vec<String>> {
        self.cell(column).map(parts)
    }
}

/// The parts of a cell that lists several things, between upright strokes.
pub fn parts(cell: &str) -> Vec<String> {
    if cell.is_empty() {
        return Vec::new();
    }
    cell.split('|').map(|part| part.trim().to_owned()).collect()
}

/// Several things as one cell; the sign between them cannot be inside one.
pub fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.map(|part| part.replace('|', "¦")).collect::<Vec<_>>().join("|")
}

/// The text of a file that came in as bytes, or why it is none.
pub fn text(bytes: &[u8]) -> Result<&str, Message> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or_else(|| Message::new("import-error-utf8"))
}

/// Reads a file.
pub fn read(bytes: &[u8], format: &Format) -> Result<Table, Message> {
    // Two signs at the end of a line would be counted as the end of one and the beginning of the next.
    let text = text(bytes)?.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns = header(&mut reader, format)?;
    let mut lines = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (record, n) in reader.records().zip(2u64..) {
        if lines.len() >= format.most {
            return Err(too_long(format.most));
        }
        let Ok(record) = record else {
            let why = Message::new("import-error-line");
            lines.push(Line { number: n, broken: Some(why), ..Line::default() });
            continue;
        };
        let number = record.position().map_or(n, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        lines.push(line(number, &columns, &record, format, &mut seen));
    }
    Ok(Table { lines })
}

/// A file of more things than one file may hold.
pub fn too_long(most: usize) -> Message {
    Message::new("import-error-long").with("count", most)
}

/// Semicolons are what spreadsheets write where the comma is the decimal sign.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    [(';', b';'), ('\t', b'\t')]
        .into_iter()
        .find(|(sign, _)| count(*sign) > count(','))
        .map_or(b',', |(_, byte)| byte)
}

fn header(reader: &mut csv::Reader<&[u8]>, format: &Format) -> Result<Vec<&'static str>, Message> {
    let missing =
        || Message::new("import-error-header").with("columns", format.required.join(", "));
    let names = reader.headers().map_err(|_| missing())?;
    let mut columns = Vec::with_capacity(names.len());
    for name in names {
        let known = format.columns.iter().find(|column| column.eq_ignore_ascii_case(name));
        let Some(column) = known else {
            return Err(Message::new("import-error-column").with("column", name));
        };
        if columns.contains(column) {
            return Err(Message::new("import-error-twice").with("column", name));
        }
        columns.push(*column);
    }
    if format.required.iter().all(|column| columns.contains(column)) {
        Ok(columns)
    } else {
        Err(missing())
    }
}

fn line(
    number: u64,
    columns: &[&'static str],
    record: &csv::StringRecord,
    format: &Format,
    seen: &mut HashMap<String, u64>,
) -> Line {
    let cells = columns
        .iter()
        .zip(record)
        .map(|(column, cell)| ((*column).to_owned(), cell.to_owned()))
        .collect();
    let mut line = Line { number, cells, broken: None };
    if record.len() != columns.len() {
        // A quote or a separator is missing: every cell after it may be another's.
        line.broken = Some(
            Message::new("import-error-cells")
                .with("count", record.len())
                .with("expected", columns.len()),
        );
        return line;
    }
    let key = format.required.first().map_or("", |column| column);
    let same = (format.same)(&line.get(key));
    if let Some(first) = seen.get(&same).filter(|_| !same.is_empty()) {
        line.broken = Some(again(*first));
    } else {
        seen.insert(same, number);
    }
    line
}

/// A second line about the same thing.
pub fn again(first: u64) -> Message {
    Message::new("import-error-again").with("line", first)
}
