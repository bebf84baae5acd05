//! `parvis migrate`: brings the database up to date and stops.

use crate::{
    kernel::{clock::Clock, config::Config},
    platform::app,
};

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    config.make_data_dir()?;
    let applied = app::migrate(config, Clock::System.now())?;
    if applied.is_empty() {
        println!("The database is up to date.");
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(())
}
