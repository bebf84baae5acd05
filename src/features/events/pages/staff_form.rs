//! The form of an event, what makes more of it, and what takes it away.

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    form::{self, Values},
    list,
};
use crate::{
    features::{
        artworks,
        events::{Draft, Every, Rsvp, Status, USUAL_LENGTH, When, actions, moment},
        places,
    },
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        i18n,
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
        web::{Choice, Ctx, Form, Page, Path, Staff, UploadForm},
    },
};

/// How many artworks the form offers to choose from.
const ARTWORKS: i64 = 500;

#[derive(Serialize)]
pub(super) struct FormPage {
    pub(super) staff_nav: StaffNav,
    pub(super) event: Option<Edited>,
    pub(super) values: Values,
    pub(super) access: Vec<Ticked>,
    pub(super) artworks: Vec<Ticked>,
    pub(super) errors: Values,
    pub(super) categories: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) zone: &'static str,
    pub(super) pictures: Vec<EditedPicture>,
    pub(super) new_pictures: usize,
    pub(super) every: Vec<Choice>,
}

/// A box of many.
#[derive(Serialize)]
pub(super) struct Ticked {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) ticked: bool,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "events/staff_form.html";
}

#[derive(Serialize)]
pub(super) struct Edited {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) draft: bool,
    pub(super) repeats: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct New {
    copie: String,
}

pub(super) async fn new(ctx: Ctx, _staff: Staff, Query(asked): Query<New>) -> Result<Response> {
    let copied = match asked.copie.parse::<Id>() {
        Ok(id) => {
            let (_, _, draft) = ctx.app.read(move |conn| actions::get(conn, id)).await?;
            Some(Draft { status: Status::Draft, ..draft })
        }
        Err(_) => None,
    };
    let draft = copied.unwrap_or_else(|| blank(&ctx.app));
    let page = form_page(&ctx, None, Shown::Draft(draft), FieldErrors::default()).await?;
    ctx.html(&page)
}

/// An event next week at eight in the evening: something to change rather than nothing.
fn blank(app: &App) -> Draft {
    let zone = app.venue().time_zone;
    let today = app.now().utc().with_timezone(&zone).date_naive();
    let evening = (today + chrono::Days::new(7)).and_hms_opt(20, 0, 0);
    let starts = evening.and_then(|at| moment(zone, at)).unwrap_or(app.now());
    let ends = starts.plus(USUAL_LENGTH);
    let when = When { starts, ends, doors: None, open_ended: true, all_day: false, zone };
    let mut draft = Draft::blank(when);
    draft.facts.rsvp = Rsvp::Open;
    draft
}

