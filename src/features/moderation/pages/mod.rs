//! Pages of moderation: the queue, the log, one person, warning them, and the form by which members report.

mod log;
mod person;
mod queue;
mod report;
mod rules;
mod samples;
mod warn;

use axum::{
    Router,
    extract::Query,
    response::Response,
    routing::{get, post},
};

pub(super) use samples::all as samples;
use serde::{Deserialize, Serialize};
pub(super) use warn::notices;

use super::{
    actions::{self, Decided, Decision, Picked},
    model::{Case, Verdict},
};
use crate::{
    features::traces::Rung,
    kernel::{
        error::{Error, Message, Result},
        id::Id,
        text,
    },
    platform::{
        actors::Actor,
        app::App,
        fediverse::policy,
        web::{Ctx, Form, Path, Staff},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/equipe/moderation", get(queue::show).post(decide_lot))
        .route("/equipe/moderation/regles", get(rules::show).post(rules::save))
        .route("/equipe/moderation/{id}", post(decide))
        .route("/equipe/personnes/{id}", get(person::show).post(person::decide))
        .route("/equipe/personnes/{id}/confiance", post(person::trust))
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
    rung: Rung,
    url: String,
}

impl Author {
    fn new(actor: &Actor, (approved, hidden): (i64, i64), rung: Rung) -> Self {
        Self {
            name: actor.display_name(),
            handle: (!actor.local).then(|| actor.address()),
            domain: (!actor.local).then(|| actor.domain.clone()),
            first_seen: actor.created_at,
            approved,
            hidden,
            rung,
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
    let mark = form.text("mark").to_owned();
    take(&ctx, staff, vec![Picked { id, last: form.parse("last"), mark }], &form).await
}

/// How many ticked cases one decision may be about.
const LOT: usize = 100;

/// Decides every ticked case. A box says `ID`, or `ID-LAST` when it stands for all words like it up to another; what
/// stands after a `:` is the mark of the words that were looked at.
async fn decide_lot(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    let picked: Vec<Picked> = form
        .all("case")
        .take(LOT)
        .filter_map(|ticked| {
            let (which, mark) = ticked.split_once(':').unwrap_or((ticked, ""));
            let (id, last) = which.split_once('-').unwrap_or((which, ""));
            Some(Picked { id: id.parse().ok()?, last: last.parse().ok(), mark: mark.to_owned() })
        })
        .collect();
    if picked.is_empty() {
        let nothing = Message::new("moderation-lot-empty");
        return Ok(ctx.redirect_saying(&back(&form), "warn", nothing));
    }
    take(&ctx, staff, picked, &form).await
}

async fn take(ctx: &Ctx, staff: Staff, picked: Vec<Picked>, form: &Form) -> Result<Response> {
    let (verdict, note) = read_verdict(form)?;
    let (by, seen) = (staff.0, form.text("seen").to_owned());
    let decided = ctx
        .app
        .write(move |tx| {
            let decision = Decision::new(&by, verdict, &note, &seen);
            actions::decide_all(tx, &decision, &picked)
        })
        .await?;
    answer(ctx, form, verdict, &decided).await
}

/// Decides about a person, without a case.
async fn decide_person(ctx: &Ctx, staff: Staff, person: Actor, form: &Form) -> Result<Response> {
    let (verdict, note) = read_verdict(form)?;
    if verdict.state().is_some() || verdict == Verdict::Dismiss {
        return Err(Error::NotFound);
    }
    let by = staff.0;
    let decided = ctx
        .app
        .write(move |tx| {
            let decision = Decision::new(&by, verdict, &note, "");
            let changed = actions::decide(tx, &decision, &Case::Person(person.id))?;
            Ok(Decided {
                lot: decision.lot(),
                changed: usize::from(changed),
                left: usize::from(!changed),
                ..Decided::default()
            })
        })
        .await?;
    answer(ctx, form, verdict, &decided).await
}

/// Says what a decision came to, with a way to take it back.
async fn answer(ctx: &Ctx, form: &Form, verdict: Verdict, decided: &Decided) -> Result<Response> {
    if verdict == Verdict::BlockDomain {
        policy::reload(&ctx.app).await?;
    }
    let to = back(form);
    let Some(lot) = decided.lot.filter(|_| decided.changed > 0) else {
        return Ok(ctx.redirect_saying(&to, "warn", too_late(decided)));
    };
    let said = match (decided.changed, decided.left) {
        (1, 0) => Message::new(&format!("moderation-said-{verdict}")),
        (changed, 0) => {
            Message::new(&format!("moderation-said-many-{verdict}")).with("count", changed)
        }
        (changed, left) => {
            Message::new("moderation-said-partly").with("count", changed).with("left", left)
        }
    };
    let undo = format!("/equipe/journal/{lot}/annuler?lot=1");
    Ok(ctx.redirect_undoable(&to, said, undo))
}

/// Who was faster, and what they decided.
fn too_late(decided: &Decided) -> Message {
    match &decided.overtaken {
        Some(by) => {
            Message::new(&format!("moderation-overtaken-{}", by.verdict)).with("who", &by.by)
        }
        None if decided.reworded => Message::new("moderation-reworded"),
        None => Message::new("moderation-already"),
    }
}

/// Whether what was decided at once is taken back at once: `?lot=1`.
#[derive(Deserialize)]
struct Whole {
    lot: Option<String>,
}

async fn undo(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    Query(whole): Query<Whole>,
    form: Form,
) -> Result<Response> {
    let by = staff.0;
    let whole = whole.lot.is_some();
    let undone = ctx.app.write(move |tx| actions::undo(tx, &by, id, whole)).await;
    policy::reload(&ctx.app).await?;
    match undone {
        Err(Error::Conflict(_)) => {
            Ok(ctx.redirect_saying(&back(&form), "warn", Message::new("moderation-already")))
        }
        Err(other) => Err(other),
        Ok(()) => Ok(ctx.redirect_saying(&back(&form), "ok", Message::new("moderation-undone"))),
    }
}
