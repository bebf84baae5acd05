//! The folder of pictures and sounds, and their rows.
//!
//! A file's name is the SHA-256 of its content, so a file never changes and two equal ones are one. Files are
//! on disk before the row that names them is: a row never points at nothing.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use diesel::prelude::*;
use tokio::sync::Semaphore;

use super::{
    prepare::{Encoded, Kind, Prepared, Refused},
    sound,
    worker::{self, What},
};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::{Error, Result},
        id::Id,
    },
    platform::app::{App, Tx},
    schema::{media, media_variants},
};

/// Pictures decoded at a time: each may take a few hundred megabytes and a processor for a moment.
const AT_ONCE: usize = 2;

/// The folder of pictures.
pub struct MediaStore {
    root: PathBuf,
    program: PathBuf,
    permits: Semaphore,
}

/// A kept picture or sound.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = media, treat_none_as_default_value = false)]
pub struct Media {
    /// The key.
    pub id: Id,
    /// SHA-256 of the file, in hexadecimal: its name.
    pub hash: String,
    /// `image/jpeg`, `image/png`, `audio/ogg`, `audio/mp4` or `audio/wav`.
    pub mime: String,
    /// Width in pixels; 0 for a sound.
    pub width: i32,
    /// Height in pixels; 0 for a sound.
    pub height: i32,
    /// Size of the file.
    pub bytes: i64,
    /// What stands for it until it has loaded; empty for a sound.
    pub blurhash: String,
    /// When it was last taken in.
    pub created_at: Time,
    /// How long a sound is, in milliseconds; 0 for a picture.
    pub millis: i32,
    /// How loud a sound is, part by part, two hexadecimal digits each; empty for a picture.
    pub peaks: String,
}

/// A smaller copy of a kept picture, or a sound in another form.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = media_variants, treat_none_as_default_value = false)]
pub struct Variant {
    /// What it is a copy of.
    pub media_id: Id,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// As of [`Media::mime`].
    pub mime: String,
    /// Its name in the folder.
    pub file: String,
    /// Size of the file.
    pub bytes: i64,
}

impl Media {
    /// True for a sound, false for a picture.
    pub fn is_sound(&self) -> bool {
        self.mime.starts_with("audio/")
    }

    /// Its name in the folder.
    pub fn file(&self) -> String {
        let extension = Kind::of_mime(&self.mime).unwrap_or(Kind::Jpeg).extension();
        format!("{}.{extension}", self.hash)
    }

    /// The path it is served at.
    pub fn path(&self) -> String {
        format!("/media/{}", self.file())
    }
}

impl Variant {
    /// The path it is served at.
    pub fn path(&self) -> String {
        format!("/media/{}", self.file)
    }
}

