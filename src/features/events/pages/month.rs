//! The programme as a calendar on the wall: one month, a square a day. What lasts longer than a few days is said once, above
//! the squares: an exhibition of a season in every one of them would hide everything else.

use axum::{extract::Query, response::Response};
use chrono::{Datelike as _, Days, Months, NaiveDate};
use serde::Serialize;

use super::list::{Asked, Filters};
use crate::{
    features::{
        events::{Event, Wanted, When, moment, store},
        places,
    },
    kernel::{
        clock::Time,
        error::{Error, Result},
    },
    platform::{
        feature::{self, Beside, BesideAsk},
        web::{self, Ctx, Page, Path},
    },
};

/// The most events a month shows; a square with more says so.
const MOST: i64 = 500;

/// The most events of others in a month.
const MOST_BESIDE: i64 = 200;

/// On how many days an event may take place and still stand in the square of each: a long weekend.
const SQUARES: i64 = 3;

#[derive(Serialize)]
pub(super) struct MonthPage {
    /// A template has a function of the name `month`: a field must not hide it.
    #[serde(rename = "shown")]
    pub(super) month: Time,
    pub(super) weeks: Vec<Vec<Day>>,
    pub(super) lasting: Vec<Lasting>,
    pub(super) previous_url: String,
    pub(super) next_url: String,
    pub(super) today_url: String,
    pub(super) total: usize,
    /// Where the filters lead: this month.
    pub(super) action: String,
    #[serde(flatten)]
    pub(super) filters: Filters,
    /// Others announce something too: there is a page of it.
    pub(super) around: bool,
}

#[derive(Serialize)]
pub(super) struct Day {
    pub(super) number: u32,
    pub(super) date: String,
    /// Of the month shown.
    pub(super) inside: bool,
    pub(super) today: bool,
    pub(super) events: Vec<Brief>,
}

#[derive(Clone, Serialize)]
pub(super) struct Brief {
    pub(super) title: String,
    pub(super) url: String,
    /// `20:30`; none on days after the first, and for whole days.
    pub(super) hour: Option<String>,
    pub(super) stage: &'static str,
    /// Who announces it, when that is somebody else.
    pub(super) source: Option<String>,
    pub(super) lang: Option<String>,
}

/// What goes on for longer than the squares of its days would bear.
#[derive(Clone, Serialize)]
pub(super) struct Lasting {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) when: String,
    pub(super) stage: &'static str,
}

impl Page for MonthPage {
    const TEMPLATE: &'static str = "events/month.html";
}

pub(super) async fn this_month(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let today = ctx.app.now().utc().with_timezone(&ctx.app.venue().time_zone).date_naive();
    show(ctx, today, asked).await
}

pub(super) async fn month(
    ctx: Ctx,
    Path(month): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
    let first = first.map_err(|_| Error::NotFound)?;
    // Far enough for any programme; beyond it there is nothing to crawl.
    if !(1990..=2100).contains(&first.year()) {
        return Err(Error::NotFound);
    }
    show(ctx, first, asked).await
}

