//! Writing to everybody on a list, each by their own channel.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::view::{self, EventLine, Numbers};
use crate::{
    features::{
        attendance::{actions, model::LONGEST_MESSAGE, store},
        events, places,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
        text::typed_to_html,
    },
    platform::{
        feature::{StaffNav, Typed},
        web::{Ctx, Form, Once, Page, Path, Staff},
    },
};

/// How many earlier messages are shown.
const EARLIER: i64 = 10;

#[derive(Serialize)]
pub(super) struct WritePage {
    pub(super) staff_nav: StaffNav,
    pub(super) event: EventLine,
    pub(super) numbers: Numbers,
    pub(super) action: String,
    pub(super) list_url: String,
    pub(super) longest: usize,
    pub(super) once: String,
    pub(super) earlier: Vec<Earlier>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

/// A message that was sent.
#[derive(Serialize)]
pub(super) struct Earlier {
    pub(super) text_html: String,
    pub(super) at: Time,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "attendance/staff_write.html";
}

pub(super) async fn form(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let page = assemble(&ctx, id, Typed::default()).await?;
    ctx.html(&page)
}

async fn assemble(ctx: &Ctx, id: Id, typed: Typed) -> Result<WritePage> {
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let event = events::find(conn, id)?.ok_or(Error::NotFound)?;
            let earlier = earlier(conn, id)?;
            Ok(WritePage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                numbers: store::room(conn, &event)?.into(),
                event: view::line(&asking, &places::tree(conn)?, &event),
                action: format!("/equipe/agenda/{id}/ecrire"),
                list_url: format!("/equipe/agenda/{id}/reponses"),
                longest: LONGEST_MESSAGE,
                once: Once::key(&asking.app, &asking.viewer),
                earlier,
                typed,
            })
        })
        .await
}

/// What was written to those who come to an event, the last first.
pub(super) fn earlier(conn: &mut Conn, event: Id) -> Result<Vec<Earlier>> {
    let written = store::messages(conn, event, EARLIER)?;
    let shown = |(text, at): (String, Time)| Earlier { text_html: typed_to_html(&text), at };
    Ok(written.into_iter().map(shown).collect())
}

pub(super) async fn send(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let (once, by, text) = (Once::of(&ctx.viewer, &form), staff.0, form.text("text").to_owned());
    let sent =
        ctx.app.write(move |tx| once.run(tx, |tx| actions::write_to_all(tx, &by, id, &text))).await;
    match sent {
        Ok(()) => {
            let list = format!("/equipe/agenda/{id}/reponses");
            Ok(ctx.redirect_saying(&list, "ok", Message::new("attendance-staff-written")))
        }
        Err(Error::Invalid(errors)) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let page = assemble(&ctx, id, typed).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}
