//! The programme as staff work on it: filters in the address, what waits first.

use std::collections::BTreeMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::view;
use crate::{
    features::{
        events::{Event, Stage, Status, Wanted, store},
        places,
    },
    kernel::{error::Result, id::Id},
    platform::{
        actors,
        feature::StaffNav,
        web::{self, Ctx, Page, PageNumber, Pager, Staff},
    },
};

/// How many rows a page shows.
const PER_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recherche: String,
    etat: String,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) events: Vec<Row>,
    pub(super) total: i64,
    pub(super) pager: Pager,
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) filtered: bool,
}

#[derive(Serialize)]
pub(super) struct Row {
    pub(super) title: String,
    pub(super) when: String,
    pub(super) place: Option<String>,
    pub(super) stage: Stage,
    pub(super) repeats: bool,
    pub(super) proposed_by: Option<String>,
    pub(super) url: String,
    pub(super) edit_url: String,
    pub(super) copy_url: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "events/staff_list.html";
}

pub(super) async fn list(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let now = asking.app.now();
            let everything = Status::ALL.to_vec();
            let wanted = Wanted { words: asked.recherche.clone(), ..Wanted::default() };
            let wanted = match asked.etat.as_str() {
                "draft" => Wanted { statuses: vec![Status::Draft], ..wanted },
                "past" => Wanted { past: Some(now), statuses: everything, ..wanted },
                "off" => {
                    let off = vec![Status::Cancelled, Status::Postponed];
                    Wanted { statuses: off, ..wanted }
                }
                _ => Wanted { after: Some(now), statuses: everything, ..wanted },
            };
            let total = store::count(conn, &wanted, &asking.viewer)?;
            let (offset, limit) = (page.offset(PER_PAGE), PER_PAGE);
            let events = store::search(conn, &wanted, &asking.viewer, offset, limit)?;
            let tree = places::tree(conn)?;
            let proposers: Vec<Id> = events.iter().filter_map(|event| event.proposed_by).collect();
            let people = actors::find_all(conn, &proposers)?;
            let row = |event: &Event| Row {
                when: web::period(asking.lang, &event.facts.when.period()),
                place: view::place_name(event, &tree, asking.lang),
                stage: event.stage(now),
                repeats: event.series.is_some(),
                proposed_by: event
                    .proposed_by
                    .and_then(|id| people.get(&id))
                    .map(actors::Actor::display_name),
                url: event.path(),
                edit_url: format!("/equipe/agenda/{}", event.id),
                copy_url: format!("/equipe/agenda/nouveau?copie={}", event.id),
                title: event.facts.title.clone(),
            };
            Ok(ListPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                events: events.iter().map(row).collect(),
                total,
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                filtered: !(asked.recherche.trim().is_empty() && asked.etat.is_empty()),
                values: [("recherche", asked.recherche), ("etat", asked.etat)].into(),
            })
        })
        .await?;
    ctx.html(&page)
}
