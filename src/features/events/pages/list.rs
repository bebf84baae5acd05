//! The programme as visitors browse it: what comes next, or what was, by month.

use std::collections::BTreeMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::view::{self, EventCard};
use crate::{
    features::{
        events::{Access, Category, Wanted, store},
        places::{self, Tree},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::Result,
        i18n::{self, Lang},
        text,
    },
    platform::{
        feature::{self, Beside, BesideAsk},
        web::{Choice, Ctx, Page, PageNumber, Pager},
    },
};

/// How many events a page shows.
const PER_PAGE: i64 = 30;
const SHOWN: usize = 30;

/// The filters of the programme, as they stand in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recherche: String,
    #[serde(rename = "type")]
    kind: String,
    acces: String,
    lieu: String,
    quand: String,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) months: Vec<Month>,
    /// Others announce something too: there is a page of it.
    pub(super) around: bool,
    pub(super) pager: Pager,
    pub(super) total: i64,
    #[serde(flatten)]
    pub(super) filters: Filters,
    pub(super) past: bool,
    pub(super) calendar_url: String,
    pub(super) feed_url: String,
    pub(super) add_url: Option<&'static str>,
}

/// What the programme can be filtered by, and what it is.
#[derive(Serialize)]
pub(super) struct Filters {
    pub(super) categories: Vec<Choice>,
    pub(super) access: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) filtered: bool,
}

/// The events of a month.
#[derive(Serialize)]
pub(super) struct Month {
    pub(super) month: Time,
    pub(super) events: Vec<Line>,
}

/// A line of the programme: an event of the venue, or one that others announce, marked as theirs.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Line {
    Own(EventCard),
    Beside(Beside),
}

impl Line {
    fn starts(&self) -> Time {
        match self {
            Self::Own(event) => event.starts,
            Self::Beside(event) => event.starts,
        }
    }
}

/// The most events of others on one page of the programme.
const MOST_BESIDE: i64 = 60;

impl Page for ListPage {
    const TEMPLATE: &'static str = "events/list.html";
}

impl Asked {
    /// What is looked for at a moment.
    pub(super) fn wanted(&self, tree: &Tree, now: Time) -> Wanted {
        let place = tree.by_slug(&self.lieu).map(|place| place.id);
        let wanted = Wanted {
            words: self.recherche.clone(),
            categories: self.kind.parse().into_iter().collect(),
            access: self.acces.parse().into_iter().collect(),
            places: place.map(|id| tree.within(id)).unwrap_or_default(),
            ..Wanted::default()
        };
        let days = |n: u64| now.plus(std::time::Duration::from_secs(n * 86_400));
        match self.quand.as_str() {
            "passe" => Wanted { past: Some(now), ..wanted },
            "semaine" => Wanted { after: Some(now), before: Some(days(7)), ..wanted },
            "mois" => Wanted { after: Some(now), before: Some(days(31)), ..wanted },
            _ => Wanted { after: Some(now), ..wanted },
        }
    }

    /// Nothing but a time is asked for.
    pub(super) fn is_empty(&self) -> bool {
        [&self.recherche, &self.kind, &self.acces, &self.lieu].iter().all(|text| text.is_empty())
            && matches!(self.quand.as_str(), "" | "passe")
    }

    /// The filters that are not the time.
    fn pairs(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let pairs = [
            ("recherche", &self.recherche),
            ("type", &self.kind),
            ("acces", &self.acces),
            ("lieu", &self.lieu),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// The same filters as attributes of an element.
    pub(super) fn attributes(&self) -> String {
        self.pairs().map(|(name, value)| format!(" {name}=\"{}\"", text::escape(value))).collect()
    }

    /// The filters as their form shows them.
    pub(super) fn filters(&self, tree: &Tree, lang: Lang) -> Filters {
        let values = [
            ("recherche", &self.recherche),
            ("type", &self.kind),
            ("acces", &self.acces),
            ("lieu", &self.lieu),
            ("quand", &self.quand),
        ];
        Filters {
            categories: categories(lang),
            access: access(lang),
            places: places::menu_by_slug(tree, lang),
            values: values.map(|(name, value)| (name, value.clone())).into(),
            filtered: !self.is_empty(),
        }
    }

    /// The same filters in the address of a calendar.
    pub(super) fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs() {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

pub(super) async fn list(
    ctx: Ctx,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let (lang, now) = (asking.lang, asking.app.now());
            let tree = places::tree(conn)?;
            let wanted = asked.wanted(&tree, now);
            let total = store::count(conn, &wanted, &asking.viewer)?;
            let offset = page.offset(PER_PAGE);
            // One more than is shown: it says up to when this page goes.
            let mut events = store::search(conn, &wanted, &asking.viewer, offset, PER_PAGE + 1)?;
            let after = events.split_off(events.len().min(SHOWN));
            let cards = view::cards(conn, lang, now, &tree, &events)?;
            let first = cards.first().map(|card| card.starts).filter(|_| offset > 0);
            let mut lines: Vec<Line> = cards.into_iter().map(Line::Own).collect();
            let ask = BesideAsk {
                app: &asking.app,
                lang,
                from: first,
                until: after.first().map(|event| event.facts.when.starts),
                most: MOST_BESIDE,
            };
            let plain = asked.is_empty() && asked.quand.is_empty();
            if plain {
                lines.extend(feature::beside(&ask, conn)?.into_iter().map(Line::Beside));
                lines.sort_by_key(Line::starts);
            }
            Ok(ListPage {
                around: has_beside(&asking, conn)?,
                months: by_month(lines, asking.app.venue().time_zone),
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                total,
                filters: asked.filters(&tree, lang),
                past: asked.quand == "passe",
                calendar_url: format!("/agenda.ics{}", asked.query()),
                feed_url: format!("/agenda.atom{}", asked.query()),
                add_url: asking.viewer.is_staff().then_some("/equipe/agenda/nouveau"),
            })
        })
        .await?;
    ctx.html(&page)
}

fn by_month(lines: Vec<Line>, zone: chrono_tz::Tz) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut present = String::new();
    for line in lines {
        let starts = line.starts();
        let month = starts.utc().with_timezone(&zone).format("%Y-%m").to_string();
        if month != present {
            months.push(Month { month: starts, events: Vec::new() });
            present = month;
        }
        if let Some(month) = months.last_mut() {
            month.events.push(line);
        }
    }
    months
}

/// Do others announce anything?
pub(super) fn has_beside(ctx: &Ctx, conn: &mut Conn) -> Result<bool> {
    let ask = BesideAsk { app: &ctx.app, lang: ctx.lang, from: None, until: None, most: 1 };
    Ok(!feature::beside(&ask, conn)?.is_empty())
}

/// Every kind of event, to choose from.
pub fn categories(lang: Lang) -> Vec<Choice> {
    let say = |key: &str| i18n::text(lang, key, &i18n::Args::new());
    let all = Category::ALL.iter();
    all.map(|kind| Choice::new(kind, say(&format!("events-category-{kind}")))).collect()
}

/// Everything that makes an event easier to come to, to choose from.
pub(super) fn access(lang: Lang) -> Vec<Choice> {
    let say = |key: &str| i18n::text(lang, key, &i18n::Args::new());
    Access::ALL.iter().map(|one| Choice::new(one, say(&format!("events-access-{one}")))).collect()
}
