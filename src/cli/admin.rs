//! `parvis admin`: looking after accounts without a browser.

use std::io::Read as _;

use clap::Subcommand;

use crate::{
    features::accounts::{self, NewStaff},
    kernel::config::Config,
    platform::web::Role,
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
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub(super) async fn run(config: Config, command: Admin) -> anyhow::Result<()> {
    let app = super::open(config).await?;
    match command {
        Admin::CreateStaff { email, handle, role, password_stdin: _ } => {
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
    }
    Ok(())
}
