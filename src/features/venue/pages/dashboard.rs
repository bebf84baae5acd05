//! What today asks of staff.

use std::time::Duration;

use axum::response::Response;
use serde::Serialize;

use super::home;
use crate::{
    features::{
        artworks::{self, Wanted},
        follows, places,
        traces::{self, TraceView},
        venue::store,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Message, Result},
        i18n,
        id::Id,
        text::shorten,
    },
    platform::{
        actors,
        feature::{self, StaffNav},
        mail,
        web::{Ctx, Page, Role, Staff},
    },
};

/// How many waiting and how many new words are shown.
const WORDS: i64 = 5;

#[derive(Serialize)]
pub(super) struct TodayPage {
    pub(super) staff_nav: StaffNav,
    pub(super) figures: Figures,
    pub(super) waiting: Vec<Waiting>,
    pub(super) traces: Vec<TraceView>,
    pub(super) todo: Vec<Step>,
    /// What keeps letters from arriving, in words.
    pub(super) mail: Option<MailTrouble>,
}

impl Page for TodayPage {
    const TEMPLATE: &'static str = "venue/staff_dashboard.html";
}

#[derive(Serialize)]
pub(super) struct Figures {
    pub(super) pending: i64,
    pub(super) failing: i64,
    pub(super) traces_week: i64,
    pub(super) followers: i64,
}

#[derive(Serialize)]
pub(super) struct Waiting {
    pub(super) id: Id,
    pub(super) text: String,
    pub(super) author_name: String,
    pub(super) subject_title: Option<String>,
    pub(super) since: Time,
}

/// What keeps letters from arriving.
#[derive(Serialize)]
pub(super) struct MailTrouble {
    pub(super) why: String,
    pub(super) waiting: i64,
    pub(super) given_up: i64,
}

/// Something a new venue has not done yet.
#[derive(Serialize)]
pub(super) struct Step {
    pub(super) text: String,
    pub(super) url: &'static str,
    pub(super) action: String,
}

pub(super) async fn today(ctx: Ctx, staff: Staff) -> Result<Response> {
    let inner = ctx.clone();
    let admin = staff.0.role >= Role::Admin;
    let page = ctx.app.read(move |conn| read(&inner, conn, admin)).await?;
    ctx.html(&page)
}

fn read(ctx: &Ctx, conn: &mut Conn, admin: bool) -> Result<TodayPage> {
    let staff_nav = StaffNav::load(&ctx.app, conn)?;
    let week = ctx.app.now().minus(Duration::from_secs(7 * 24 * 3600));
    let followers = match ctx.app.venue().actor_id {
        Some(actor) => follows::count(conn, actor)?,
        None => 0,
    };
    Ok(TodayPage {
        staff_nav,
        figures: Figures {
            pending: staff_nav.pending,
            failing: staff_nav.failing,
            traces_week: store::words_since(conn, week)?,
            followers,
        },
        waiting: waiting(ctx, conn)?,
        traces: home::latest(ctx, conn, WORDS)?,
        todo: first_steps(ctx, conn, admin)?,
        mail: mail::trouble(conn)?.map(|trouble| {
            let code = trouble.code.unwrap_or_default();
            let why = Message::new(trouble.why).with("code", code);
            MailTrouble {
                why: i18n::message(ctx.lang, &why),
                waiting: trouble.waiting,
                given_up: trouble.given_up,
            }
        }),
    })
}

/// Tries every letter again that did not leave.
pub(super) async fn mail_again(ctx: Ctx, _staff: Staff) -> Result<Response> {
    ctx.app.write(mail::try_again).await?;
    Ok(ctx.redirect_saying("/equipe", "ok", Message::new("mail-said-again")))
}

fn waiting(ctx: &Ctx, conn: &mut Conn) -> Result<Vec<Waiting>> {
    let ids = store::waiting_words(conn, WORDS)?;
    let mut found = traces::find_all(conn, &ids)?;
    let ordered: Vec<traces::Trace> = ids.iter().filter_map(|id| found.remove(id)).collect();
    let subjects: Vec<Id> = ordered.iter().map(|trace| trace.object.root()).collect();
    let headings = feature::headings(&ctx.app, conn, ctx.lang, &subjects)?;
    let authors: Vec<Id> = ordered.iter().map(|trace| trace.object.author_id).collect();
    let authors = actors::find_all(conn, &authors)?;
    Ok(ordered
        .iter()
        .map(|trace| Waiting {
            id: trace.object.id,
            text: shorten(&trace.words.text, 160),
            author_name: authors
                .get(&trace.object.author_id)
                .map(actors::Actor::display_name)
                .unwrap_or_default(),
            subject_title: headings.get(&trace.object.root()).map(|heading| heading.title.clone()),
            since: trace.object.created_at,
        })
        .collect())
}

fn first_steps(ctx: &Ctx, conn: &mut Conn, admin: bool) -> Result<Vec<Step>> {
    let venue = ctx.app.venue();
    let (_, works) = artworks::wall(conn, ctx.lang, &Wanted::default(), 0, 1)?;
    let no_place = places::tree(conn)?.places().is_empty();
    let unpresented = admin && venue.summary_fr.is_empty() && venue.summary_en.is_empty();
    let no_contact = admin && venue.contact.email.is_empty();
    let steps = [
        (no_place, "venue-step-places", "/equipe/lieux/nouveau", "places-staff-new"),
        (works == 0, "venue-step-artworks", "/equipe/oeuvres/import", "artworks-staff-import"),
        (unpresented, "venue-step-summary", "/equipe/reglages", "staff-nav-settings"),
        (no_contact, "venue-step-contact", "/equipe/pages", "texts-title"),
    ];
    Ok(steps
        .into_iter()
        .filter(|(open, ..)| *open)
        .map(|(_, text, url, action)| Step { text: ctx.text(text), url, action: ctx.text(action) })
        .collect())
}
