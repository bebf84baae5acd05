//! `parvis demo`: a fictional museum, ready to look at, with nothing to configure.
//!
//! The content in this folder goes through the same doors as a real venue's: the set-up, the CSV import, the
//! rules of the forms, and for voices from elsewhere the rule that judges what other servers send. Its
//! history is made with a clock that stands in the past, then the museum opens with the machine's own.

mod answers;
mod content;
mod furnish;
mod neighbours;
mod programme;
mod visits;

use std::path::Path;

use crate::{
    kernel::{
        clock::Clock,
        config::{self, Config, Defaults},
    },
    platform::app::{self, App},
};

/// The address staff sign in with.
const EMAIL: &str = "equipe@musee.example";

pub(super) async fn run(file: Option<&Path>) -> anyhow::Result<()> {
    let throw_away = config::throw_away_dir();
    let defaults = Defaults { url: None, data_dir: Some(throw_away.clone()), own_address: true };
    let config = Config::load(file, &defaults)?;
    super::start_log(&config);
    let data_dir = config.data_dir.clone();
    let outcome = open_and_serve(config).await;
    if data_dir == throw_away {
        // The folder is ours alone: its name holds our process id.
        let _ = std::fs::remove_dir_all(&throw_away);
    }
    outcome
}

async fn open_and_serve(config: Config) -> anyhow::Result<()> {
    config.make_data_dir()?;
    app::migrate(&config, Clock::System.now())?;
    let password = furnish::password(&config)?;
    furnish::furnish(&config, &password).await?;
    let app = super::open(config).await?;
    welcome(&app, &password);
    super::serve::serve(app).await
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
fn welcome(app: &App, password: &str) {
    let venue = app.venue();
    println!("\n  {}", venue.name);
    println!("  pages       {}", app.config.address("/"));
    println!("  an artwork  {}", app.config.address("/oeuvres"));
    println!("  fediverse   @{}@{}", venue.handle, app.config.domain());
    println!("  staff       {}", app.config.address("/connexion"));
    println!("              {EMAIL}");
    println!("              {password}");
    println!("\n  Ctrl-C ends it.\n");
}
