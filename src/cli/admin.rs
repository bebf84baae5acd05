//! `parvis admin`: looking after accounts without a browser, and seeing the whole state of a venue.

use std::io::{Read as _, Write as _};

use anyhow::ensure;
use clap::Subcommand;

use crate::{
    features::accounts::{self, NewStaff},
    kernel::{
        config::{self, Config},
        db::{self, Db, PoolSize},
    },
    platform::{
        media::MediaStore,
        state::{self, Detail},
        web::Role,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Create an account for somebody who works for the venue.
    CreateStaff {
        /// The address they sign in with.
        #[arg(long)]
        email: String,
        /// The name before the @; made from the e-mail address when it is not given.
        #[arg(long)]
        handle: Option<String>,
        /// What they may do: mediator, moderator or admin.
        #[arg(long, default_value = "admin")]
        role: Role,
        /// Read the password from standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Print the whole state, one JSON line per row and per file, sorted. Secrets are hashed, but it holds what people
    /// wrote and their e-mail addresses. Works beside a running server and changes nothing.
    DumpState {
        /// Leave out what comes and goes by itself, so that two venues that are the same print the same.
        #[arg(long)]
        canonical: bool,
    },
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub(super) async fn run(config: Config, command: Admin) -> anyhow::Result<()> {
    match command {
        Admin::CreateStaff { email, handle, role, password_stdin: _ } => {
            let app = super::open(config).await?;
            let mut password = String::new();
            std::io::stdin().read_to_string(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            let made =
                accounts::create_staff(&app, NewStaff { email, handle, role, password }).await;
            match made {
                Ok(handle) => println!("created @{handle}"),
                Err(error) => anyhow::bail!(super::in_words(&error)),
            }
        }
        Admin::DumpState { canonical } => {
            let detail = if canonical { Detail::Canonical } else { Detail::Everything };
            dump_state(&config, detail).await?;
        }
    }
    Ok(())
}

async fn dump_state(config: &Config, detail: Detail) -> anyhow::Result<()> {
    let pending = db::pending(&mut db::open(&config.database_url, db::Use::Read)?)?;
    ensure!(pending.is_empty(), "the database is not up to date: run parvis migrate");
    let media = MediaStore::open(&config.data_dir, config::own_program())?;
    let database = Db::open(&config.database_url, PoolSize { sqlite_readers: 1, postgres: 1 })?;
    let lines = database.read(move |conn| state::dump(conn, media.root(), detail)).await.map_err(
        |error| anyhow::anyhow!("the state cannot be read: {}", super::in_words(&error)),
    )?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(())
}
