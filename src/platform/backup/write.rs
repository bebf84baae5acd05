//! Taking a backup. The rows are read in one snapshot; the pictures afterwards, because they never change.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use age::stream::StreamWriter;
use anyhow::{Context as _, anyhow, ensure};
use flate2::{Compression, write::GzEncoder};

use super::{FORMAT, MANIFEST, MANIFEST_SUM, MEDIA, Manifest, Rows, TABLES, TEMPLATES};
use crate::{
    kernel::{
        clock::Time,
        config::Config,
        db::{self, portable},
        entropy::sha256_hex,
    },
    platform::{erasures, media},
};

/// How much text of a table goes into one entry: bounds the memory both sides need.
const PART: usize = 4 * 1024 * 1024;

/// What to back up, and to where.
pub struct Backup<'a> {
    /// The venue.
    pub config: &'a Config,
    /// The present moment.
    pub now: Time,
    /// The file, or a folder in which a name is chosen. A file that exists is refused.
    pub to: &'a Path,
    /// The `age` keys (`age1…`) that can open it; none leaves it open to whoever has the file.
    pub recipients: &'a [String],
}

/// A backup that was taken.
pub struct Taken {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
}

/// Takes a backup; returns after it would survive a power cut. A failure leaves no file behind.
pub fn take(backup: &Backup<'_>) -> anyhow::Result<Taken> {
    let recipients = backup
        .recipients
        .iter()
        .map(|text| text.parse().map_err(|why| anyhow!("{text} is not an age key: {why}")))
        .collect::<anyhow::Result<Vec<age::x25519::Recipient>>>()?;
    let path = name(backup);
    ensure!(!path.exists(), "{} exists already", path.display());
    let mut unfinished = path.clone().into_os_string();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let manifest = write_to(&unfinished, backup, &recipients)
        .inspect_err(|_| _ = fs::remove_file(&unfinished))
        .with_context(|| format!("the backup {} cannot be written", path.display()))?;
    fs::rename(&unfinished, &path)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(Taken { path, manifest })
}

/// The file, or `HOST-TIME.tar[.age]` in the folder.
fn name(backup: &Backup<'_>) -> PathBuf {
    if !backup.to.is_dir() {
        return backup.to.to_owned();
    }
    let host = backup.config.url.host_str().unwrap_or("parvis");
    let when = backup.now.utc().format("%Y%m%dT%H%M%SZ");
    let ending = if backup.recipients.is_empty() { "tar" } else { "tar.age" };
    backup.to.join(format!("{host}-{when}.{ending}"))
}

/// Where bytes go: to the file, sealed on the way or not.
enum Sink {
    Open(BufWriter<File>),
    Sealed(Box<StreamWriter<BufWriter<File>>>),
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(file) => file.write(bytes),
            Self::Sealed(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(file) => file.flush(),
            Self::Sealed(file) => file.flush(),
        }
    }
}

impl Sink {
    fn create(path: &Path, recipients: &[age::x25519::Recipient]) -> anyhow::Result<Self> {
        let file =
            File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        let file = BufWriter::new(file);
        if recipients.is_empty() {
            return Ok(Self::Open(file));
        }
        let keys = recipients.iter().map(|key| key as &dyn age::Recipient);
        let sealed = age::Encryptor::with_recipients(keys)?.wrap_output(file)?;
        Ok(Self::Sealed(Box::new(sealed)))
    }

    fn finish(self) -> anyhow::Result<()> {
        let file = match self {
            Self::Open(file) => file,
            Self::Sealed(file) => file.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(())
    }
}

/// The archive under way.
struct Archive {
    tar: tar::Builder<Sink>,
    made_at: Time,
    files: BTreeMap<String, String>,
}

impl Archive {
    fn put(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len())?);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.made_at.seconds()).unwrap_or(0));
        self.tar.append_data(&mut header, name, bytes)?;
        self.files.insert(name.to_owned(), sha256_hex(bytes));
        Ok(())
    }
}

fn write_to(
    path: &Path,
    backup: &Backup<'_>,
    recipients: &[age::x25519::Recipient],
) -> anyhow::Result<Manifest> {
    let Backup { config, now, .. } = *backup;
    let tar = tar::Builder::new(Sink::create(path, recipients)?);
    let mut archive = Archive { tar, made_at: now, files: BTreeMap::new() };
    let (migrations, tables, pictures) = portable::snapshot(&config.database_url, |conn| {
        let mut tables = BTreeMap::new();
        for table in portable::tables(conn)? {
            let sum = put_table(&mut archive, &table, conn)?;
            tables.insert(table.name.clone(), Rows { columns: table.columns(), sum });
        }
        Ok((db::applied(conn)?, tables, media::files(conn)?))
    })?;
    let mut missing = Vec::new();
    for file in pictures {
        match fs::read(media::path_in(&config.data_dir, &file)) {
            Ok(bytes) if file.starts_with(&sha256_hex(&bytes)) => {
                archive.put(&format!("{MEDIA}{file}"), &bytes)?;
            }
            _ => missing.push(file),
        }
    }
    put_folder(&mut archive, &config.data_dir.join("templates"), TEMPLATES)?;
    // Read last: what was erased while the backup was taken is in it.
    if let Ok(ledger) = fs::read(erasures::path_in(&config.data_dir)) {
        archive.put(erasures::FILE, &ledger)?;
    }
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        url: config.url.to_string(),
        made_at: now,
        migrations,
        tables,
        files: std::mem::take(&mut archive.files),
        missing,
    };
    let text = serde_json::to_vec_pretty(&manifest)?;
    archive.put(MANIFEST, &text)?;
    archive.put(MANIFEST_SUM, sha256_hex(&text).as_bytes())?;
    archive.tar.into_inner()?.finish()?;
    Ok(manifest)
}

fn put_table(
    archive: &mut Archive,
    table: &portable::Table,
    conn: &mut db::Conn,
) -> anyhow::Result<portable::Sum> {
    let (mut text, mut part) = (String::new(), 0);
    let sum = table.export(conn, |line| {
        text.push_str(line);
        text.push('\n');
        if text.len() >= PART {
            part += 1;
            put_part(archive, &table.name, part, &text)?;
            text.clear();
        }
        Ok(())
    })?;
    if !text.is_empty() {
        put_part(archive, &table.name, part + 1, &text)?;
    }
    Ok(sum)
}

fn put_part(archive: &mut Archive, table: &str, part: u32, text: &str) -> anyhow::Result<()> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes())?;
    archive.put(&format!("{TABLES}{table}-{part:04}.jsonl.gz"), &packed.finish()?)
}

/// Puts every file of a folder and of those inside it; none when there is no such folder.
fn put_folder(archive: &mut Archive, folder: &Path, prefix: &str) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let mut entries: Vec<fs::DirEntry> = entries.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let file = entry.file_name();
        let Some(file) = file.to_str() else { continue };
        if entry.file_type()?.is_dir() {
            put_folder(archive, &entry.path(), &format!("{prefix}{file}/"))?;
        } else {
            archive.put(&format!("{prefix}{file}"), &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
