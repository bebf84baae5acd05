//! The form under a work, a place or a trace comes in: words, a picture, a sound, where they may go.
//!
//! Whatever is wrong, the form goes back with everything that was typed and every file that was good.

use std::time::Duration;

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use serde::{Deserialize, Serialize};

use super::assemble;
use crate::{
    features::{
        artworks, places,
        traces::{
            attach,
            form::{self, Asked, FormView},
            model::Words,
            thread::Reader,
        },
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        feature::{self, Heading, Reading, Typed},
        objects::{self, State},
        web::{Ctx, Doing, Form, Once, Page, Participant, Path, Peer, UploadForm, guard, limits},
    },
};

pub(super) async fn on_artwork(
    ctx: Ctx,
    peer: Peer,
    Path(slug): Path<String>,
    form: UploadForm,
) -> Result<Response> {
    let wanted = slug.clone();
    let found = ctx.app.read(move |conn| artworks::find_by_slug(conn, &wanted));
    let subject = found.await?.ok_or(Error::NotFound)?.id;
    match leave(&ctx, peer, subject, &form).await? {
        Outcome::Left(response) => Ok(response),
        Outcome::Again(typed, wait) => {
            let page = artworks::render(&ctx, &slug, reading(&form, typed)).await?;
            Ok(not_now(page, wait))
        }
    }
}

pub(super) async fn at_place(
    ctx: Ctx,
    peer: Peer,
    Path(slug): Path<String>,
    form: UploadForm,
) -> Result<Response> {
    let wanted = slug.clone();
    let found = ctx.app.read(move |conn| places::find_by_slug(conn, &wanted));
    let subject = found.await?.ok_or(Error::NotFound)?;
    match leave(&ctx, peer, subject, &form).await? {
        Outcome::Left(response) => Ok(response),
        Outcome::Again(typed, wait) => {
            let page = places::render(&ctx, &slug, reading(&form, typed)).await?;
            Ok(not_now(page, wait))
        }
    }
}

/// The same page, with the form as it was typed and what is wrong with it.
fn reading(form: &UploadForm, typed: Typed) -> Reading {
    Reading { reply_to: form.fields.parse("reply_to"), typed, ..Reading::default() }
}

/// What was typed and what is wrong with it.
pub(super) fn typed(ctx: &Ctx, form: &Form, errors: &FieldErrors) -> Result<Typed> {
    let mut values = form.values();
    values.remove(guard::HONEYPOT);
    if !ctx.viewer.is_member() {
        values.insert(guard::STAMP.to_owned(), guard::again(&ctx.app, form)?);
    }
    Ok(Typed { values, errors: ctx.messages(errors) })
}

/// How much somebody may write.
pub(super) const WRITING: Doing = Doing { member: &limits::POST, guest: &limits::GUEST_POST };

/// What became of a form.
enum Outcome {
    /// Its words stand.
    Left(Response),
    /// It goes back as it was typed; with how long to wait, when nothing is wrong with it but its haste.
    Again(Typed, Option<Duration>),
}

/// A page that goes back because of haste says so to programs too: an outbox tries again.
pub(super) fn not_now(mut page: Response, wait: Option<Duration>) -> Response {
    if let Some(wait) = wait {
        *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        page.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
    }
    page
}

/// Where words stand now, whether everybody sees them, and the code a guest finds them by.
#[derive(Serialize, Deserialize)]
struct Left {
    to: String,
    at_once: bool,
    receipt: Option<String>,
}