async fn show(ctx: Ctx, within: NaiveDate, asked: Asked) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let (zone, now) = (asking.app.venue().time_zone, asking.app.now());
            let today = now.utc().with_timezone(&zone).date_naive();
            let first = within.with_day(1).unwrap_or(within);
            let next = first + Months::new(1);
            let from = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
            let weeks = (next - from).num_days().div_euclid(7)
                + i64::from((next - from).num_days().rem_euclid(7) > 0);
            let to = from + Days::new(u64::try_from(weeks * 7).unwrap_or(42));
            let midnight =
                |day: NaiveDate| moment(zone, day.and_time(chrono::NaiveTime::MIN)).unwrap_or(now);
            let tree = places::tree(conn)?;
            let wanted = Wanted {
                after: Some(midnight(from)),
                before: Some(midnight(to)),
                past: None,
                ..asked.wanted(&tree, now)
            };
            // Others say nothing that could be filtered.
            let ask = BesideAsk {
                app: &asking.app,
                lang: asking.lang,
                from: Some(midnight(from)),
                until: Some(midnight(to)),
                most: MOST_BESIDE,
            };
            let others = if asked.is_empty() { feature::beside(&ask, conn)? } else { Vec::new() };
            let events = store::search(conn, &wanted, &asking.viewer, 0, MOST)?;
            let of_month = |event: &&Event| {
                event.facts.when.starts < midnight(next) && event.facts.when.ends > midnight(first)
            };
            let total = events.iter().filter(of_month).count();
            let (lasting, events): (Vec<Event>, Vec<Event>) =
                events.into_iter().partition(|event| days_of(&event.facts.when) > SQUARES);
            let day = |date: NaiveDate| {
                let (begins, ends) = (midnight(date), midnight(date + Days::new(1)));
                let on = |when: &When| {
                    when.starts < ends && (when.ends > begins || when.starts >= begins)
                };
                let hour = |at: Time| at.utc().with_timezone(&zone).format("%H:%M").to_string();
                let own = events
                    .iter()
                    .filter(|event| on(&event.facts.when))
                    .map(|event| own_brief(event, begins, now, hour(event.facts.when.starts)));
                let today_elsewhere =
                    others.iter().filter(|other| (begins..ends).contains(&other.starts));
                let beside = today_elsewhere.map(|other| brief(other, hour(other.starts)));
                Day {
                    number: date.day(),
                    date: date.to_string(),
                    inside: date.month() == first.month(),
                    today: date == today,
                    events: own.chain(beside).collect(),
                }
            };
            let mut days = from.iter_days().take_while(|date| *date < to).map(day);
            let mut grid = Vec::new();
            loop {
                let week: Vec<Day> = days.by_ref().take(7).collect();
                if week.is_empty() {
                    break;
                }
                grid.push(week);
            }
            let query = asked.query();
            let url = |month: NaiveDate| format!("/agenda/mois/{}{query}", month.format("%Y-%m"));
            Ok(MonthPage {
                month: midnight(first),
                around: super::list::has_beside(&asking, conn)?,
                total,
                lasting: lasting
                    .iter()
                    .filter(of_month)
                    .map(|event| Lasting {
                        title: event.facts.title.clone(),
                        url: event.path(),
                        when: web::period(asking.lang, &event.facts.when.period()),
                        stage: event.stage(now).as_str(),
                    })
                    .collect(),
                weeks: grid,
                previous_url: url(first - Months::new(1)),
                next_url: url(next),
                today_url: format!("/agenda/mois{query}"),
                action: format!("/agenda/mois/{}", first.format("%Y-%m")),
                filters: asked.filters(&tree, asking.lang),
            })
        })
        .await?;
    ctx.html(&page)
}

/// An event of the venue in the square of a day that begins at `begins`.
fn own_brief(event: &Event, begins: Time, now: Time, hour: String) -> Brief {
    let when = &event.facts.when;
    let begins_here = !when.all_day && when.starts >= begins;
    Brief {
        title: event.facts.title.clone(),
        url: event.path(),
        hour: begins_here.then_some(hour),
        stage: event.stage(now).as_str(),
        source: None,
        lang: None,
    }
}

/// An event of somebody else in its square.
fn brief(other: &Beside, hour: String) -> Brief {
    Brief {
        title: other.title.clone(),
        url: other.url.clone(),
        hour: Some(hour),
        stage: other.stage,
        source: Some(other.source.clone()),
        lang: other.lang.clone(),
    }
}

/// On how many days of its own clock an event takes place; the small hours belong to the evening before.
fn days_of(when: &When) -> i64 {
    let last = when.ends_local() - chrono::Duration::hours(if when.all_day { 1 } else { 6 });
    (last.date_naive() - when.starts_local().date_naive()).num_days().max(0) + 1
}
