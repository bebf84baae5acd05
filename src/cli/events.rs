//! `parvis events import` and `parvis events export`: the programme from and to a file.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;

use crate::{
    features::events::import::{self, LineReport, Mode, Options, Outcome},
    kernel::i18n::{self, Lang},
    platform::app::App,
};

/// What can be done with the programme.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in a calendar (.ics) or a CSV table. The same file twice changes nothing.
    Import {
        /// The file.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
        /// What is new waits as a draft.
        #[arg(long)]
        drafts: bool,
        /// Where it comes from, to be told what vanished; what the calendar or the file is called when left out.
        #[arg(long, default_value = "")]
        source: String,
    },
    /// Write the programme as a CSV table.
    Export {
        /// Where to; the screen when left out.
        file: Option<PathBuf>,
    },
}

/// Runs a command. A file of which some lines were refused is an error, after the other lines were taken in.
#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub async fn run(app: &App, command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Import { file, dry_run, drafts, source } => {
            let lang = app.venue().main_language();
            let bytes =
                std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            let read = import::read(app, &bytes)
                .map_err(|why| anyhow::anyhow!(i18n::message(lang, &why)))?;
            let called = file.file_name().unwrap_or_default().to_string_lossy();
            let named = [source.as_str(), read.name.as_str(), &called];
            let source = named.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
            let options = Options { source: source.to_owned(), as_drafts: *drafts };
            let mode = if *dry_run { Mode::Rehearse } else { Mode::Apply };
            let report = import::run(app, &read.lines, &options, mode).await?;
            for line in &report.lines {
                tell(line, lang);
            }
            for event in &report.vanished {
                println!("not in the file any more: {} ({})", event.title, event.when);
            }
            let tally = report.tally();
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
            let table = import::export(app).await.context("the programme cannot be read")?;
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

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
fn tell(line: &LineReport, lang: Lang) {
    let what = match &line.outcome {
        Outcome::Unchanged => return,
        Outcome::Created => "created".to_owned(),
        Outcome::Changed(changes) => {
            let told = |change: &crate::platform::tables::Change| {
                format!("{}: {} → {}", change.field, change.before, change.after)
            };
            format!("changed ({})", changes.iter().map(told).collect::<Vec<_>>().join("; "))
        }
        Outcome::Failed(why) => {
            let why: Vec<String> = why.iter().map(|message| i18n::message(lang, message)).collect();
            format!("refused: {}", why.join(" "))
        }
    };
    println!("{:>5}  {:<16} {:<24} {what}", line.line, line.starts, line.title);
}
