//! The commands of the program, one file each.

mod admin;
mod artworks;
mod backup;
mod demo;
mod doctor;
mod events;
mod migrate;
mod migrate_db;
mod ready;
mod serve;
mod systemd;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    features,
    kernel::{
        clock::Clock,
        config::{self, Config, Defaults},
        entropy::Entropy,
        error::Error,
        i18n::{self, Lang},
    },
    platform::{
        app::{self, App, Parts},
        fediverse::network::Network,
        media::worker,
    },
};

/// A self-hosted, federated community server for one cultural venue.
#[derive(Debug, Parser)]
#[command(name = "parvis", version, about)]
pub struct Cli {
    /// The configuration file (TOML). Variables named PARVIS_… win over it.
    #[arg(long, global = true, env = "PARVIS_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a venue.
    Serve,
    /// Run a living demo venue, with nothing to configure.
    Demo,
    /// Bring the database up to date and stop.
    Migrate,
    /// Write everything the venue owns into one file, while it runs.
    Backup(backup::BackupArgs),
    /// Bring a backup back, into an empty database.
    Restore(backup::RestoreArgs),
    /// Move everything to another database, such as from SQLite to PostgreSQL.
    MigrateDb(migrate_db::MigrateDb),
    /// See whether everything a venue needs is there, and what to do about what is not.
    Doctor(doctor::Doctor),
    /// Ask the running server whether it is ready: 0 when it is, 1 when it is not.
    Ready,
    /// Look after accounts from the command line.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Take in or write out the catalogue as a table.
    #[command(subcommand)]
    Artworks(artworks::Command),
    /// Take in or write out the programme.
    #[command(subcommand)]
    Events(events::Command),
    /// Prepare one file, from standard input to standard output. The server calls it; nobody else does.
    #[command(hide = true, name = worker::COMMAND)]
    Decode {
        /// What it is.
        what: worker::What,
    },
}

/// Runs a command; a failure is told in one sentence on standard error.
pub fn main(cli: Cli) -> ExitCode {
    // The one crypto provider of the program. A second call would only mean it is installed already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error.into()),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => complain(&error),
    }
}

#[expect(clippy::print_stderr, reason = "the answer of a command line")]
fn complain(error: &anyhow::Error) -> ExitCode {
    eprintln!("parvis: {error:#}");
    ExitCode::FAILURE
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let file = cli.config.as_deref();
    if let Command::Doctor(command) = &cli.command {
        return doctor::run(Config::load(file, &Defaults::default())?, command).await;
    }
    if let Command::Ready = &cli.command {
        return Ok(ready::run(&Config::load(file, &Defaults::default())?));
    }
    match cli.command {
        Command::Serve => {
            let config = Config::load(file, &Defaults::default())?;
            start_log(&config);
            serve::run(config).await
        }
        Command::Demo => demo::run(file).await,
        Command::Migrate => migrate::run(&Config::load(file, &Defaults::default())?),
        Command::Backup(args) => backup::backup(&Config::load(file, &Defaults::default())?, &args),
        Command::Restore(args) => {
            backup::restore(Config::load(file, &Defaults::default())?, &args).await
        }
        Command::MigrateDb(command) => migrate_db::run(&command),
        Command::Admin(command) => {
            admin::run(Config::load(file, &Defaults::default())?, command).await
        }
        Command::Artworks(command) => {
            let app = open(Config::load(file, &Defaults::default())?).await?;
            artworks::run(&app, &command).await
        }
        Command::Events(command) => {
            let app = open(Config::load(file, &Defaults::default())?).await?;
            events::run(&app, &command).await
        }
        Command::Decode { what } => {
            worker::serve(what, std::io::stdin().lock(), std::io::stdout().lock())
        }
        Command::Doctor(_) | Command::Ready => Ok(()),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Sends the log to standard error: text for people, JSON for machines.
fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::new(config::log_filter());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json {
        // One object a line, with these members and no other: timestamp, level, target, fields.
        builder.json().with_current_span(false).with_span_list(false).init();
    } else {
        builder.with_target(false).compact().init();
    }
}

/// What is wrong, in words, for somebody at a terminal.
fn in_words(error: &Error) -> String {
    match error {
        Error::Invalid(errors) => errors
            .0
            .values()
            .map(|message| i18n::message(Lang::En, message))
            .collect::<Vec<_>>()
            .join("; "),
        Error::Internal(why) => format!("{why:#}"),
        other => other.to_string(),
    }
}

/// Opens the venue for a command: tables up to date, the machine's clock and randomness, every noun.
async fn open(config: Config) -> anyhow::Result<App> {
    config.make_data_dir()?;
    app::migrate(&config, Clock::System.now())?;
    let parts = Parts {
        config,
        clock: Clock::System,
        entropy: Entropy::System,
        features: features::ALL,
        program: config::own_program(),
        network: Network::default(),
    };
    App::start(parts).await
}
