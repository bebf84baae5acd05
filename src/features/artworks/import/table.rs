//! A CSV file as lines of named cells. Commas or semicolons, UTF-8, columns in any order.

use std::collections::HashMap;

use crate::{features::places::label_code, kernel::error::Message};

/// Every column, in the order they are written. Those of a file that lacks some leave them as they are.
pub const COLUMNS: [&str; 16] = [
    "inventory",
    "title",
    "artist",
    "artist_dates",
    "date",
    "technique",
    "dimensions",
    "description_fr",
    "description_en",
    "credit",
    "licence",
    "place",
    "status",
    "pictures",
    "alt_fr",
    "alt_en",
];

/// A file to start from.
pub const EXAMPLE: &str = "inventory,title,artist,artist_dates,date,technique,dimensions,description_fr,\
description_en,credit,licence,place,status,pictures,alt_fr,alt_en\r\n\
2026.001,Le Phare,Camille Exemple,née en 1970,2024,Huile sur toile,80 × 100 cm,Un phare la nuit.,\
A lighthouse at night.,Photo : atelier du musée,CC BY 4.0,,on_show,,,\r\n";

/// The most lines of one file.
const MOST_LINES: usize = 20_000;

/// A whole file.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its lines, without the header.
    pub lines: Vec<Line>,
}

/// One line of a file.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file, from 1; the header is a line.
    pub number: u64,
    cells: HashMap<&'static str, String>,
    /// Why its cells cannot be trusted.
    pub broken: Option<Message>,
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
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Some(Vec::new());
        }
        Some(cell.split('|').map(|part| part.trim().to_owned()).collect())
    }
}

/// How `status` is written.
pub(super) const fn status(on_show: bool) -> &'static str {
    if on_show { "on_show" } else { "withdrawn" }
}

/// Reads a file. What makes the whole of it unusable is an error; what spoils one line is noted on that line.
pub fn read(bytes: &[u8]) -> Result<Table, Message> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or_else(|| Message::new("artworks-import-error-utf8"))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns = header(&mut reader)?;
    let mut lines = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (record, n) in reader.records().zip(2u64..) {
        if lines.len() >= MOST_LINES {
            let much = Message::new("artworks-import-error-long").with("count", MOST_LINES);
            return Err(much);
        }
        let Ok(record) = record else {
            lines.push(broken(n, Message::new("artworks-import-error-line")));
            continue;
        };
        let number = record.position().map_or(n, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        lines.push(line(number, &columns, &record, &mut seen));
    }
    Ok(Table { lines })
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

fn header(reader: &mut csv::Reader<&[u8]>) -> Result<Vec<&'static str>, Message> {
    let names = reader.headers().map_err(|_| Message::new("artworks-import-error-header"))?;
    let mut columns = Vec::with_capacity(names.len());
    for name in names {
        let known = COLUMNS.iter().find(|column| column.eq_ignore_ascii_case(name));
        let Some(column) = known else {
            return Err(Message::new("artworks-import-error-column").with("column", name));
        };
        if columns.contains(column) {
            return Err(Message::new("artworks-import-error-twice").with("column", name));
        }
        columns.push(*column);
    }
    if columns.contains(&"inventory") && columns.contains(&"title") {
        Ok(columns)
    } else {
        Err(Message::new("artworks-import-error-header"))
    }
}

fn line(
    number: u64,
    columns: &[&'static str],
    record: &csv::StringRecord,
    seen: &mut HashMap<String, u64>,
) -> Line {
    let cells: HashMap<&'static str, String> = columns
        .iter()
        .zip(record)
        .map(|(column, cell)| (*column, cell.replace("\r\n", "\n")))
        .collect();
    let mut line = Line { number, cells, broken: None };
    if record.len() != columns.len() {
        // A quote or a separator is missing: every cell after it may be another's.
        line.broken = Some(
            Message::new("artworks-import-error-cells")
                .with("count", record.len())
                .with("expected", columns.len()),
        );
        return line;
    }
    let code = label_code(&line.get("inventory"));
    if let Some(first) = seen.get(&code).filter(|_| !code.is_empty()) {
        line.broken = Some(Message::new("artworks-import-error-again").with("line", first));
    } else {
        seen.insert(code, number);
    }
    line
}

fn broken(number: u64, why: Message) -> Line {
    Line { number, cells: HashMap::new(), broken: Some(why) }
}
