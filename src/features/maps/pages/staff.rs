//! Plans for staff: a picture or drawing per place, and numbers that say where things are on it.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::map::{PlanView, view};
use crate::{
    features::{
        artworks,
        maps::{
            actions::{self, Pin},
            model, store,
        },
        places::{self, Tree},
    },
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        audit,
        feature::{self, StaffNav},
        web::{Ctx, Form, Page, Path, Staff, UploadForm},
    },
};

type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) places: Vec<Row>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "maps/staff_list.html";
}

/// A place that may have a plan.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) depth: usize,
    pub(super) has_plan: bool,
    pub(super) url: String,
}

#[derive(Serialize)]
pub(super) struct EditPage {
    pub(super) staff_nav: StaffNav,
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) plan: Option<PlanView>,
    pub(super) things: Vec<Thing>,
    pub(super) values: Texts,
    pub(super) errors: Texts,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "maps/staff_edit.html";
}

/// Something that may be pinned.
#[derive(Serialize)]
pub(super) struct Thing {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) reference: Option<String>,
}

pub(super) async fn list(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let (app, lang) = (ctx.app.clone(), ctx.lang);
    let page = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let plans = store::plans(conn)?;
            let row = |(depth, place): (usize, &places::Place)| Row {
                name: place.name(lang).to_owned(),
                depth,
                has_plan: plans.iter().any(|plan| plan.place_id == place.id),
                url: format!("/equipe/plans/{}", place.id),
            };
            Ok(ListPage {
                places: tree.walk().into_iter().map(row).collect(),
                staff_nav: StaffNav::load(&app, conn)?,
            })
        })
        .await?;
    ctx.html(&page)
}

pub(super) async fn edit(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let page = edit_page(&ctx, id, None).await?;
    ctx.html(&page)
}

async fn edit_page(ctx: &Ctx, id: Id, wrong: Option<(&Form, &FieldErrors)>) -> Result<EditPage> {
    let asking = ctx.clone();
    let typed = wrong.map(|(form, errors)| (form.values(), ctx.messages(errors)));
    ctx.app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let place = tree.get(id).ok_or(Error::NotFound)?;
            let plan = store::find(conn, id)?;
            let mut values = Texts::new();
            if let Some(plan) = &plan {
                values.insert("alt_fr".to_owned(), plan.alt_fr.clone());
                values.insert("alt_en".to_owned(), plan.alt_en.clone());
            }
            for (object, spot) in store::pins(conn, id)? {
                values.insert(format!("x_{object}"), model::percent(spot.x));
                values.insert(format!("y_{object}"), model::percent(spot.y));
            }
            let (typed, errors) = typed.unwrap_or_default();
            values.extend(typed);
            Ok(EditPage {
                name: place.name(asking.lang).to_owned(),
                things: things(&asking, conn, &tree, id)?,
                plan: match plan {
                    Some(plan) => view(conn, &tree, &plan, asking.lang)?,
                    None => None,
                },
                staff_nav: StaffNav::load(&asking.app, conn)?,
                id,
                values,
                errors,
            })
        })
        .await
}

/// The places inside, then the works there.
fn things(ctx: &Ctx, conn: &mut Conn, tree: &Tree, place: Id) -> Result<Vec<Thing>> {
    let mut ids: Vec<Id> = tree.within(place).into_iter().filter(|id| *id != place).collect();
    ids.extend(artworks::ids_at(conn, &tree.within(place))?);
    let mut headings = feature::headings(&ctx.app, conn, ctx.lang, &ids)?;
    let mut things: Vec<Thing> = ids
        .into_iter()
        .filter_map(|id| {
            let heading = headings.remove(&id)?;
            Some(Thing { id, title: heading.title, reference: heading.reference })
        })
        .collect();
    things.sort_by(|a, b| (&a.reference, &a.title).cmp(&(&b.reference, &b.title)));
    Ok(things)
}

pub(super) async fn hang(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: UploadForm,
) -> Result<Response> {
    match save(&ctx.app, &staff, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let page = edit_page(&ctx, id, Some((&form.fields, &errors))).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
        Ok(()) => Ok(saved(&ctx, id, "maps-saved")),
    }
}

async fn save(app: &App, staff: &Staff, id: Id, form: &UploadForm) -> Result<()> {
    let text = |name: &str| form.fields.text(name).to_owned();
    let texts = [text("alt_fr"), text("alt_en")];
    if texts.iter().any(|text| text.chars().count() > 1_500) {
        return Err(Error::field("alt_fr", "places-error-long"));
    }
    let picture = match form.files.iter().find(|file| file.field == "picture") {
        Some(file) => Some(app.media.add_plan(app, file.bytes.clone()).await?.id),
        None => None,
    };
    let account = staff.0.account_id;
    app.write(move |tx| {
        let [alt_fr, alt_en] = &texts;
        actions::hang(tx, id, picture, (alt_fr, alt_en))?;
        note(tx, account, "plan.hang", id)
    })
    .await
}

fn note(tx: &mut Tx<'_>, account: Id, action: &'static str, place: Id) -> Result<()> {
    let entry = audit::Entry {
        account: Some(account),
        action,
        target_kind: "place",
        target: &place.to_string(),
        ..audit::Entry::default()
    };
    audit::record(tx, &entry).map(|_| ())
}

fn saved(ctx: &Ctx, id: Id, key: &str) -> Response {
    ctx.redirect_saying(&format!("/equipe/plans/{id}"), "ok", Message::new(key))
}

pub(super) async fn pin(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let asking = ctx.clone();
    let things = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            tree.get(id).ok_or(Error::NotFound)?;
            things(&asking, conn, &tree, id)
        })
        .await?;
    let mut errors = FieldErrors::default();
    let mut pins = Vec::new();
    for thing in &things {
        let (x, y) = (format!("x_{}", thing.id), format!("y_{}", thing.id));
        match model::spot(form.text(&x), form.text(&y)) {
            Ok(Some(spot)) => pins.push(Pin { object: thing.id, x: spot.x, y: spot.y }),
            Ok(None) => {}
            Err(()) => errors.add(&x, "maps-error-spot"),
        }
    }
    if !errors.is_empty() {
        let page = edit_page(&ctx, id, Some((&form, &errors))).await?;
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            actions::pin(tx, id, &pins)?;
            note(tx, account, "plan.pin", id)
        })
        .await?;
    Ok(saved(&ctx, id, "maps-pinned"))
}

pub(super) async fn take_down(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            actions::take_down(tx, id)?;
            note(tx, account, "plan.take-down", id)
        })
        .await?;
    Ok(ctx.redirect_saying("/equipe/plans", "ok", Message::new("maps-taken-down")))
}
