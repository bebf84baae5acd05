//! `/authorize_interaction`: somebody of this server arrives with an address from another one.

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    super::{
        actions,
        wire::{self, Remote},
    },
    excuse,
};
use crate::{
    features::follows,
    kernel::{
        error::{Error, Message, Result},
        text,
    },
    platform::{
        actors::ActorKind,
        web::{ACT, Ctx, Form, Member, Page, Sample, take_for_account},
    },
};

/// How much of a profile is shown.
const SUMMARY: usize = 280;

#[derive(Serialize)]
struct InteractPage {
    uri: String,
    result: &'static str,
    target: Option<Target>,
}

impl Page for InteractPage {
    const TEMPLATE: &'static str = "fediverse/interact.html";
}

#[derive(Serialize)]
struct Target {
    name: String,
    handle: Option<String>,
    url: String,
    summary: Option<String>,
    can_follow: bool,
    following: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    uri: String,
}

/// Something of ours is shown with the way to one's own server; anything else needs a member, on whose behalf
/// it is looked up.
pub(super) async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let uri = asked.uri.trim().to_owned();
    let (app, lang, wanted) = (ctx.app.clone(), ctx.lang, uri.clone());
    let ours = ctx
        .app
        .read(move |conn| match actions::find_ours(&app, conn, &wanted, lang) {
            Ok(ours) => Ok(Some(ours)),
            Err(Error::NotFound | Error::Gone) => Ok(None),
            Err(error) => Err(error),
        })
        .await?;
    if let Some(ours) = ours {
        let page = ours.url.strip_prefix(&ctx.app.config.address("")).unwrap_or(&ours.url);
        return Ok(ctx.redirect(page));
    }
    let Some(member) = ctx.viewer.member().cloned() else {
        return Err(Error::SignInRequired);
    };
    take_for_account(&ctx.app, &ACT, member.account_id)?;
    match wire::look_up(&ctx.app, &uri).await {
        Ok(remote) => found(&ctx, &member, uri, remote).await,
        Err(error) => {
            let refused = excuse(&error) == "follow-error-refused";
            ctx.html(&InteractPage {
                uri,
                result: if refused { "refused" } else { "not-found" },
                target: None,
            })
        }
    }
}

async fn found(ctx: &Ctx, member: &Member, uri: String, remote: Remote) -> Result<Response> {
    let (me, them) = (member.actor_id, remote.actor.id);
    let state = ctx.app.read(move |conn| follows::between(conn, me, them)).await?;
    let can_follow = !remote.actor.local && remote.actor.kind != ActorKind::Application;
    let result = match state {
        Some(follows::State::Accepted) => "followed",
        Some(follows::State::Pending) => "requested",
        _ if can_follow => "found",
        _ => "refused",
    };
    let following = matches!(state, Some(follows::State::Accepted | follows::State::Pending));
    let summary = text::shorten(&text::html_to_text(&remote.actor.summary_html), SUMMARY);
    let (url, summary) = remote.post.unwrap_or_else(|| (remote.actor.url.clone(), summary));
    ctx.html(&InteractPage {
        uri,
        result,
        target: Some(Target {
            name: remote.actor.display_name(),
            handle: Some(remote.actor.address()),
            url,
            summary: (!summary.is_empty()).then_some(summary),
            can_follow,
            following,
        }),
    })
}

/// Follows whoever is behind the address.
pub(super) async fn follow(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    take_for_account(&ctx.app, &ACT, member.account_id)?;
    let uri = form.text("uri").to_owned();
    let back = format!(
        "/authorize_interaction?{}",
        url::form_urlencoded::Serializer::new(String::new()).append_pair("uri", &uri).finish()
    );
    let remote = match wire::look_up(&ctx.app, &uri).await {
        Ok(remote) if !remote.actor.local => remote,
        Ok(_) => return Err(Error::NotFound),
        Err(error) => return Ok(ctx.redirect_saying(&back, "error", Message::new(excuse(&error)))),
    };
    let (me, them) = (member.actor_id, remote.actor.id);
    ctx.app.write(move |tx| actions::follow(tx, me, them)).await?;
    let said = Message::new("interact-requested").with("name", remote.actor.display_name());
    Ok(ctx.redirect_saying(&back, "ok", said))
}

pub(super) fn samples() -> Vec<Sample> {
    let target = |following: bool| Target {
        name: "Léa".to_owned(),
        handle: Some("@lea@social.example".to_owned()),
        url: "https://social.example/@lea".to_owned(),
        summary: Some("Photographe.".to_owned()),
        can_follow: true,
        following,
    };
    let page = |result: &'static str, target: Option<Target>| InteractPage {
        uri: "https://social.example/@lea".to_owned(),
        result,
        target,
    };
    vec![
        Sample::of("somebody found", &page("found", Some(target(false)))),
        Sample::of("somebody followed", &page("followed", Some(target(true)))),
        Sample::of("a request under way", &page("requested", Some(target(true)))),
        Sample::of("nobody there", &page("not-found", None)),
        Sample::of("somebody refused", &page("refused", None)),
    ]
}
