//! One account, for administrators: making it, what it may do, whether it may sign in.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::{Choice, role_key};
use crate::{
    features::accounts::{
        actions::{self, NewStaff},
        store::{self, Account},
    },
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        feature::StaffNav,
        web::{Ctx, Form, Page, Path, Role, Sample, Staff},
    },
};

#[derive(Serialize)]
struct FormPage {
    staff_nav: StaffNav,
    account: Option<Edited>,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    roles: Vec<Choice>,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "accounts/staff_form.html";
}

/// The account being looked at.
#[derive(Serialize)]
struct Edited {
    id: Id,
    name: String,
    handle: String,
    profile_url: String,
    state: &'static str,
    created: Time,
    is_self: bool,
}

pub(super) async fn show_new(ctx: Ctx, staff: Staff) -> Result<Response> {
    staff.require(Role::Admin)?;
    let values = BTreeMap::from([("role".to_owned(), Role::Mediator.to_string())]);
    let page = form_page(&ctx, &staff, None, values, &FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn submit_new(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let new = NewStaff {
        email: form.text("email").to_owned(),
        handle: Some(form.text("handle").to_owned()),
        role: form.parse("role").unwrap_or(Role::Member),
        password: form.raw("password").to_owned(),
    };
    match actions::create_staff_by(&ctx.app, &staff, new).await {
        Ok(handle) => {
            let done = Message::new("accounts-staff-created").with("handle", handle);
            Ok(ctx.redirect_saying("/equipe/comptes", "ok", done))
        }
        Err(Error::Invalid(errors)) => {
            let page = form_page(&ctx, &staff, None, form.values(), &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn show(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    staff.require(Role::Admin)?;
    let known = find(&ctx, id).await?;
    let values = BTreeMap::from([
        ("email".to_owned(), known.0.email.clone().unwrap_or_default()),
        ("role".to_owned(), known.0.role.to_string()),
    ]);
    ctx.html(&form_page(&ctx, &staff, Some(known), values, &FieldErrors::default()).await?)
}

pub(super) async fn submit(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    staff.require(Role::Admin)?;
    let known = find(&ctx, id).await?;
    let role = form.parse("role").unwrap_or(known.0.role);
    match actions::change(&ctx.app, &staff, id, role, form.text("email")).await {
        Ok(()) => Ok(said(&ctx, id, "accounts-staff-saved")),
        Err(Error::Invalid(errors)) => {
            let page = form_page(&ctx, &staff, Some(known), form.values(), &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn suspend(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    match actions::suspend(&ctx.app, &staff, id, form.text("reason")).await {
        Ok(()) => Ok(said(&ctx, id, "accounts-staff-suspended-now")),
        Err(Error::Conflict(key)) => {
            let path = format!("/equipe/comptes/{id}");
            Ok(ctx.redirect_saying(&path, "error", Message::new(key)))
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn restore(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    actions::restore(&ctx.app, &staff, id).await?;
    Ok(said(&ctx, id, "accounts-staff-restored"))
}

pub(super) async fn end_sessions(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    actions::end_sessions(&ctx.app, &staff, id).await?;
    Ok(said(&ctx, id, "accounts-staff-sessions-ended"))
}

fn said(ctx: &Ctx, id: Id, key: &str) -> Response {
    ctx.redirect_saying(&format!("/equipe/comptes/{id}"), "ok", Message::new(key))
}

/// The account and its actor, unless its owner closed it.
async fn find(ctx: &Ctx, id: Id) -> Result<(Account, Actor)> {
    ctx.app
        .read(move |conn| {
            let account = store::find(conn, id)?.ok_or(Error::NotFound)?;
            let actor = actors::find(conn, account.actor_id)?.ok_or(Error::NotFound)?;
            if actor.deleted_at.is_some() { Err(Error::NotFound) } else { Ok((account, actor)) }
        })
        .await
}

async fn form_page(
    ctx: &Ctx,
    staff: &Staff,
    known: Option<(Account, Actor)>,
    values: BTreeMap<String, String>,
    errors: &FieldErrors,
) -> Result<FormPage> {
    let app = ctx.app.clone();
    Ok(FormPage {
        staff_nav: ctx.app.read(move |conn| StaffNav::load(&app, conn)).await?,
        account: known.map(|(account, actor)| Edited {
            id: account.id,
            name: actor.display_name(),
            handle: actor.handle.clone(),
            profile_url: actor.path(),
            state: state(&account),
            created: account.created_at,
            is_self: account.id == staff.0.account_id,
        }),
        values,
        errors: ctx.messages(errors),
        roles: roles(ctx),
    })
}

/// The name of what an account is at present.
pub(super) fn state(account: &Account) -> &'static str {
    if account.disabled_at.is_some() { "suspended" } else { "active" }
}

/// The roles, each with what it may do.
pub(super) fn roles(ctx: &Ctx) -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|role| Choice {
            value: role.to_string(),
            label: ctx.text(role_key(*role)),
            hint: Some(ctx.text(&format!("{}-hint", role_key(*role)))),
        })
        .collect()
}

/// The roles as examples show them.
pub(super) fn sample_roles() -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|role| Choice {
            value: role.to_string(),
            label: "Médiation".to_owned(),
            hint: Some("Œuvres, lieux et mots.".to_owned()),
        })
        .collect()
}

pub(super) fn samples() -> Vec<Sample> {
    let form = |account: Option<Edited>| FormPage {
        staff_nav: StaffNav::default(),
        account,
        values: BTreeMap::from([("role".to_owned(), "mediator".to_owned())]),
        errors: BTreeMap::from([("email".to_owned(), "…".to_owned())]),
        roles: sample_roles(),
    };
    let edited = |state| Edited {
        id: Id::from_raw(7),
        name: "Léa".to_owned(),
        handle: "lea".to_owned(),
        profile_url: "/@lea".to_owned(),
        state,
        created: Time::from_micros(1_780_000_000_000_000),
        is_self: false,
    };
    vec![
        Sample::of("a new account", &form(None)),
        Sample::of("an account", &form(Some(edited("active")))),
        Sample::of("a suspended account", &form(Some(edited("suspended")))),
    ]
}
