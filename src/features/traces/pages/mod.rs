//! Pages of traces: one trace at its own address, what staff do with it; in [`leave`] the form under a work, a place or a
//! trace, in [`own`] changing and withdrawing one's own.

mod leave;
mod own;

use std::collections::HashSet;

use axum::{
    Router,
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
pub(super) use leave::WritePage;
pub(super) use own::{EditPage, WithdrawPage};
use serde::Serialize;

use super::{
    KIND, actions,
    form::{self, FormView},
    model::{DESCRIPTION, Trace},
    samples, store,
    thread::{self, Reader, TraceView},
};
use crate::{
    features::reactions,
    kernel::{
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
        text,
    },
    platform::{
        app::App,
        feature::{self, Heading, Typed},
        fediverse::serve,
        objects::{self, State},
        web::{Ctx, Form, Page, Path, Sample, Staff, uploads, wants_activity},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/oeuvres/{slug}/traces", post(leave::on_artwork))
        .route("/lieux/{slug}/traces", post(leave::at_place))
        .route("/traces/{id}/reponses", post(leave::reply))
        .route("/objets/{id}/mot", get(leave::writing).post(leave::write))
        // A picture and a sound together weigh no more than one file may.
        .layer(uploads(1))
        .route("/objets/{id}", get(lead))
        .route("/traces/{id}", get(show))
        .route("/traces/{id}/fragment", get(fragment))
        .route("/traces/{id}/modifier", get(own::edit).post(own::revise))
        .route("/traces/{id}/retirer", get(own::ask_withdraw).post(own::withdraw))
        .route("/traces/{id}/epingler", post(pin))
        .route("/traces/{id}/remercier", post(thank))
        .route("/traces/{id}/resume", post(summarise))
}

#[derive(Serialize)]
pub(super) struct TracePage {
    pub(super) trace: TraceView,
    pub(super) parent: Option<Parent>,
    pub(super) subject: Heading,
    pub(super) form: Option<FormView>,
}

impl Page for TracePage {
    const TEMPLATE: &'static str = "traces/page.html";
}

/// What a trace answers.
#[derive(Serialize)]
pub(super) struct Parent {
    pub(super) url: String,
    pub(super) author_name: String,
    pub(super) excerpt: String,
}

#[derive(Serialize)]
pub(super) struct Fragment {
    pub(super) trace: TraceView,
    pub(super) show_subject: bool,
}

impl Page for Fragment {
    const TEMPLATE: &'static str = "traces/fragment.html";
}

async fn show(ctx: Ctx, headers: HeaderMap, Path(id): Path<Id>) -> Result<Response> {
    if wants_activity(&headers) {
        return serve::object_document(&ctx.app, &headers, id).await;
    }
    let page = assemble(&ctx, id, Typed::default()).await?;
    ctx.html(&page)
}

/// The page of what forms are about, for whoever opens the address of one of them.
async fn lead(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let url = ctx
        .app
        .read(move |conn| {
            let object = objects::visible(conn, id, &asking.viewer)?;
            if object.kind == KIND {
                return Ok(format!("/traces/{id}"));
            }
            let found = feature::headings(&asking.app, conn, asking.lang, &[id])?.remove(&id);
            Ok(found.ok_or(Error::NotFound)?.url)
        })
        .await?;
    Ok(ctx.redirect(&url))
}

/// The trace, if the viewer may see it.
fn visible(ctx: &Ctx, conn: &mut Conn, id: Id) -> Result<Trace> {
    objects::visible(conn, id, &ctx.viewer)?;
    store::find(conn, id)?.ok_or(Error::NotFound)
}

fn one_view(ctx: &Ctx, conn: &mut Conn, trace: Trace, with_answers: bool) -> Result<TraceView> {
    let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
    let mut gone = HashSet::new();
    if with_answers {
        gone = store::gone_in(conn, &[trace.object.root()])?;
        // Whoever may open it at its own address may read it there.
        gone.remove(&trace.object.id);
    }
    let views = thread::views(&reader, conn, vec![trace], with_answers.then_some(&gone))?;
    views.into_iter().next().ok_or(Error::NotFound)
}

async fn assemble(ctx: &Ctx, id: Id, typed: Typed) -> Result<TracePage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let trace = visible(&ctx, conn, id)?;
        let object = trace.object.clone();
        let view = one_view(&ctx, conn, trace, true)?;
        let action = format!("/traces/{id}/reponses");
        let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
        let asking = form::Asking { parent: &object, action: &action, typed, personal: false };
        let form = form::form(&reader, conn, asking)?
            .map(|form| form.answering(id, view.author_name.clone(), view.url.clone()));
        Ok(TracePage {
            parent: parent(&ctx, conn, object.parent_id)?,
            subject: subject(&ctx, &view),
            trace: view,
            form,
        })
    })
    .await
}