/// Leaves the words of a form under an object, and goes to where they stand.
async fn leave(ctx: &Ctx, peer: Peer, under: Id, form: &UploadForm) -> Result<Outcome> {
    let fields = &form.fields;
    let author = Participant::of(ctx, fields.text(guard::STAMP))?;
    let about = fields.parse("reply_to").unwrap_or(under);
    if let Err(Error::SlowDown(wait)) = author.take(&ctx.app, &WRITING, about, peer) {
        let errors = FieldErrors::one("text", "traces-error-haste");
        return Ok(Outcome::Again(typed(ctx, fields, &errors)?, Some(wait)));
    }
    let person = ctx.viewer.actor_id();
    let sends_picture = form.files.iter().any(|file| file.field == "picture");
    if sends_picture && !form::may_picture(&ctx.app, author.member()) {
        let errors = FieldErrors::one("picture", "traces-error-guest-picture");
        return Ok(Outcome::Again(typed(ctx, fields, &errors)?, None));
    }
    let mut brought = attach::take_in(&ctx.app, person, form).await?;
    // A refused picture is told of as such, not also as missing words.
    let has_media = !brought.attached.is_empty() || !brought.errors.is_empty();
    let mut wrong = |outcome: Result<()>| match outcome {
        Err(Error::Invalid(errors)) => {
            for (field, message) in errors.0 {
                brought.errors.add_message(&field, message);
            }
            Ok(())
        }
        other => other,
    };
    let mut words = Words::default();
    wrong(form::words(fields, ctx.lang, has_media).map(|said| words = said))?;
    let mut admitted = None;
    if author.member().is_none() {
        wrong(guard::admit(&ctx.app, fields).map(|stamp| admitted = Some(stamp)))?;
    }
    if !brought.errors.is_empty() {
        if let Some(admitted) = admitted {
            admitted.give_back(&ctx.app);
        }
        let mut again = typed(ctx, fields, &brought.errors)?;
        brought.hold(&ctx.app, person, &mut again.values).await?;
        return Ok(Outcome::Again(again, None));
    }
    let attached = (words, brought.attached);
    let asked = Asked::read(&ctx.viewer, author.clone(), under, fields, attached);
    let once = Once::with_files(&ctx.viewer, form);
    let (lang, back) = (ctx.lang, fields.text("back").to_owned());
    let stamped = admitted.clone();
    let left = ctx.app.write(move |tx| {
        if let Some(stamped) = &stamped {
            stamped.use_up(tx)?;
        }
        once.run(tx, |tx| {
            let object = asked.leave(tx)?;
            let root = object.root();
            let about = feature::headings(tx.app, tx.conn, lang, &[root])?.remove(&root);
            let page = match about {
                _ if !back.is_empty() => back.clone(),
                Some(found) => found.url,
                None => format!("/traces/{}", object.id),
            };
            let at_once = object.state == State::Published;
            let receipt = asked.author.receipt(tx)?;
            Ok(Left { to: format!("{page}#trace-{}", object.id), at_once, receipt })
        })
    });
    let left = match (left.await, admitted) {
        // Another process, or this one before it was started anew, took the stamp.
        (Err(Error::Invalid(errors)), Some(_)) => {
            return Ok(Outcome::Again(typed(ctx, fields, &errors)?, None));
        }
        (Err(error), Some(admitted)) => {
            admitted.give_back(&ctx.app);
            return Err(error);
        }
        (left, _) => left?,
    };
    let said = match left.receipt {
        _ if left.at_once => Message::new("traces-said"),
        Some(code) => Message::new("traces-said-guest").with("code", code),
        None => Message::new("traces-said-pending"),
    };
    let answer = ctx.redirect_saying(&left.to, "ok", said);
    Ok(Outcome::Left(author.remember(&ctx.app, answer)))
}

/// The form for words about one thing, and nothing else.
#[derive(Serialize)]
pub(in crate::features::traces) struct WritePage {
    pub(in crate::features::traces) subject: Heading,
    pub(in crate::features::traces) form: FormView,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "traces/write.html";
    const FOR_EVERYBODY: bool = false;
}

/// The form alone, for whoever is not known yet: the pages of works and places are the same for all of them, and this
/// form is for one.
pub(super) async fn writing(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
    let page = writing_page(&ctx, id, Typed::default()).await?;
    ctx.html(&page)
}

pub(super) async fn write(
    ctx: Ctx,
    peer: Peer,
    Path(id): Path<Id>,
    form: UploadForm,
) -> Result<Response> {
    match leave(&ctx, peer, id, &form).await? {
        Outcome::Left(response) => Ok(response),
        Outcome::Again(typed, wait) => {
            let page = writing_page(&ctx, id, typed).await?;
            Ok(not_now(ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?, wait))
        }
    }
}

async fn writing_page(ctx: &Ctx, id: Id, typed: Typed) -> Result<WritePage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let parent = objects::visible(conn, id, &ctx.viewer)?;
        let subject = feature::headings(&ctx.app, conn, ctx.lang, &[id])?.remove(&id);
        let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
        let back = typed.values.get("back").cloned().filter(|back| !back.is_empty());
        let action = format!("/objets/{id}/mot");
        let asking = form::Asking { parent: &parent, action: &action, typed, personal: true };
        let form = form::form(&reader, conn, asking)?.ok_or(Error::NotFound)?;
        Ok(WritePage {
            form: match back {
                Some(back) => form.coming_back(&back),
                None => form,
            },
            subject: subject.ok_or(Error::NotFound)?,
        })
    })
    .await
}

pub(super) async fn reply(
    ctx: Ctx,
    peer: Peer,
    Path(id): Path<Id>,
    form: UploadForm,
) -> Result<Response> {
    match leave(&ctx, peer, id, &form).await? {
        Outcome::Left(response) => Ok(response),
        Outcome::Again(typed, wait) => {
            let page = assemble(&ctx, id, typed).await?;
            Ok(not_now(ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?, wait))
        }
    }
}
