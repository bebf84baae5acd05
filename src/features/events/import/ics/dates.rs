//! When the events of a calendar take place: dates and moments as the file writes them, and what a rule makes of them.
//! Pure.

use std::collections::BTreeSet;

use calcard::{
    common::{PartialDateTime, timezone::Tz as CalendarTz},
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarPeriod,
        ICalendarProperty as Property, ICalendarRecurrenceRule, ICalendarValue as Value,
    },
};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::Reading;
use crate::{
    features::events::{calendar::floating, import::clock, moment},
    kernel::{clock::Time, error::Message},
};

/// From when to when the dates of something that repeats are taken, before and after today, in days.
const WINDOW: (u64, u64) = (31, 366);

/// The most dates one event may have in that time: once a day.
const MOST_DATES: usize = 400;

/// How many dates are counted through at most, from the first: a day at a time for half a century.
const COUNTED: usize = 20_000;

/// What a date or a moment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Point {
    Day(NaiveDate),
    /// What the clocks of a time zone show.
    Clock(NaiveDateTime),
}

/// A point and whose clocks it is told by.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) point: Point,
    /// Whose clocks.
    pub(super) frame: Tz,
    /// The zone the event is shown in: that of the file, unless it only says UTC.
    pub(super) shown: Tz,
}

impl At {
    pub(super) fn time(self) -> Option<Time> {
        match self.point {
            Point::Day(day) => moment(self.frame, day.and_time(NaiveTime::MIN)),
            Point::Clock(local) => moment(self.frame, local),
        }
    }

    /// The same told by the clocks of `frame`.
    pub(super) fn told_by(self, frame: Tz) -> Point {
        match (self.point, self.time()) {
            (Point::Clock(_), Some(time)) if self.frame != frame => {
                Point::Clock(time.utc().with_timezone(&frame).naive_local())
            }
            (point, _) => point,
        }
    }

    /// As a cell says it.
    pub(super) fn cell(self) -> String {
        match (self.point, self.time()) {
            (Point::Day(day), _) => day.to_string(),
            (_, Some(time)) => clock::write(time, self.shown),
            (_, None) => String::new(),
        }
    }
}

/// How long an event lasts.
#[derive(Clone, Copy)]
pub(super) enum Lasts {
    /// Nobody said.
    Open,
    /// So many days.
    Days(i64),
    /// So long by the clock, so that something from 20:00 to 22:00 ends at 22:00 in every season.
    Clock(Duration),
}

