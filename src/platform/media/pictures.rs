//! Pictures that hang on an object, in order, with a text for those who cannot see them.
//!
//! For slices: [`of`] reads the pictures of many objects in a few queries, [`Picture::view`] is what templates
//! show, [`replace`] is how a form or an import sets them.

use std::collections::HashMap;

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
        i18n::Lang,
        id::Id,
    },
    platform::{app::Tx, venue::in_language},
    schema::pictures,
};

/// A picture of an object. Pictures of other servers appear once our copy is here.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The key.
    pub id: Id,
    /// The kept file.
    pub media: Media,
    /// Its smaller copies, narrowest first.
    pub variants: Vec<Variant>,
    /// What it shows, in French.
    pub alt_fr: String,
    /// The same in English.
    pub alt_en: String,
    /// Where an import had it from: a path, or the address on another server.
    pub source: String,
}

/// A picture as templates show it.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView {
    /// The address to fall back to.
    pub src: String,
    /// Addresses by width.
    pub srcset: String,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// What it shows.
    pub alt: String,
    /// What is written beneath.
    pub caption: Option<String>,
    /// Who made or owns it.
    pub credit: Option<String>,
    /// The largest copy.
    pub full_url: Option<String>,
}

/// A picture to hang on an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPicture {
    /// The kept picture, see [`super::MediaStore::add`].
    pub media: Id,
    /// What it shows, in French.
    pub alt_fr: String,
    /// The same in English.
    pub alt_en: String,
    /// Where an import had it from; empty for one sent by hand.
    pub source: String,
}

/// The width lists and columns fall back to.
const USUAL_WIDTH: i32 = 640;

impl Picture {
    /// A kept picture that hangs nowhere yet and that nobody has described.
    pub fn unhung(media: Media, variants: Vec<Variant>) -> Self {
        let id = media.id;
        let (alt_fr, alt_en, source) = Default::default();
        Self { id, media, variants, alt_fr, alt_en, source }
    }

    /// What templates show.
    pub fn view(&self, lang: Lang) -> PictureView {
        let usual = self
            .variants
            .iter()
            .find(|variant| variant.width >= USUAL_WIDTH)
            .map_or_else(|| self.media.path(), Variant::path);
        let smaller =
            self.variants.iter().map(|variant| format!("{} {}w", variant.path(), variant.width));
        let full = format!("{} {}w", self.media.path(), self.media.width);
        let srcset = if self.variants.is_empty() {
            String::new()
        } else {
            smaller.chain([full]).collect::<Vec<_>>().join(", ")
        };
        PictureView {
            src: usual,
            srcset,
            width: self.media.width,
            height: self.media.height,
            alt: self.alt(lang).to_owned(),
            caption: None,
            credit: None,
            full_url: (!self.variants.is_empty()).then(|| self.media.path()),
        }
    }

    /// The same picture as one to hang, on its object again or on another.
    pub fn to_hang(&self) -> NewPicture {
        NewPicture {
            media: self.media.id,
            alt_fr: self.alt_fr.clone(),
            alt_en: self.alt_en.clone(),
            source: self.source.clone(),
        }
    }

    /// The path of the smallest copy.
    pub fn thumb(&self) -> String {
        self.variants.first().map_or_else(|| self.media.path(), Variant::path)
    }

    /// What it shows, in `lang` when somebody wrote it.
    pub fn alt(&self, lang: Lang) -> &str {
        in_language(lang, &self.alt_fr, &self.alt_en)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = pictures)]
struct Row {
    id: Id,
    object_id: Id,
    media_id: Option<Id>,
    remote_media_id: Option<Id>,
    alt_fr: String,
    alt_en: String,
    source: String,
}

#[derive(Insertable)]
#[diesel(table_name = pictures, treat_none_as_default_value = false)]
struct NewRow {
    id: Id,
    object_id: Id,
    position: i32,
    media_id: Option<Id>,
    remote_media_id: Option<Id>,
    alt_fr: String,
    alt_en: String,
    source: String,
}

