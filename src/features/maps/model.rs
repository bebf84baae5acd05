//! Plans, pins, and the stretches of time one looks at them through. Pure.

use std::time::Duration;

use chrono::{Datelike as _, NaiveDate, TimeZone as _};
use chrono_tz::Tz;

use crate::{kernel::clock::Time, text_enum};

text_enum! {
    /// A stretch of time up to now.
    Period {
        /// Since midnight, by the venue's clocks.
        Day = "jour",
        /// The last seven days.
        Week = "semaine",
        /// Since the season began: the first of December, March, June or September.
        Season = "saison",
        /// Ever.
        Ever = "tout",
    }
}

impl Period {
    /// When it began; none for ever.
    pub fn since(self, now: Time, zone: Tz) -> Option<Time> {
        let today = now.utc().with_timezone(&zone).date_naive();
        match self {
            Self::Day => midnight(today, zone),
            Self::Week => Some(now.minus(Duration::from_secs(7 * 24 * 3600))),
            Self::Season => {
                let (year, month) = match today.month() {
                    1 | 2 => (today.year() - 1, 12),
                    month => (today.year(), month / 3 * 3),
                };
                midnight(NaiveDate::from_ymd_opt(year, month, 1)?, zone)
            }
            Self::Ever => None,
        }
    }
}

/// The first moment of a day; where clocks skip midnight, the first there is.
fn midnight(day: NaiveDate, zone: Tz) -> Option<Time> {
    (0..4).find_map(|hour| {
        let at = zone.from_local_datetime(&day.and_hms_opt(hour, 0, 0)?).earliest()?;
        Some(Time::from(at))
    })
}

/// Where something is on a plan, in thousandths from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// A spot as typed in percent: `None` when neither number is there, an error when they say no spot.
pub fn spot(x: &str, y: &str) -> Result<Option<Spot>, ()> {
    if x.is_empty() && y.is_empty() {
        return Ok(None);
    }
    let thousandths = |typed: &str| {
        let percent: f64 = typed.replace(',', ".").parse().map_err(|_| ())?;
        if !(0.0..=100.0).contains(&percent) {
            return Err(());
        }
        Ok((percent * 10.0).round() as i32)
    };
    Ok(Some(Spot { x: thousandths(x)?, y: thousandths(y)? }))
}

/// Thousandths as percent, as short as they can be said.
pub fn percent(thousandths: i32) -> String {
    if thousandths % 10 == 0 {
        (thousandths / 10).to_string()
    } else {
        format!("{}.{}", thousandths / 10, thousandths % 10)
    }
}

/// The radius of a pin, in thousandths of the plan's width: its area grows with how much was felt, within what is seen
/// and does not hide its neighbours.
pub fn radius(felt: i64, most: i64) -> i64 {
    const SMALLEST: i64 = 12;
    const LARGEST: i64 = 34;
    if felt <= 0 || most <= 0 {
        return SMALLEST;
    }
    let span = (LARGEST - SMALLEST) * (LARGEST - SMALLEST);
    SMALLEST + (span * felt / most).isqrt()
}
