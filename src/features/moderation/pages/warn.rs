//! The form by which staff warn somebody, and what a member who was warned finds on the page of their account.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::Author;
use crate::{
    features::{
        moderation::{
            actions,
            model::{Case, Warning},
            store,
        },
        traces::{self, Reader, TraceView},
    },
    kernel::{
        db::Conn,
        error::{Error, Message, Result},
        i18n::{self, Lang},
        id::Id,
        text,
    },
    platform::{
        actors,
        feature::{Heading, Notice, StaffNav, Typed},
        web::{Ctx, Form, Member, Page, Path, Staff},
    },
};

#[derive(Serialize)]
pub(super) struct WarnPage {
    pub(super) staff_nav: StaffNav,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) author: Author,
    pub(super) trace: Option<TraceView>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for WarnPage {
    const TEMPLATE: &'static str = "moderation/warn.html";
}

/// Whom the form is about.
#[derive(Clone, Copy)]
enum About {
    /// Whoever wrote what a case is about.
    Case(Id),
    /// Somebody, without a case.
    Person(Id),
}

impl About {
    fn case(self, conn: &mut Conn) -> Result<Case> {
        match self {
            Self::Case(id) => actions::find_case(conn, id),
            Self::Person(id) => Ok(Case::Person(id)),
        }
    }

    fn action(self) -> String {
        match self {
            Self::Case(id) => format!("/equipe/moderation/{id}/avertir"),
            Self::Person(id) => format!("/equipe/personnes/{id}/avertir"),
        }
    }

    fn back(self) -> String {
        match self {
            Self::Case(_) => "/equipe/moderation".to_owned(),
            Self::Person(id) => format!("/equipe/personnes/{id}"),
        }
    }
}

pub(super) async fn of_case(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let page = assemble(&ctx, About::Case(id), Typed::default()).await?;
    ctx.html(&page)
}

pub(super) async fn of_person(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let page = assemble(&ctx, About::Person(id), Typed::default()).await?;
    ctx.html(&page)
}

pub(super) async fn send_for_case(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    send(&ctx, staff.0, About::Case(id), &form).await
}

pub(super) async fn send_to_person(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    send(&ctx, staff.0, About::Person(id), &form).await
}

async fn send(ctx: &Ctx, by: Member, about: About, form: &Form) -> Result<Response> {
    let text = form.text("text").replace("\r\n", "\n");
    let sent = ctx
        .app
        .write(move |tx| {
            let case = about.case(tx.conn)?;
            actions::warn(tx, &by, &case, &text)
        })
        .await;
    match sent {
        Err(Error::Invalid(errors)) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let page = assemble(ctx, about, typed).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
        Ok(()) => {
            Ok(ctx.redirect_saying(&about.back(), "ok", Message::new("moderation-said-warn")))
        }
    }
}

async fn assemble(ctx: &Ctx, about: About, typed: Typed) -> Result<WarnPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let case = about.case(conn)?;
        let id = case.author().ok_or(Error::NotFound)?;
        let person = actors::find(conn, id)?.filter(|actor| actor.deleted_at.is_none());
        let person = person.ok_or(Error::NotFound)?;
        let trace = match case.objects().first() {
            Some(object) => traces::find(conn, object.id)?,
            None => None,
        };
        let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
        let history = store::history(conn, &[id])?.remove(&id).unwrap_or_default();
        let rung = traces::rungs(conn, [&person])?.remove(&id).unwrap_or(traces::Rung::Newcomer);
        Ok(WarnPage {
            staff_nav: StaffNav::load(&ctx.app, conn)?,
            action: about.action(),
            back: about.back(),
            author: Author::new(&person, history, rung),
            trace: traces::views(&reader, conn, trace.into_iter().collect())?.pop(),
            typed,
        })
    })
    .await
}

/// What this member was told, newest first; they may read what it is about while it is there.
pub(in crate::features::moderation) fn notices(
    conn: &mut Conn,
    lang: Lang,
    actor: Id,
) -> Result<Vec<Notice>> {
    let warnings = store::warnings_of(conn, actor)?;
    let about: Vec<Id> = warnings.iter().filter_map(|warning| warning.object_id).collect();
    let found = traces::find_all(conn, &about)?;
    let heading = |id: Id| {
        let trace = found.get(&id).filter(|trace| trace.object.deleted_at.is_none())?;
        let words = text::shorten(&trace.words.text, 60);
        let untitled = || i18n::text(lang, "moderation-warn-words", &i18n::Args::new());
        Some(Heading {
            title: if words.is_empty() { untitled() } else { words },
            url: format!("/traces/{id}"),
            reference: None,
        })
    };
    let notice = |warning: Warning| Notice {
        about: warning.object_id.and_then(heading),
        at: warning.created_at,
        read_url: warning.read_at.is_none().then(|| format!("/compte/messages/{}/lu", warning.id)),
        text_html: text::typed_to_html(&warning.text),
    };
    Ok(warnings.into_iter().map(notice).collect())
}

pub(super) async fn acknowledge(ctx: Ctx, member: Member, Path(id): Path<Id>) -> Result<Response> {
    ctx.app.write(move |tx| actions::acknowledge(tx, member.actor_id, id)).await?;
    Ok(ctx.redirect_saying("/compte", "ok", Message::new("moderation-warn-read")))
}

/// An example, for the test that renders every page.
pub(super) fn wrong() -> Typed {
    Typed {
        errors: BTreeMap::from([("text".to_owned(), "Il manque des mots.".to_owned())]),
        ..Typed::default()
    }
}
