//! The link of the letter: it shows what is to be confirmed, and a button does it. Mail programs open links by
//! themselves.

use axum::response::Response;
use serde::Serialize;

use super::{
    answer::said,
    view::{self, EventLine, Numbers},
};
use crate::{
    features::{
        attendance::{actions, codes, store},
        places,
    },
    kernel::error::Result,
    platform::web::{Ctx, Page, Path},
};

#[derive(Serialize)]
pub(super) struct ConfirmPage {
    pub(super) event: EventLine,
    pub(super) numbers: Numbers,
    pub(super) name: String,
    pub(super) people: i32,
    pub(super) action: String,
    /// Why it cannot be confirmed any more.
    pub(super) refused: Option<String>,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "attendance/confirm.html";
    const FOR_EVERYBODY: bool = false;
}

pub(super) async fn ask(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    show(&ctx, token, None).await
}

async fn show(ctx: &Ctx, token: String, refused: Option<String>) -> Result<Response> {
    let asking = ctx.clone();
    let found = ctx
        .app
        .read(move |conn| {
            let (request, event) = actions::asked(conn, &token, asking.app.now())?;
            if let Some(known) = request.attendance_id {
                return Ok(Err(codes::path(&asking.app, known)?));
            }
            Ok(Ok(ConfirmPage {
                numbers: store::room(conn, &event)?.into(),
                event: view::line(&asking, &places::tree(conn)?, &event),
                name: request.name,
                people: request.people,
                action: format!("/participation/confirmer/{token}"),
                refused,
            }))
        })
        .await?;
    match found {
        Ok(page) => ctx.html(&page),
        // Confirmed already: the answer itself.
        Err(path) => Ok(ctx.redirect(&path)),
    }
}

pub(super) async fn confirm(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let secret = token.clone();
    match ctx.app.write(move |tx| actions::confirm(tx, &secret)).await? {
        Ok((one, event)) => {
            let path = codes::path(&ctx.app, one.id)?;
            Ok(ctx.redirect_saying(&path, "ok", said(&one, &event.facts.title)))
        }
        Err(refusal) => {
            let why = crate::kernel::i18n::message(ctx.lang, &refusal.message());
            show(&ctx, token, Some(why)).await
        }
    }
}
