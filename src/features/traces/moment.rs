//! The memory of an object by day, season and exhibition: which stretch of time somebody reads, and the rail that leads
//! to the others. Seasons are those of the calendar, of the northern half of the world.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Offset as _};
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

/// How long a day is, in microseconds.
pub const DAY: i64 = 86_400_000_000;

/// How far the venue's clocks are ahead of UTC from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// From then on.
    pub from: Time,
    /// How far, in microseconds.
    pub by: i64,
}

/// How many things happened on which day, by the number of the day since 1970.
pub type Days = BTreeMap<i64, i64>;

/// The first second the shifts tell of, 1 January 2015: the fediverse is younger. Days before are those of UTC.
const FIRST: i64 = 1_420_070_400;

/// How the venue's clocks were set since 2015, the latest first. Looks at every week: no zone changes twice in one.
pub fn shifts(zone: Tz, until: Time) -> Vec<Shift> {
    let by = |seconds: i64| {
        let moment = Time::from_micros(seconds.saturating_mul(1_000_000));
        i64::from(moment.utc().with_timezone(&zone).offset().fix().local_minus_utc())
    };
    let shift = |from: i64| Shift {
        from: Time::from_micros(from.saturating_mul(1_000_000)),
        by: by(from).saturating_mul(1_000_000),
    };
    let week = 7 * 86_400;
    let end = until.micros() / 1_000_000 + 2 * week;
    let mut found = vec![shift(FIRST)];
    let (mut at, mut was) = (FIRST, by(FIRST));
    while at < end {
        let (mut before, mut after) = (at, at + week);
        let is = by(after);
        if is != was {
            while after - before > 1 {
                let middle = before + (after - before) / 2;
                if by(middle) == was { before = middle } else { after = middle }
            }
            found.push(shift(after));
        }
        (at, was) = (at + week, is);
    }
    found.reverse();
    found
}

/// The number of the day since 1970 of a moment, by the venue's clocks.
pub fn day_of(shifts: &[Shift], at: Time) -> i64 {
    let by = shifts.iter().find(|shift| shift.from <= at).map_or(0, |shift| shift.by);
    at.micros().saturating_add(by).div_euclid(DAY)
}

/// The day with this number.
fn date_of(number: i64) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    first.checked_add_signed(chrono::Duration::try_days(number)?)
}

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

/// The rail of an object at `path`, from the days on which its conversations began.
pub fn rail(
    path: &str,
    (lang, zone): (Lang, Tz),
    days: &Days,
    exhibitions: &[Exhibition],
    now: Option<&Moment>,
) -> Rail {
    let link = |key: &str| format!("{path}?{FIELD}={key}#dit");
    let is = |key: &str| now.is_some_and(|now| now.key == key);
    let days: BTreeMap<NaiveDate, i64> = days
        .iter()
        .filter_map(|(number, count)| date_of(*number).map(|day| (day, *count)))
        .collect();
    // Exhibitions open and close with days.
    let within = |span: &Moment| {
        let inside = |day: &NaiveDate| {
            day_begins(zone, *day).is_some_and(|at| at >= span.from && at < span.to)
        };
        days.iter().filter(|(day, _)| inside(day)).map(|(_, count)| count).sum()
    };
    let mut seasons: BTreeMap<(i32, usize), Vec<(NaiveDate, i64)>> = BTreeMap::new();
    for (&day, &count) in &days {
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
                count: within(&span),
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

fn season_name(lang: Lang, year: i32, name: &str) -> String {
    let args = Args::from([
        ("year".into(), year.to_string().into()),
        ("next".into(), (year + 1).to_string().into()),
    ]);
    i18n::text(lang, &format!("traces-season-{name}"), &args)
}
