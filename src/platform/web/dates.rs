//! Dates and numbers as people write them, in the venue's time zone.

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;

use crate::kernel::{clock::Time, i18n::Lang};

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn local(zone: Tz, text: &str) -> Option<DateTime<Tz>> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&zone))
}

fn month_name(lang: Lang, moment: &DateTime<Tz>) -> &'static str {
    let names = match lang {
        Lang::Fr => &MONTHS_FR,
        Lang::En => &MONTHS_EN,
    };
    names.get(moment.month0() as usize).copied().unwrap_or_default()
}

/// `22 novembre 2026`, `22 November 2026`; an unreadable value shows nothing.
pub(super) fn date(lang: Lang, zone: Tz, text: &str) -> String {
    local(zone, text).map_or_else(String::new, |moment| {
        let day = match (lang, moment.day()) {
            (Lang::Fr, 1) => "1ᵉʳ".to_owned(),
            (_, day) => day.to_string(),
        };
        format!("{day}\u{a0}{} {}", month_name(lang, &moment), moment.year())
    })
}

/// `22 novembre 2026 à 18 h 30`, `22 November 2026 at 18:30`.
pub(super) fn datetime(lang: Lang, zone: Tz, text: &str) -> String {
    let Some(moment) = local(zone, text) else {
        return String::new();
    };
    let day = date(lang, zone, text);
    match lang {
        Lang::Fr => format!("{day} à {}\u{a0}h\u{a0}{:02}", moment.hour(), moment.minute()),
        Lang::En => format!("{day} at {}:{:02}", moment.hour(), moment.minute()),
    }
}

/// `novembre 2026`.
pub(super) fn month(lang: Lang, zone: Tz, text: &str) -> String {
    local(zone, text).map_or_else(String::new, |moment| {
        format!("{} {}", month_name(lang, &moment), moment.year())
    })
}

/// How a moment that lies more than a week away is written by [`relative`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Far {
    /// `3 mars 2026`: standing by itself.
    Alone,
    /// `le 3 mars 2026`, `on 3 March 2026`: after a verb.
    Said,
}

/// How long before or after `now`: `il y a 5 minutes`, `hier`, `dans 2 heures`; the date when it is more than a week,
/// or when nobody says what time it is (what is kept and read later).
pub(super) fn relative(lang: Lang, zone: Tz, now: Option<Time>, text: &str, far: Far) -> String {
    let Some(moment) = local(zone, text) else {
        return String::new();
    };
    let near = now.and_then(|now| near(lang, &moment, &now.utc().with_timezone(&zone)));
    near.unwrap_or_else(|| {
        let date = date(lang, zone, text);
        match (far, lang) {
            (Far::Alone, _) => date,
            (Far::Said, Lang::Fr) => format!("le {date}"),
            (Far::Said, Lang::En) => format!("on {date}"),
        }
    })
}

/// In words; `None` when it is more than a week.
fn near(lang: Lang, moment: &DateTime<Tz>, now: &DateTime<Tz>) -> Option<String> {
    let seconds = now.signed_duration_since(moment).num_seconds();
    let days = (now.date_naive() - moment.date_naive()).num_days();
    let (count, unit) = match seconds.abs() {
        0..60 => {
            return Some(if lang == Lang::Fr { "à l’instant" } else { "just now" }.to_owned());
        }
        60..3_600 => (seconds.abs() / 60, ["minute", "minute"]),
        // By the hour on the same day, and through a night.
        3_600..86_400 if days == 0 || seconds.abs() < 6 * 3_600 => {
            (seconds.abs() / 3_600, ["heure", "hour"])
        }
        _ => match (days, lang) {
            (1, Lang::Fr) => return Some("hier".to_owned()),
            (1, Lang::En) => return Some("yesterday".to_owned()),
            (-1, Lang::Fr) => return Some("demain".to_owned()),
            (-1, Lang::En) => return Some("tomorrow".to_owned()),
            (-7..=7, _) => (days.abs(), ["jour", "day"]),
            _ => return None,
        },
    };
    let plural = if count == 1 { "" } else { "s" };
    let [french, english] = unit;
    Some(match (lang, seconds > 0) {
        (Lang::Fr, true) => format!("il y a {count}\u{a0}{french}{plural}"),
        (Lang::Fr, false) => format!("dans {count}\u{a0}{french}{plural}"),
        (Lang::En, true) => format!("{count}\u{a0}{english}{plural} ago"),
        (Lang::En, false) => format!("in {count}\u{a0}{english}{plural}"),
    })
}

