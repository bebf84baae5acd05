//! A member's calendar: a private link to subscribe to, made, made anew and taken away on the page of their events.
//!
//! Calendars ask without a cookie: whoever has the link reads it, and nothing else of the person. A link that opens nothing
//! answers as if there had never been one.

use axum::response::Response;

use super::own;
use crate::{
    features::{accounts, attendance::store, events},
    kernel::error::{Error, Message, Result},
    platform::web::{Ctx, Member, PageNumber, Path},
};

/// The most events it holds.
const MOST: i64 = 1000;

/// For how long what is over stays in it.
const KEPT: std::time::Duration = std::time::Duration::from_secs(30 * 86_400);

/// The path of a link.
fn path(token: &str) -> String {
    format!("/calendriers/{token}.ics")
}

/// Makes a link, or another one; shown now and never again.
pub(super) async fn make(ctx: Ctx, member: Member) -> Result<Response> {
    let token = ctx.app.entropy.token();
    let (actor, secret) = (member.actor_id, token.clone());
    ctx.app.write(move |tx| store::set_calendar(tx.conn, actor, &secret, tx.now)).await?;
    let address = ctx.app.config.address(&path(&token));
    own::page(&ctx, &member, PageNumber::default(), Some(address)).await
}

/// Takes the link away.
pub(super) async fn close(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.app.write(move |tx| store::close_calendar(tx.conn, member.actor_id)).await?;
    let said = Message::new("attendance-calendar-closed");
    Ok(ctx.redirect_saying("/mes-evenements", "ok", said))
}

/// The calendar a link opens.
pub(super) async fn file(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let token = token.strip_suffix(".ics").ok_or(Error::NotFound)?.to_owned();
    let app = ctx.app.clone();
    let text = ctx
        .app
        .read(move |conn| {
            let actor = store::calendar_of(conn, &token)?.ok_or(Error::NotFound)?;
            // Of a closed or suspended account, nothing opens.
            let (lang, _) = accounts::mailbox(conn, actor)?.ok_or(Error::NotFound)?;
            let since = app.now().minus(KEPT);
            let answers = store::calendar(conn, actor, since, MOST)?;
            events::calendar_of_member(&app, conn, lang, &answers)
        })
        .await?;
    Ok(events::calendar_file(text))
}
