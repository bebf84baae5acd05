//! Finds the pictures a line names: those that hang already, files beside the table, addresses on the web.
//!
//! A file's source is kept with the hash of the file, so that an unchanged file is not decoded again and a changed
//! one is noticed.

use std::path::{Component, Path, PathBuf};

use super::{Mode, Origin, plan::Named};
use crate::{
    kernel::{
        entropy::sha256_hex,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        media::{
            pictures::{self, NewPicture, Picture},
            remote::{self, Failed},
        },
    },
};

/// Between a path and the hash of the file in the source of a picture.
const HASH: &str = "#sha256=";

/// The largest file read.
const BYTES: u64 = 24 * 1024 * 1024;

/// The pictures of a line, ready to hang; or why one of them cannot be had.
pub(super) async fn gather(
    app: &App,
    named: &[Named],
    hanging: &[Picture],
    origin: &Origin,
    mode: Mode,
) -> Result<Result<Vec<NewPicture>, Message>> {
    let mut found = Vec::with_capacity(named.len());
    for (name, position) in named.iter().zip(0usize..) {
        match find(app, name, hanging.get(position), hanging, origin, mode).await? {
            Ok((media, source)) => found.push(NewPicture {
                media: media.unwrap_or_else(|| not_yet(position)),
                alt_fr: name.alt_fr.clone(),
                alt_en: name.alt_en.clone(),
                source,
            }),
            Err(problem) => return Ok(Err(problem)),
        }
    }
    Ok(Ok(found))
}

/// In a rehearsal, stands for a picture that is not here yet; no row has such a key.
fn not_yet(position: usize) -> Id {
    Id::from_raw(-1 - i64::try_from(position).unwrap_or(0))
}

/// The kept picture (none in a rehearsal when it is new) and its source.
type Found = Result<(Option<Id>, String), Message>;

async fn find(
    app: &App,
    name: &Named,
    here: Option<&Picture>,
    hanging: &[Picture],
    origin: &Origin,
    mode: Mode,
) -> Result<Found> {
    let kept = |picture: &Picture| Ok(Ok((Some(picture.media.id), picture.source.clone())));
    let source = name.source.as_str();
    if source.is_empty() {
        return here.map_or_else(|| Ok(Err(missing(source))), kept);
    }
    let ours = |picture: &&Picture| app.config.address(&picture.media.path()) == source;
    if let Some(picture) = hanging.iter().find(ours) {
        return kept(picture);
    }
    if source.starts_with("https://") || source.starts_with("http://") {
        if let Some(picture) = hanging.iter().find(|picture| picture.source == source) {
            return kept(picture);
        }
        return from_web(app, source, mode).await;
    }
    match origin {
        Origin::Folder(folder) => from_folder(app, folder, source, hanging, mode).await,
        Origin::Web => {
            let same = |picture: &&Picture| path_of(&picture.source) == source;
            let known = hanging.iter().find(same);
            known.map_or_else(|| Ok(Err(missing(source))), kept)
        }
    }
}

async fn from_web(app: &App, address: &str, mode: Mode) -> Result<Found> {
    // A picture of this venue is taken from where it is, not asked for over the network.
    if let Some(file) = address.strip_prefix(&app.config.address("/media/")) {
        let file = file.to_owned();
        let known = app.read(move |conn| pictures::find_by_file(conn, &file)).await?;
        return Ok(known
            .map_or_else(|| Err(missing(address)), |media| Ok((Some(media.id), String::new()))));
    }
    if mode == Mode::Rehearse {
        return Ok(Ok((None, address.to_owned())));
    }
    Ok(match remote::take(app, address).await {
        Ok(media) => Ok((Some(media.id), address.to_owned())),
        Err(Failed::ForGood(key)) => Err(Message::new(key)),
        Err(Failed::Passing(_)) => Err(Message::new("media-refused-away")),
    })
}

async fn from_folder(
    app: &App,
    folder: &Path,
    source: &str,
    hanging: &[Picture],
    mode: Mode,
) -> Result<Found> {
    let Some(path) = inside(folder, source) else {
        return Ok(Err(missing(source)));
    };
    let size = tokio::fs::metadata(&path).await.map(|file| file.len());
    match size {
        Ok(size) if size > BYTES => return Ok(Err(Message::new("media-refused-weight"))),
        Ok(_) => {}
        Err(_) => return Ok(Err(missing(source))),
    }
    let Ok(bytes) = tokio::fs::read(&path).await else {
        return Ok(Err(missing(source)));
    };
    let stamped = format!("{source}{HASH}{}", sha256_hex(&bytes));
    if let Some(same) = hanging.iter().find(|picture| picture.source == stamped) {
        return Ok(Ok((Some(same.media.id), stamped)));
    }
    if mode == Mode::Rehearse {
        return Ok(Ok((None, stamped)));
    }
    match app.media.add(app, bytes.into()).await {
        Ok(media) => Ok(Ok((Some(media.id), stamped))),
        Err(Error::Invalid(errors)) => Ok(Err(errors.0.into_values().next().unwrap_or_default())),
        Err(other) => Err(other),
    }
}

/// A path of a table under its folder; never above it.
fn inside(folder: &Path, source: &str) -> Option<PathBuf> {
    let path = Path::new(source);
    path.components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        .then(|| folder.join(path))
}

/// The path in the source of a picture, without the hash.
fn path_of(source: &str) -> &str {
    source.split_once(HASH).map_or(source, |(path, _)| path)
}

fn missing(source: &str) -> Message {
    Message::new("artworks-import-error-picture").with("picture", source)
}
