//! When an event takes place, by whose clocks, and how it repeats. Pure.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;

use crate::{
    kernel::{
        clock::Time,
        error::{Error, Result},
    },
    platform::web::Period,
    text_enum,
};

/// When an event takes place. Moments are kept as they are; the zone says how its clocks show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// When it begins. For whole days: midnight at the beginning of the first.
    pub starts: Time,
    /// When it ends, never before it begins. For whole days: midnight after the last.
    pub ends: Time,
    /// When the doors open.
    pub doors: Option<Time>,
    /// Nobody said when it ends: `ends` is a guess, for calendars, and is not shown.
    pub open_ended: bool,
    /// Whole days, without hours.
    pub all_day: bool,
    /// Where its clocks are.
    pub zone: Tz,
}

/// How long an event lasts of which nobody said when it ends.
pub const USUAL_LENGTH: std::time::Duration = std::time::Duration::from_secs(2 * 3600);

impl When {
    /// The same event moved to begin on the same clock `days` later, whatever the clocks did in between.
    #[must_use]
    pub fn days_later(&self, days: i64) -> Self {
        let moved = |time: Time| {
            let local = time.utc().with_timezone(&self.zone).naive_local();
            moment(self.zone, local + chrono::Duration::days(days)).unwrap_or(time)
        };
        Self {
            starts: moved(self.starts),
            ends: moved(self.ends),
            doors: self.doors.map(moved),
            ..*self
        }
    }

    /// The same as it is read.
    pub fn period(&self) -> Period {
        let ends = (!self.open_ended).then(|| self.ends_local());
        Period { starts: self.starts_local(), ends, all_day: self.all_day }
    }

    /// The moment it begins, on its own clock.
    pub fn starts_local(&self) -> DateTime<Tz> {
        self.starts.utc().with_timezone(&self.zone)
    }

    /// The moment it ends, on its own clock.
    pub fn ends_local(&self) -> DateTime<Tz> {
        self.ends.utc().with_timezone(&self.zone)
    }
}

/// The moment a clock of `zone` shows `local`. In the hour that comes twice in autumn, the first; in the hour that is
/// skipped in spring, the moment the clocks jump ahead by as much.
pub fn moment(zone: Tz, local: NaiveDateTime) -> Option<Time> {
    use chrono::offset::LocalResult;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.into()),
        LocalResult::None => {
            let hour = chrono::Duration::hours(1);
            zone.from_local_datetime(&(local + hour)).earliest().map(Time::from)
        }
    }
}

text_enum! {
    /// How often an event repeats.
    Every {
        /// Every day.
        Day = "day",
        /// Every week, on the same day.
        Week = "week",
        /// Every second week.
        Fortnight = "fortnight",
        /// Every month, on the same week and day: the second Tuesday.
        Month = "month",
    }
}

/// How an event repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// How often.
    pub every: Every,
    /// The last day it may take place.
    pub until: NaiveDate,
}

/// The most events one repetition makes: twice a week for a year.
const MOST_REPEATS: usize = 104;

impl Repeat {
    /// How many days after the first each of the others takes place, on the clock of the event.
    /// [`crate::kernel::error::Error::Invalid`] when there are none, or too many.
    pub fn days(&self, when: &When) -> Result<Vec<i64>> {
        let first = when.starts_local().date_naive();
        let mut days = Vec::new();
        let mut n = 0;
        loop {
            n += 1;
            let next = match self.every {
                Every::Day => first + Days::new(n),
                Every::Week => first + Days::new(7 * n),
                Every::Fortnight => first + Days::new(14 * n),
                Every::Month => match same_weekday(first, n) {
                    Some(next) => next,
                    // Not every month has a fifth Tuesday.
                    None if n < 1200 => continue,
                    None => break,
                },
            };
            if next > self.until {
                break;
            }
            days.push((next - first).num_days());
            if days.len() > MOST_REPEATS {
                return Err(Error::field("until", "events-error-repeat-many"));
            }
        }
        if days.is_empty() {
            return Err(Error::field("until", "events-error-repeat-none"));
        }
        Ok(days)
    }

    /// The rule as calendars write it (RFC 5545 §3.3.10).
    pub fn rule(&self, when: &When) -> String {
        let until = self.until.format("%Y%m%d");
        match self.every {
            Every::Day => format!("FREQ=DAILY;UNTIL={until}"),
            Every::Week => format!("FREQ=WEEKLY;UNTIL={until}"),
            Every::Fortnight => format!("FREQ=WEEKLY;INTERVAL=2;UNTIL={until}"),
            Every::Month => {
                let first = when.starts_local().date_naive();
                let day = first.weekday().to_string().to_uppercase();
                let short: String = day.chars().take(2).collect();
                format!("FREQ=MONTHLY;BYDAY={}{short};UNTIL={until}", nth(first))
            }
        }
    }
}

/// Which of its month's Tuesdays a Tuesday is.
fn nth(day: NaiveDate) -> u8 {
    u8::try_from(day.day0() / 7 + 1).unwrap_or(1)
}

/// The same weekday of the same week of the month, `months` later.
fn same_weekday(day: NaiveDate, months: u64) -> Option<NaiveDate> {
    let month = day.with_day(1)?.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), day.weekday(), nth(day))
}
