//! Pages of traces: leaving words under a work or a place, one trace at its own address, changing and
//! withdrawing one's own, pinning.

use std::collections::HashSet;

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use serde::Serialize;

use super::{
    actions,
    form::{self, Asked, FormView},
    model::Trace,
    samples, store,
    thread::{self, Reader, TraceView},
};
use crate::{
    features::{artworks, places},
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
        text,
    },
    platform::{
        app::App,
        feature::{self, Heading, Reading, Typed},
        fediverse::serve,
        objects::{self, State},
        web::{Ctx, Form, Member, Page, Sample, Staff, limits, wants_activity},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/oeuvres/{slug}/traces", post(leave_on_artwork))
        .route("/lieux/{slug}/traces", post(leave_at_place))
        .route("/traces/{id}", get(show))
        .route("/traces/{id}/fragment", get(fragment))
        .route("/traces/{id}/reponses", post(reply))
        .route("/traces/{id}/modifier", get(edit).post(revise))
        .route("/traces/{id}/retirer", get(ask_withdraw).post(withdraw))
        .route("/traces/{id}/epingler", post(pin))
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

#[derive(Serialize)]
pub(super) struct WithdrawPage {
    pub(super) trace: TraceView,
    pub(super) back: String,
}

impl Page for WithdrawPage {
    const TEMPLATE: &'static str = "traces/withdraw.html";
}

#[derive(Serialize)]
pub(super) struct EditPage {
    pub(super) id: Id,
    pub(super) subject: Heading,
    #[serde(flatten)]
    pub(super) typed: Typed,
    pub(super) pending: bool,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "traces/edit.html";
}

async fn leave_on_artwork(
    ctx: Ctx,
    member: Member,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response> {
    let wanted = slug.clone();
    let found = ctx.app.read(move |conn| artworks::find_by_slug(conn, &wanted));
    let subject = found.await?.ok_or(Error::NotFound)?.id;
    match leave(&ctx, member, subject, &form).await {
        Err(Error::Invalid(errors)) => {
            artworks::render(&ctx, &slug, again(&ctx, &form, &errors)).await
        }
        other => other,
    }
}

async fn leave_at_place(
    ctx: Ctx,
    member: Member,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response> {
    let wanted = slug.clone();
    let found = ctx.app.read(move |conn| places::find_by_slug(conn, &wanted));
    let subject = found.await?.ok_or(Error::NotFound)?;
    match leave(&ctx, member, subject, &form).await {
        Err(Error::Invalid(errors)) => {
            places::render(&ctx, &slug, again(&ctx, &form, &errors)).await
        }
        other => other,
    }
}

/// The same page, with the form as it was typed and what is wrong with it.
fn again(ctx: &Ctx, form: &Form, errors: &FieldErrors) -> Reading {
    Reading {
        reply_to: form.parse("reply_to"),
        typed: typed(ctx, form, errors),
        ..Reading::default()
    }
}

fn typed(ctx: &Ctx, form: &Form, errors: &FieldErrors) -> Typed {
    Typed { values: form.values(), errors: ctx.messages(errors) }
}

/// Leaves the words of a form under an object, and goes to where they stand.
async fn leave(ctx: &Ctx, member: Member, under: Id, form: &Form) -> Result<Response> {
    limits::take_for_account(&ctx.app, &limits::POST, member.account_id)?;
    let words = form::words(form, ctx.lang)?;
    let asked = Asked::read(&ctx.viewer, member, under, form, words);
    let lang = ctx.lang;
    let (object, back) = ctx
        .app
        .write(move |tx| {
            let object = asked.leave(tx)?;
            let root = object.root();
            let back = feature::headings(tx.app, tx.conn, lang, &[root])?.remove(&root);
            Ok((object, back))
        })
        .await?;
    let page = back.map_or_else(|| format!("/traces/{}", object.id), |heading| heading.url);
    let said = match object.state {
        State::Published => "traces-said",
        _ => "traces-said-pending",
    };
    let to = format!("{page}#trace-{}", object.id);
    Ok(ctx.redirect_saying(&to, "ok", Message::new(said)))
}

async fn reply(ctx: Ctx, member: Member, Path(id): Path<Id>, form: Form) -> Result<Response> {
    match leave(&ctx, member, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let page = assemble(&ctx, id, typed(&ctx, &form, &errors)).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other,
    }
}

async fn show(ctx: Ctx, headers: HeaderMap, Path(id): Path<Id>) -> Result<Response> {
    if wants_activity(&headers) {
        return serve::object_document(&ctx.app, &headers, id).await;
    }
    let page = assemble(&ctx, id, Typed::default()).await?;
    ctx.html(&page)
}

/// The trace, if the viewer may see it.
fn visible(ctx: &Ctx, conn: &mut Conn, id: Id) -> Result<Trace> {
    objects::visible(conn, id, &ctx.viewer)?;
    store::find(conn, id)?.ok_or(Error::NotFound)
}

/// The trace, if it is the viewer's to change.
fn own(ctx: &Ctx, conn: &mut Conn, id: Id) -> Result<Trace> {
    let trace = visible(ctx, conn, id)?;
    let mine = thread::speaks_as(&ctx.app, &ctx.viewer, trace.object.author_id);
    if mine && trace.object.local { Ok(trace) } else { Err(Error::NotFound) }
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
        let form = form::form(&ctx.app, conn, &ctx.viewer, &object, &action, typed)?
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

async fn edit(ctx: Ctx, _member: Member, Path(id): Path<Id>) -> Result<Response> {
    let page = edit_page(&ctx, id, None).await?;
    ctx.html(&page)
}

async fn edit_page(ctx: &Ctx, id: Id, typed: Option<Typed>) -> Result<EditPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let trace = own(&ctx, conn, id)?;
        let values = [("text", &trace.words.source), ("warning", &trace.words.warning)];
        let typed = typed.unwrap_or_else(|| Typed {
            values: values.map(|(name, text)| (name.to_owned(), text.clone())).into(),
            ..Typed::default()
        });
        let view = one_view(&ctx, conn, trace, false)?;
        Ok(EditPage {
            id,
            subject: subject(&ctx, &view),
            typed,
            pending: ctx.app.venue().hold_member_traces && !ctx.viewer.is_staff(),
        })
    })
    .await
}

async fn revise(ctx: Ctx, member: Member, Path(id): Path<Id>, form: Form) -> Result<Response> {
    limits::take_for_account(&ctx.app, &limits::POST, member.account_id)?;
    let words = match form::words(&form, ctx.lang) {
        Err(Error::Invalid(errors)) => {
            let page = edit_page(&ctx, id, Some(typed(&ctx, &form, &errors))).await?;
            return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        other => other?,
    };
    let asking = ctx.clone();
    let voice = form::voice(&member);
    ctx.app
        .write(move |tx| {
            let trace = own(&asking, tx.conn, id)?;
            let mut words = words.clone();
            words.language.clone_from(&trace.words.language);
            actions::revise(tx, &trace, voice, &words)
        })
        .await?;
    let to = format!("/traces/{id}");
    Ok(ctx.redirect_saying(&to, "ok", Message::new("traces-revised")))
}

async fn ask_withdraw(ctx: Ctx, _member: Member, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let trace = ctx
        .app
        .read(move |conn| {
            let trace = own(&asking, conn, id)?;
            one_view(&asking, conn, trace, false)
        })
        .await?;
    let back = trace.url.clone();
    ctx.html(&WithdrawPage { trace, back })
}

async fn withdraw(ctx: Ctx, _member: Member, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let back = ctx
        .app
        .write(move |tx| {
            let trace = own(&asking, tx.conn, id)?;
            actions::withdraw(tx, id)?;
            let root = trace.object.root();
            Ok(feature::headings(tx.app, tx.conn, asking.lang, &[root])?.remove(&root))
        })
        .await?;
    let to = back.map_or_else(|| "/".to_owned(), |heading| heading.url);
    Ok(ctx.redirect_saying(&to, "ok", Message::new("traces-withdrawn")))
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

pub(super) fn samples() -> Vec<Sample> {
    samples::all()
}
