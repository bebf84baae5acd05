//! Bringing a backup back, into an empty database.
//!
//! The world went on since: what waited to be sent may have been sent, sessions may have been ended, people may have
//! been erased. So nothing old is sent again, everybody signs in again, and the erasure ledger is kept, joined with
//! whatever newer one there is, and applied when the venue next starts.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use diesel::prelude::*;
use flate2::read::GzDecoder;

use super::{MEDIA, Manifest, TABLES, TEMPLATES, read};
use crate::{
    kernel::{
        clock::Time,
        config::Config,
        db::{self, Conn, portable},
    },
    platform::{
        erasures,
        fediverse::{self, deliver},
        jobs, media,
    },
    schema,
};

/// What to bring back, and where to.
pub struct Restore<'a> {
    /// The venue: its address must be the one of the backup, its database empty.
    pub config: &'a Config,
    /// The present moment.
    pub now: Time,
    /// The backup.
    pub from: &'a Path,
    /// The file with the secret key that opens it.
    pub identity: Option<&'a Path>,
    /// A newer erasure ledger than the one inside.
    pub erasures: Option<&'a Path>,
    /// Nothing happened since the backup, as when a stopped server moves house: what waits to be sent is sent.
    pub go_on: bool,
}

/// What was brought back.
pub struct Restored {
    /// What the backup held.
    pub manifest: Manifest,
    /// How many deliveries and announcements of before are not made again.
    pub not_sent: usize,
    /// How many lines the erasure ledger has; they are applied when the venue next starts.
    pub erased: usize,
}

/// Brings a backup back. Everything is checked before anything is written; a failure leaves the database empty.
pub fn restore(restore: &Restore<'_>) -> anyhow::Result<Restored> {
    let Restore { config, now, from, identity, .. } = *restore;
    let manifest = read::verify(from, identity)?;
    ensure!(
        manifest.url == config.url.as_str(),
        "this is a backup of {}, and PARVIS_URL says {}: ids and keys belong to an address",
        manifest.url,
        config.url
    );
    // New ids follow the clock: one that is behind would give ids a second time.
    ensure!(
        now >= manifest.made_at,
        "the clock of this machine says {now}, before the backup was made ({}): set it right first",
        manifest.made_at
    );
    fs::create_dir_all(&config.data_dir)?;
    let mut conn = db::open(&config.database_url, db::Use::Write)?;
    ensure!(
        portable::tables(&mut conn)?.is_empty(),
        "the database has tables already: a backup is brought back into an empty one only"
    );
    let ledger = ledger(restore)?;
    let not_sent = fill(&mut conn, restore, &manifest).inspect_err(|_| _ = db::down(&mut conn))?;
    db::up(&mut conn)?;
    erasures::replace(&config.data_dir, &ledger)?;
    Ok(Restored { manifest, not_sent, erased: ledger.len() })
}

/// Every erasure anybody remembers: the folder's, the backup's, and those of the file named.
fn ledger(restore: &Restore<'_>) -> anyhow::Result<std::collections::BTreeSet<erasures::Erased>> {
    let mut all = erasures::read(&erasures::path_in(&restore.config.data_dir))?;
    if let Some(path) = restore.erasures {
        ensure!(path.is_file(), "there is no erasure ledger {}", path.display());
        all.extend(erasures::read(path)?);
    }
    read::entries(restore.from, restore.identity, |name, bytes| {
        if name == erasures::FILE {
            all.extend(erasures::parse(&String::from_utf8_lossy(bytes)));
        }
        Ok(())
    })?;
    Ok(all)
}

fn fill(conn: &mut Conn, restore: &Restore<'_>, manifest: &Manifest) -> anyhow::Result<usize> {
    db::up_to(conn, &manifest.migrations)?;
    portable::fill(conn, |conn| {
        let tables = portable::tables(conn)?;
        for table in &tables {
            let columns = manifest.tables.get(&table.name).map(|rows| &rows.columns);
            ensure!(
                columns == Some(&table.columns()),
                "the table {} has other columns here than in the backup",
                table.name
            );
        }
        read::entries(restore.from, restore.identity, |name, bytes| {
            put_back(conn, restore.config, &tables, name, bytes)
        })?;
        for table in &tables {
            let promised = manifest.tables.get(&table.name).map(|rows| &rows.sum);
            ensure!(
                promised == Some(&table.sum(conn)?),
                "the table {} did not arrive as it was",
                table.name
            );
        }
        let_go(conn, restore.go_on)
    })
}

/// Puts one entry where it belongs.
fn put_back(
    conn: &mut Conn,
    config: &Config,
    tables: &[portable::Table],
    name: &str,
    bytes: &[u8],
) -> anyhow::Result<()> {
    if let Some(part) = name.strip_prefix(TABLES) {
        let of = part.rsplit_once('-').map_or(part, |(table, _)| table);
        let table = tables.iter().find(|table| table.name == of);
        let table = table.with_context(|| format!("there is no table {of}"))?;
        let mut text = String::new();
        GzDecoder::new(bytes).read_to_string(&mut text)?;
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for some in lines.chunks(portable::BATCH) {
            table.import(conn, some)?;
        }
    } else if let Some(file) = name.strip_prefix(MEDIA) {
        media::put_back(&config.data_dir, file, bytes)?;
    } else if let Some(file) = name.strip_prefix(TEMPLATES) {
        let path = inside(&config.data_dir.join("templates"), file)?;
        fs::create_dir_all(path.parent().unwrap_or(&config.data_dir))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// A path below `folder`, whatever the name says.
fn inside(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    use std::path::Component;
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    ensure!(plain, "a backup names a file outside of its folder: {name}");
    Ok(folder.join(name))
}

/// Ends what belonged to the moment of the backup; returns how much is not sent again.
fn let_go(conn: &mut Conn, go_on: bool) -> anyhow::Result<usize> {
    diesel::delete(schema::sessions::table).execute(conn)?;
    if go_on {
        return Ok(0);
    }
    let deliveries = deliver::abandon(conn)?;
    let told = format!("{}{}", jobs::CONSUMER, fediverse::PUBLISH);
    let jobs =
        diesel::delete(schema::jobs::table.filter(schema::jobs::kind.eq(told))).execute(conn)?;
    Ok(deliveries + jobs)
}