/// The pictures of these objects, in order, by object; objects without one are left out.
pub fn of(conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Vec<Picture>>> {
    let rows: Vec<Row> = pictures::table
        .filter(pictures::object_id.eq_any(objects))
        .order((pictures::object_id, pictures::position))
        .select(Row::as_select())
        .load(conn)?;
    let distant: Vec<Id> = rows.iter().filter_map(|row| row.remote_media_id).collect();
    let copies = if distant.is_empty() { HashMap::new() } else { remote::copies(conn, &distant)? };
    let media_of = |row: &Row| row.media_id.or_else(|| copies.get(&row.remote_media_id?).copied());
    let wanted: Vec<Id> = rows.iter().filter_map(media_of).collect();
    let kept = store::find_all(conn, &wanted)?;
    let mut found: HashMap<Id, Vec<Picture>> = HashMap::new();
    for row in rows {
        // Not here yet, or refused: it is left out rather than shown broken.
        let Some((media, variants)) = media_of(&row).and_then(|id| kept.get(&id).cloned()) else {
            continue;
        };
        found.entry(row.object_id).or_default().push(Picture {
            id: row.id,
            media,
            variants,
            alt_fr: row.alt_fr,
            alt_en: row.alt_en,
            source: row.source,
        });
    }
    Ok(found)
}

/// The pictures of these objects as templates show them, by object.
pub fn views(conn: &mut Conn, objects: &[Id], lang: Lang) -> Result<HashMap<Id, Vec<PictureView>>> {
    let found = of(conn, objects)?;
    Ok(found
        .into_iter()
        .map(|(id, list)| (id, list.iter().map(|picture| picture.view(lang)).collect()))
        .collect())
}

/// The paths of the smallest copies of these kept pictures, by their keys.
pub fn thumbs(conn: &mut Conn, media: &[Id]) -> Result<HashMap<Id, String>> {
    let found = store::find_all(conn, media)?;
    Ok(found
        .into_iter()
        .map(|(id, (media, variants))| {
            let path = variants.first().map_or_else(|| media.path(), Variant::path);
            (id, path)
        })
        .collect())
}

/// A kept picture, for what shows it without hanging it on an object.
pub fn kept(conn: &mut Conn, media: Id) -> Result<Option<Media>> {
    store::find(conn, media)
}

/// The kept picture with this name in the folder (the last part of `/media/{file}`).
pub fn find_by_file(conn: &mut Conn, file: &str) -> Result<Option<Media>> {
    store::find_by_file(conn, file)
}

/// The kept picture that came from this address and hangs somewhere: what repeats names the same one for every date.
pub fn find_by_source(conn: &mut Conn, source: &str) -> Result<Option<Id>> {
    let found: Option<Option<Id>> = pictures::table
        .filter(pictures::source.eq(source))
        .filter(pictures::media_id.is_not_null())
        .select(pictures::media_id)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Hangs exactly these pictures on an object, in this order. [`Error::NotFound`] when one of them is not kept here:
/// forms name them by key.
pub fn replace(tx: &mut Tx<'_>, object: Id, new: &[NewPicture]) -> Result<()> {
    let named: Vec<Id> = new.iter().map(|picture| picture.media).collect();
    let kept = store::find_all(tx.conn, &named)?;
    if named.iter().any(|id| kept.get(id).is_none_or(|(media, _)| media.is_sound())) {
        return Err(Error::NotFound);
    }
    remove_all(tx, object)?;
    let rows = new
        .iter()
        .zip(0i32..)
        .map(|(picture, position)| NewRow {
            id: tx.new_id(),
            object_id: object,
            position,
            media_id: Some(picture.media),
            remote_media_id: None,
            alt_fr: picture.alt_fr.clone(),
            alt_en: picture.alt_en.clone(),
            source: picture.source.clone(),
        })
        .collect();
    insert(tx, rows)
}

/// Hangs pictures of another server on an object, in this order: (address, text, language of the text).
/// Our copies are fetched in the background.
pub fn replace_remote(tx: &mut Tx<'_>, object: Id, new: &[(String, String)]) -> Result<()> {
    remove_all(tx, object)?;
    keep_remote(tx, object, new)
}

/// The pictures of a post that is new here: address and description of each.
pub fn keep_remote(tx: &mut Tx<'_>, object: Id, new: &[(String, String)]) -> Result<()> {
    let mut rows = Vec::with_capacity(new.len());
    for ((address, alt), position) in new.iter().zip(0i32..) {
        let kept = remote::keep(tx, address)?;
        rows.push(NewRow {
            id: tx.new_id(),
            object_id: object,
            position,
            media_id: None,
            remote_media_id: Some(kept.id),
            // Whatever its language, it is the only description there is.
            alt_fr: alt.clone(),
            alt_en: String::new(),
            source: address.clone(),
        });
    }
    insert(tx, rows)
}

/// Are these the pictures of another server that hang on an object, in this order, with these texts?
pub fn hangs(conn: &mut Conn, object: Id, wanted: &[(String, String)]) -> Result<bool> {
    let hanging: Vec<(String, String)> = pictures::table
        .filter(pictures::object_id.eq(object))
        .order(pictures::position)
        .select((pictures::source, pictures::alt_fr))
        .load(conn)?;
    Ok(hanging == wanted)
}

fn remove_all(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    diesel::delete(pictures::table.filter(pictures::object_id.eq(object))).execute(tx.conn)?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, rows: Vec<NewRow>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    both!(tx.conn, |c| diesel::insert_into(pictures::table).values(rows).execute(c))?;
    Ok(())
}

/// Does a picture hang on the object, whether or not our copy is here?
pub fn has(conn: &mut Conn, object: Id) -> Result<bool> {
    let its = pictures::table.filter(pictures::object_id.eq(object)).count();
    Ok(its.get_result::<i64>(conn)? > 0)
}

/// The objects that show this remote picture.
pub(super) fn objects_showing(conn: &mut Conn, remote_media: Id) -> Result<Vec<Id>> {
    Ok(pictures::table
        .filter(pictures::remote_media_id.eq(remote_media))
        .select(pictures::object_id)
        .distinct()
        .load(conn)?)
}
