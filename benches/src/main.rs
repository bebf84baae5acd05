//! `parvis-load PROGRAM [--postgres URL] [--only NAME,…]`: starts Parvis, loads it from outside, prints a table.
//!
//! For `benches/report`, which builds what this needs. Everything runs on this machine; nothing here looks inside the
//! server but at its memory and its processor time.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the answer of a command line")]
#![expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]

mod drive;
mod measures;
mod peers;
mod server;
mod table;

use std::{net::TcpListener, path::PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{server::Place, table::Table};

/// What to measure on which databases.
struct Options {
    program: PathBuf,
    postgres: Option<String>,
    only: Vec<String>,
}

impl Options {
    fn read() -> Result<Self> {
        let mut arguments = std::env::args().skip(1);
        let program = arguments.next().context("name the program: parvis-load PATH")?.into();
        let mut options = Self { program, postgres: None, only: Vec::new() };
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--postgres" => options.postgres = Some(value),
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                other => bail!("unknown: {other}"),
            }
        }
        Ok(options)
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::read()?;
    let mut table = Table::default();
    let mut databases = vec![("SQLite", None)];
    databases.extend(options.postgres.clone().map(|url| ("PostgreSQL", Some(url))));
    for (name, database) in databases {
        eprintln!("== {name}");
        table.begin(name);
        let folder = tempfile::tempdir()?;
        let place = Place {
            program: options.program.clone(),
            data: folder.path().to_owned(),
            database,
            port: free_port()?,
        };
        measures::all(&place, &options.only, &mut table).await?;
    }
    println!("{table}");
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
