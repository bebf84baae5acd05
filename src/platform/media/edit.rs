//! The pictures part of a staff form: several at a time, reordered, described, taken down.
//!
//! For the forms of nouns that have pictures; the macro `edit_pictures` shows it. A picture is kept as soon as it arrives:
//! a form that must be corrected comes back with it, under its key.

use serde::Serialize;

use super::pictures::{self, NewPicture, Picture};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Result},
        id::Id,
    },
    platform::{
        app::App,
        web::{Form, UploadForm},
    },
};

/// How many new pictures one form takes.
pub const NEW_PICTURES: usize = 3;

/// A picture as the form shows it.
#[derive(Clone, Debug, Serialize)]
pub struct EditedPicture {
    /// The kept picture.
    pub id: Id,
    /// Its smallest copy.
    pub src: String,
    /// What it shows, in French.
    pub alt_fr: String,
    /// The same in English.
    pub alt_en: String,
    /// Its place in the order, from one.
    pub position: usize,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The pictures a form asks for, in order, those it brings among them. What cannot be taken is told under
/// `new_picture_1`, `new_picture_2`…
pub async fn read(
    app: &App,
    form: &UploadForm,
    hanging: &[Picture],
    errors: &mut FieldErrors,
) -> Result<Vec<NewPicture>> {
    let fields = &form.fields;
    let mut ordered: Vec<(i64, NewPicture)> = fields
        .all("media")
        .filter_map(|id| id.parse().ok())
        .filter(|id: &Id| !fields.ticked(&format!("remove_{id}")))
        .map(|id| {
            (fields.parse(&format!("position_{id}")).unwrap_or(99), described(fields, id, hanging))
        })
        .collect();
    // Equal positions keep the order they came in.
    ordered.sort_by_key(|(position, _)| *position);
    let mut all: Vec<NewPicture> = ordered.into_iter().map(|(_, picture)| picture).collect();
    for n in 1..=NEW_PICTURES {
        let field = format!("new_picture_{n}");
        let Some(file) = form.files.iter().find(|file| file.field == field) else {
            continue;
        };
        match app.media.add(app, file.bytes.clone()).await {
            Ok(media) => all.push(NewPicture {
                media: media.id,
                alt_fr: alt(fields, &format!("new_alt_fr_{n}")),
                alt_en: alt(fields, &format!("new_alt_en_{n}")),
                source: String::new(),
            }),
            Err(Error::Invalid(refused)) => {
                for message in refused.0.into_values() {
                    errors.add_message(&field, message);
                }
            }
            Err(other) => return Err(other),
        }
    }
    Ok(all)
}

/// What the form shows of these pictures. `error` says what is wrong with the n-th of them, counted from one.
pub fn view(
    conn: &mut Conn,
    chosen: &[NewPicture],
    error: impl Fn(usize) -> Option<String>,
) -> Result<Vec<EditedPicture>> {
    let ids: Vec<Id> = chosen.iter().map(|picture| picture.media).collect();
    let thumbs = pictures::thumbs(conn, &ids)?;
    let shown = chosen.iter().zip(1..).map(|(picture, position)| EditedPicture {
        id: picture.media,
        src: thumbs.get(&picture.media).cloned().unwrap_or_default(),
        alt_fr: picture.alt_fr.clone(),
        alt_en: picture.alt_en.clone(),
        position,
        error: error(position),
    });
    Ok(shown.collect())
}

/// A description as typed. The sign that parts descriptions in tables cannot be inside one.
fn alt(fields: &Form, name: &str) -> String {
    fields.text(name).replace("\r\n", "\n").replace('|', "¦")
}

/// A picture of the form under its key, with the texts typed beside it.
fn described(fields: &Form, id: Id, hanging: &[Picture]) -> NewPicture {
    let known = hanging.iter().find(|picture| picture.media.id == id);
    NewPicture {
        alt_fr: alt(fields, &format!("alt_fr_{id}")),
        alt_en: alt(fields, &format!("alt_en_{id}")),
        source: known.map(|picture| picture.source.clone()).unwrap_or_default(),
        media: id,
    }
}
