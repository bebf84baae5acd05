//! Pages of moderation: the queue, the log, one person, warning them, and the form by which members report.

mod log;
mod person;
mod queue;
mod report;
mod samples;
mod warn;

use axum::{
    Router,
    extract::Path,
    response::Response,
    routing::{get, post},
};

pub(super) use samples::all as samples;
use serde::Serialize;
pub(super) use warn::notices;

use super::{
    actions::{self, Decision},
    model::{Case, Verdict},
};
use crate::{
    kernel::{
        error::{Error, Message, Result},
        id::Id,
        text,
    },
    platform::{
        actors::Actor,
        app::App,
        fediverse::policy,
        web::{Ctx, Form, Staff},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/equipe/moderation", get(queue::show))
        .route("/equipe/moderation/{id}", post(decide))
        .route("/equipe/personnes/{id}", get(person::show).post(person::decide))
        .route("/equipe/journal", get(log::show))
        .route("/equipe/journal/{id}/annuler", post(undo))
        .route("/equipe/moderation/{id}/avertir", get(warn::of_case).post(warn::send_for_case))
        .route("/equipe/personnes/{id}/avertir", get(warn::of_person).post(warn::send_to_person))
        .route("/compte/messages/{id}/lu", post(warn::acknowledge))
        .route("/objets/{id}/signaler", get(report::of_object).post(report::send_object))
        .route("/personnes/{id}/signaler", get(report::of_person).post(report::send_person))
}

/// The longest note of a decision, in characters.
const NOTE: usize = 300;

/// An author as the queue shows them.
#[derive(Clone, Debug, Serialize)]
struct Author {
    name: String,
    handle: Option<String>,
    domain: Option<String>,
    first_seen: crate::kernel::clock::Time,
    approved: i64,
    hidden: i64,
    url: String,
}

impl Author {
    fn new(actor: &Actor, (approved, hidden): (i64, i64)) -> Self {
        Self {
            name: actor.display_name(),
            handle: (!actor.local).then(|| actor.address()),
            domain: (!actor.local).then(|| actor.domain.clone()),
            first_seen: actor.created_at,
            approved,
            hidden,
            url: format!("/equipe/personnes/{}", actor.id),
        }
    }
}

fn read_verdict(form: &Form) -> Result<(Verdict, String)> {
    let verdict = form.text("action").parse().map_err(|_| Error::NotFound)?;
    Ok((verdict, text::shorten(form.text("note"), NOTE)))
}

/// Where to go back to: the page the form stood on, else the queue.
fn back(form: &Form) -> String {
    match form.text("back") {
        path if path.starts_with('/') => path.to_owned(),
        _ => "/equipe/moderation".to_owned(),
    }
}

async fn decide(ctx: Ctx, staff: Staff, Path(id): Path<Id>, form: Form) -> Result<Response> {
    let (verdict, note) = read_verdict(&form)?;
    let by = staff.0;
    let changed = ctx
        .app
        .write(move |tx| {
            let case = actions::find_case(tx.conn, id)?;
            let decision = Decision { by: &by, verdict, note: &note };
            actions::decide(tx, &decision, &case)
        })
        .await?;
    answer(&ctx, &form, verdict, changed).await
}

/// Decides about a person, without a case.
async fn decide_person(ctx: &Ctx, staff: Staff, person: Actor, form: &Form) -> Result<Response> {
    let (verdict, note) = read_verdict(form)?;
    if verdict.state().is_some() || verdict == Verdict::Dismiss {
        return Err(Error::NotFound);
    }
    let by = staff.0;
    let changed = ctx
        .app
        .write(move |tx| {
            let decision = Decision { by: &by, verdict, note: &note };
            actions::decide(tx, &decision, &Case::Person(person.id))
        })
        .await?;
    answer(ctx, form, verdict, changed).await
}

async fn answer(ctx: &Ctx, form: &Form, verdict: Verdict, changed: bool) -> Result<Response> {
    if verdict == Verdict::BlockDomain {
        policy::reload(&ctx.app).await?;
    }
    let (kind, said) = if changed {
        ("ok", format!("moderation-said-{verdict}"))
    } else {
        ("warn", "moderation-already".to_owned())
    };
    Ok(ctx.redirect_saying(&back(form), kind, Message::new(&said)))
}

async fn undo(ctx: Ctx, staff: Staff, Path(id): Path<Id>, form: Form) -> Result<Response> {
    let by = staff.0;
    let undone = ctx.app.write(move |tx| actions::undo(tx, &by, id)).await;
    policy::reload(&ctx.app).await?;
    match undone {
        Err(Error::Conflict(_)) => {
            Ok(ctx.redirect_saying(&back(&form), "warn", Message::new("moderation-already")))
        }
        Err(other) => Err(other),
        Ok(_) => Ok(ctx.redirect_saying(&back(&form), "ok", Message::new("moderation-undone"))),
    }
}
