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
            form::{self, Asked},
            model::Words,
        },
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        feature::{self, Reading, Typed},
        objects::State,
        web::{Ctx, Form, Member, Once, Path, UploadForm, limits},
    },
};

pub(super) async fn on_artwork(
    ctx: Ctx,
    member: Member,
    Path(slug): Path<String>,
    form: UploadForm,
) -> Result<Response> {
    let wanted = slug.clone();
    let found = ctx.app.read(move |conn| artworks::find_by_slug(conn, &wanted));
    let subject = found.await?.ok_or(Error::NotFound)?.id;
    match leave(&ctx, member, subject, &form).await? {
        Outcome::Left(response) => Ok(response),
        Outcome::Again(typed, wait) => {
            let page = artworks::render(&ctx, &slug, reading(&form, typed)).await?;
            Ok(not_now(page, wait))
        }
    }
}

pub(super) async fn at_place(
    ctx: Ctx,
    member: Member,
    Path(slug): Path<String>,
    form: UploadForm,
) -> Result<Response> {
    let wanted = slug.clone();
    let found = ctx.app.read(move |conn| places::find_by_slug(conn, &wanted));
    let subject = found.await?.ok_or(Error::NotFound)?;
    match leave(&ctx, member, subject, &form).await? {
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
pub(super) fn typed(ctx: &Ctx, form: &Form, errors: &FieldErrors) -> Typed {
    Typed { values: form.values(), errors: ctx.messages(errors) }
}

/// What became of a form.
enum Outcome {
    /// Its words stand.
    Left(Response),
    /// It goes back as it was typed; with how long to wait, when nothing is wrong with it but its haste.
    Again(Typed, Option<Duration>),
}

/// A page that goes back because of haste says so to programs too: an outbox tries again.
fn not_now(mut page: Response, wait: Option<Duration>) -> Response {
    if let Some(wait) = wait {
        *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        page.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
    }
    page
}

/// Where words stand now, and whether everybody sees them.
#[derive(Serialize, Deserialize)]
struct Left {
    to: String,
    at_once: bool,
}

/// Leaves the words of a form under an object, and goes to where they stand.
async fn leave(ctx: &Ctx, member: Member, under: Id, form: &UploadForm) -> Result<Outcome> {
    let fields = &form.fields;
    if let Err(Error::SlowDown(wait)) =
        limits::take_for_account(&ctx.app, &limits::POST, member.account_id)
    {
        let errors = FieldErrors::one("text", "traces-error-haste");
        return Ok(Outcome::Again(typed(ctx, fields, &errors), Some(wait)));
    }
    let person = ctx.viewer.actor_id();
    let mut brought = attach::take_in(&ctx.app, person, form).await?;
    // A refused picture is told of as such, not also as missing words.
    let has_media = !brought.attached.is_empty() || !brought.errors.is_empty();
    let words = match form::words(fields, ctx.lang, has_media) {
        Err(Error::Invalid(errors)) => {
            for (field, message) in errors.0 {
                brought.errors.add_message(&field, message);
            }
            Words::default()
        }
        other => other?,
    };
    if !brought.errors.is_empty() {
        let mut again = typed(ctx, fields, &brought.errors);
        brought.hold(&ctx.app, person, &mut again.values).await?;
        return Ok(Outcome::Again(again, None));
    }
    let asked = Asked::read(&ctx.viewer, member, under, fields, (words, brought.attached));
    let once = Once::with_files(&ctx.viewer, form);
    let lang = ctx.lang;
    let left = ctx.app.write(move |tx| {
        once.run(tx, |tx| {
            let object = asked.leave(tx)?;
            let root = object.root();
            let back = feature::headings(tx.app, tx.conn, lang, &[root])?.remove(&root);
            let page = back.map_or_else(|| format!("/traces/{}", object.id), |found| found.url);
            let at_once = object.state == State::Published;
            Ok(Left { to: format!("{page}#trace-{}", object.id), at_once })
        })
    });
    let left = left.await?;
    let said = if left.at_once { "traces-said" } else { "traces-said-pending" };
    Ok(Outcome::Left(ctx.redirect_saying(&left.to, "ok", Message::new(said))))
}

pub(super) async fn reply(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: UploadForm,
) -> Result<Response> {
    match leave(&ctx, member, id, &form).await? {
        Outcome::Left(response) => Ok(response),
        Outcome::Again(typed, wait) => {
            let page = assemble(&ctx, id, typed).await?;
            Ok(not_now(ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?, wait))
        }
    }
}