pub(super) async fn edit(ctx: Ctx, _staff: Staff, Path(id): Path<String>) -> Result<Response> {
    let id = read_id(&id)?;
    let (_, _, draft) = ctx.app.read(move |conn| actions::get(conn, id)).await?;
    let page = form_page(&ctx, Some(id), Shown::Draft(draft), FieldErrors::default()).await?;
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

fn read_id(id: &str) -> Result<Id> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn save(ctx: Ctx, staff: Staff, id: Option<Id>, form: UploadForm) -> Result<Response> {
    let hanging: Vec<Picture> = match id {
        Some(id) => ctx.app.read(move |conn| pictures_of(conn, id)).await?,
        None => Vec::new(),
    };
    let zone = ctx.app.venue().time_zone;
    let (draft, errors) = form::read(&ctx.app, &form, &hanging, zone).await?;
    let account = staff.0.account_id;
    let wanted = draft.clone();
    let saved = if errors.is_empty() {
        ctx.app
            .write(move |tx| {
                let (action, id) = match id {
                    None => ("event.publish", actions::publish(tx, &wanted)?.id),
                    Some(id) => {
                        actions::revise(tx, id, &wanted)?;
                        ("event.revise", id)
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
                "stay" => format!("/equipe/agenda/{id}"),
                _ => "/equipe/agenda".to_owned(),
            };
            Ok(ctx.redirect_saying(&to, "ok", Message::new("events-staff-saved")))
        }
        Err(Error::Invalid(errors)) => {
            let shown = Shown::Typed(draft, form.fields.values());
            let page = form_page(&ctx, id, shown, errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

fn pictures_of(conn: &mut Conn, id: Id) -> Result<Vec<Picture>> {
    actions::get(conn, id)?;
    Ok(pictures::of(conn, &[id])?.remove(&id).unwrap_or_default())
}

/// More dates of the same event.
pub(super) async fn repeat(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<String>,
    fields: Form,
) -> Result<Response> {
    let id = read_id(&id)?;
    let account = staff.0.account_id;
    let made = match form::read_repeat(&fields) {
        Ok(wanted) => {
            ctx.app
                .write(move |tx| {
                    let made = actions::repeat(tx, id, &wanted)?;
                    record(tx, account, "event.repeat", id)?;
                    Ok(made)
                })
                .await
        }
        Err(wrong) => Err(wrong),
    };
    match made {
        Ok(made) => {
            let said = Message::new("events-staff-repeated").with("count", made);
            Ok(ctx.redirect_saying("/equipe/agenda", "ok", said))
        }
        Err(Error::Invalid(errors)) => {
            let (_, _, draft) = ctx.app.read(move |conn| actions::get(conn, id)).await?;
            let mut typed = form::values(&draft);
            typed.extend(fields.values());
            let page = form_page(&ctx, Some(id), Shown::Typed(draft, typed), errors).await?;
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
            record(tx, account, "event.withdraw", id)
        })
        .await?;
    Ok(ctx.redirect_saying("/equipe/agenda", "ok", Message::new("events-staff-deleted")))
}

fn record(tx: &mut Tx<'_>, account: Id, action: &str, id: Id) -> Result<()> {
    let target = id.to_string();
    let entry = audit::Entry {
        account: Some(account),
        action,
        target_kind: "event",
        target: &target,
        ..audit::Entry::default()
    };
    audit::record(tx, &entry).map(|_| ())
}

/// What the form is filled with.
enum Shown {
    /// An event as it is.
    Draft(Draft),
    /// What was typed, and what could be read of it.
    Typed(Draft, Values),
}

async fn form_page(
    ctx: &Ctx,
    id: Option<Id>,
    shown: Shown,
    errors: FieldErrors,
) -> Result<FormPage> {
    let errors = ctx.messages(&errors);
    let (draft, values) = match shown {
        Shown::Draft(draft) => {
            let values = form::values(&draft);
            (draft, values)
        }
        Shown::Typed(draft, values) => (draft, values),
    };
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let lang = asking.lang;
            let event = match id {
                Some(id) => {
                    let (event, _, _) = actions::get(conn, id)?;
                    Some(Edited {
                        id,
                        url: event.path(),
                        title: event.facts.title,
                        draft: event.status == Status::Draft,
                        repeats: event.series.is_some(),
                    })
                }
                None => None,
            };
            let mut artworks: Vec<Ticked> = artworks::choices(conn, ARTWORKS)?
                .into_iter()
                .map(|(id, label)| Ticked {
                    value: id.to_string(),
                    label,
                    ticked: draft.artworks.contains(&id),
                })
                .collect();
            artworks.sort_by_key(|one| !one.ticked);
            let say = |key: &str| i18n::text(lang, key, &i18n::Args::new());
            Ok(FormPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                event,
                access: list::access(lang)
                    .into_iter()
                    .map(|one| Ticked {
                        ticked: draft.facts.access.iter().any(|had| had.as_str() == one.value),
                        value: one.value,
                        label: one.label,
                    })
                    .collect(),
                artworks,
                categories: list::categories(lang),
                places: places::menu(&places::tree(conn)?, lang),
                zone: draft.facts.when.zone.name(),
                pictures: edit::view(conn, &draft.pictures, |n| {
                    errors.get(&format!("picture_{n}")).cloned()
                })?,
                new_pictures: edit::NEW_PICTURES,
                every: Every::ALL
                    .iter()
                    .map(|every| Choice::new(every, say(&format!("events-every-{every}"))))
                    .collect(),
                values,
                errors,
            })
        })
        .await
}
