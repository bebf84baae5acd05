//! The form by which a member points staff at something.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::{
        moderation::{
            actions::{self, Forwarded},
            model::Pointing,
        },
        traces::{self, Reader, TraceView},
    },
    kernel::{
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        feature::{self, Heading, Typed},
        journal,
        objects::{self, Object},
        web::{Ctx, Form, Member, Page, Path, Viewer, limits},
    },
};

#[derive(Serialize)]
pub(super) struct ReportPage {
    pub(super) action: String,
    pub(super) title: &'static str,
    pub(super) about: Heading,
    pub(super) trace: Option<TraceView>,
    pub(super) domain: Option<String>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "moderation/report.html";
}

/// The longest reason a member types, in characters.
const REASON: usize = 1_000;

/// What is pointed at: anything people can see.
#[derive(Clone, Copy)]
enum Target {
    /// Words, a work, a place.
    Object(Id),
    /// Somebody, here or elsewhere.
    Person(Id),
}

impl Target {
    fn action(self) -> String {
        match self {
            Self::Object(id) => format!("/objets/{id}/signaler"),
            Self::Person(id) => format!("/personnes/{id}/signaler"),
        }
    }

    /// Who answers for it, and the object if it is one; only what the viewer may see.
    fn find(self, conn: &mut Conn, viewer: &Viewer) -> Result<(Actor, Option<Object>)> {
        let (author, object) = match self {
            Self::Object(id) => {
                let object = objects::visible(conn, id, viewer)?;
                (object.author_id, Some(object))
            }
            Self::Person(id) => (id, None),
        };
        let author = actors::find(conn, author)?.ok_or(Error::NotFound)?;
        let shown = author.deleted_at.is_none()
            && author.standing != Standing::Blocked
            && author.kind != ActorKind::Application;
        if object.is_none() && !(shown && viewer.actor_id() != Some(author.id)) {
            return Err(Error::NotFound);
        }
        Ok((author, object))
    }
}

pub(super) async fn of_object(ctx: Ctx, _member: Member, Path(id): Path<Id>) -> Result<Response> {
    let page = assemble(&ctx, Target::Object(id), Typed::default()).await?;
    ctx.html(&page)
}

pub(super) async fn of_person(ctx: Ctx, _member: Member, Path(id): Path<Id>) -> Result<Response> {
    let page = assemble(&ctx, Target::Person(id), Typed::default()).await?;
    ctx.html(&page)
}

pub(super) async fn send_object(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    send(&ctx, &member, Target::Object(id), &form).await
}

pub(super) async fn send_person(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    send(&ctx, &member, Target::Person(id), &form).await
}

async fn assemble(ctx: &Ctx, target: Target, typed: Typed) -> Result<ReportPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let (author, object) = target.find(conn, &ctx.viewer)?;
        let trace = match &object {
            Some(object) => traces::find(conn, object.id)?,
            None => None,
        };
        let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
        Ok(ReportPage {
            action: target.action(),
            title: match (&object, &trace) {
                (None, _) => "moderation-report-person",
                (Some(_), None) => "moderation-report-thing",
                (Some(_), Some(_)) => "moderation-report-title",
            },
            about: about(&ctx, conn, &author, object.as_ref())?,
            trace: traces::views(&reader, conn, trace.into_iter().collect())?.pop(),
            domain: (!author.local).then_some(author.domain),
            typed,
        })
    })
    .await
}

/// What it is called and where its page is.
fn about(ctx: &Ctx, conn: &mut Conn, author: &Actor, object: Option<&Object>) -> Result<Heading> {
    let Some(object) = object else {
        let reference = (!author.local).then(|| author.address());
        return Ok(Heading { title: author.display_name(), url: author.path(), reference });
    };
    if object.kind == traces::KIND {
        let url = format!("/traces/{}", object.id);
        return Ok(Heading { title: author.display_name(), url, reference: None });
    }
    feature::headings(&ctx.app, conn, ctx.lang, &[object.id])?
        .remove(&object.id)
        .ok_or(Error::NotFound)
}

async fn send(ctx: &Ctx, member: &Member, target: Target, form: &Form) -> Result<Response> {
    limits::take_for_account(&ctx.app, &limits::POST, member.account_id)?;
    let reason = form.text("reason").to_owned();
    if let Some(key) = wrong(&reason) {
        let typed = Typed {
            values: form.values(),
            errors: BTreeMap::from([("reason".to_owned(), ctx.text(key))]),
        };
        let page = assemble(ctx, target, typed).await?;
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (asking, hand_on, reporter) = (ctx.clone(), form.ticked("forward"), member.actor_id);
    let back = ctx
        .app
        .write(move |tx| {
            let (author, object) = target.find(tx.conn, &asking.viewer)?;
            let pointing = Pointing {
                iri: None,
                reporter,
                subject: author.id,
                objects: object.iter().map(|object| object.id).collect(),
                comment: reason.clone(),
            };
            let report = actions::report(tx, &pointing)?;
            if let Some(report) = report.filter(|_| hand_on && !author.local) {
                journal::record(tx, &Forwarded { report })?;
            }
            about(&asking, tx.conn, &author, object.as_ref())
        })
        .await?;
    Ok(ctx.redirect_saying(&back.url, "ok", Message::new("moderation-report-thanks")))
}

fn wrong(reason: &str) -> Option<&'static str> {
    if reason.is_empty() {
        Some("moderation-report-why")
    } else if reason.chars().count() > REASON {
        Some("moderation-report-long")
    } else {
        None
    }
}
