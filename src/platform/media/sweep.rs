//! Pictures and sounds nobody shows any more leave the database and the disk.
//!
//! For the daily round, and sooner for what somebody withdrew. Never touches what was taken in lately: a form may be
//! about to show it. A file that two share stays while one of them does.

use std::{collections::HashSet, fs, path::PathBuf, time::Duration};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    held,
    store::{self, Media, Variant},
};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        jobs::{self, JobError, JobResult},
        venue::Venue,
    },
    schema::{
        actors, floor_plans, held_files, media, media_variants, pictures, remote_media,
        remote_sounds, sounds,
    },
};

/// How long a picture nobody shows is kept.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// How long after it was withdrawn a file is erased. Whoever sends the same file at this moment is done by then.
const SOON: Duration = Duration::from_secs(600);

/// The kind of job that erases what was withdrawn.
pub(super) const FORGET: &str = "forget-files";

/// How many rows one transaction removes, so that other writers do not wait long.
const AT_ONCE: i64 = 200;

/// Removes what nobody shows; returns how many files went.
pub async fn sweep(app: &App) -> Result<usize> {
    let old = app.now().minus(KEPT);
    app.write(|tx| held::sweep(tx.conn, tx.now)).await?;
    while app.write(move |tx| forget_remote(tx.conn, old)).await? > 0 {}
    while app.write(move |tx| forget(tx.conn, old, None)).await? > 0 {}
    let root = app.media.root().to_owned();
    let folders = blocking(move || folders(&root)).await?;
    let mut removed = 0;
    for folder in folders {
        removed += sweep_folder(app, folder, old).await?;
    }
    Ok(removed)
}

/// Copies of remote pictures and sounds that no object and no profile shows.
fn forget_remote(conn: &mut Conn, old: Time) -> Result<usize> {
    let shown = pictures::table
        .filter(pictures::remote_media_id.is_not_null())
        .select(pictures::remote_media_id);
    let heard = remote_sounds::table.select(remote_sounds::remote_media_id);
    let portraits = actors::table.filter(actors::icon_url.is_not_null()).select(actors::icon_url);
    let gone: Vec<Id> = remote_media::table
        .filter(remote_media::checked_at.lt(old))
        .filter(remote_media::id.nullable().ne_all(shown))
        .filter(remote_media::id.ne_all(heard))
        .filter(remote_media::url.nullable().ne_all(portraits))
        .limit(AT_ONCE)
        .select(remote_media::id)
        .load(conn)?;
    Ok(diesel::delete(remote_media::table.filter(remote_media::id.eq_any(&gone))).execute(conn)?)
}

#[derive(Serialize, Deserialize)]
struct Forget {
    media: Vec<Id>,
}

/// Erases these files soon unless something else shows them: whoever withdraws a sound need not wait for the daily
/// round.
pub fn forget_soon(tx: &mut Tx<'_>, media: Vec<Id>) -> Result<()> {
    if media.is_empty() {
        return Ok(());
    }
    let at = tx.now.plus(SOON);
    jobs::enqueue_at(tx, FORGET, at, &Forget { media })
}

