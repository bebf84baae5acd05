//! Our copies of pictures other servers show and of sounds they play: fetched once in the background, decoded and
//! re-encoded like any other, so that no visitor's browser ever asks another server.

use std::{collections::HashMap, time::Duration};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::store::{self, Media};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        fediverse::client::{self, ClientError},
        jobs::{self, JobError, JobResult},
        journal::{self, Shown},
    },
    schema::{actors, remote_media},
    text_enum,
};

/// The kind of job that fetches a picture.
pub(super) const FETCH: &str = "fetch-picture";

/// The largest file fetched; Mastodon keeps to 16 MB.
const BYTES: usize = 16 * 1024 * 1024;

/// How often a server that does not answer is asked.
const TRIES: i32 = 5;

text_enum! {
    /// Where a copy stands.
    State {
        /// Waits to be fetched.
        Waiting = "waiting",
        /// Here.
        Kept = "kept",
        /// Not a picture we take, or not to be had.
        Refused = "refused",
    }
}

/// A picture of another server, known to us.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Its key in the table of remote pictures, also in `/media/distant/{id}`.
    pub id: Id,
    /// Our copy, once it is here.
    pub media: Option<Id>,
}

#[derive(Serialize, Deserialize)]
struct Fetch {
    id: Id,
    /// It is a sound.
    #[serde(default)]
    sound: bool,
}

/// Makes sure that a remote picture is, or will be, copied. For actors' pictures too: when the copy is here, every
/// actor whose `icon_url` this is gets it as `icon_media_id`.
pub fn keep(tx: &mut Tx<'_>, url: &str) -> Result<Kept> {
    keep_as(tx, url, false)
}

/// The same of a remote sound.
pub(super) fn keep_sound(tx: &mut Tx<'_>, url: &str) -> Result<Kept> {
    keep_as(tx, url, true)
}

fn keep_as(tx: &mut Tx<'_>, url: &str, sound: bool) -> Result<Kept> {
    let known: Option<(Id, Option<Id>)> = remote_media::table
        .filter(remote_media::url.eq(url))
        .select((remote_media::id, remote_media::media_id))
        .first(tx.conn)
        .optional()?;
    if let Some((id, media)) = known {
        return Ok(Kept { id, media });
    }
    let id = tx.new_id();
    diesel::insert_into(remote_media::table)
        .values((
            remote_media::id.eq(id),
            remote_media::url.eq(url),
            remote_media::state.eq(State::Waiting),
            remote_media::attempts.eq(0),
        ))
        .execute(tx.conn)?;
    jobs::enqueue(tx, FETCH, &Fetch { id, sound })?;
    Ok(Kept { id, media: None })
}

/// Our copy of a remote picture.
pub(super) fn copy(conn: &mut Conn, id: Id) -> Result<Option<Media>> {
    match copies(conn, &[id])?.remove(&id) {
        Some(media) => store::find(conn, media),
        None => Ok(None),
    }
}

/// The kept pictures that are our copies of these remote ones.
pub(super) fn copies(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Id>> {
    let rows: Vec<(Id, Option<Id>)> = remote_media::table
        .filter(remote_media::id.eq_any(ids))
        .select((remote_media::id, remote_media::media_id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, media)| Some((id, media?))).collect())
}

/// Fetches a picture, takes it in like any other and shows it where it was waited for.
pub(super) async fn fetch(app: App, payload: String) -> JobResult {
    let Fetch { id, sound } =
        serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
    let row: Option<(String, State, i32)> = app
        .read(move |conn| {
            Ok(remote_media::table
                .filter(remote_media::id.eq(id))
                .select((remote_media::url, remote_media::state, remote_media::attempts))
                .first(conn)
                .optional()?)
        })
        .await?;
    let Some((url, State::Waiting, attempts)) = row else {
        return Ok(());
    };
    match take_as(&app, &url, sound).await {
        Ok(media) => {
            app.write(move |tx| set_kept(tx, id, &url, media.id)).await?;
        }
        Err(Failed::Passing(why)) if attempts + 1 < TRIES => {
            app.write(move |tx| set_tried(tx, id, State::Waiting)).await?;
            // Five minutes, twenty, an hour and twenty, five hours.
            let wait = 300 * 4u64.pow(u32::try_from(attempts).unwrap_or(0));
            return Err(JobError::RetryAfter(Duration::from_secs(wait), why));
        }
        Err(_) => app.write(move |tx| set_tried(tx, id, State::Refused)).await?,
    }
    Ok(())
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The server may answer another time.
    #[error("not to be had at present: {0}")]
    Passing(anyhow::Error),
    /// It is not a picture we take, or not an address we go to; the word is a key of `media.ftl`.
    #[error("not taken: {0}")]
    ForGood(&'static str),
}

/// Fetches a picture from anywhere and takes it in like any other.
pub async fn take(app: &App, url: &str) -> Result<Media, Failed> {
    take_as(app, url, false).await
}

async fn take_as(app: &App, url: &str, sound: bool) -> Result<Media, Failed> {
    let (bytes, _) = client::get_bytes(app, url, BYTES).await.map_err(|error| match error {
        ClientError::Unreachable(_) => Failed::Passing(error.into()),
        ClientError::Refused(_) => Failed::ForGood("media-refused-address"),
        ClientError::TooLarge => Failed::ForGood("media-refused-weight"),
    })?;
    let taken = match sound {
        true => app.media.add_sound(app, bytes).await,
        false => app.media.add(app, bytes).await,
    };
    taken.map_err(|error| match error {
        Error::Invalid(_) => Failed::ForGood("media-refused-kind"),
        other => Failed::Passing(other.into()),
    })
}

fn set_kept(tx: &mut Tx<'_>, id: Id, url: &str, media: Id) -> Result<()> {
    diesel::update(remote_media::table.filter(remote_media::id.eq(id)))
        .set((
            remote_media::state.eq(State::Kept),
            remote_media::media_id.eq(media),
            remote_media::checked_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    diesel::update(actors::table.filter(actors::icon_url.eq(url)).filter(actors::local.eq(false)))
        .set(actors::icon_media_id.eq(media))
        .execute(tx.conn)?;
    let mut shown = super::pictures::objects_showing(tx.conn, id)?;
    shown.extend(super::sounds::objects_with(tx.conn, id)?);
    for object in shown {
        journal::record(tx, &Shown { object })?;
    }
    Ok(())
}

fn set_tried(tx: &mut Tx<'_>, id: Id, state: State) -> Result<()> {
    let now: Time = tx.now;
    diesel::update(remote_media::table.filter(remote_media::id.eq(id)))
        .set((
            remote_media::state.eq(state),
            remote_media::attempts.eq(remote_media::attempts + 1),
            remote_media::checked_at.eq(now),
        ))
        .execute(tx.conn)?;
    Ok(())
}
