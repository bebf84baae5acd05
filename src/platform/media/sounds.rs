//! The sound note of an object: one at most, with what is heard in it written for those who cannot hear it.
//!
//! For slices: [`of`] reads the sounds of many objects, [`Sound::view`] is what templates show, [`hang`] is how a form
//! sets one. Without a summary a sound is never projected on a wall.

use std::{collections::HashMap, fmt::Write as _};

use diesel::prelude::*;
use serde::Serialize;

use super::{
    remote,
    store::{self, Media, Variant},
};
use crate::{
    both,
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::app::Tx,
    schema::{remote_sounds, sounds},
};

/// A sound of an object.
#[derive(Clone, Debug)]
pub struct Sound {
    /// The kept file.
    pub media: Media,
    /// The same for browsers that cannot play it.
    pub others: Vec<Variant>,
    /// What is heard; empty when nobody has written it yet.
    pub summary: String,
}

/// A sound as templates show it.
#[derive(Clone, Debug, Serialize)]
pub struct SoundView {
    /// The ways to play it, the best first.
    pub sources: Vec<Source>,
    /// How long it is: `0:12`.
    pub length: String,
    /// The drawing of its loudness: the path of an SVG of 256 by 48.
    pub wave: String,
    /// What is heard.
    pub summary: String,
}

/// One file of a sound.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Its address.
    pub src: String,
    /// Its type with its codec, by which a browser knows whether it can play it.
    pub kind: &'static str,
}

/// The height of the drawing and of its highest bar.
const HEIGHT: u32 = 48;
const HIGHEST: u32 = 44;

impl Sound {
    /// What templates show.
    pub fn view(&self) -> SoundView {
        view(&self.media, &self.others, &self.summary)
    }
}

/// A kept sound as templates show it, hung or not.
pub fn view(media: &Media, others: &[Variant], summary: &str) -> SoundView {
    let first = (media.path(), media.mime.as_str());
    let rest = others.iter().map(|other| (other.path(), other.mime.as_str()));
    let seconds = (media.millis + 500) / 1000;
    SoundView {
        sources: std::iter::once(first)
            .chain(rest)
            .map(|(src, mime)| Source { src, kind: with_codec(mime) })
            .collect(),
        length: format!("{}:{:02}", seconds / 60, seconds % 60),
        wave: wave(&media.peaks),
        summary: summary.to_owned(),
    }
}

fn with_codec(mime: &str) -> &'static str {
    match mime {
        "audio/ogg" => "audio/ogg; codecs=opus",
        "audio/mp4" => "audio/mp4; codecs=mp4a.40.2",
        _ => "audio/wav",
    }
}

/// A bar every four units around the middle; even silence leaves a dot.
fn wave(peaks: &str) -> String {
    let mut path = String::new();
    for (bar, digits) in peaks.as_bytes().chunks(2).enumerate() {
        let level =
            std::str::from_utf8(digits).ok().and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let height = 2 + level.unwrap_or(0) * (HIGHEST - 2) / 255;
        let _ = write!(path, "M{} {}v{height}", bar * 4 + 2, (HEIGHT - height) / 2);
    }
    path
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sounds)]
struct Row {
    object_id: Id,
    media_id: Id,
    summary: String,
}

/// The sounds of some objects, by object.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Those that are played here, ours and copies.
    pub here: HashMap<Id, Sound>,
    /// What is heard in those of other servers of which there is no copy here: not yet, or none that is taken. Empty when
    /// nobody has written it.
    pub elsewhere: HashMap<Id, String>,
}

