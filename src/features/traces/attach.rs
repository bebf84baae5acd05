//! The picture and the sound that come with a form: taken in at once, described, and held when something else of the
//! form must be corrected, so that nobody has to choose or record them again.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{actions::Attached, model::DESCRIPTION};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        app::App,
        media::{
            held,
            pictures::{Picture, PictureView},
            sounds::{self, SoundView},
        },
        web::{Form, UploadForm},
    },
};

/// A file of the form: where it is sent, where the token of a held one is, what takes it out again, what describes it.
struct Slot {
    file: &'static str,
    held: &'static str,
    without: &'static str,
    about: &'static str,
    sound: bool,
}

const PICTURE: Slot = Slot {
    file: "picture",
    held: "picture_held",
    without: "picture_without",
    about: "picture_alt",
    sound: false,
};

const SOUND: Slot = Slot {
    file: "sound",
    held: "sound_held",
    without: "sound_without",
    about: "sound_summary",
    sound: true,
};

/// What came with a form, and what is wrong with it.
#[derive(Default)]
pub struct Brought {
    /// What is fit to be hung.
    pub attached: Attached,
    /// What is not.
    pub errors: FieldErrors,
    /// Files nobody holds yet, by the field of their token.
    fresh: Vec<(&'static str, Id)>,
}

/// Takes in what came with a form by this person; none: somebody without a name.
pub async fn take_in(app: &App, person: Option<Id>, form: &UploadForm) -> Result<Brought> {
    let mut brought = Brought::default();
    if let Some(media) = one(app, person, form, &PICTURE, &mut brought).await? {
        let alt = about(&form.fields, &PICTURE, &mut brought.errors);
        if alt.is_empty() {
            brought.errors.add(PICTURE.about, "traces-error-no-alt");
        }
        brought.attached.picture = Some((media, alt));
    }
    if let Some(media) = one(app, person, form, &SOUND, &mut brought).await? {
        let summary = about(&form.fields, &SOUND, &mut brought.errors);
        brought.attached.sound = Some((media, summary));
    }
    Ok(brought)
}

async fn one(
    app: &App,
    person: Option<Id>,
    form: &UploadForm,
    slot: &Slot,
    brought: &mut Brought,
) -> Result<Option<Id>> {
    if let Some(file) = form.files.iter().find(|file| file.field == slot.file) {
        let bytes = file.bytes.clone();
        let taken = if slot.sound {
            app.media.add_sound(app, bytes).await
        } else {
            app.media.add(app, bytes).await
        };
        match taken {
            Ok(media) => {
                brought.fresh.push((slot.held, media.id));
                return Ok(Some(media.id));
            }
            Err(Error::Invalid(refused)) => {
                for message in refused.0.into_values() {
                    brought.errors.add_message(slot.file, message);
                }
            }
            Err(other) => return Err(other),
        }
    }
    let token = form.fields.text(slot.held).to_owned();
    if token.is_empty() || form.fields.ticked(slot.without) {
        return Ok(None);
    }
    let found = app.read(move |conn| held::find(conn, &token, person)).await?;
    match found.filter(|(media, _)| media.is_sound() == slot.sound) {
        Some((media, _)) => Ok(Some(media.id)),
        None => {
            brought.errors.add(slot.file, "traces-error-not-held");
            Ok(None)
        }
    }
}

/// What describes a file, as typed.
fn about(form: &Form, slot: &Slot, errors: &mut FieldErrors) -> String {
    let typed = form.text(slot.about);
    if typed.chars().count() > DESCRIPTION {
        errors.add(slot.about, "traces-error-long-description");
    }
    typed.to_owned()
}

/// What describes the files of a trace that is changed, as typed.
pub fn described(form: &Form, errors: &mut FieldErrors) -> (String, String) {
    (about(form, &PICTURE, errors), about(form, &SOUND, errors))
}

impl Brought {
    /// Holds what was taken in, and writes the tokens into the fields of the form that goes back.
    pub async fn hold(
        &self,
        app: &App,
        person: Option<Id>,
        values: &mut BTreeMap<String, String>,
    ) -> Result<()> {
        for (field, media) in &self.fresh {
            values.insert((*field).to_owned(), held::hold(app, person, *media).await?);
        }
        Ok(())
    }
}

/// What a form holds, as templates show it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HeldView {
    picture: Option<PictureView>,
    sound: Option<SoundView>,
}

/// What the fields of a form hold for this person.
pub fn held(
    conn: &mut Conn,
    person: Option<Id>,
    lang: Lang,
    values: &BTreeMap<String, String>,
) -> Result<HeldView> {
    let mut find = |slot: &Slot| match values.get(slot.held).filter(|token| !token.is_empty()) {
        Some(token) => held::find(conn, token, person),
        None => Ok(None),
    };
    let (picture, sound) = (find(&PICTURE)?, find(&SOUND)?);
    Ok(HeldView {
        picture: picture
            .filter(|(media, _)| !media.is_sound())
            .map(|(media, variants)| Picture::unhung(media, variants).view(lang)),
        sound: sound
            .filter(|(media, _)| media.is_sound())
            .map(|(media, others)| sounds::view(&media, &others, "")),
    })
}