impl MediaStore {
    /// Opens (and makes) the folder inside the data folder; `program` is run again to decode pictures.
    pub fn open(data_dir: &Path, program: PathBuf) -> anyhow::Result<Self> {
        let root = root_in(data_dir);
        fs::create_dir_all(&root)?;
        Ok(Self { root, program, permits: Semaphore::new(AT_ONCE) })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Takes in a picture somebody sent: JPEG, PNG, WebP or GIF. The same picture twice is one picture.
    ///
    /// What cannot be taken is an [`Error::Invalid`] on the field `picture`.
    pub async fn add(&self, app: &App, bytes: Bytes) -> Result<Media> {
        self.take(app, What::Picture, "picture", bytes).await
    }

    /// Takes in a sound note somebody sent: Ogg or WebM Opus, AAC, WAV, of half a minute at most.
    ///
    /// What cannot be taken is an [`Error::Invalid`] on the field `sound`.
    pub async fn add_sound(&self, app: &App, bytes: Bytes) -> Result<Media> {
        if bytes.len() > sound::LARGEST {
            return Err(Error::field("sound", Refused::SoundWeight.key()));
        }
        self.take(app, What::Sound, "sound", bytes).await
    }

    /// Takes in a plan, which may also be a drawing (SVG): it is kept as pixels.
    pub async fn add_plan(&self, app: &App, bytes: Bytes) -> Result<Media> {
        self.take(app, What::Plan, "picture", bytes).await
    }

    async fn take(&self, app: &App, what: What, field: &str, bytes: Bytes) -> Result<Media> {
        if app.storage.is_full() {
            return Err(Error::NoRoom);
        }
        let permit = self.permits.acquire().await.map_err(Error::internal)?;
        let prepared = worker::run(&self.program, what, bytes)
            .await?
            .map_err(|refused| Error::field(field, refused.key()))?;
        drop(permit);
        let root = self.root.clone();
        let part = unfinished(&root, app.processes.number()).join(app.entropy.token());
        let now = app.now();
        let kept = tokio::task::spawn_blocking(move || keep(&root, &part, prepared, now))
            .await
            .map_err(Error::internal)??;
        app.write(move |tx| insert(tx, &kept)).await
    }

    /// Throws away what processes were writing that are gone.
    pub fn sweep(&self, gone: &[u16]) -> std::io::Result<()> {
        for process in gone {
            match fs::remove_dir_all(unfinished(&self.root, *process)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Where a file of this name is kept, if the name is one of ours.
    pub(super) fn locate(&self, file: &str) -> Option<(PathBuf, &'static str)> {
        let (hash, extension) = file.split_once('.')?;
        let kind = Kind::of_extension(extension)?;
        let named =
            hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        named.then(|| (path_below(&self.root, file), kind.mime()))
    }
}

/// What is on disk and not yet in the database.
struct Kept {
    hash: String,
    original: File,
    variants: Vec<File>,
    blurhash: String,
    millis: i32,
    peaks: String,
}

struct File {
    name: String,
    mime: &'static str,
    width: i32,
    height: i32,
    bytes: i64,
}

/// Writes every size to disk; returns after they would survive a power cut.
fn keep(root: &Path, part: &Path, prepared: Prepared, now: Time) -> Result<Kept> {
    let write = |hash: &str, encoded| write_file(root, part, hash, encoded, now);
    let hash = sha256_hex(&prepared.original.bytes);
    Ok(Kept {
        original: write(&hash, &prepared.original)?,
        variants: prepared
            .variants
            .iter()
            .map(|variant| write(&sha256_hex(&variant.bytes), variant))
            .collect::<Result<_>>()?,
        hash,
        blurhash: prepared.blurhash,
        millis: prepared.millis,
        peaks: prepared.peaks,
    })
}

fn write_file(root: &Path, part: &Path, hash: &str, encoded: &Encoded, now: Time) -> Result<File> {
    let name = format!("{hash}.{}", encoded.kind.extension());
    let path = path_below(root, &name);
    if !path.exists() {
        write_whole(&path, part, &encoded.bytes)?;
    }
    // The sweep leaves alone what was taken in lately, whether its row is there yet or not.
    fs::File::open(&path)?.set_modified(now.system())?;
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    Ok(File {
        name,
        mime: encoded.kind.mime(),
        width: side(encoded.width),
        height: side(encoded.height),
        bytes: i64::try_from(encoded.bytes.len()).unwrap_or(i64::MAX),
    })
}

/// Where the process with this number writes what is not finished, so that what it leaves when it dies is known by
/// whose it was.
fn unfinished(root: &Path, process: u16) -> PathBuf {
    root.join("unfinished").join(process.to_string())
}

/// Writes a file that is there whole or not at all, and survives a power cut.
fn write_whole(path: &Path, part: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    fs::create_dir_all(part.parent().unwrap_or(folder))?;
    let mut file = fs::File::create(part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, path)?;
    fs::File::open(folder)?.sync_all()
}

/// The folder of pictures inside the data folder.
fn root_in(data_dir: &Path) -> PathBuf {
    data_dir.join("media")
}

/// Where a file of a picture is kept in a data folder, opened or not.
pub fn path_in(data_dir: &Path, file: &str) -> PathBuf {
    path_below(&root_in(data_dir), file)
}

/// The names of all files the tables speak of.
pub fn files(conn: &mut Conn) -> Result<Vec<String>> {
    let rows: Vec<Media> = media::table.select(Media::as_select()).load(conn)?;
    let variants: Vec<String> = media_variants::table.select(media_variants::file).load(conn)?;
    let files: BTreeSet<String> = rows.iter().map(Media::file).chain(variants).collect();
    Ok(files.into_iter().collect())
}

/// Puts a file of a backup in its place in a data folder. A name that is not the hash of the content is refused.
pub fn put_back(data_dir: &Path, file: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let hash = sha256_hex(bytes);
    let extension = file.strip_prefix(hash.as_str()).and_then(|rest| rest.strip_prefix('.'));
    anyhow::ensure!(extension.and_then(Kind::of_extension).is_some(), "not a file of ours: {file}");
    let path = path_in(data_dir, file);
    let whole = fs::read(&path).is_ok_and(|there| there == bytes);
    if !whole {
        write_whole(&path, &path.with_extension("part"), bytes)?;
    }
    Ok(())
}

/// Two hundred and fifty-six folders, so that none grows too large to list.
fn path_below(root: &Path, file: &str) -> PathBuf {
    root.join(file.get(..2).unwrap_or("-")).join(file)
}

fn insert(tx: &mut Tx<'_>, kept: &Kept) -> Result<Media> {
    let known = media::table
        .filter(media::hash.eq(&kept.hash))
        .select(Media::as_select())
        .first(tx.conn)
        .optional()?;
    if let Some(known) = known {
        diesel::update(media::table.filter(media::id.eq(known.id)))
            .set(media::created_at.eq(tx.now))
            .execute(tx.conn)?;
        return Ok(known);
    }
    let row = Media {
        id: tx.new_id(),
        hash: kept.hash.clone(),
        mime: kept.original.mime.to_owned(),
        width: kept.original.width,
        height: kept.original.height,
        bytes: kept.original.bytes,
        blurhash: kept.blurhash.clone(),
        created_at: tx.now,
        millis: kept.millis,
        peaks: kept.peaks.clone(),
    };
    diesel::insert_into(media::table).values(row.clone()).execute(tx.conn)?;
    let variants: Vec<Variant> = kept
        .variants
        .iter()
        .map(|file| Variant {
            media_id: row.id,
            width: file.width,
            height: file.height,
            mime: file.mime.to_owned(),
            file: file.name.clone(),
            bytes: file.bytes,
        })
        .collect();
    both!(tx.conn, |c| diesel::insert_into(media_variants::table).values(variants).execute(c))?;
    Ok(row)
}

/// The name in the folder of what is kept under this key.
pub fn file_of(conn: &mut Conn, id: Id) -> Result<Option<String>> {
    Ok(find(conn, id)?.map(|media| media.file()))
}

/// What is kept under this key.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Media>> {
    Ok(media::table.filter(media::id.eq(id)).select(Media::as_select()).first(conn).optional()?)
}

/// What is kept under this name.
pub(super) fn find_by_file(conn: &mut Conn, file: &str) -> Result<Option<Media>> {
    let hash = file.split('.').next().unwrap_or_default();
    Ok(media::table
        .filter(media::hash.eq(hash))
        .select(Media::as_select())
        .first(conn)
        .optional()?)
}

/// Pictures with their smaller copies, narrowest first, by id.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, (Media, Vec<Variant>)>> {
    let rows: Vec<Media> =
        media::table.filter(media::id.eq_any(ids)).select(Media::as_select()).load(conn)?;
    let variants: Vec<Variant> = media_variants::table
        .filter(media_variants::media_id.eq_any(ids))
        .order(media_variants::width)
        .select(Variant::as_select())
        .load(conn)?;
    let mut found: HashMap<Id, (Media, Vec<Variant>)> =
        rows.into_iter().map(|row| (row.id, (row, Vec::new()))).collect();
    for variant in variants {
        if let Some((_, list)) = found.get_mut(&variant.media_id) {
            list.push(variant);
        }
    }
    Ok(found)
}
