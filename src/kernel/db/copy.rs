//! Moving everything from one database to another, and believing it only when the checksums of both sides agree.

use std::{
    fs::{self, File},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, ensure};

use super::{
    Kind,
    connection::{Use, execute, open},
    joint::Conn,
    migrate, portable,
};
use crate::kernel::clock::Time;

/// Where copies made before an upgrade are, in the folder of the data.
pub const COPIES: &str = "backups";

/// How many of them are kept.
const MOST: usize = 3;

/// How long they are kept, as nightly backups are: whoever has themselves erased is still in them.
const KEEP: Duration = Duration::from_secs(30 * 24 * 3600);

/// How their names begin.
const NAME: &str = "before-upgrade-";

/// How the name of one ends that is not whole yet.
const HALF: &str = "part";

/// Copies a database that has tables into a SQLite file in `folder`, under the present moment, and lets go of the oldest
/// copies. `None` for an empty database. From PostgreSQL every table is read in one snapshot and compared: the file holds
/// the same rows, and the version that made them moves it back with [`copy`].
pub fn keep_copy(url: &str, folder: &Path, now: Time) -> anyhow::Result<Option<PathBuf>> {
    let mut source = open(url, Use::Write)?;
    if portable::tables(&mut source)?.is_empty() {
        return Ok(None);
    }
    fs::create_dir_all(folder)?;
    let path = folder.join(name(now));
    forget_halves(folder)?;
    let half = path.with_extension(HALF);
    write_copy(url, &mut source, &half)
        .and_then(|()| Ok(File::open(&half)?.sync_all()?))
        .and_then(|()| Ok(fs::rename(&half, &path)?))
        .inspect_err(|_| _ = fs::remove_file(&half))
        .with_context(|| format!("the database cannot be copied to {}", path.display()))?;
    for old in copies(folder)?.iter().rev().skip(MOST) {
        fs::remove_file(old)?;
    }
    Ok(Some(path))
}

fn write_copy(url: &str, source: &mut Conn, to: &Path) -> anyhow::Result<()> {
    // Only its owner may read it, from its first byte. Either fills a file that is there and empty.
    File::options().write(true).create_new(true).mode(0o600).open(to)?;
    match source.kind() {
        Kind::Postgres => {
            copy(url, &format!("sqlite:{}", to.display()))?;
        }
        Kind::Sqlite => {
            let quoted = to.display().to_string().replace('\'', "''");
            execute(source, &format!("VACUUM INTO '{quoted}'"))?;
        }
    }
    Ok(())
}

/// Lets go of what a process that died left of a copy. Nobody else makes one at this moment.
fn forget_halves(folder: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // SQLite's own files beside it are called `….part-wal` and `….part-shm`.
        if name.starts_with(NAME) && name.contains(&format!("Z.{HALF}")) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Lets go of copies that were kept long enough; how many there were.
pub fn forget_copies(folder: &Path, now: Time) -> anyhow::Result<usize> {
    let oldest = name(now.minus(KEEP));
    let old = |path: &PathBuf| path.file_name().is_some_and(|name| *name < *oldest);
    let gone: Vec<PathBuf> = copies(folder)?.into_iter().filter(old).collect();
    for path in &gone {
        fs::remove_file(path)?;
    }
    Ok(gone.len())
}

/// What the copy of a moment is called; in the order of time.
fn name(moment: Time) -> String {
    format!("{NAME}{}.sqlite", moment.utc().format("%Y%m%dT%H%M%SZ"))
}

/// The copies in a folder, the oldest first. Whatever else somebody keeps there is theirs.
fn copies(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(NAME) && path.extension().is_some_and(|ending| ending == "sqlite")
    };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(is_copy)
        .collect();
    found.sort();
    Ok(found)
}

/// Copies the database at `from` into the empty one at `to`; returns what each table holds on both.
pub fn copy(from: &str, to: &str) -> anyhow::Result<Vec<(String, portable::Sum)>> {
    let mut target = open(to, Use::Write).context("the new database cannot be opened")?;
    ensure!(portable::tables(&mut target)?.is_empty(), "the new database has tables already");
    if let Some(path) = from.strip_prefix("sqlite:") {
        ensure!(Path::new(path).is_file(), "there is no SQLite file {path}");
    }
    portable::snapshot(from, |source| {
        let migrations =
            migrate::applied(source).context("the source is not a database of Parvis")?;
        migrate::up_to(&mut target, &migrations)?;
        portable::fill(&mut target, |target| copy_tables(source, target))
            .inspect_err(|_| _ = migrate::down(&mut target))
    })
}

fn copy_tables(
    source: &mut Conn,
    target: &mut Conn,
) -> anyhow::Result<Vec<(String, portable::Sum)>> {
    let mut sums = Vec::new();
    for table in portable::tables(target)? {
        let mut waiting: Vec<String> = Vec::new();
        let sent = table.export(source, |line| {
            waiting.push(line.to_owned());
            if waiting.len() < portable::BATCH {
                return Ok(());
            }
            table.import(target, &waiting)?;
            waiting.clear();
            Ok(())
        })?;
        table.import(target, &waiting)?;
        ensure!(sent == table.sum(target)?, "the table {} did not arrive as it was", table.name);
        sums.push((table.name, sent));
    }
    Ok(sums)
}
