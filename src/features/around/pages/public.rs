//! What takes place around, by month, each with who announces it; and the same beside the venue's own programme.

use std::collections::HashMap;

use axum::{extract::Query, response::Response};
use chrono::Datelike as _;
use serde::Serialize;

use crate::{
    features::around::{
        model::Neighbouring,
        store::{self, Listed, Wanted},
    },
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        actors::{self, Actor},
        feature::{Beside, BesideAsk},
        media::pictures::{self, PictureView},
        objects::{self, Object, State},
        web::{self, Ctx, Page, PageNumber, Pager},
    },
};

/// How many events a page shows.
const PER_PAGE: i64 = 30;

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) months: Vec<Month>,
    pub(super) total: i64,
    pub(super) pager: Pager,
    pub(super) staff_url: Option<&'static str>,
}

/// The events of a month.
#[derive(Serialize)]
pub(super) struct Month {
    pub(super) month: Time,
    pub(super) events: Vec<Beside>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "around/list.html";
}

pub(super) async fn list(ctx: Ctx, Query(page): Query<PageNumber>) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let now = asking.app.now();
            let wanted = Wanted { state: State::Published, now, from: None, until: None };
            let total = store::count(conn, &wanted)?;
            let found = store::search(conn, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let zone = asking.app.venue().time_zone;
            let mut months: Vec<Month> = Vec::new();
            let mut present = String::new();
            for event in views(conn, asking.lang, &found)? {
                let month = event.starts.utc().with_timezone(&zone).format("%Y-%m").to_string();
                if month != present {
                    months.push(Month { month: event.starts, events: Vec::new() });
                    present = month;
                }
                if let Some(month) = months.last_mut() {
                    month.events.push(event);
                }
            }
            Ok(ListPage {
                months,
                total,
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                staff_url: asking.viewer.is_staff().then_some("/equipe/autour"),
            })
        })
        .await?;
    ctx.html(&page)
}

/// What others announce, for the venue's own programme.
pub(in crate::features::around) fn beside(
    ask: &BesideAsk<'_>,
    conn: &mut Conn,
) -> Result<Vec<Beside>> {
    let wanted =
        Wanted { state: State::Published, now: ask.app.now(), from: ask.from, until: ask.until };
    let found = store::search(conn, &wanted, 0, ask.most)?;
    views(conn, ask.lang, &found)
}

/// Everything about these events that lists show, in their order.
pub(super) fn views(conn: &mut Conn, lang: Lang, found: &[Listed]) -> Result<Vec<Beside>> {
    let ids: Vec<Id> = found.iter().map(|one| one.id).collect();
    let objects = objects::find_all(conn, &ids)?;
    let people = people(conn, found, &objects)?;
    let pictures = pictures::views(conn, &ids, lang)?;
    Ok(found.iter().map(|one| view(lang, one, &objects, &people, &pictures)).collect())
}

/// Whose these events are, and who told of them.
pub(super) fn people(
    conn: &mut Conn,
    found: &[Listed],
    objects: &HashMap<Id, Object>,
) -> Result<HashMap<Id, Actor>> {
    let mut people: Vec<Id> = objects.values().map(|object| object.author_id).collect();
    people.extend(found.iter().map(|one| one.source));
    actors::find_all(conn, &people)
}

/// Who announces an event, and on which server: whose it is, else its source.
pub(super) fn credit(
    one: &Listed,
    object: Option<&Object>,
    people: &HashMap<Id, Actor>,
) -> (String, String) {
    let author = object.and_then(|object| people.get(&object.author_id));
    let source = author.or_else(|| people.get(&one.source));
    source.map(|source| (source.display_name(), source.domain.clone())).unwrap_or_default()
}

fn view(
    lang: Lang,
    one: &Listed,
    objects: &HashMap<Id, Object>,
    people: &HashMap<Id, Actor>,
    pictures: &HashMap<Id, Vec<PictureView>>,
) -> Beside {
    let Neighbouring { title, excerpt, language, starts, place, happens, .. } = &one.event;
    let object = objects.get(&one.id);
    let (source, host) = credit(one, object, people);
    Beside {
        title: title.clone(),
        url: object.map(|object| object.url.clone()).unwrap_or_default(),
        lang: (!language.is_empty()).then(|| language.clone()),
        when: web::period(lang, &one.event.period()),
        starts: *starts,
        day: one.event.period().starts.day(),
        place: (!place.is_empty()).then(|| place.clone()),
        online: !one.event.online_url.is_empty(),
        stage: happens.stage(),
        excerpt: excerpt.clone(),
        source,
        host,
        picture: pictures.get(&one.id).and_then(|all| all.first()).cloned(),
    }
}
