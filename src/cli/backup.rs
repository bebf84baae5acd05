//! `parvis backup` and `parvis restore`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::{
    kernel::{clock::Clock, config::Config},
    platform::{
        backup::{self, Backup, Manifest, Restore},
        erasures,
    },
};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to write, or a folder in which a name with the date is chosen.
    to: PathBuf,
    /// The age key (age1…) that can open it; may be given more than once. Without one, and without
    /// PARVIS_BACKUP_RECIPIENT, the file can be read by whoever has it.
    #[arg(long)]
    recipient: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The backup.
    from: PathBuf,
    /// The file with the secret key of a sealed backup.
    #[arg(long)]
    identity: Option<PathBuf>,
    /// A newer erasure ledger (erasures.jsonl) than the one inside.
    #[arg(long)]
    erasures: Option<PathBuf>,
    /// Nothing happened at the venue since the backup was taken: send what waited to be sent.
    #[arg(long)]
    go_on: bool,
    /// Only read it and check every byte.
    #[arg(long)]
    verify: bool,
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub(super) fn backup(config: &Config, args: &BackupArgs) -> anyhow::Result<()> {
    let mut recipients = args.recipient.clone();
    if recipients.is_empty() {
        recipients.extend(config.backup_recipient.clone());
    }
    let taken = backup::take(&Backup {
        config,
        now: Clock::System.now(),
        to: &args.to,
        recipients: &recipients,
    })?;
    println!("{}: {}", taken.path.display(), told(&taken.manifest));
    if recipients.is_empty() {
        println!(
            "It is not sealed: whoever has this file can speak as the venue. Keep it as you keep a key."
        );
    }
    for file in &taken.manifest.missing {
        println!("missing or damaged: the picture {file}");
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
pub(super) async fn restore(config: Config, args: &RestoreArgs) -> anyhow::Result<()> {
    if args.verify {
        let manifest = backup::verify(&args.from, args.identity.as_deref())?;
        println!("sound: {} of {}, {}", manifest.made_at, manifest.url, told(&manifest));
        return Ok(());
    }
    let restored = backup::restore(&Restore {
        config: &config,
        now: Clock::System.now(),
        from: &args.from,
        identity: args.identity.as_deref(),
        erasures: args.erasures.as_deref(),
        go_on: args.go_on,
    })
    .context("nothing was brought back")?;
    println!("brought back as of {}: {}", restored.manifest.made_at, told(&restored.manifest));
    if restored.not_sent > 0 {
        println!("{} messages that waited at that time are not sent", restored.not_sent);
    }
    let app = super::open(config).await?;
    let again = erasures::reapply(&app).await?;
    println!("{} erasures are remembered, {again} of them were made again", restored.erased);
    Ok(())
}

fn told(manifest: &Manifest) -> String {
    format!(
        "{} rows in {} tables, {} files of pictures",
        manifest.rows(),
        manifest.tables.len(),
        manifest.pictures()
    )
}
