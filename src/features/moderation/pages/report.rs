//! The form by which a member points staff at something.

use std::collections::BTreeMap;

use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::{
        moderation::actions::{self, Forwarded, Pointing},
        traces::{self, Reader, TraceView},
    },
    kernel::{
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        actors,
        feature::Typed,
        journal, objects,
        web::{Ctx, Form, Member, Page, limits},
    },
};

#[derive(Serialize)]
pub(super) struct ReportPage {
    pub(super) id: Id,
    pub(super) trace: TraceView,
    pub(super) domain: Option<String>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "moderation/report.html";
}

/// The longest reason a member types, in characters.
const REASON: usize = 1_000;

pub(super) async fn show(ctx: Ctx, _member: Member, Path(id): Path<Id>) -> Result<Response> {
    let page = assemble(&ctx, id, Typed::default()).await?;
    ctx.html(&page)
}

async fn assemble(ctx: &Ctx, id: Id, typed: Typed) -> Result<ReportPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let object = objects::visible(conn, id, &ctx.viewer)?;
        let trace = traces::find(conn, id)?.ok_or(Error::NotFound)?;
        let author = actors::find(conn, object.author_id)?.ok_or(Error::NotFound)?;
        let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
        let view = traces::views(&reader, conn, vec![trace])?.pop();
        Ok(ReportPage {
            id,
            trace: view.ok_or(Error::NotFound)?,
            domain: (!author.local).then_some(author.domain),
            typed,
        })
    })
    .await
}

pub(super) async fn send(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    limits::take_for_account(&ctx.app, &limits::POST, member.account_id)?;
    let reason = form.text("reason").to_owned();
    if let Some(key) = wrong(&reason) {
        let typed = Typed {
            values: form.values(),
            errors: BTreeMap::from([("reason".to_owned(), ctx.text(key))]),
        };
        let page = assemble(&ctx, id, typed).await?;
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (viewer, hand_on) = (ctx.viewer.clone(), form.ticked("forward"));
    ctx.app
        .write(move |tx| {
            let object = objects::visible(tx.conn, id, &viewer)?;
            let pointing = Pointing {
                iri: None,
                reporter: member.actor_id,
                subject: object.author_id,
                objects: vec![id],
                comment: reason.clone(),
            };
            let report = actions::report(tx, &pointing)?;
            if let Some(report) = report.filter(|_| hand_on && !object.local) {
                journal::record(tx, &Forwarded { report })?;
            }
            Ok(())
        })
        .await?;
    let to = format!("/traces/{id}");
    Ok(ctx.redirect_saying(&to, "ok", Message::new("moderation-report-thanks")))
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
