//! The file an archive is: a compressed tar, which every system opens. Knows nothing about what is in it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

/// Something to put in: its name, and what it holds or where that is.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) content: Content,
}

pub(super) enum Content {
    Text(String),
    /// A file; one that is not there any more is left out.
    File(PathBuf),
}

/// Writes an archive at `path`, readable by nobody but this program; returns its size in bytes. Either it is whole or it
/// is not there.
pub(super) fn write(path: &Path, entries: &[Entry], seconds: i64) -> io::Result<u64> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = path.with_extension("part");
    let file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    let mut archive =
        tar::Builder::new(GzEncoder::new(BufWriter::new(file), Compression::default()));
    let moment = u64::try_from(seconds).unwrap_or_default();
    for entry in entries {
        match &entry.content {
            Content::Text(text) => {
                let mut header = head(text.len() as u64, moment);
                archive.append_data(&mut header, &entry.name, text.as_bytes())?;
            }
            Content::File(from) => match File::open(from) {
                Ok(mut file) => {
                    let mut header = head(file.metadata()?.len(), moment);
                    archive.append_data(&mut header, &entry.name, &mut file)?;
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            },
        }
    }
    let mut inner = archive.into_inner()?.finish()?;
    inner.flush()?;
    inner.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(&unfinished, path)?;
    Ok(fs::metadata(path)?.len())
}

fn head(size: u64, moment: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(moment);
    header
}