impl Reading<'_> {
    /// The dates of an event that repeats, with whose clocks tell them; none when it takes place once.
    pub(super) fn dates(
        &self,
        event: &ICalendarComponent,
    ) -> Result<Option<(Tz, BTreeSet<Point>)>, Message> {
        let repeats = [Property::Rrule, Property::Rdate, Property::Exrule];
        if !repeats.iter().any(|property| event.has_property(property)) {
            return Ok(None);
        }
        let not_understood = || Message::new("events-import-error-rule");
        if event.has_property(&Property::Exrule) {
            return Err(Message::new("events-import-error-exrule"));
        }
        let start = event.property(&Property::Dtstart).ok_or_else(no_start)?;
        let start = self.at(start)?;
        let frame = start.frame;
        let mut points = BTreeSet::from([start.point]);
        for entry in event.properties(&Property::Rrule) {
            let Some(Value::RecurrenceRule(rule)) = entry.values.first() else {
                return Err(not_understood());
            };
            points.extend(self.expand(start, rule)?);
        }
        for entry in event.properties(&Property::Rdate) {
            points.extend(self.points(entry, frame)?);
        }
        for entry in event.properties(&Property::Exdate) {
            for left_out in self.points(entry, frame)? {
                match left_out {
                    Point::Day(day) => points.retain(|point| day_of(*point) != day),
                    Point::Clock(_) => {
                        points.remove(&left_out);
                    }
                }
            }
        }
        let today = self.now.utc().with_timezone(&frame).date_naive();
        let (from, to) = (today - Days::new(WINDOW.0), today + Days::new(WINDOW.1));
        points.retain(|point| (from..=to).contains(&day_of(*point)));
        match points.len() {
            0 => Err(Message::new("events-import-error-over")),
            n if n > MOST_DATES => {
                Err(Message::new("events-import-error-often").with("count", MOST_DATES))
            }
            _ => Ok(Some((frame, points))),
        }
    }

    /// The dates of a rule, by the clocks the beginning is told by.
    fn expand(&self, start: At, rule: &ICalendarRecurrenceRule) -> Result<Vec<Point>, Message> {
        let mut rule = rule.clone();
        if let Some(until) = &rule.until {
            let last = self.partial(until, Some(start.frame), start.shown)?.told_by(start.frame);
            // «Until the 31st» means that the 31st is one of them.
            let last = match last {
                Point::Day(day) => day.and_time(NaiveTime::MIN) + Duration::seconds(86_399),
                Point::Clock(local) => local,
            };
            rule.until = Some(floating(last));
        }
        let begins = match start.point {
            Point::Day(day) => day.and_time(NaiveTime::MIN),
            Point::Clock(local) => local,
        };
        let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
        event.add_property(Property::Dtstart, Value::PartialDateTime(Box::new(floating(begins))));
        event.add_property(Property::Rrule, Value::RecurrenceRule(Box::new(rule)));
        let found = ICalendar { components: vec![event] }.expand_dates(chrono_tz::UTC, COUNTED);
        if !found.errors.is_empty() {
            return Err(Message::new("events-import-error-rule"));
        }
        Ok(found
            .events
            .iter()
            .map(|event| match start.point {
                Point::Day(_) => Point::Day(event.start.naive_local().date()),
                Point::Clock(_) => Point::Clock(event.start.naive_local()),
            })
            .collect())
    }

    /// Every date of a list of them.
    fn points(&self, entry: &ICalendarEntry, frame: Tz) -> Result<Vec<Point>, Message> {
        let zone = self.zone(entry)?;
        let partial = |value: &Value| match value {
            Value::PartialDateTime(partial) => Some((**partial).clone()),
            Value::Period(
                ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. },
            ) => Some(start.clone()),
            _ => None,
        };
        entry
            .values
            .iter()
            .filter_map(partial)
            .map(|partial| {
                let at = self.partial(&partial, zone.or(Some(frame)), self.venue)?;
                Ok(at.told_by(frame))
            })
            .collect()
    }

    /// The time zone a property names.
    fn zone(&self, entry: &ICalendarEntry) -> Result<Option<Tz>, Message> {
        let Some(name) = entry.tz_id() else { return Ok(None) };
        let unknown = || Message::new("events-import-error-zone").with("zone", name);
        match self.zones.resolve(name) {
            Some(CalendarTz::Tz(zone)) => Ok(Some(zone)),
            Some(_) | None => Err(unknown()),
        }
    }

    pub(super) fn at(&self, entry: &ICalendarEntry) -> Result<At, Message> {
        let zone = self.zone(entry)?;
        match entry.values.first() {
            Some(Value::PartialDateTime(partial)) => {
                let shown = zone.filter(|zone| !is_utc(*zone)).unwrap_or(self.venue);
                self.partial(partial, zone, shown)
            }
            _ => Err(no_start()),
        }
    }

    /// A date or a moment as the file writes it; `zone` is what it names, for what is written without one.
    fn partial(
        &self,
        partial: &PartialDateTime,
        zone: Option<Tz>,
        shown: Tz,
    ) -> Result<At, Message> {
        let read = partial.to_date_time().ok_or_else(no_start)?;
        if !partial.has_time() {
            let point = Point::Day(read.date_time.date());
            return Ok(At { point, frame: zone.unwrap_or(self.venue), shown });
        }
        if let Some(offset) = read.offset {
            let utc = read.date_time - Duration::seconds(i64::from(offset.local_minus_utc()));
            return Ok(At { point: Point::Clock(utc), frame: Tz::UTC, shown });
        }
        let frame = zone.unwrap_or(self.venue);
        Ok(At { point: Point::Clock(read.date_time), frame, shown })
    }

    /// How long an event lasts that begins at `start`.
    pub(super) fn lasts(&self, event: &ICalendarComponent, start: At) -> Result<Lasts, Message> {
        let end = event.property(&Property::Dtend);
        let duration = event.property(&Property::Duration).and_then(|entry| entry.values.first());
        let lasts = match (start.point, end, duration) {
            (Point::Day(first), Some(end), _) => {
                Lasts::Days((day_of(self.at(end)?.point) - first).num_days().max(1))
            }
            (Point::Day(_), None, Some(Value::Duration(duration))) => {
                Lasts::Days((duration.as_seconds() / 86_400).max(1))
            }
            (Point::Day(_), None, _) => Lasts::Days(1),
            (Point::Clock(begins), Some(end), _) => match self.at(end)?.told_by(start.frame) {
                Point::Clock(ends) => Lasts::Clock(ends - begins),
                Point::Day(_) => Lasts::Open,
            },
            (Point::Clock(_), None, Some(Value::Duration(duration))) => {
                Lasts::Clock(Duration::seconds(duration.as_seconds()))
            }
            (Point::Clock(_), None, _) => Lasts::Open,
        };
        Ok(match lasts {
            // The same moment twice is how many say that they do not know when it ends.
            Lasts::Clock(long) if long.is_zero() => Lasts::Open,
            other => other,
        })
    }
}

pub(super) fn no_start() -> Message {
    Message::new("events-import-error-start")
}

fn is_utc(zone: Tz) -> bool {
    matches!(zone, Tz::UTC | Tz::Etc__UTC | Tz::GMT | Tz::Etc__GMT)
}

fn day_of(point: Point) -> NaiveDate {
    match point {
        Point::Day(day) => day,
        Point::Clock(local) => local.date(),
    }
}

/// Which of the dates of an event: as it was planned, whatever became of it.
pub(super) fn occurrence(point: Point) -> String {
    match point {
        Point::Day(day) => day.format("%Y%m%d").to_string(),
        Point::Clock(local) => local.format("%Y%m%dT%H%M%S").to_string(),
    }
}
