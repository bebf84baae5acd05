//! At the door: who comes in is ticked on the list, or shows a code that a phone of the team looks at.
//!
//! Works without a script. Each tick is a form of its own that may wait for the network in a phone's outbox: sent twice
//! or late, it says the same.

use std::collections::BTreeMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    list::{Row, people, row},
    view::{self, EventLine},
};
use crate::{
    features::{
        attendance::{
            actions, codes,
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
        feature::StaffNav,
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
    pub(super) action: String,
    pub(super) list_url: String,
    pub(super) once: String,
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
    let asking = ctx.clone();
    let page = ctx
        .app
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
            })
        })
        .await?;
    ctx.html(&page)
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

/// A code that was typed, or read by something that types: it leads to the person.
pub(super) async fn by_code(
    ctx: Ctx,
    _staff: Staff,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let typed = form.text("code");
    // Readers type the whole address that is in the code.
    let code = typed.rsplit_once("code=").map_or(typed, |(_, code)| code);
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("code", code).finish();
    Ok(ctx.redirect(&format!("/equipe/agenda/{event}/entree?{query}")))
}
