//! The desk of devices: which there are, when they were last heard of, making and closing them, freezing a wall.

use std::collections::{BTreeMap, HashMap};

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::devices::{
        actions,
        model::{Device, Kind},
        store,
    },
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        feature::{self, Heading, StaffNav, Typed},
        web::{Choice, Ctx, Form, Page, PageNumber, Pager, Path, Role, Staff},
    },
};

const PER_PAGE: i64 = 30;

#[derive(Serialize)]
pub(super) struct DeskPage {
    pub(super) staff_nav: StaffNav,
    pub(super) devices: Vec<Line>,
    pub(super) pager: Pager,
    pub(super) kinds: Vec<Choice>,
    pub(super) may_make: bool,
    pub(super) made: Option<Made>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "devices/desk.html";
}

/// A device, as the list shows it.
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) id: Id,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) about: Option<Heading>,
    pub(super) seen: Option<Time>,
    pub(super) revoked: bool,
    pub(super) frozen: bool,
}

/// An address that was just made: shown once, because only its sum is stored.
#[derive(Serialize)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) address: String,
}

pub(super) async fn list(
    ctx: Ctx,
    staff: Staff,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let shown = assemble(&ctx, &staff, page, Typed::default(), None).await?;
    ctx.html(&shown)
}

async fn assemble(
    ctx: &Ctx,
    staff: &Staff,
    page: PageNumber,
    typed: Typed,
    made: Option<Made>,
) -> Result<DeskPage> {
    let (asking, may_make) = (ctx.clone(), staff.0.role >= Role::Admin);
    ctx.app
        .read(move |conn| {
            let (devices, total) = store::list(conn, page.offset(PER_PAGE), PER_PAGE)?;
            let about: Vec<Id> = devices.iter().map(|device| device.object_id).collect();
            let headings = feature::headings(&asking.app, conn, asking.lang, &about)?;
            Ok(DeskPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                devices: devices.into_iter().map(|device| line(device, &headings)).collect(),
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                kinds: Kind::ALL
                    .iter()
                    .map(|kind| Choice::new(kind, asking.text(&format!("devices-kind-{kind}"))))
                    .collect(),
                may_make,
                made,
                typed,
            })
        })
        .await
}

fn line(device: Device, headings: &HashMap<Id, Heading>) -> Line {
    Line {
        id: device.id,
        kind: device.kind,
        about: headings.get(&device.object_id).cloned(),
        seen: device.seen_at,
        revoked: device.revoked_at.is_some(),
        frozen: device.frozen_id.is_some(),
        name: device.name,
    }
}

/// The page with an address that is shown this once.
async fn once(ctx: &Ctx, staff: &Staff, device: Device, token: &str) -> Result<Response> {
    let made = Made {
        address: ctx.app.config.address(&device.kind.path(token)),
        kind: device.kind,
        name: device.name,
    };
    let page = assemble(ctx, staff, PageNumber::default(), Typed::default(), Some(made)).await?;
    ctx.html(&page)
}

pub(super) async fn make(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let kind: Kind = form.parse("kind").ok_or(Error::NotFound)?;
    let (name, code) = (form.text("name").to_owned(), form.text("code").to_owned());
    let token = ctx.app.entropy.token();
    let (by, secret) = (staff.0.clone(), token.clone());
    let made = ctx.app.write(move |tx| actions::make(tx, &by, kind, &name, &code, &secret)).await;
    match made {
        Ok(device) => once(&ctx, &staff, device, &token).await,
        Err(Error::Invalid(errors)) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let page = assemble(&ctx, &staff, PageNumber::default(), typed, None).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn renew(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    staff.require(Role::Admin)?;
    let token = ctx.app.entropy.token();
    let (by, secret) = (staff.0.clone(), token.clone());
    let device = ctx.app.write(move |tx| actions::renew(tx, &by, id, &secret)).await?;
    once(&ctx, &staff, device, &token).await
}

pub(super) async fn revoke(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    staff.require(Role::Admin)?;
    ctx.app.write(move |tx| actions::revoke(tx, &staff.0, id)).await?;
    Ok(said(&ctx, "ok", "devices-said-revoked"))
}

/// Freezes a wall on what it shows, or lets it go on: `etat` is `fige` or `libre`.
pub(super) async fn freeze(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let on = form.text("etat") != "libre";
    let done = ctx.app.write(move |tx| actions::freeze(tx, &staff.0, id, on)).await?;
    Ok(match (on, done) {
        (true, true) => said(&ctx, "ok", "devices-said-frozen"),
        (true, false) => said(&ctx, "warn", "devices-said-nothing"),
        (false, _) => said(&ctx, "ok", "devices-said-free"),
    })
}

fn said(ctx: &Ctx, kind: &str, key: &str) -> Response {
    ctx.redirect_saying("/equipe/appareils", kind, Message::new(key))
}

/// A form to correct, for the samples.
pub(super) fn wrong() -> Typed {
    Typed {
        values: BTreeMap::from([("name".to_owned(), "Hall".to_owned())]),
        errors: BTreeMap::from([("code".to_owned(), "Aucun cartel n’a ce code.".to_owned())]),
    }
}
