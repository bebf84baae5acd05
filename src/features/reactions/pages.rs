//! The like button.

use axum::{Router, response::Response, routing::post};

use super::actions;
use crate::{
    kernel::{
        error::{Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        objects,
        web::{Ctx, Form, Member, Path, limits},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/objets/{id}/aimer", post(toggle))
}

/// Likes, or likes no more, and goes back to where the button was.
async fn toggle(ctx: Ctx, member: Member, Path(id): Path<Id>, form: Form) -> Result<Response> {
    limits::take_for_account(&ctx.app, &limits::ACT, member.account_id)?;
    let viewer = ctx.viewer.clone();
    let (likes, url) = ctx
        .app
        .write(move |tx| {
            let object = objects::visible(tx.conn, id, &viewer)?;
            let likes = actions::toggle(tx, &object, member.actor_id)?;
            Ok((likes, object.url))
        })
        .await?;
    let ours = ctx.app.config.address("");
    let back = match form.text("back") {
        "" => url.strip_prefix(&ours).unwrap_or("/").to_owned(),
        path => path.to_owned(),
    };
    let said = if likes { "reactions-liked" } else { "reactions-unliked" };
    Ok(ctx.redirect_saying(&back, "ok", Message::new(said)))
}