/// The sounds of these objects that are played here. Those of other servers are among them once our copy is here.
pub fn of(conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Sound>> {
    Ok(heard(conn, objects)?.here)
}

/// The sounds of these objects, wherever they are played.
pub fn heard(conn: &mut Conn, objects: &[Id]) -> Result<Heard> {
    let mut rows: Vec<Row> = sounds::table
        .filter(sounds::object_id.eq_any(objects))
        .select(Row::as_select())
        .load(conn)?;
    let mut elsewhere = HashMap::new();
    for (object_id, copy, summary) in distant(conn, objects)? {
        match copy {
            Some(media_id) => rows.push(Row { object_id, media_id, summary }),
            None => {
                elsewhere.insert(object_id, summary);
            }
        }
    }
    if rows.is_empty() {
        return Ok(Heard { here: HashMap::new(), elsewhere });
    }
    let wanted: Vec<Id> = rows.iter().map(|row| row.media_id).collect();
    let kept = store::find_all(conn, &wanted)?;
    let here = rows
        .into_iter()
        .filter_map(|row| {
            let (media, others) = kept.get(&row.media_id).cloned()?;
            Some((row.object_id, Sound { media, others, summary: row.summary }))
        })
        .collect();
    Ok(Heard { here, elsewhere })
}

/// The sounds of other servers on these objects: the object, our copy if there is one, what is heard.
fn distant(conn: &mut Conn, objects: &[Id]) -> Result<Vec<(Id, Option<Id>, String)>> {
    let rows: Vec<(Id, Id, String)> = remote_sounds::table
        .filter(remote_sounds::object_id.eq_any(objects))
        .select((remote_sounds::object_id, remote_sounds::remote_media_id, remote_sounds::summary))
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<Id> = rows.iter().map(|(_, media, _)| *media).collect();
    let copies = remote::copies(conn, &wanted)?;
    Ok(rows
        .into_iter()
        .map(|(object, media, summary)| (object, copies.get(&media).copied(), summary))
        .collect())
}

/// Does the object have a sound, here or elsewhere?
pub fn has(conn: &mut Conn, object: Id) -> Result<bool> {
    let ours = sounds::table.filter(sounds::object_id.eq(object)).count();
    let theirs = remote_sounds::table.filter(remote_sounds::object_id.eq(object)).count();
    Ok(ours.get_result::<i64>(conn)? + theirs.get_result::<i64>(conn)? > 0)
}

/// The sound of a post of another server, its address and what its author says is heard, in place of the one it had.
pub fn replace_remote(tx: &mut Tx<'_>, object: Id, sound: Option<&(String, String)>) -> Result<()> {
    let its = remote_sounds::table.filter(remote_sounds::object_id.eq(object));
    diesel::delete(its).execute(tx.conn)?;
    keep_remote(tx, object, sound)
}

/// The sound of a post of another server that had none. Our copy is fetched in the background.
pub fn keep_remote(tx: &mut Tx<'_>, object: Id, sound: Option<&(String, String)>) -> Result<()> {
    let Some((address, summary)) = sound else { return Ok(()) };
    let kept = remote::keep_sound(tx, address)?;
    diesel::insert_into(remote_sounds::table)
        .values((
            remote_sounds::object_id.eq(object),
            remote_sounds::remote_media_id.eq(kept.id),
            remote_sounds::summary.eq(summary),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The objects that this remote sound is of.
pub(super) fn objects_with(conn: &mut Conn, remote_media: Id) -> Result<Vec<Id>> {
    Ok(remote_sounds::table
        .filter(remote_sounds::remote_media_id.eq(remote_media))
        .select(remote_sounds::object_id)
        .load(conn)?)
}

/// Hangs a kept sound on an object, in place of the one it had. [`Error::NotFound`] when it is not kept here.
pub fn hang(tx: &mut Tx<'_>, object: Id, media: Id, summary: &str) -> Result<()> {
    if !store::find(tx.conn, media)?.is_some_and(|media| media.is_sound()) {
        return Err(Error::NotFound);
    }
    let row = Row { object_id: object, media_id: media, summary: summary.to_owned() };
    both!(tx.conn, |c| diesel::insert_into(sounds::table)
        .values(row)
        .on_conflict(sounds::object_id)
        .do_update()
        .set((sounds::media_id.eq(media), sounds::summary.eq(summary)))
        .execute(c))?;
    Ok(())
}

/// Says what is heard; false when the object has no sound.
pub fn summarise(tx: &mut Tx<'_>, object: Id, summary: &str) -> Result<bool> {
    let changed = diesel::update(sounds::table.filter(sounds::object_id.eq(object)))
        .set(sounds::summary.eq(summary))
        .execute(tx.conn)?;
    let its = remote_sounds::table.filter(remote_sounds::object_id.eq(object));
    let theirs = diesel::update(its).set(remote_sounds::summary.eq(summary)).execute(tx.conn)?;
    Ok(changed + theirs > 0)
}

/// Takes the sound of an object down; returns which it was.
pub fn take_down(tx: &mut Tx<'_>, object: Id) -> Result<Option<Id>> {
    let its = sounds::table.filter(sounds::object_id.eq(object));
    let media: Option<Id> = its.select(sounds::media_id).first(tx.conn).optional()?;
    diesel::delete(its).execute(tx.conn)?;
    replace_remote(tx, object, None)?;
    Ok(media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_holds_nothing_but_numbers_whatever_the_levels_are() {
        assert_eq!(wave("00ff80"), "M2 23v2M6 2v44M10 12v23");
        assert!(wave("zz<\"é").bytes().all(|b| b"Mv 0123456789".contains(&b)));
    }
}
