//! The pictures a file names. They are fetched once the event is there, by a background job: nobody waits for another
//! server before a form is answered, and a picture that is not to be had costs no event.
//!
//! What the team hung by hand stays; what came from the file before makes room for what it names now.

use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use super::Line;
use crate::{
    features::events::{actions, model::Draft},
    kernel::{
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
        media::{
            pictures::{self, NewPicture, Picture},
            remote::{self, Failed},
        },
    },
};

/// The most pictures one line may name.
const MOST: usize = 12;

/// The job that fetches the pictures of an event.
pub(in crate::features::events) const JOB: Job = Job { kind: "events.pictures", run };

/// A picture as a line names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    address: String,
    alt_fr: String,
    alt_en: String,
}

#[derive(Clone, Serialize, Deserialize)]
struct Hang {
    event: Id,
    named: Vec<Named>,
    /// How often those that are missing were asked for.
    tried: u32,
}

/// How often a server that does not answer is asked: after five minutes, twenty, an hour and twenty.
const TRIES: u32 = 4;

/// The pictures a line names, or what is wrong with them; nothing where the file has no such column.
pub(super) fn named(line: &Line) -> Result<Option<Vec<Named>>, Message> {
    let Some(addresses) = line.list("pictures") else { return Ok(None) };
    let texts = |column: &str| line.list(column).unwrap_or_default();
    let (french, english) = (texts("alt_fr"), texts("alt_en"));
    if addresses.len() > MOST {
        return Err(Message::new("events-error-pictures"));
    }
    let at = |texts: &[String], n: usize| texts.get(n).cloned().unwrap_or_default();
    let mut all = Vec::with_capacity(addresses.len());
    for (address, n) in addresses.into_iter().zip(0..) {
        if !(address.starts_with("https://") || address.starts_with("http://")) {
            let why = Message::new("events-import-error-value");
            return Err(why.with("column", "pictures").with("value", address));
        }
        let (alt_fr, alt_en) = (at(&french, n), at(&english, n));
        if alt_fr.is_empty() && alt_en.is_empty() {
            return Err(Message::new("artworks-error-alt"));
        }
        all.push(Named { address, alt_fr, alt_en });
    }
    Ok(Some(all))
}

/// What a picture that hangs may be named by: where it came from, and where it is here.
fn addresses(app: &App, picture: &Picture) -> [String; 2] {
    [picture.source.clone(), app.config.address(&picture.media.path())]
}

/// Do these hang already, in this order and with these texts?
pub(super) fn hang_already(app: &App, hanging: &[Picture], named: &[Named]) -> bool {
    let same = |picture: &Picture, named: &Named| {
        addresses(app, picture).contains(&named.address)
            && (&picture.alt_fr, &picture.alt_en) == (&named.alt_fr, &named.alt_en)
    };
    hanging.len() == named.len() && hanging.iter().zip(named).all(|(one, other)| same(one, other))
}

/// What a difference says of those that hang: where each came from; where it is here, when somebody hung it by hand.
pub(super) fn hung(app: &App, hanging: &[Picture]) -> String {
    let address = |picture| addresses(app, picture).into_iter().find(|at| !at.is_empty());
    hanging.iter().filter_map(address).collect::<Vec<_>>().join("|")
}

/// What it says of those a file names.
pub(super) fn said(named: &[Named]) -> String {
    named.iter().map(|one| one.address.as_str()).collect::<Vec<_>>().join("|")
}

/// Has these pictures fetched and hung, one event after the other: what repeats finds what its first date fetched, and
/// nobody's server is asked for a whole programme at once.
pub(super) fn hang_soon(tx: &mut Tx<'_>, event: Id, named: Vec<Named>) -> Result<()> {
    jobs::enqueue_in_lane(tx, JOB.kind, JOB.kind, &Hang { event, named, tried: 0 })
}

fn run(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let wanted: Hang =
            serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        hang(&app, wanted).await
    }
    .boxed()
}

async fn hang(app: &App, wanted: Hang) -> JobResult {
    let event = wanted.event;
    let hanging = app
        .read(move |conn| Ok(pictures::of(conn, &[event])?.remove(&event).unwrap_or_default()))
        .await?;
    let (mut found, mut away) = (Vec::with_capacity(wanted.named.len()), false);
    for one in &wanted.named {
        let known = hanging.iter().find(|p| addresses(app, p).contains(&one.address));
        let (media, source) = match known {
            Some(picture) => (picture.media.id, picture.source.clone()),
            None => match fetched(app, &one.address).await? {
                Fetched::Kept(media) => (media, one.address.clone()),
                Fetched::Never => continue,
                Fetched::Away => {
                    away = true;
                    continue;
                }
            },
        };
        let (alt_fr, alt_en) = (one.alt_fr.clone(), one.alt_en.clone());
        found.push(NewPicture { media, alt_fr, alt_en, source });
    }
    let again = away && wanted.tried + 1 < TRIES;
    let done = app
        .write(move |tx| {
            replace(tx, event, &found)?;
            if again {
                let wait = Duration::from_secs(300 * 4u64.pow(wanted.tried));
                let next = Hang { tried: wanted.tried + 1, ..wanted.clone() };
                jobs::enqueue_at(tx, JOB.kind, tx.now.plus(wait), &next)?;
            }
            Ok(())
        })
        .await;
    match done {
        // It was withdrawn meanwhile, or has as many pictures as an event may.
        Err(Error::NotFound | Error::Invalid(_)) => Ok(()),
        other => Ok(other?),
    }
}

/// What came of asking for a picture.
enum Fetched {
    Kept(Id),
    /// It is none that is taken.
    Never,
    /// Its server may answer another time.
    Away,
}

async fn fetched(app: &App, address: &str) -> Result<Fetched> {
    let (own, same) = (app.config.address("/media/"), address.to_owned());
    let known = app
        .read(move |conn| match same.strip_prefix(&own) {
            Some(file) => Ok(pictures::find_by_file(conn, file)?.map(|media| media.id)),
            None => pictures::find_by_source(conn, &same),
        })
        .await?;
    if let Some(media) = known {
        return Ok(Fetched::Kept(media));
    }
    Ok(match remote::take(app, address).await {
        Ok(media) => Fetched::Kept(media.id),
        Err(Failed::ForGood(why)) => {
            tracing::info!(address, why, "a picture of an imported event is not taken");
            Fetched::Never
        }
        Err(Failed::Passing(why)) => {
            tracing::debug!(address, %why, "a picture of an imported event is not to be had now");
            Fetched::Away
        }
    })
}

/// Hangs what came from a file in the place of what came from one before.
fn replace(tx: &mut Tx<'_>, event: Id, found: &[NewPicture]) -> Result<()> {
    let (_, _, draft) = actions::get(tx.conn, event)?;
    let by_hand = |picture: &&NewPicture| {
        picture.source.is_empty() && !found.iter().any(|new| new.media == picture.media)
    };
    let mut pictures: Vec<NewPicture> = draft.pictures.iter().filter(by_hand).cloned().collect();
    pictures.extend_from_slice(found);
    actions::revise(tx, event, &Draft { pictures, ..draft }).map(|_| ())
}
