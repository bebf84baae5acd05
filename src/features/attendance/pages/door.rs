//! At the door: who comes in is ticked on the list, shows a code that a phone of the team looks at, or is written down.
//!
//! Works without a script. Each entry is a form of its own that may wait for the network in a phone's outbox: sent twice
//! or late, it says the same, with the moment it was made.

use std::collections::BTreeMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    card,
    list::{Row, people, row},
    view::{self, EventLine, Numbers},
};
use crate::{
    features::{
        attendance::{
            actions::{self, Entry, Scanned},
            codes,
            model::{Answer, Assurance, Attendance, Who},
            store::{self, Wanted},
        },
        events, places,
    },
    kernel::{
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        feature::{StaffNav, Typed},
        web::{Ctx, Form, Once, Page, PageNumber, Pager, Path, Staff, Waited},
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
    /// Whoever showed a card without having answered.
    pub(super) holder: Option<String>,
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
            let (shown, holder) = whose(&asking.app, conn, id, &asked.code)?;
            // A card says who comes, not that they have a seat.
            let seated = |one: &Attendance| holder.is_none() || one.answer == Answer::Going;
            let shown = shown.filter(seated);
            let holder = match holder.filter(|_| shown.is_none()) {
                Some(actor) => Some(card::name_of(conn, actor)?),
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
                wrong_code: !asked.code.is_empty() && shown.is_none() && holder.is_none(),
                holder,
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

/// The answer to an event a code stands for, and whose card it is, if it is one.
fn whose(
    app: &App,
    conn: &mut Conn,
    event: Id,
    code: &str,
) -> Result<(Option<Attendance>, Option<Id>)> {
    if let Some(actor) = codes::holder(app, conn, code)? {
        return Ok((store::of(conn, event, &Who::Actor(actor))?, Some(actor)));
    }
    let shown = match codes::read(app, code)? {
        Some(found) => store::find(conn, found)?.filter(|one| one.event == event),
        None => None,
    };
    Ok((shown, None))
}

/// Ticks one person, or takes the tick back.
pub(super) async fn check(
    ctx: Ctx,
    staff: Staff,
    waited: Waited,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let id: Id = form.parse("attendance").ok_or(Error::NotFound)?;
    let code = form.text("code").to_owned();
    let came = form.text("came") == "1";
    let (by, once) = (staff.0, Once::of(&ctx.viewer, &form));
    ctx.app
        .write(move |tx| {
            let (shown, _) = whose(tx.app, tx.conn, event, &code)?;
            let by_code = shown.is_some_and(|one| one.id == id);
            let sure = if by_code { Assurance::Code } else { Assurance::List };
            let assurance = came.then_some(sure);
            let at = waited.written(tx.now);
            let deed = |tx: &mut Tx<'_>| actions::check_in(tx, &by, event, id, assurance, at);
            once.run(tx, |tx| deed(tx).map(|one| one.id))
        })
        .await?;
    let words = form.text("recherche");
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("recherche", words)
        .finish();
    let back = format!("/equipe/agenda/{event}/entree");
    let back = if words.is_empty() { back } else { format!("{back}?{query}") };
    let said = if came { "attendance-door-in" } else { "attendance-door-out" };
    Ok(ctx.redirect_saying(&format!("{back}#liste"), "ok", Message::new(said)))
}

/// A code that was typed, or read by something that types: whoever shows it is in. A form of its own, that may wait for the
/// network as a tick does.
pub(super) async fn by_code(
    ctx: Ctx,
    staff: Staff,
    waited: Waited,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let typed = form.text("code");
    // Readers type the whole address that is in the code.
    let code = typed.rsplit_once("code=").map_or(typed, |(_, code)| code);
    let read = code.to_owned();
    let (by, once) = (staff.0, Once::of(&ctx.viewer, &form));
    let scanned = ctx
        .app
        .write(move |tx| {
            events::find(tx.conn, event)?.ok_or(Error::NotFound)?;
            let (shown, _) = whose(tx.app, tx.conn, event, &read)?;
            let (id, at) = (shown.map(|one| one.id), waited.written(tx.now));
            once.run(tx, |tx| actions::scan(tx, &by, event, id, at))
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
    waited: Waited,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let (by, once) = (staff.0, Once::of(&ctx.viewer, &form));
    let name = form.text("name").to_owned();
    let people = form.parse("people").unwrap_or(0);
    let code = form.text("code").to_owned();
    let done = ctx
        .app
        .write(move |tx| {
            // Whoever shows a card is written down as themselves.
            let who = codes::holder(tx.app, tx.conn, &code)?;
            let at = waited.written(tx.now);
            let entry = Entry { who, name: name.clone(), people, at };
            let deed = |tx: &mut Tx<'_>| actions::walk_in(tx, &by, event, &entry);
            once.run(tx, |tx| deed(tx).map(|done| done.1))
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
