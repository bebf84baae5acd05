//! `parvis artworks import` and `parvis artworks export`: the catalogue as a table, from and to a file.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Subcommand;

use crate::{
    features::artworks::import::{self, LineReport, Mode, Origin, Outcome},
    kernel::i18n::{self, Lang},
    platform::app::App,
};

/// What can be done with the catalogue.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in a CSV table; pictures are looked for beside it. The same table twice changes nothing.
    Import {
        /// The table.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the catalogue as a CSV table.
    Export {
        /// Where to; the screen when left out.
        file: Option<PathBuf>,
    },
}

/// Runs a command. A table of which some lines were refused is an error, after the other lines were taken in.
#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub async fn run(app: &App, command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Import { file, dry_run } => {
            let mode = if *dry_run { Mode::Rehearse } else { Mode::Apply };
            let report = import_file(app, file, mode).await?;
            let tally = LineReport::tally(&report);
            for line in &report {
                tell(line, app.venue().main_language());
            }
            println!(
                "{} created, {} changed, {} unchanged, {} refused",
                tally.created, tally.changed, tally.unchanged, tally.failed
            );
            if tally.failed > 0 {
                bail!("{} lines were refused", tally.failed);
            }
            Ok(())
        }
        Command::Export { file } => {
            let table = import::export(app).await.context("the catalogue cannot be read")?;
            match file {
                Some(path) => std::fs::write(path, table)
                    .with_context(|| format!("cannot write {}", path.display())),
                None => {
                    print!("{table}");
                    Ok(())
                }
            }
        }
    }
}

/// Takes in a table, with pictures from its folder.
pub async fn import_file(app: &App, file: &Path, mode: Mode) -> anyhow::Result<Vec<LineReport>> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lang = app.venue().main_language();
    let table = import::read(&bytes).map_err(|why| anyhow::anyhow!(i18n::message(lang, &why)))?;
    let origin = Origin::Folder(file.parent().unwrap_or(Path::new(".")).to_owned());
    let total = table.lines.len();
    let mut report = Vec::with_capacity(total);
    for lines in table.lines.chunks(STEP) {
        report.extend(import::run(app, lines, &origin, mode).await?);
        if total > STEP {
            progress(report.len(), total);
        }
    }
    Ok(report)
}

/// How many lines are taken in between two words of progress.
const STEP: usize = 50;

/// Beside the answer, not in it: a table of a thousand pictures takes minutes.
#[expect(clippy::print_stderr, reason = "progress of a command line")]
fn progress(done: usize, total: usize) {
    eprintln!("{done} of {total} lines");
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
fn tell(line: &LineReport, lang: Lang) {
    let what = match &line.outcome {
        Outcome::Unchanged => return,
        Outcome::Created => "created".to_owned(),
        Outcome::Changed(changes) => {
            let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
            format!("changed ({})", fields.join(", "))
        }
        Outcome::Failed(why) => {
            let why: Vec<String> = why.iter().map(|message| i18n::message(lang, message)).collect();
            format!("refused: {}", why.join(" "))
        }
    };
    println!("{:>5}  {:<16} {what}", line.line, line.inventory);
}
