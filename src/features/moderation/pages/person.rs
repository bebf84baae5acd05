//! What staff know about one person, and what they can decide about them.

use axum::response::Response;
use serde::Serialize;

use super::Author;
use crate::{
    features::{
        accounts,
        moderation::{actions, model::Verdict, store},
        traces::{self, Rung},
    },
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
        text,
    },
    platform::{
        actors::{self, Standing},
        feature::StaffNav,
        web::{Choice, Ctx, Form, Page, Path, Role, Staff},
    },
};

#[derive(Serialize)]
pub(super) struct PersonPage {
    pub(super) staff_nav: StaffNav,
    pub(super) id: Id,
    pub(super) author: Author,
    pub(super) standing: Standing,
    pub(super) profile_url: String,
    pub(super) choices: Vec<Choice>,
    pub(super) rungs: Vec<Choice>,
    pub(super) rung_chosen: String,
    pub(super) warn_url: Option<String>,
    pub(super) warnings: Vec<Given>,
}

/// A warning this person was given.
#[derive(Serialize)]
pub(super) struct Given {
    pub(super) text_html: String,
    pub(super) by: String,
    pub(super) at: Time,
    pub(super) read: bool,
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "moderation/person.html";
}

pub(super) async fn show(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let actor = actors::find(conn, id)?.ok_or(Error::NotFound)?;
            let history = store::history(conn, &[id])?.remove(&id).unwrap_or_default();
            let rung = traces::rungs(conn, [&actor])?.remove(&id).unwrap_or(Rung::Newcomer);
            let decided = traces::rung_decided(conn, id)?;
            let given = store::warnings_of(conn, id)?;
            let by: Vec<Id> = given.iter().map(|warning| warning.account_id).collect();
            let names = store::names_of(conn, &by)?;
            let team = !accounts::staff_among(conn, &[id])?.is_empty();
            let team = team || asking.app.venue().actor_id == Some(id);
            let may_warn = !team && actor.standing != Standing::Blocked;
            Ok(PersonPage {
                warn_url: may_warn.then(|| format!("/equipe/personnes/{id}/avertir")),
                warnings: given
                    .into_iter()
                    .map(|warning| Given {
                        by: names.get(&warning.account_id).cloned().unwrap_or_default(),
                        at: warning.created_at,
                        read: warning.read_at.is_some(),
                        text_html: text::typed_to_html(&warning.text),
                    })
                    .collect(),
                staff_nav: StaffNav::load(&asking.app, conn)?,
                id,
                author: Author::new(&actor, history, rung),
                rungs: if may_warn && staff.0.role >= Verdict::Limit.role() {
                    rungs(&asking)
                } else {
                    Vec::new()
                },
                rung_chosen: decided.map_or("", Rung::as_str).to_owned(),
                standing: actor.standing,
                profile_url: actor.path(),
                choices: choices(&asking, &staff, actor.standing),
            })
        })
        .await?;
    ctx.html(&page)
}

/// The steps staff may put somebody on, and leaving it to what is published of them.
fn rungs(ctx: &Ctx) -> Vec<Choice> {
    std::iter::once(("", "moderation-rung-auto"))
        .chain([
            (Rung::Newcomer.as_str(), "moderation-rung-newcomer"),
            (Rung::Known.as_str(), "moderation-rung-known"),
            (Rung::Trusted.as_str(), "moderation-rung-trusted"),
        ])
        .map(|(value, key)| Choice::new(value, ctx.text(key)))
        .collect()
}

/// Puts somebody on a step of the ladder of trust.
pub(super) async fn trust(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let rung = match form.text("rung") {
        "" => None,
        step => Some(step.parse::<Rung>().map_err(|_| Error::NotFound)?),
    };
    if rung == Some(Rung::Member) {
        // An account is what makes a member.
        return Err(Error::NotFound);
    }
    ctx.app.write(move |tx| actions::put_on_rung(tx, &staff.0, id, rung)).await?;
    let to = format!("/equipe/personnes/{id}");
    Ok(ctx.redirect_saying(&to, "ok", Message::new("moderation-said-rung")))
}

/// What this member of staff may decide about somebody of this standing.
fn choices(ctx: &Ctx, staff: &Staff, standing: Standing) -> Vec<Choice> {
    let all: &[Verdict] = match standing {
        Standing::Good => &[Verdict::Limit, Verdict::BlockPerson],
        Standing::Limited => &[Verdict::Clear, Verdict::BlockPerson],
        Standing::Blocked => &[Verdict::Clear],
    };
    all.iter()
        .filter(|verdict| staff.0.role >= verdict.role().max(Role::Mediator))
        .map(|verdict| Choice::new(verdict, ctx.text(&format!("moderation-do-{verdict}"))))
        .collect()
}

pub(super) async fn decide(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let person = ctx.app.read(move |conn| actors::find(conn, id)).await?;
    super::decide_person(&ctx, staff, person.ok_or(Error::NotFound)?, &form).await
}
