//! `parvis migrate-db`: moves everything from one database to another, such as from SQLite to PostgreSQL.

use clap::Args;

use crate::kernel::db;

#[derive(Debug, Args)]
pub(super) struct MigrateDb {
    /// Where everything is: sqlite:PATH or postgres://…
    #[arg(long)]
    from: String,
    /// Where it goes: an empty database.
    #[arg(long)]
    to: String,
}

/// Copies every table and compares the checksums of both sides before it commits. The source is only read.
#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub(super) fn run(command: &MigrateDb) -> anyhow::Result<()> {
    let sums = db::copy(&command.from, &command.to)?;
    for (table, sum) in &sums {
        println!("{table}: {} rows, {}", sum.rows, sum.sha256);
    }
    println!(
        "Every table is the same on both sides. Set PARVIS_DATABASE_URL to the new address and start."
    );
    Ok(())
}
