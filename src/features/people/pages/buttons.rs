//! Following, muting, blocking somebody, and answering who asks to follow: one form each, back to where it was.

use axum::response::Response;
use serde::Serialize;

use crate::{
    features::{accounts, follows, people::actions},
    kernel::{
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        barriers::{self, Kind},
        feature::ProfileAsk,
        web::{ACT, Ctx, Form, Member, Path, take_for_account},
    },
};

/// What a member and the person of a page are to each other, for `people/_relation.html`.
#[derive(Serialize)]
pub(super) struct Relation {
    /// The person.
    pub(super) id: Id,
    /// `none`, `pending` or `accepted`.
    pub(super) follow: &'static str,
    /// The person follows the member.
    pub(super) follows_me: bool,
    pub(super) muted: bool,
    pub(super) blocked: bool,
}

/// What there is between a member and somebody.
pub(super) fn relation(conn: &mut Conn, me: Id, them: Id) -> Result<Relation> {
    Ok(Relation {
        id: them,
        follow: match follows::between(conn, me, them)? {
            Some(follows::State::Accepted) => "accepted",
            Some(follows::State::Pending) => "pending",
            _ => "none",
        },
        follows_me: follows::between(conn, them, me)? == Some(follows::State::Accepted),
        muted: barriers::between(conn, me, them, Kind::Mute)?.is_some(),
        blocked: barriers::between(conn, me, them, Kind::Block)?.is_some(),
    })
}

/// What the page of a person shows: the buttons for a member, and the way to whom the person follows when they
/// show it.
pub fn profile(ask: &ProfileAsk<'_>, conn: &mut Conn) -> Result<Option<minijinja::Value>> {
    let person = ask.person;
    let follows_url = (person.local && accounts::shows_follows(conn, person.id)?)
        .then(|| format!("/personnes/{}/abonnements", person.id));
    let member = ask.viewer.member().filter(|m| actions::is_somebody(person, Some(m.actor_id)));
    let relation = member.map(|m| relation(conn, m.actor_id, person.id)).transpose()?;
    let relation = minijinja::Value::from(minijinja::value::Serde(relation));
    Ok(Some(minijinja::context! { relation, follows_url }))
}

/// Follows somebody, or follows them no more.
pub(super) async fn follow(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let on = is_on(&form, "follow", "unfollow")?;
    let me = member.actor_id;
    act(ctx, &member, id, &form, move |tx, them| {
        if !on {
            follows::leave(tx, me, them.id)?;
            return Ok("people-said-left");
        }
        let member = actors::find(tx.conn, me)?.ok_or(Error::NotFound)?;
        follows::follow(tx, &member, them)?;
        Ok(match follows::between(tx.conn, me, them.id)? {
            Some(follows::State::Accepted) => "people-said-followed",
            _ => "people-said-asked",
        })
    })
    .await
}

/// Hides somebody, or shows them again.
pub(super) async fn mute(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let on = is_on(&form, "mute", "unmute")?;
    let me = member.actor_id;
    act(ctx, &member, id, &form, move |tx, them| {
        actions::mute(tx, me, them.id, on)?;
        Ok(if on { "people-said-muted" } else { "people-said-unmuted" })
    })
    .await
}

/// Blocks somebody, or blocks them no more.
pub(super) async fn block(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let on = is_on(&form, "block", "unblock")?;
    let me = member.actor_id;
    act(ctx, &member, id, &form, move |tx, them| {
        if on {
            actions::block(tx, me, them.id)?;
            Ok("people-said-blocked")
        } else {
            actions::unblock(tx, me, them.id)?;
            Ok("people-said-unblocked")
        }
    })
    .await
}

/// Answers somebody who asks to follow, or ends their follow.
pub(super) async fn answer(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let on = is_on(&form, "accept", "remove")?;
    let me = member.actor_id;
    act(ctx, &member, id, &form, move |tx, them| {
        let state = if on { follows::State::Accepted } else { follows::State::Rejected };
        follows::answer_follower(tx, me, them.id, state)?;
        Ok(if on { "people-said-accepted" } else { "people-said-removed" })
    })
    .await
}

/// The button of the form: this, or its contrary; anything else is no form of ours.
fn is_on(form: &Form, on: &str, off: &str) -> Result<bool> {
    match form.text("action") {
        word if word == on => Ok(true),
        word if word == off => Ok(false),
        _ => Err(Error::NotFound),
    }
}

/// Does something between a member and somebody, and goes back to where the button was.
async fn act(
    ctx: Ctx,
    member: &Member,
    id: Id,
    form: &Form,
    work: impl Fn(&mut crate::platform::app::Tx<'_>, &Actor) -> Result<&'static str>
    + Send
    + Clone
    + 'static,
) -> Result<Response> {
    take_for_account(&ctx.app, &ACT, member.account_id)?;
    let me = member.actor_id;
    let (said, name, path) = ctx
        .app
        .write(move |tx| {
            let them = actions::somebody(tx, id, me)?;
            let said = work(tx, &them)?;
            Ok((said, them.display_name(), them.path()))
        })
        .await?;
    let back = match form.text("back") {
        "" => path,
        back => back.to_owned(),
    };
    Ok(ctx.redirect_saying(&back, "ok", Message::new(said).with("name", name)))
}
