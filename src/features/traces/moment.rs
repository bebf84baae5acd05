//! The memory of an object by day, season and exhibition: which stretch of time somebody reads, and the rail that leads
//! to the others. Seasons are those of the calendar, of the northern half of the world.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    features::exhibitions::{Exhibition, day_begins, day_ends},
    kernel::{
        clock::Time,
        i18n::{self, Args, Lang},
    },
};

/// The name of the query field.
pub const FIELD: &str = "quand";

/// The seasons by their names in addresses and the month each begins with, in the order of a year.
const SEASONS: [(&str, u32); 4] = [("printemps", 3), ("ete", 6), ("automne", 9), ("hiver", 12)];

/// A stretch of time, as an address names it: a day, a month, a season, a year, or an exhibition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// How the address names it.
    pub key: String,
    /// When it begins.
    pub from: Time,
    /// When it is over: the first moment after it.
    pub to: Time,
}

impl Moment {
    /// Reads `2026`, `2026-11`, `2026-11-28`, `2026-automne`. Winter is that of its December.
    pub fn read(text: &str, zone: Tz) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i32 = parts.next()?.parse().ok().filter(|year| (1..=9998).contains(year))?;
        let date = |year: i32, month: u32| NaiveDate::from_ymd_opt(year, month, 1);
        let (first, after) = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => (date(year, 1)?, date(year + 1, 1)?),
            (Some(part), None, None) => match SEASONS.iter().find(|(name, _)| *name == part) {
                Some((_, month)) => (date(year, *month)?, later(year, *month, 3)?),
                None => {
                    let month = part.parse().ok()?;
                    (date(year, month)?, later(year, month, 1)?)
                }
            },
            (Some(month), Some(day), None) => {
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                let day = NaiveDate::from_ymd_opt(year, month, day)?;
                return Some(Self {
                    key: text.to_owned(),
                    from: day_begins(zone, day)?,
                    to: day_ends(zone, day)?,
                });
            }
            _ => return None,
        };
        Some(Self {
            key: text.to_owned(),
            from: day_begins(zone, first)?,
            to: day_begins(zone, after)?,
        })
    }

    /// The time an exhibition lasts; one that stays has no end yet.
    pub fn of(exhibition: &Exhibition) -> Self {
        Self {
            key: exhibition.slug.clone(),
            from: exhibition.facts.opens_at,
            to: exhibition.facts.closes_at.unwrap_or(Time::from_micros(i64::MAX)),
        }
    }
}

/// The first of the month `months` after another.
fn later(year: i32, month: u32, months: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.checked_add_months(chrono::Months::new(months))
}

/// The season of a day: its year and its place in [`SEASONS`].
fn season(day: NaiveDate) -> (i32, usize) {
    let (year, month) = (day.year(), day.month());
    match month {
        1 | 2 => (year - 1, 3),
        3..=5 => (year, 0),
        6..=8 => (year, 1),
        9..=11 => (year, 2),
        _ => (year, 3),
    }
}

/// The rail, the latest first.
#[derive(Debug, Serialize)]
pub struct Rail {
    /// Leads back to everything.
    pub all_url: String,
    /// What is read now, when it is not everything.
    pub current: Option<String>,
    /// The page of the exhibition that is read.
    pub page: Option<String>,
    /// The seasons in which something was said.
    pub seasons: Vec<Stop>,
    /// The exhibitions it was part of.
    pub exhibitions: Vec<Stop>,
}

/// A stop of the rail.
#[derive(Debug, Serialize)]
pub struct Stop {
    /// What people read; for a day its date.
    pub label: String,
    /// Leads there.
    pub url: String,
    /// How many conversations began then.
    pub count: i64,
    /// It is being read.
    pub current: bool,
    /// The days of a season that is open.
    pub days: Vec<Self>,
}

/// The rail of an object at `path`, from when its conversations began.
pub fn rail(
    path: &str,
    (lang, zone): (Lang, Tz),
    times: &[Time],
    exhibitions: &[Exhibition],
    now: Option<&Moment>,
) -> Rail {
    let link = |key: &str| format!("{path}?{FIELD}={key}#dit");
    let is = |key: &str| now.is_some_and(|now| now.key == key);
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for time in times {
        *days.entry(time.utc().with_timezone(&zone).date_naive()).or_default() += 1;
    }
    let mut seasons: BTreeMap<(i32, usize), Vec<(NaiveDate, i64)>> = BTreeMap::new();
    for (day, count) in days {
        seasons.entry(season(day)).or_default().push((day, count));
    }
    let stop = |((year, at), days): ((i32, usize), Vec<(NaiveDate, i64)>)| {
        let name = SEASONS.get(at).map_or("", |(name, _)| name);
        let key = format!("{year}-{name}");
        let open = is(&key) || days.iter().any(|(day, _)| is(&day.to_string()));
        let day = |(day, count): &(NaiveDate, i64)| Stop {
            label: day_begins(zone, *day).map(Time::rfc3339).unwrap_or_default(),
            url: link(&day.to_string()),
            count: *count,
            current: is(&day.to_string()),
            days: Vec::new(),
        };
        Stop {
            label: season_name(lang, year, name),
            url: link(&key),
            count: days.iter().map(|(_, count)| count).sum(),
            current: is(&key),
            days: if open { days.iter().rev().map(day).collect() } else { Vec::new() },
        }
    };
    let seasons: Vec<Stop> = seasons.into_iter().rev().map(stop).collect();
    let page = exhibitions.iter().find(|one| is(&one.slug)).map(Exhibition::path);
    let exhibitions: Vec<Stop> = exhibitions
        .iter()
        .map(|one| {
            let span = Moment::of(one);
            Stop {
                label: one.title(lang).to_owned(),
                url: link(&one.slug),
                count: count(times.iter().filter(|at| **at >= span.from && **at < span.to).count()),
                current: is(&one.slug),
                days: Vec::new(),
            }
        })
        .collect();
    let every = || seasons.iter().flat_map(|one| std::iter::once(one).chain(&one.days));
    let current = every().chain(&exhibitions).find(|one| one.current);
    Rail {
        all_url: format!("{path}#dit"),
        current: current.map(|one| one.label.clone()),
        page,
        seasons,
        exhibitions,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn season_name(lang: Lang, year: i32, name: &str) -> String {
    let args = Args::from([
        ("year".into(), year.to_string().into()),
        ("next".into(), (year + 1).to_string().into()),
    ]);
    i18n::text(lang, &format!("traces-season-{name}"), &args)
}
