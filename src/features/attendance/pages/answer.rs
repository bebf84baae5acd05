//! Answering an event: a member's buttons, and the form for whoever has no account.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    panel::{self, Panel},
    view::{self, EventLine},
};
use crate::{
    features::{
        accounts::Email,
        attendance::{
            actions::{self, Asked, Claim},
            model::{Attendance, Channel, LONGEST_NAME, Refusal, Who, Wish},
        },
        events, places,
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        feature::Typed,
        objects::{self, Visibility},
        web::{Ctx, Form, Member, Once, Page, Path, Peer, guard, limits},
    },
};

#[derive(Serialize)]
pub(super) struct AnswerPage {
    pub(super) event: EventLine,
    pub(super) panel: Panel,
    /// The form for whoever has no account; none where there is no way to write to them, or where it is for members.
    pub(super) stamp: Option<String>,
    pub(super) once: String,
    pub(super) members_only: bool,
    pub(super) mail: bool,
    /// What one searches for on one's own server.
    pub(super) address: String,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for AnswerPage {
    const TEMPLATE: &'static str = "attendance/answer.html";
    const FOR_EVERYBODY: bool = false;
}

pub(super) async fn form(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let page = assemble(&ctx, slug, Typed::default()).await?;
    ctx.html(&page)
}

async fn assemble(ctx: &Ctx, slug: String, typed: Typed) -> Result<AnswerPage> {
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let ctx = asking;
            let event = events::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
            let object = objects::visible(conn, event.id, &ctx.viewer)?;
            let panel = panel::panel(&ctx.app, conn, &ctx.viewer, &event)?;
            let members_only = object.visibility == Visibility::Members;
            let mail = ctx.app.mail.is_there();
            let by_mail = mail && !panel.member && panel.open && !members_only;
            let stamp = match typed.values.get(guard::STAMP) {
                Some(stamp) => Some(stamp.clone()),
                None if by_mail => Some(guard::stamp(&ctx.app)?),
                None => None,
            };
            Ok(AnswerPage {
                event: view::line(&ctx, &places::tree(conn)?, &event),
                panel,
                stamp,
                once: ctx.app.entropy.token(),
                members_only,
                mail,
                address: object.url,
                typed,
            })
        })
        .await
}

pub(super) async fn send(
    ctx: Ctx,
    peer: Peer,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response> {
    let (seen, wanted) = (ctx.viewer.clone(), slug.clone());
    let event = ctx
        .app
        .read(move |conn| {
            let event = events::find_by_slug(conn, &wanted)?.ok_or(Error::NotFound)?;
            objects::visible(conn, event.id, &seen)?;
            Ok(event)
        })
        .await?;
    let done = match ctx.viewer.member().cloned() {
        Some(member) => by_member(&ctx, &member, &event, &form).await,
        None => by_letter(&ctx, peer, event.id, &form).await,
    };
    match done {
        Ok(said) => Ok(ctx.redirect_saying(&format!("{}#reponse", event.path()), "ok", said)),
        Err(Error::Invalid(errors)) => again(&ctx, slug, &form, &errors).await,
        Err(other) => Err(other),
    }
}

async fn again(ctx: &Ctx, slug: String, form: &Form, errors: &FieldErrors) -> Result<Response> {
    let mut values = form.values();
    values.remove(guard::HONEYPOT);
    if !ctx.viewer.is_member() {
        values.insert(guard::STAMP.to_owned(), guard::again(&ctx.app, form)?);
    }
    let typed = Typed { values, errors: ctx.messages(errors) };
    let page = assemble(ctx, slug, typed).await?;
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What a form asks for.
pub(super) fn wish(form: &Form) -> Result<Wish> {
    form.text("answer").parse().map_err(|_| Error::field("form", "attendance-error-answer"))
}

/// How many people a form speaks for: one when it does not say.
pub(super) fn people(form: &Form) -> Result<i32> {
    match form.text("people") {
        "" => Ok(1),
        text => text.parse().map_err(|_| Error::field("people", "attendance-error-people")),
    }
}

/// A refusal as an error of the form: about the number of people, or about the whole.
pub(super) fn refused(refusal: Refusal) -> Error {
    let field = match refusal {
        Refusal::Party(_) | Refusal::Room(_) | Refusal::NoMore(_) => "people",
        _ => "form",
    };
    let mut errors = FieldErrors::default();
    errors.add_message(field, refusal.message());
    Error::Invalid(errors)
}

async fn by_member(
    ctx: &Ctx,
    member: &Member,
    event: &events::Event,
    form: &Form,
) -> Result<Message> {
    ctx.app.limits.take(&limits::ACT, member.account_id, ctx.app.now())?;
    let claim = Claim {
        people: people(form)?,
        ..Claim::new(Who::Actor(member.actor_id), wish(form)?, Channel::Member, ctx.lang)
    };
    let one = answered(ctx, form, event.id, claim).await?;
    Ok(said(&one, &event.facts.title))
}

/// Takes an answer once, however often its form comes.
pub(super) async fn answered(
    ctx: &Ctx,
    form: &Form,
    event: Id,
    claim: Claim,
) -> Result<Attendance> {
    let once = Once::of(&ctx.viewer, form);
    let id = ctx.app.write(move |tx| {
        once.run(tx, |tx| match actions::answer(tx, event, &claim)? {
            Ok(one) => Ok(one.id),
            Err(refusal) => Err(refused(refusal)),
        })
    });
    let id = id.await?;
    ctx.app.read(move |conn| crate::features::attendance::store::get(conn, id)).await
}

/// What somebody is told after they answered.
pub(super) fn said(one: &Attendance, title: &str) -> Message {
    Message::new(view::noted(one)).with("people", one.people).with("title", title)
}

/// Whoever has no account is written to; the same is said whoever they are.
async fn by_letter(ctx: &Ctx, peer: Peer, event: Id, form: &Form) -> Result<Message> {
    if !ctx.app.mail.is_there() {
        return Err(Error::SignInRequired);
    }
    let mut errors = FieldErrors::default();
    let email = Email::parse(form.text("email")).map_err(|key| errors.add("email", key)).ok();
    let name = form.text("name").to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        errors.add("name", "attendance-error-name");
    }
    let people = match people(form) {
        Ok(people) => people,
        Err(Error::Invalid(more)) => {
            errors.0.extend(more.0);
            1
        }
        Err(other) => return Err(other),
    };
    let Some(email) = email.filter(|_| errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let admitted = guard::admit(&ctx.app, form)?;
    let now = ctx.app.now();
    let allowed = ctx
        .app
        .limits
        .take(&limits::ANSWER_PEER, peer, now)
        .and_then(|()| ctx.app.limits.take(&limits::ANSWER_ADDRESS, email.as_str(), now));
    if let Err(error) = allowed {
        admitted.give_back(&ctx.app);
        return Err(error);
    }
    let (once, using) = (Once::of(&ctx.viewer, form), admitted.clone());
    let to = email.as_str().to_owned();
    let asked = Asked { email, name, people, channel: Channel::Email, language: ctx.lang };
    let sent = ctx
        .app
        .write(move |tx| {
            once.run(tx, |tx| {
                using.use_up(tx)?;
                actions::ask(tx, event, &asked)?.map_err(refused)
            })
        })
        .await;
    if let Err(error) = sent {
        admitted.give_back(&ctx.app);
        return Err(error);
    }
    Ok(Message::new("attendance-letter-sent").with("email", to))
}
