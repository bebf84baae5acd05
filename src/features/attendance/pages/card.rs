//! A member's card, shown at the door of any event: made, made anew and taken away by its owner; looked at by the team, whom
//! it leads to the door that is open.

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::view::{self, EventLine};
use crate::{
    features::{
        attendance::{codes, model::may_declare, store},
        events::{self, Event, Rsvp},
        places,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Message, Result},
        id::Id,
    },
    platform::{
        actors,
        feature::StaffNav,
        web::{self, Ctx, Member, Page, Qr, Staff},
    },
};

const HERE: &str = "/mes-evenements/carte";

#[derive(Serialize)]
pub(super) struct CardPage {
    pub(super) name: String,
    /// What is shown; none until they ask for a card.
    pub(super) qr: Option<Qr>,
    /// What can be typed where nothing reads it.
    pub(super) code: Option<String>,
}

impl Page for CardPage {
    const TEMPLATE: &'static str = "attendance/card.html";
    const FOR_EVERYBODY: bool = false;
}

pub(super) async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    let actor = member.actor_id;
    let serial = ctx.app.read(move |conn| store::card(conn, actor)).await?;
    let code = serial.map(|serial| codes::card(&ctx.app, actor, serial)).transpose()?;
    let qr = code.as_ref().map(|code| web::qr(&address(&ctx, code))).transpose()?;
    ctx.html(&CardPage { name: member.name, qr, code })
}

/// What a phone of the team opens when it looks at a card.
fn address(ctx: &Ctx, code: &str) -> String {
    ctx.app.config.address(&format!("/equipe/carte?code={code}"))
}

/// Makes a card, or another one in the place of one that was lost.
pub(super) async fn make(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.app
        .write(move |tx| {
            let serial = tx.new_id();
            store::set_card(tx.conn, member.actor_id, serial, tx.now)
        })
        .await?;
    Ok(ctx.redirect_saying(HERE, "ok", Message::new("attendance-card-made")))
}

/// Takes the card away.
pub(super) async fn close(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.app.write(move |tx| store::remove_card(tx.conn, member.actor_id)).await?;
    Ok(ctx.redirect_saying(HERE, "ok", Message::new("attendance-card-closed")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
}

/// How long before an event its door is where a card leads.
const BEFORE: std::time::Duration = std::time::Duration::from_secs(3 * 3600);

/// The most events that are looked through.
const MOST: i64 = 60;

/// The page on which the team reads a card.
#[derive(Serialize)]
pub(super) struct ReadPage {
    pub(super) staff_nav: StaffNav,
    /// Whose card it is; there is no door for them now.
    pub(super) holder: Option<String>,
    /// A code was shown that is of no card.
    pub(super) wrong: bool,
    /// The events whose doors are open.
    pub(super) doors: Vec<EventLine>,
}

impl Page for ReadPage {
    const TEMPLATE: &'static str = "attendance/staff_card.html";
}

/// Where a card leads: the door of what its owner comes to now, else of what takes place now.
pub(super) async fn look(ctx: Ctx, staff: Staff, Query(asked): Query<Asked>) -> Result<Response> {
    let asking = ctx.clone();
    let viewer = web::Viewer::Member(Box::new(staff.0));
    // Readers type the whole address that is in the code.
    let code = asked.code.rsplit_once("code=").map_or(asked.code.as_str(), |(_, code)| code);
    let code = code.trim().to_owned();
    let read = code.clone();
    let (page, door) = ctx
        .app
        .read(move |conn| {
            let now = asking.app.now();
            let open: Vec<Event> = events::coming(conn, &viewer, now, MOST)?
                .into_iter()
                // At an exhibition that anybody walks into nobody stands at the door.
                .filter(|event| event.facts.rsvp == Rsvp::Open)
                .filter(|event| may_declare(event, now) || soon(event, now))
                .collect();
            let holder = codes::holder(&asking.app, conn, &read)?;
            let door = match holder {
                Some(actor) => open_to(conn, actor, &open)?,
                None => None,
            };
            let tree = places::tree(conn)?;
            let page = ReadPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                holder: holder.map(|actor| name_of(conn, actor)).transpose()?,
                wrong: !read.is_empty() && holder.is_none(),
                doors: open.iter().map(|event| view::line(&asking, &tree, event)).collect(),
            };
            Ok((page, door))
        })
        .await?;
    let Some(event) = door else { return ctx.html(&page) };
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).finish();
    Ok(ctx.redirect(&format!("/equipe/agenda/{event}/entree?{query}")))
}

fn soon(event: &Event, now: Time) -> bool {
    event.facts.when.starts.minus(BEFORE) <= now && now <= event.facts.when.ends
}

/// Of these events, the one somebody has a seat at, else the first.
fn open_to(conn: &mut Conn, actor: Id, events: &[Event]) -> Result<Option<Id>> {
    let ids: Vec<Id> = events.iter().map(|event| event.id).collect();
    let seats = store::seats(conn, actor, &ids)?;
    Ok(ids.iter().find(|id| seats.contains(id)).or(ids.first()).copied())
}

/// The name of whoever a card belongs to.
pub(super) fn name_of(conn: &mut Conn, actor: Id) -> Result<String> {
    Ok(actors::find(conn, actor)?.map(|actor| actor.display_name()).unwrap_or_default())
}
