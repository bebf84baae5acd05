//! At the door: who comes in is ticked on the list, shows a code that a phone of the team looks at, or is written down.
//!
//! Works without a script. Each entry is a form of its own that may wait for the network in a phone's outbox: sent twice
//! or late, it says the same.

use std::collections::BTreeMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    list::{Row, people, row},
    view::{self, EventLine, Numbers},
};
use crate::{
    features::{
        attendance::{
            actions::{self, Scanned},
            codes,
            model::{Answer, Assurance},
            store::{self, Wanted},
        },
        events, places,
    },
    kernel::{
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        feature::{StaffNav, Typed},
        web::{Ctx, Form, Once, Page, PageNumber, Pager, Path, Staff},
    },
};

/// How many people one page of the list has: short enough to be read on a phone.
const PER_PAGE: i64 = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recherche: String,
    code: String,
}

#[derive(Serialize)]
pub(super) struct DoorPage {
    pub(super) staff_nav: StaffNav,
    pub(super) event: EventLine,
    /// Parties that came, of those that were to.
    pub(super) came: i64,
    pub(super) expected: i64,
    /// Whoever showed a code.
    pub(super) shown: Option<Row>,
    /// A code was shown that is none of this event.
    pub(super) wrong_code: bool,
    pub(super) code: String,
    pub(super) rows: Vec<Row>,
    pub(super) total: i64,
    pub(super) pager: Pager,
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) filtered: bool,
    /// How full it is, and how many seats there are.
    pub(super) numbers: Numbers,
    pub(super) capacity: Option<i32>,
    pub(super) action: String,
    pub(super) list_url: String,
    pub(super) once: String,
    pub(super) typed: BTreeMap<String, String>,
    pub(super) errors: BTreeMap<String, String>,
}

impl Page for DoorPage {
    const TEMPLATE: &'static str = "attendance/door.html";
}

pub(super) async fn door(
    ctx: Ctx,
    _staff: Staff,
    Path(id): Path<Id>,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let page = assemble(&ctx, id, asked, page, alone()).await?;
    ctx.html(&page)
}

/// Whoever comes without an answer comes alone, until somebody says otherwise.
fn alone() -> Typed {
    Typed { values: [("people".to_owned(), "1".to_owned())].into(), ..Typed::default() }
}

async fn assemble(
    ctx: &Ctx,
    id: Id,
    asked: Asked,
    page: PageNumber,
    typed: Typed,
) -> Result<DoorPage> {
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let event = events::find(conn, id)?.ok_or(Error::NotFound)?;
            let going = Wanted { answer: Some(Answer::Going), ..Wanted::default() };
            let wanted = Wanted { words: asked.recherche.clone(), ..going.clone() };
            let total = store::count(conn, id, &wanted)?;
            let answers = store::search(conn, id, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let shown = match codes::read(&asking.app, &asked.code)? {
                Some(found) => store::find(conn, found)?.filter(|one| one.event == id),
                None => None,
            };
            let with_shown: Vec<_> = answers.iter().chain(&shown).cloned().collect();
            let people = people(conn, &with_shown)?;
            let came = Wanted { came: true, ..going.clone() };
            Ok(DoorPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                event: view::line(&asking, &places::tree(conn)?, &event),
                numbers: store::room(conn, &event)?.into(),
                capacity: event.facts.capacity,
                came: store::count(conn, id, &came)?,
                expected: store::count(conn, id, &going)?,
                wrong_code: !asked.code.is_empty() && shown.is_none(),
                shown: shown.map(|one| row(&people, &one)),
                code: asked.code,
                rows: answers.iter().map(|one| row(&people, one)).collect(),
                total,
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                filtered: !asked.recherche.trim().is_empty(),
                values: [("recherche", asked.recherche), ("code", String::new())].into(),
                action: format!("/equipe/agenda/{id}/entree"),
                list_url: format!("/equipe/agenda/{id}/reponses"),
                once: Once::key(&asking.app, &asking.viewer),
                typed: typed.values.clone(),
                errors: typed.errors.clone(),
            })
        })
        .await
}

/// Ticks one person, or takes the tick back.
pub(super) async fn check(
    ctx: Ctx,
    staff: Staff,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let id: Id = form.parse("attendance").ok_or(Error::NotFound)?;
    let shown = codes::read(&ctx.app, form.text("code"))? == Some(id);
    let assurance = match form.text("came") {
        "1" if shown => Some(Assurance::Code),
        "1" => Some(Assurance::List),
        _ => None,
    };
    let (by, once) = (staff.0, Once::of(&ctx.viewer, &form));
    ctx.app
        .write(move |tx| {
            once.run(tx, |tx| actions::check_in(tx, &by, event, id, assurance).map(|one| one.id))
        })
        .await?;
    let words = form.text("recherche");
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("recherche", words)
        .finish();
    let back = format!("/equipe/agenda/{event}/entree");
    let back = if words.is_empty() { back } else { format!("{back}?{query}") };
    let said = if assurance.is_some() { "attendance-door-in" } else { "attendance-door-out" };
    Ok(ctx.redirect_saying(&format!("{back}#liste"), "ok", Message::new(said)))
}

/// A code that was typed, or read by something that types: whoever shows it is in. A form of its own, that may wait for the
/// network as a tick does.
pub(super) async fn by_code(
    ctx: Ctx,
    staff: Staff,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let typed = form.text("code");
    // Readers type the whole address that is in the code.
    let code = typed.rsplit_once("code=").map_or(typed, |(_, code)| code);
    let id = codes::read(&ctx.app, code)?;
    let (by, once) = (staff.0, Once::of(&ctx.viewer, &form));
    let scanned = ctx
        .app
        .write(move |tx| {
            events::find(tx.conn, event)?.ok_or(Error::NotFound)?;
            once.run(tx, |tx| actions::scan(tx, &by, event, id))
        })
        .await?;
    let door = format!("/equipe/agenda/{event}/entree");
    if scanned == Scanned::In {
        return Ok(ctx.redirect_saying(&door, "ok", Message::new("attendance-door-in")));
    }
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("code", code).finish();
    Ok(ctx.redirect(&format!("{door}?{query}")))
}

/// Somebody without an answer: written down as having come.
pub(super) async fn walk_in(
    ctx: Ctx,
    staff: Staff,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let (by, once) = (staff.0, Once::of(&ctx.viewer, &form));
    let name = form.text("name").to_owned();
    let people = form.parse("people").unwrap_or(0);
    let done = ctx
        .app
        .write(move |tx| {
            once.run(tx, |tx| actions::walk_in(tx, &by, event, &name, people).map(|done| done.1))
        })
        .await;
    let back = format!("/equipe/agenda/{event}/entree");
    match done {
        Ok(0) => Ok(ctx.redirect_saying(&back, "ok", Message::new("attendance-door-in"))),
        Ok(over) => {
            let said = Message::new("attendance-door-over").with("count", over);
            Ok(ctx.redirect_saying(&back, "warn", said))
        }
        Err(Error::Invalid(errors)) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let (asked, first) = (Asked::default(), PageNumber::default());
            let page = assemble(&ctx, event, asked, first, typed).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}
