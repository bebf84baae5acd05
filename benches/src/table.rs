//! The figures, one row per measure and one column per database, as Markdown.

use std::{fmt, time::Duration};

/// Rows in the order they were first measured.
#[derive(Default)]
pub struct Table {
    databases: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    measure: String,
    aim: String,
    figures: Vec<(String, String)>,
}

impl Table {
    /// Figures from now on are of this database.
    pub fn begin(&mut self, database: &str) {
        self.databases.push(database.to_owned());
    }

    /// Adds a figure.
    pub fn add(&mut self, measure: &str, aim: &str, figure: String) {
        eprintln!("{measure}: {figure}");
        let database = self.databases.last().cloned().unwrap_or_default();
        if !self.rows.iter().any(|row| row.measure == measure) {
            let (measure, aim) = (measure.to_owned(), aim.to_owned());
            self.rows.push(Row { measure, aim, figures: Vec::new() });
        }
        for row in self.rows.iter_mut().filter(|row| row.measure == measure) {
            row.figures.push((database.clone(), figure.clone()));
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| measure | aim | {} |", self.databases.join(" | "))?;
        writeln!(f, "|---|---|{}", "---|".repeat(self.databases.len()))?;
        for row in &self.rows {
            write!(f, "| {} | {} |", row.measure, row.aim)?;
            for database in &self.databases {
                let found = row.figures.iter().find(|(name, _)| name == database);
                write!(f, " {} |", found.map_or("", |(_, figure)| figure))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// A time in the unit that reads best.
pub fn time(time: Duration) -> String {
    let micros = time.as_micros();
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..100_000 => format!("{:.1} ms", time.as_secs_f64() * 1e3),
        100_000..10_000_000 => format!("{:.0} ms", time.as_secs_f64() * 1e3),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// A whole number with its thousands apart.
pub fn number(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
