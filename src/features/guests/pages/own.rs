//! What a member left at the venue and when they were there, all of it, for themselves alone.

use axum::{extract::Query, response::Response};
use serde::Serialize;

use super::{FEELINGS, FeltView, felt};
use crate::{
    features::{
        attendance, feelings,
        guests::visits::{self, Deed},
        traces::{self, Reader, TraceView},
    },
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        feature::{self, Heading},
        web::{Ctx, Member, Page, PageNumber, Pager, Sample},
    },
};

/// How many deeds of each kind days are made of, and how many days are listed.
const DEEDS: i64 = 500;
const DAYS: usize = 30;

#[derive(Serialize)]
struct OwnPage {
    /// The last days, on the first page alone.
    visits: Vec<VisitView>,
    felt: Vec<FeltView>,
    /// There are older feelings than those listed.
    more_felt: bool,
    traces: Vec<TraceView>,
    pager: Pager,
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "guests/own.html";
}

/// A day somebody was here.
#[derive(Serialize)]
struct VisitView {
    at: Time,
    felt: usize,
    said: usize,
    came: Vec<Heading>,
    about: Vec<Heading>,
}

pub(super) async fn show(ctx: Ctx, member: Member, page: Query<PageNumber>) -> Result<Response> {
    let (asking, actor) = (ctx.clone(), member.actor_id);
    let page = ctx
        .app
        .read(move |conn| {
            let felt = felt(&asking, conn, actor)?;
            let reader = Reader { app: &asking.app, viewer: &asking.viewer, lang: asking.lang };
            let asked = (asking.path.as_str(), *page);
            let (traces, pager) = traces::left_by(&reader, conn, actor, asked)?;
            let most = usize::try_from(FEELINGS).unwrap_or(usize::MAX);
            let first = page.offset(1) == 0;
            let visits = if first { visits(&asking, conn, actor)? } else { Vec::new() };
            Ok(OwnPage { visits, more_felt: felt.len() >= most, felt, traces, pager })
        })
        .await?;
    ctx.html(&page)
}

fn visits(ctx: &Ctx, conn: &mut Conn, actor: Id) -> Result<Vec<VisitView>> {
    let felt = feelings::by_actor(conn, actor, DEEDS)?;
    let mut deeds: Vec<(Time, Deed, Id)> =
        felt.into_iter().map(|(object, _, at)| (at, Deed::Felt, object)).collect();
    let said = traces::times_of(conn, actor, DEEDS)?;
    deeds.extend(said.into_iter().map(|(object, at)| (at, Deed::Said, object)));
    let came = attendance::came(conn, actor, DEEDS)?;
    deeds.extend(came.into_iter().map(|(event, at)| (at, Deed::Came, event)));
    let mut days = visits::visits(deeds, ctx.app.venue().time_zone);
    days.truncate(DAYS);
    let ids: Vec<Id> =
        days.iter().flat_map(|day| day.came.iter().chain(&day.about)).copied().collect();
    let headings = feature::headings(&ctx.app, conn, ctx.lang, &ids)?;
    let named = |ids: &[Id]| ids.iter().filter_map(|id| headings.get(id).cloned()).collect();
    Ok(days
        .iter()
        .map(|day| VisitView {
            at: day.at,
            felt: day.felt,
            said: day.said,
            came: named(&day.came),
            about: named(&day.about),
        })
        .collect())
}

pub(super) fn samples(felt: impl Fn() -> Vec<FeltView>) -> Vec<Sample> {
    let heading = || Heading {
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        reference: None,
    };
    let visit = |felt, said| VisitView {
        at: Time::from_micros(1_780_000_000_000_000),
        felt,
        said,
        came: vec![heading()],
        about: vec![heading(), heading()],
    };
    let page = |visits, felt, more_felt| OwnPage {
        visits,
        felt,
        more_felt,
        traces: Vec::new(),
        pager: Pager::default(),
    };
    vec![
        Sample::of("a member's own", &page(vec![visit(3, 0), visit(1, 2)], felt(), true)),
        Sample::of("a member who left nothing", &page(Vec::new(), Vec::new(), false)),
    ]
}
