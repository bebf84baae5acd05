//! Days and hours as cells write them. Pure.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use crate::{features::events::moment, kernel::clock::Time};

/// What a cell says of when something begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A whole day.
    Day(NaiveDate),
    /// A moment.
    At(Time),
    /// An hour, of a day said elsewhere.
    Hour(NaiveTime),
}

const DAYS: [&str; 2] = ["%Y-%m-%d", "%d/%m/%Y"];
const HOURS: [&str; 3] = ["%H:%M", "%H:%M:%S", "%Hh%M"];

/// Reads `2026-12-12`, `12/12/2026`, either followed by an hour, an hour alone, or a moment with its offset (RFC 3339).
pub(super) fn read(cell: &str, zone: Tz) -> Option<Said> {
    let day = |text: &str| DAYS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    let hour =
        |text: &str| HOURS.iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok());
    if let Some(day) = day(cell) {
        return Some(Said::Day(day));
    }
    if let Some(hour) = hour(cell) {
        return Some(Said::Hour(hour));
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(cell) {
        return Some(Said::At(at.to_utc().into()));
    }
    let (first, rest) = cell.split_once(['T', ' '])?;
    moment(zone, day(first)?.and_time(hour(rest.trim())?)).map(Said::At)
}

/// The moment as a cell says it: by the clock of `zone`, with the offset only where the clock alone would mislead.
pub(super) fn write(at: Time, zone: Tz) -> String {
    let local = at.utc().with_timezone(&zone);
    let short = local.format("%Y-%m-%d %H:%M").to_string();
    let read = NaiveDateTime::parse_from_str(&short, "%Y-%m-%d %H:%M").ok();
    if read.and_then(|local| moment(zone, local)) == Some(at) {
        short
    } else {
        local.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }
}