/// A stretch of time on one clock.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// When it begins.
    pub starts: DateTime<Tz>,
    /// When it ends; none when nobody said.
    pub ends: Option<DateTime<Tz>>,
    /// Whole days: `ends` is the midnight after the last of them.
    pub all_day: bool,
}

const DAYS_FR: [&str; 7] =
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_EN: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn weekday(lang: Lang, moment: &DateTime<Tz>) -> &'static str {
    let names = match lang {
        Lang::Fr => &DAYS_FR,
        Lang::En => &DAYS_EN,
    };
    let n = moment.weekday().num_days_from_monday() as usize;
    names.get(n).copied().unwrap_or_default()
}

/// `12 décembre 2026`, without the year or the month where `like` says them already.
fn day(lang: Lang, moment: &DateTime<Tz>, like: Option<&DateTime<Tz>>) -> String {
    let number = match (lang, moment.day()) {
        (Lang::Fr, 1) => "1ᵉʳ".to_owned(),
        (_, day) => day.to_string(),
    };
    let same_year = like.is_some_and(|other| other.year() == moment.year());
    let same_month = same_year && like.is_some_and(|other| other.month() == moment.month());
    match (same_month, same_year) {
        (true, _) => number,
        (false, true) => format!("{number}\u{a0}{}", month_name(lang, moment)),
        (false, false) => {
            format!("{number}\u{a0}{} {}", month_name(lang, moment), moment.year())
        }
    }
}

/// `20 h`, `20 h 30`; `20:30` in English.
pub fn hour(lang: Lang, moment: &DateTime<Tz>) -> String {
    match (lang, moment.minute()) {
        (Lang::Fr, 0) => format!("{}\u{a0}h", moment.hour()),
        (Lang::Fr, minute) => format!("{}\u{a0}h\u{a0}{minute:02}", moment.hour()),
        (Lang::En, minute) => format!("{}:{minute:02}", moment.hour()),
    }
}

/// `samedi 12 décembre 2026, 20 h – 22 h 30`; `du 12 au 14 décembre 2026` for whole days.
pub fn period(lang: Lang, period: &Period) -> String {
    let Period { starts, all_day, .. } = period;
    // The midnight after the last day belongs to it, and so does a night that ends before six.
    let last = period.ends.map(|ends| {
        let back = if *all_day { chrono::Duration::seconds(1) } else { chrono::Duration::hours(6) };
        (ends - back).max(*starts)
    });
    let one_day = last.is_none_or(|last| last.date_naive() == starts.date_naive());
    if one_day {
        let named = format!("{} {}", weekday(lang, starts), day(lang, starts, None));
        return match (all_day, period.ends.filter(|ends| ends > starts)) {
            (true, _) => named,
            (false, None) => format!("{named}, {}", hour(lang, starts)),
            (false, Some(ends)) => {
                let dash = if lang == Lang::Fr { "\u{a0}– " } else { "–" };
                format!("{named}, {}{dash}{}", hour(lang, starts), hour(lang, &ends))
            }
        };
    }
    let ends = period.ends.unwrap_or(*starts);
    if *all_day {
        let last = last.unwrap_or(ends);
        let (from, to) = (day(lang, starts, Some(&last)), day(lang, &last, None));
        return match lang {
            Lang::Fr => format!("du {from} au {to}"),
            Lang::En => format!("{from} to {to}"),
        };
    }
    let (from, to) = (day(lang, starts, Some(&ends)), day(lang, &ends, None));
    let (at, until) = (hour(lang, starts), hour(lang, &ends));
    match lang {
        Lang::Fr => format!("du {from} à {at} au {to} à {until}"),
        Lang::En => format!("{from} at {at} to {to} at {until}"),
    }
}

/// `1 234` in French, `1,234` in English.
pub(super) fn number(lang: Lang, n: i64) -> String {
    let separator = match lang {
        Lang::Fr => '\u{202f}',
        Lang::En => ',',
    };
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if n < 0 {
        out.push('−');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(c);
    }
    out
}
