//! One's own answers: the page of each, opened by its code, and a member's events.

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    answer::{answered, people, said, wish},
    view::{self, EventLine, Mine, Numbers},
    write::{Earlier, earlier},
};
use crate::{
    features::{
        attendance::{
            actions::{self, Claim},
            codes,
            model::{Answer, Attendance, Wish, may_declare, open},
            store,
        },
        events, places,
    },
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        feature::Typed,
        web::{self, Ctx, Form, Member, Page, PageNumber, Pager, Path, Peer, Qr, limits},
    },
};

#[derive(Serialize)]
pub(super) struct OwnPage {
    pub(super) event: EventLine,
    pub(super) mine: Mine,
    pub(super) numbers: Numbers,
    pub(super) party_max: i32,
    /// It may still be changed.
    pub(super) open: bool,
    /// They may say that they do not come.
    pub(super) may_leave: bool,
    /// They may say that they are there.
    pub(super) may_declare: bool,
    /// What is shown at the door.
    pub(super) qr: Option<Qr>,
    pub(super) once: String,
    pub(super) calendar_url: String,
    /// What the venue wrote to those who come, the last first.
    pub(super) messages: Vec<Earlier>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "attendance/own.html";
    const FOR_EVERYBODY: bool = false;
}

pub(super) async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let id = codes::read(&ctx.app, &code)?.ok_or(Error::NotFound)?;
    let page = assemble(&ctx, id, Typed::default()).await?;
    ctx.html(&page)
}

async fn assemble(ctx: &Ctx, id: Id, typed: Typed) -> Result<OwnPage> {
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let ctx = asking;
            let one = store::get(conn, id)?;
            let event = events::find(conn, one.event)?.ok_or(Error::NotFound)?;
            let now = ctx.app.now();
            let seats = one.answer == Answer::Going && open(&event, now, Wish::Going).is_ok();
            let messages =
                if one.answer == Answer::No { Vec::new() } else { earlier(conn, one.event)? };
            let qr = if seats { Some(web::qr(&door_url(&ctx, &one)?)?) } else { None };
            Ok(OwnPage {
                numbers: store::room(conn, &event)?.into(),
                mine: view::mine(&ctx.app, conn, &one)?,
                party_max: event.facts.party_max,
                open: open(&event, now, Wish::Going).is_ok(),
                may_leave: one.answer != Answer::No && open(&event, now, Wish::No).is_ok(),
                may_declare: one.answer == Answer::Going
                    && one.came_at.is_none()
                    && may_declare(&event, now),
                qr,
                messages,
                once: ctx.app.entropy.token(),
                calendar_url: format!("{}/evenement.ics", event.path()),
                event: view::line(&ctx, &places::tree(conn)?, &event),
                typed,
            })
        })
        .await
}

/// What a phone of the team opens when it looks at the code.
fn door_url(ctx: &Ctx, one: &Attendance) -> Result<String> {
    let code = codes::code(&ctx.app, one.id)?;
    Ok(ctx.app.config.address(&format!("/equipe/agenda/{}/entree?code={code}", one.event)))
}

pub(super) async fn change(
    ctx: Ctx,
    peer: Peer,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response> {
    let id = codes::read(&ctx.app, &code)?.ok_or(Error::NotFound)?;
    ctx.app.limits.take(&limits::ANSWER_PEER, peer, ctx.app.now())?;
    let found = ctx.app.read(move |conn| {
        let one = store::get(conn, id)?;
        let event = events::find(conn, one.event)?.ok_or(Error::NotFound)?;
        Ok((one, event.facts.title))
    });
    let (one, title) = found.await?;
    let back = format!("/participation/{code}");
    if form.text("answer") == "here" {
        let there = ctx.app.write(move |tx| actions::declare(tx, id)).await?;
        let (kind, said) = if there {
            ("ok", "attendance-declared")
        } else {
            ("error", "attendance-declare-late")
        };
        return Ok(ctx.redirect_saying(&back, kind, Message::new(said)));
    }
    match changed(&ctx, &form, one).await {
        Ok(one) => Ok(ctx.redirect_saying(&back, "ok", said(&one, &title))),
        Err(Error::Invalid(errors)) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let page = assemble(&ctx, id, typed).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn changed(ctx: &Ctx, form: &Form, one: Attendance) -> Result<Attendance> {
    let claim = Claim {
        people: people(form)?,
        name: one.name.clone(),
        activity: one.activity.clone(),
        again: Some(one.id),
        message: one.message.clone(),
        ..Claim::new(one.who.clone(), wish(form)?, one.channel, one.language)
    };
    answered(ctx, form, one.event, claim).await
}

#[derive(Serialize)]
pub(super) struct EventsPage {
    pub(super) coming: Vec<Entry>,
    pub(super) past: Vec<Entry>,
    pub(super) pager: Pager,
    /// Since when a private calendar can be subscribed to.
    pub(super) calendar_since: Option<Time>,
    /// Its address, just made: it is not shown again.
    pub(super) calendar_address: Option<String>,
}

/// One of a member's events.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) event: EventLine,
    pub(super) mine: Mine,
}

impl Page for EventsPage {
    const TEMPLATE: &'static str = "attendance/events.html";
}

/// How many events one page shows.
const PER_PAGE: i64 = 50;

pub(super) async fn events(
    ctx: Ctx,
    member: Member,
    Query(number): Query<PageNumber>,
) -> Result<Response> {
    page(&ctx, &member, number, None).await
}

/// A member's events; `calendar_address` is the link they just made.
pub(super) async fn page(
    ctx: &Ctx,
    member: &Member,
    page: PageNumber,
    calendar_address: Option<String>,
) -> Result<Response> {
    let (asking, actor) = (ctx.clone(), member.actor_id);
    let shown = ctx
        .app
        .read(move |conn| {
            let (all, total) = store::events_of(conn, actor, page.offset(PER_PAGE), PER_PAGE)?;
            let (mut coming, mut past) = (Vec::new(), Vec::new());
            let events: Vec<Id> = all.iter().map(|one| one.event).collect();
            let events = events::find_all(conn, &events)?;
            let tree = places::tree(conn)?;
            for one in all {
                let Some(event) = events.get(&one.event) else { continue };
                let event = view::line(&asking, &tree, event);
                let over = event.stage == events::Stage::Past;
                let mine = view::mine(&asking.app, conn, &one)?;
                let entry = Entry { event, mine };
                if over { past.push(entry) } else { coming.push(entry) }
            }
            coming.reverse();
            Ok(EventsPage {
                coming,
                past,
                pager: Pager::new("/mes-evenements", page, PER_PAGE, total),
                calendar_since: store::calendar_since(conn, actor)?,
                calendar_address,
            })
        })
        .await?;
    ctx.html(&shown)
}
