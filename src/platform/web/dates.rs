//! Dates and numbers as people write them, in the venue's time zone.

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;

use crate::kernel::i18n::Lang;

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