fn subject(ctx: &Ctx, view: &TraceView) -> Heading {
    view.subject.clone().unwrap_or_else(|| Heading {
        title: ctx.text("traces-subject-gone"),
        url: "/".to_owned(),
        reference: None,
    })
}

/// The trace this one answers, if the viewer may see it.
fn parent(ctx: &Ctx, conn: &mut Conn, id: Option<Id>) -> Result<Option<Parent>> {
    let Some(id) = id else { return Ok(None) };
    let found = store::find(conn, id)?.filter(|above| above.object.visible_to(&ctx.viewer));
    let Some(above) = found else { return Ok(None) };
    let excerpt = text::shorten(&above.words.text, 120);
    let view = one_view(ctx, conn, above, false)?;
    Ok(Some(Parent { url: view.url, author_name: view.author_name, excerpt }))
}

/// What the live script inserts: the trace alone, only where a list would show it.
async fn fragment(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let trace = ctx
        .app
        .read(move |conn| {
            let trace = visible(&asking, conn, id)?;
            if trace.object.state != State::Published {
                return Err(Error::NotFound);
            }
            one_view(&asking, conn, trace, false)
        })
        .await?;
    ctx.html(&Fragment { trace, show_subject: false })
}

async fn pin(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let pinned = ctx
        .app
        .write(move |tx| {
            let trace = visible(&asking, tx.conn, id)?;
            let on_top = trace.pinned_at.is_none();
            actions::pin(tx, id, on_top)?;
            Ok(on_top)
        })
        .await?;
    let said = if pinned { "traces-said-pinned" } else { "traces-said-unpinned" };
    Ok(ctx.redirect_saying(&format!("/traces/{id}"), "ok", Message::new(said)))
}

/// The venue thanks for words, or takes its thanks back. It is the venue's like: their author sees it on any server.
async fn thank(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let thanked = ctx
        .app
        .write(move |tx| {
            let trace = visible(&asking, tx.conn, id)?;
            let venue = tx.app.venue().actor_id.ok_or(Error::NotFound)?;
            if trace.object.state != State::Published || trace.object.author_id == venue {
                return Err(Error::NotFound);
            }
            reactions::toggle(tx, &trace.object, venue)
        })
        .await?;
    let said = if thanked { "traces-said-thanked" } else { "traces-said-unthanked" };
    Ok(ctx.redirect_saying(&format!("/traces/{id}"), "ok", Message::new(said)))
}

/// Staff write what is heard in a sound, for whoever left it.
async fn summarise(ctx: Ctx, _staff: Staff, Path(id): Path<Id>, form: Form) -> Result<Response> {
    let asking = ctx.clone();
    let summary = text::shorten(form.text("summary"), DESCRIPTION);
    let said = if summary.is_empty() { "traces-said-no-summary" } else { "traces-said-summary" };
    if !summary.is_empty() {
        ctx.app
            .write(move |tx| {
                let trace = visible(&asking, tx.conn, id)?;
                actions::summarise(tx, &trace, &summary)
            })
            .await?;
    }
    let kind = if said == "traces-said-summary" { "ok" } else { "error" };
    Ok(ctx.redirect_saying(&ctx.path, kind, Message::new(said)))
}

pub(super) fn samples() -> Vec<Sample> {
    samples::all()
}