/// Erases what [`forget_soon`] named.
pub(super) async fn forget_now(app: App, payload: String) -> JobResult {
    let Forget { media } =
        serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
    let wanted = media.clone();
    let kept = app.read(move |conn| store::find_all(conn, &wanted)).await?;
    let old = app.now().minus(SOON);
    app.write(move |tx| forget(tx.conn, old, Some(&media))).await?;
    let files = kept.into_values().flat_map(|(whole, others)| {
        let others = others.into_iter().map(|other| other.file);
        std::iter::once(whole.file()).chain(others).collect::<Vec<_>>()
    });
    for file in files {
        let prefix = file.clone();
        if app.read(move |conn| named(conn, &prefix)).await?.contains(&file) {
            continue;
        }
        let Some((path, _)) = app.media.locate(&file) else { continue };
        blocking(move || match fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await?;
    }
    Ok(())
}

/// Pictures and sounds that nothing points at: all, or some.
fn forget(conn: &mut Conn, old: Time, some: Option<&[Id]>) -> Result<usize> {
    let hung = pictures::table.filter(pictures::media_id.is_not_null()).select(pictures::media_id);
    let copies = remote_media::table
        .filter(remote_media::media_id.is_not_null())
        .select(remote_media::media_id);
    let portraits =
        actors::table.filter(actors::icon_media_id.is_not_null()).select(actors::icon_media_id);
    let plans = floor_plans::table.select(floor_plans::media_id);
    let venue = Venue::load(conn)?;
    let logos: Vec<Id> = venue.logo.into_iter().chain(venue.logo_dark).collect();
    let mut among = media::table.into_boxed();
    if let Some(some) = some {
        among = among.filter(media::id.eq_any(some));
    }
    let gone: Vec<Id> = among
        .filter(media::created_at.le(old))
        .filter(media::id.ne_all(logos))
        .filter(media::id.nullable().ne_all(hung))
        .filter(media::id.nullable().ne_all(copies))
        .filter(media::id.nullable().ne_all(portraits))
        .filter(media::id.ne_all(sounds::table.select(sounds::media_id)))
        .filter(media::id.ne_all(held_files::table.select(held_files::media_id)))
        .filter(media::id.ne_all(plans))
        .limit(AT_ONCE)
        .select(media::id)
        .load(conn)?;
    diesel::delete(media_variants::table.filter(media_variants::media_id.eq_any(&gone)))
        .execute(conn)?;
    Ok(diesel::delete(media::table.filter(media::id.eq_any(&gone))).execute(conn)?)
}

fn folders(root: &std::path::Path) -> std::io::Result<Vec<PathBuf>> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(root)?.collect::<std::io::Result<_>>()?;
    Ok(entries.iter().map(fs::DirEntry::path).filter(|path| path.is_dir()).collect())
}

/// Removes the old files of a folder that no row names.
async fn sweep_folder(app: &App, folder: PathBuf, old: Time) -> Result<usize> {
    let Some(prefix) = folder.file_name().and_then(|name| name.to_str()).map(str::to_owned) else {
        return Ok(0);
    };
    let inside = folder.clone();
    let found = blocking(move || old_files(&inside, old)).await?;
    if found.is_empty() {
        return Ok(0);
    }
    let known = app.read(move |conn| named(conn, &prefix)).await?;
    blocking(move || {
        let mut removed = 0;
        for name in found.iter().filter(|name| !known.contains(*name)) {
            let path = folder.join(name);
            // It may have been taken in again since it was listed.
            if fs::metadata(&path)?.modified()? < old.system() {
                fs::remove_file(&path)?;
                removed += 1;
            }
        }
        Ok(removed)
    })
    .await
}

fn old_files(folder: &std::path::Path, old: Time) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let data = entry.metadata()?;
        if data.is_file() && data.modified()? < old.system() {
            found.extend(entry.file_name().into_string());
        }
    }
    Ok(found)
}

/// The names of the files that rows name, among those that begin so.
fn named(conn: &mut Conn, prefix: &str) -> Result<HashSet<String>> {
    let begins = format!("{prefix}%");
    let hash = format!("{}%", prefix.split('.').next().unwrap_or_default());
    let whole: Vec<Media> =
        media::table.filter(media::hash.like(&hash)).select(Media::as_select()).load(conn)?;
    let smaller: Vec<Variant> = media_variants::table
        .filter(media_variants::file.like(&begins))
        .select(Variant::as_select())
        .load(conn)?;
    let smaller = smaller.into_iter().map(|variant| variant.file);
    Ok(whole.iter().map(Media::file).chain(smaller).collect())
}

/// Work on the disk, off the threads that answer requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(Error::internal)??)
}
