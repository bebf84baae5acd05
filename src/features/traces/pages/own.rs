//! One's own traces, a member's or a guest's: changing what they say, what is said of their picture and sound and what the
//! venue may do with them; withdrawing them.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    leave::{WRITING, not_now, typed},
    one_view, subject, visible,
};
use crate::{
    features::traces::{
        actions::{self, Change},
        attach, form,
        model::{TYPED, Trace, Words},
        store::consents,
        thread::{self, TraceView},
    },
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        feature::{self, Heading, Typed},
        media::{
            pictures::{self, PictureView},
            sounds::{self, SoundView},
        },
        objects::{self, State},
        web::{Ctx, Form, Page, Participant, Path, Peer},
    },
};

#[derive(Serialize)]
pub(in crate::features::traces) struct WithdrawPage {
    pub(in crate::features::traces) trace: TraceView,
    pub(in crate::features::traces) back: String,
}

impl Page for WithdrawPage {
    const TEMPLATE: &'static str = "traces/withdraw.html";
}

#[derive(Serialize)]
pub(in crate::features::traces) struct EditPage {
    pub(in crate::features::traces) id: Id,
    pub(in crate::features::traces) subject: Heading,
    #[serde(flatten)]
    pub(in crate::features::traces) typed: Typed,
    pub(in crate::features::traces) picture: Option<PictureView>,
    pub(in crate::features::traces) sound: Option<SoundView>,
    pub(in crate::features::traces) longest: usize,
    pub(in crate::features::traces) pending: bool,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "traces/edit.html";
}

/// The trace, if it is the viewer's to change.
fn own(ctx: &Ctx, conn: &mut Conn, id: Id) -> Result<Trace> {
    if ctx.viewer.is_anybody() {
        return Err(Error::SignInRequired);
    }
    let trace = visible(ctx, conn, id)?;
    let mine = thread::speaks_as(&ctx.app, &ctx.viewer, trace.object.author_id);
    if mine && trace.object.local { Ok(trace) } else { Err(Error::NotFound) }
}

pub(super) async fn edit(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
    let page = edit_page(&ctx, id, None).await?;
    ctx.html(&page)
}

async fn edit_page(ctx: &Ctx, id: Id, typed: Option<Typed>) -> Result<EditPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let trace = own(&ctx, conn, id)?;
        let typed = match typed {
            Some(typed) => typed,
            None => Typed { values: values(conn, &trace)?, ..Typed::default() },
        };
        let pending = form::waits(&ctx.app, conn, &ctx.viewer)?;
        let view = one_view(&ctx, conn, trace, false)?;
        Ok(EditPage {
            id,
            subject: subject(&ctx, &view),
            typed,
            picture: view.pictures.first().cloned(),
            sound: view.sound.clone(),
            longest: TYPED,
            pending,
        })
    })
    .await
}

pub(super) async fn revise(
    ctx: Ctx,
    peer: Peer,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let (has_media, has_picture) = media_of(&ctx, id).await?;
    let author = Participant::of(&ctx, "")?;
    if let Err(Error::SlowDown(wait)) = author.take(&ctx.app, &WRITING, id, peer) {
        let errors = FieldErrors::one("text", "traces-error-haste");
        let page = edit_page(&ctx, id, Some(typed(&ctx, &form, &errors)?)).await?;
        return Ok(not_now(ctx.html(&page)?, Some(wait)));
    }
    let mut errors = FieldErrors::default();
    let (alt, summary) = attach::described(&form, &mut errors);
    if has_picture && alt.is_empty() {
        errors.add("picture_alt", "traces-error-no-alt");
    }
    let words = match form::words(&form, ctx.lang, has_media) {
        Err(Error::Invalid(wrong)) => {
            for (field, message) in wrong.0 {
                errors.add_message(&field, message);
            }
            Words::default()
        }
        other => other?,
    };
    if !errors.is_empty() {
        let page = edit_page(&ctx, id, Some(typed(&ctx, &form, &errors)?)).await?;
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let change =
        Change { words, alt: Some(alt), summary: Some(summary), reuse: form::reuse(&form) };
    let asking = ctx.clone();
    let voice = form::voice(ctx.viewer.member());
    let state = ctx
        .app
        .write(move |tx| {
            let trace = own(&asking, tx.conn, id)?;
            let mut change = change.clone();
            change.words.language.clone_from(&trace.words.language);
            actions::revise(tx, &trace, voice, &change)?;
            Ok(objects::find(tx.conn, id)?.map(|object| object.state))
        })
        .await?;
    let waits = state == Some(State::Pending);
    let said = if waits { "traces-revised-pending" } else { "traces-revised" };
    Ok(ctx.redirect_saying(&format!("/traces/{id}"), "ok", Message::new(said)))
}

/// Has one's own trace a picture or a sound, and has it a picture?
async fn media_of(ctx: &Ctx, id: Id) -> Result<(bool, bool)> {
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let id = own(&asking, conn, id)?.object.id;
            let picture = pictures::of(conn, &[id])?.contains_key(&id);
            Ok((picture || sounds::of(conn, &[id])?.contains_key(&id), picture))
        })
        .await
}

/// The form as the trace stands.
fn values(conn: &mut Conn, trace: &Trace) -> Result<BTreeMap<String, String>> {
    let id = trace.object.id;
    let mut values = BTreeMap::from([
        ("text".to_owned(), trace.words.source.clone()),
        ("warning".to_owned(), trace.words.warning.clone()),
    ]);
    if let Some(picture) = pictures::of(conn, &[id])?.get(&id).and_then(|hung| hung.first()) {
        values.insert("picture_alt".to_owned(), picture.alt_fr.clone());
    }
    if let Some(sound) = sounds::of(conn, &[id])?.remove(&id) {
        values.insert("sound_summary".to_owned(), sound.summary);
    }
    for purpose in consents::of(conn, &[id])?.remove(&id).unwrap_or_default() {
        values.insert(format!("reuse_{purpose}"), "1".to_owned());
    }
    Ok(values)
}

pub(super) async fn ask_withdraw(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
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

pub(super) async fn withdraw(ctx: Ctx, Path(id): Path<Id>) -> Result<Response> {
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
