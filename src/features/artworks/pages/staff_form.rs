//! The form of an artwork, with its pictures.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::{
        artworks::{
            actions,
            model::{Artwork, Draft, Facts, LICENCES},
            store,
        },
        places,
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        audit,
        feature::StaffNav,
        media::{
            edit::{self, EditedPicture},
            pictures::{self, Picture},
        },
        objects,
        web::{Choice, Ctx, Page, Path, Staff, UploadForm},
    },
};

/// The texts of the form, by the names the model gives them.
const TEXTS: [&str; 11] = [
    "title",
    "artist",
    "artist_dates",
    "date",
    "technique",
    "dimensions",
    "inventory",
    "description_fr",
    "description_en",
    "credit",
    "licence",
];

type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
pub(super) struct FormPage {
    pub(super) staff_nav: StaffNav,
    pub(super) artwork: Option<Edited>,
    pub(super) values: Texts,
    pub(super) errors: Texts,
    pub(super) places: Vec<Choice>,
    pub(super) licences: Vec<Choice>,
    pub(super) pictures: Vec<EditedPicture>,
    pub(super) new_pictures: usize,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "artworks/staff_form.html";
}

#[derive(Serialize)]
pub(super) struct Edited {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) url: String,
}

pub(super) async fn new(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let draft = Draft { on_show: true, ..Draft::default() };
    let page = form_page(&ctx, None, Some(draft), FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn edit(ctx: Ctx, _staff: Staff, Path(id): Path<String>) -> Result<Response> {
    let page = form_page(&ctx, Some(read_id(&id)?), None, FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn publish(ctx: Ctx, staff: Staff, form: UploadForm) -> Result<Response> {
    save(ctx, staff, None, form).await
}

pub(super) async fn revise(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<String>,
    form: UploadForm,
) -> Result<Response> {
    let id = read_id(&id)?;
    save(ctx, staff, Some(id), form).await
}

fn read_id(text: &str) -> Result<Id> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn save(ctx: Ctx, staff: Staff, id: Option<Id>, form: UploadForm) -> Result<Response> {
    let hanging = match id {
        Some(id) => load(&ctx.app, id).await?.1,
        None => Vec::new(),
    };
    let (draft, errors) = read_form(&ctx.app, &form, &hanging).await?;
    let account = staff.0.account_id;
    let wanted = draft.clone();
    let saved = if errors.is_empty() {
        ctx.app
            .write(move |tx| {
                let (action, id) = match id {
                    None => ("artwork.publish", actions::publish(tx, &wanted)?.id),
                    Some(id) => {
                        actions::revise(tx, id, &wanted)?;
                        ("artwork.revise", id)
                    }
                };
                record(tx, account, action, id)?;
                Ok(id)
            })
            .await
    } else {
        Err(Error::Invalid(errors))
    };
    match saved {
        Ok(id) => {
            let to = match form.fields.text("save") {
                "stay" => format!("/equipe/oeuvres/{id}"),
                _ => "/equipe/oeuvres".to_owned(),
            };
            Ok(ctx.redirect_saying(&to, "ok", Message::new("artworks-staff-saved")))
        }
        Err(Error::Invalid(errors)) => {
            let page = form_page(&ctx, id, Some(draft), errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn withdraw(ctx: Ctx, staff: Staff, Path(id): Path<String>) -> Result<Response> {
    let id = read_id(&id)?;
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            actions::withdraw(tx, id)?;
            record(tx, account, "artwork.withdraw", id)
        })
        .await?;
    Ok(ctx.redirect_saying("/equipe/oeuvres", "ok", Message::new("artworks-staff-deleted")))
}

fn record(tx: &mut Tx<'_>, account: Id, action: &str, id: Id) -> Result<()> {
    let target = id.to_string();
    audit::record(
        tx,
        &audit::Entry {
            account: Some(account),
            action,
            target_kind: "artwork",
            target: &target,
            ..audit::Entry::default()
        },
    )
    .map(|_| ())
}

/// The artwork and what hangs, unless it was withdrawn.
async fn load(app: &App, id: Id) -> Result<(Artwork, Vec<Picture>)> {
    app.read(move |conn| {
        let artwork = store::find(conn, id)?.ok_or(Error::NotFound)?;
        if objects::find(conn, id)?.is_none_or(|object| object.deleted_at.is_some()) {
            return Err(Error::NotFound);
        }
        let hanging = pictures::of(conn, &[id])?.remove(&id).unwrap_or_default();
        Ok((artwork, hanging))
    })
    .await
}

/// What was typed and sent, as a draft; new pictures are taken in on the way.
async fn read_form(
    app: &App,
    form: &UploadForm,
    hanging: &[Picture],
) -> Result<(Draft, FieldErrors)> {
    let fields = &form.fields;
    let mut errors = FieldErrors::default();
    let mut facts = Facts::default();
    for name in TEXTS {
        if let Some(text) = facts.get_mut(name) {
            *text = fields.text(name).replace("\r\n", "\n");
        }
    }
    let pictures = edit::read(app, form, hanging, &mut errors).await?;
    let place: Option<Id> = fields.parse("place");
    if place.is_none() && !fields.text("place").is_empty() {
        errors.add("place", "artworks-error-place");
    }
    let draft = Draft { facts, place, on_show: fields.text("status") != "withdrawn", pictures };
    Ok((draft, errors))
}

async fn form_page(
    ctx: &Ctx,
    id: Option<Id>,
    typed: Option<Draft>,
    errors: FieldErrors,
) -> Result<FormPage> {
    let stored = match id {
        Some(id) => Some(load(&ctx.app, id).await?),
        None => None,
    };
    let draft = typed
        .or_else(|| {
            let (artwork, hanging) = stored.as_ref()?;
            Some(Draft {
                pictures: hanging.iter().map(Picture::to_hang).collect(),
                ..artwork.draft(&[])
            })
        })
        .unwrap_or_default();
    let errors = ctx.messages(&errors);
    let (app, lang) = (ctx.app.clone(), ctx.lang);
    ctx.app
        .read(move |conn| {
            let pictures = edit::view(conn, &draft.pictures, |n| {
                errors.get(&format!("picture_{n}")).cloned()
            })?;
            Ok(FormPage {
                staff_nav: StaffNav::load(&app, conn)?,
                pictures,
                artwork: stored.map(|(artwork, _)| Edited {
                    id: artwork.id,
                    url: artwork.path(),
                    title: artwork.facts.title,
                }),
                places: places::menu(&places::tree(conn)?, lang),
                licences: licences(&draft.facts.licence),
                values: values(&draft),
                errors,
                new_pictures: edit::NEW_PICTURES,
            })
        })
        .await
}

fn values(draft: &Draft) -> Texts {
    let mut values: Texts = TEXTS
        .iter()
        .map(|name| {
            let text = draft.facts.get(name).unwrap_or_default();
            ((*name).to_owned(), text.to_owned())
        })
        .collect();
    let place = draft.place.map(|id| id.to_string()).unwrap_or_default();
    let status = if draft.on_show { "on_show" } else { "withdrawn" };
    values.insert("place".to_owned(), place);
    values.insert("status".to_owned(), status.to_owned());
    values
}

/// The licences on offer; one an import brought stays on offer for its work.
pub(super) fn licences(present: &str) -> Vec<Choice> {
    let known = LICENCES.iter().map(|(name, _)| *name);
    let other =
        (!present.is_empty() && !known.clone().any(|name| name == present)).then_some(present);
    known.chain(other).map(|name| Choice::new(name, name)).collect()
}
