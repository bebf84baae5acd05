//! A calendar file (RFC 5545) becomes the lines of a table. Pure.
//!
//! Each date of an event that repeats is a line of its own. Hours are those of the time zone the file names; without one,
//! those of the venue. Who organises and who takes part is never read: those are people's addresses.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use calcard::{
    Entry, Parser,
    common::{PartialDateTime, timezone::Tz as CalendarTz},
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry,
        ICalendarParameterName, ICalendarPeriod, ICalendarProperty as Property,
        ICalendarRecurrenceRule, ICalendarValue as Value, timezone::TzResolver,
    },
};
use chrono::{Datelike as _, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use chrono_tz::Tz;

use super::{Line, MOST, Read, clock, plan};
use crate::{
    features::events::moment,
    kernel::{clock::Time, error::Message, i18n::Lang, text},
    platform::tables,
};

/// From when to when the dates of something that repeats are taken, before and after today, in days.
const WINDOW: (u64, u64) = (31, 366);

/// The most dates one event may have in that time: once a day.
const MOST_DATES: usize = 400;

/// How many dates are counted through at most, from the first: a day at a time for half a century.
const COUNTED: usize = 20_000;

/// Reads a calendar file. What makes the whole of it unusable is an error; what spoils one event is noted on its line.
pub(super) fn read(text: &str, venue: Tz, lang: Lang, now: Time) -> Result<Read, Message> {
    let mut parser = Parser::new(text);
    let (mut name, mut lines, mut calendars) = (String::new(), Vec::new(), 0);
    let mut number = 0;
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => {
                calendars += 1;
                if name.is_empty() {
                    name = calendar_name(&calendar);
                }
                let reading = Reading {
                    zones: calendar.build_tz_resolver(),
                    venue,
                    lang,
                    now,
                    called_off: said(calendar.components.first(), &Property::Method) == "CANCEL",
                };
                reading.lines(&calendar, &mut number, &mut lines);
                if lines.len() > MOST {
                    return Err(tables::too_long(MOST));
                }
            }
            Entry::Eof => break,
            _ => {}
        }
    }
    if calendars == 0 {
        return Err(Message::new("events-import-error-calendar"));
    }
    Ok(Read { name, lines })
}

fn calendar_name(calendar: &ICalendar) -> String {
    let first = calendar.components.first();
    let names = ["X-WR-CALNAME", "NAME"];
    names
        .into_iter()
        .map(|name| match name {
            "NAME" => said(first, &Property::Name),
            other => said(first, &Property::Other(other.to_owned())),
        })
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

/// The text of a property; empty when it is not there.
fn said(component: Option<&ICalendarComponent>, property: &Property) -> String {
    component
        .and_then(|component| component.property(property)?.values.first()?.as_text())
        .map(|text| text.replace("\r\n", "\n").replace('\0', "").trim().to_owned())
        .unwrap_or_default()
}

/// What a date or a moment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    Day(NaiveDate),
    /// What the clocks of a time zone show.
    Clock(NaiveDateTime),
}

/// A point and whose clocks it is told by.
#[derive(Clone, Copy, Debug)]
struct At {
    point: Point,
    /// Whose clocks.
    frame: Tz,
    /// The zone the event is shown in: that of the file, unless it only says UTC.
    shown: Tz,
}

impl At {
    fn time(self) -> Option<Time> {
        match self.point {
            Point::Day(day) => moment(self.frame, day.and_time(NaiveTime::MIN)),
            Point::Clock(local) => moment(self.frame, local),
        }
    }

    /// The same told by the clocks of `frame`.
    fn told_by(self, frame: Tz) -> Point {
        match (self.point, self.time()) {
            (Point::Clock(_), Some(time)) if self.frame != frame => {
                Point::Clock(time.utc().with_timezone(&frame).naive_local())
            }
            (point, _) => point,
        }
    }

    /// As a cell says it.
    fn cell(self) -> String {
        match (self.point, self.time()) {
            (Point::Day(day), _) => day.to_string(),
            (_, Some(time)) => clock::write(time, self.shown),
            (_, None) => String::new(),
        }
    }
}

/// How long an event lasts.
#[derive(Clone, Copy)]
enum Lasts {
    /// Nobody said.
    Open,
    /// So many days.
    Days(i64),
    /// So long by the clock, so that something from 20:00 to 22:00 ends at 22:00 in every season.
    Clock(Duration),
}

struct Reading<'a> {
    zones: TzResolver<&'a str>,
    venue: Tz,
    lang: Lang,
    now: Time,
    /// The whole file calls off what is in it.
    called_off: bool,
}

/// An event and those of its dates that are told apart.
#[derive(Default)]
struct Group<'a> {
    master: Option<(u64, &'a ICalendarComponent)>,
    moved: Vec<(u64, &'a ICalendarComponent)>,
    again: Vec<(u64, u64)>,
}

/// Which event a line is made of.
#[derive(Clone, Copy)]
struct About<'a> {
    number: u64,
    uid: &'a str,
    event: &'a ICalendarComponent,
    /// How it repeats; empty when it does not.
    rule: &'a str,
}

impl Reading<'_> {
    fn lines(&self, calendar: &ICalendar, number: &mut u64, out: &mut Vec<Line>) {
        let mut order: Vec<String> = Vec::new();
        let mut groups: HashMap<String, Group<'_>> = HashMap::new();
        let events = calendar
            .components
            .iter()
            .filter(|component| component.component_type == ICalendarComponentType::VEvent);
        for event in events {
            *number += 1;
            let uid = said(Some(event), &Property::Uid);
            if uid.is_empty() {
                out.push(broken(*number, &uid, event, Message::new("events-import-error-uid")));
                continue;
            }
            let group = groups.entry(uid.clone()).or_insert_with(|| {
                order.push(uid);
                Group::default()
            });
            if event.has_property(&Property::RecurrenceId) {
                group.moved.push((*number, event));
            } else if let Some((first, _)) = group.master {
                group.again.push((*number, first));
            } else {
                group.master = Some((*number, event));
            }
        }
        for uid in order {
            let Some(group) = groups.remove(&uid) else { continue };
            if out.len() > MOST {
                return;
            }
            for (line, first) in &group.again {
                let why = Some(tables::again(*first));
                let cells = HashMap::from([("uid".to_owned(), uid.clone())]);
                out.push(Line { number: *line, cells, broken: why });
            }
            self.group(&uid, &group, out);
        }
    }

    fn group(&self, uid: &str, group: &Group<'_>, out: &mut Vec<Line>) {
        let mut dates: BTreeMap<Point, (u64, &ICalendarComponent)> = BTreeMap::new();
        let mut frame = None;
        if let Some((number, master)) = group.master {
            match self.dates(master) {
                Err(why) => {
                    out.push(broken(number, uid, master, why));
                    return;
                }
                Ok(None) => {
                    out.push(self.line(About { number, uid, event: master, rule: "" }, "", None))
                }
                Ok(Some((told_by, points))) => {
                    frame = Some(told_by);
                    dates.extend(points.into_iter().map(|point| (point, (number, master))));
                }
            }
        }
        let mut lines: Vec<(Point, Line)> = Vec::new();
        let rule = group.master.map(|(_, master)| rule_text(master)).unwrap_or_default();
        for (number, event) in &group.moved {
            let read = event
                .property(&Property::RecurrenceId)
                .ok_or_else(|| Message::new("events-import-error-rule"))
                .and_then(|entry| {
                    // «This and everything after» would have to be undone date by date.
                    if entry.has_parameter(&ICalendarParameterName::Range) {
                        return Err(Message::new("events-import-error-rule"));
                    }
                    self.at(entry)
                });
            match read {
                Err(why) => out.push(broken(*number, uid, event, why)),
                Ok(at) => {
                    let point = at.told_by(frame.unwrap_or(at.frame));
                    dates.remove(&point);
                    let about = About { number: *number, uid, event, rule: &rule };
                    let line = self.line(about, &occurrence(point), None);
                    lines.push((point, line));
                }
            }
        }
        for (point, (number, master)) in dates {
            let about = About { number, uid, event: master, rule: &rule };
            let line = self.line(about, &occurrence(point), Some(point));
            lines.push((point, line));
        }
        lines.sort_by_key(|(point, _)| *point);
        out.extend(lines.into_iter().map(|(_, line)| line));
    }

    /// The dates of an event that repeats, with whose clocks tell them; none when it takes place once.
    fn dates(&self, event: &ICalendarComponent) -> Result<Option<(Tz, BTreeSet<Point>)>, Message> {
        let repeats = [Property::Rrule, Property::Rdate, Property::Exrule];
        if !repeats.iter().any(|property| event.has_property(property)) {
            return Ok(None);
        }
        let not_understood = || Message::new("events-import-error-rule");
        if event.has_property(&Property::Exrule) {
            return Err(not_understood());
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

    fn at(&self, entry: &ICalendarEntry) -> Result<At, Message> {
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
    fn lasts(&self, event: &ICalendarComponent, start: At) -> Result<Lasts, Message> {
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

    /// The line of an event, or of its date `on`.
    fn line(&self, about: About<'_>, occurrence: &str, on: Option<Point>) -> Line {
        let About { number, uid, event, rule } = about;
        match self.cells(event, on) {
            Err(why) => {
                let mut line = broken(number, uid, event, why);
                line.cells.insert("occurrence".to_owned(), occurrence.to_owned());
                line
            }
            Ok(mut cells) => {
                let more = [("uid", uid), ("occurrence", occurrence), ("rule", rule)];
                cells.extend(more.map(|(name, cell)| (name.to_owned(), cell.to_owned())));
                Line { number, cells, broken: None }
            }
        }
    }

    fn cells(
        &self,
        event: &ICalendarComponent,
        on: Option<Point>,
    ) -> Result<HashMap<String, String>, Message> {
        let class = said(Some(event), &Property::Class);
        if matches!(class.to_uppercase().as_str(), "PRIVATE" | "CONFIDENTIAL") {
            return Err(Message::new("events-import-error-private"));
        }
        let first = self.at(event.property(&Property::Dtstart).ok_or_else(no_start)?)?;
        let lasts = self.lasts(event, first)?;
        let start = At { point: on.unwrap_or(first.point), ..first };
        let end = match (start.point, lasts) {
            (Point::Day(day), Lasts::Days(days)) => {
                Some(Point::Day(day + Duration::days(days - 1)))
            }
            (Point::Clock(local), Lasts::Clock(long)) => Some(Point::Clock(local + long)),
            _ => None,
        };
        let end = end.map(|point| At { point, ..start }.cell()).unwrap_or_default();
        let description = said(Some(event), &Property::Description);
        // Google writes HTML there.
        let html = ["</", "<br", "<p>"].iter().any(|sign| description.contains(sign));
        let description = if html { text::html_to_text(&description) } else { description };
        let text = |property: &Property| said(Some(event), property);
        let state = text(&Property::Status);
        let status = match state.as_str() {
            _ if self.called_off => "cancelled",
            "CANCELLED" => "cancelled",
            "TENTATIVE" => "draft",
            _ => "announced",
        };
        let mut cells = vec![
            ("title", text(&Property::Summary)),
            ("start", start.cell()),
            ("end", end),
            ("time_zone", start.shown.name().to_owned()),
            ("status", status.to_owned()),
            ("location_name", text(&Property::Location).replace('\n', ", ")),
            ("ticket_url", text(&Property::Url)),
            (
                match self.lang {
                    Lang::Fr => "description_fr",
                    Lang::En => "description_en",
                },
                description.trim().to_owned(),
            ),
        ];
        let geo = event.property(&Property::Geo).map(|entry| entry.values.as_slice());
        if let Some([Value::Float(north), Value::Float(east)]) = geo {
            cells.push(("latitude", north.to_string()));
            cells.push(("longitude", east.to_string()));
        }
        let kinds = event.properties(&Property::Categories).flat_map(|entry| &entry.values);
        if let Some(kind) = kinds.filter_map(Value::as_text).find_map(plan::category) {
            cells.push(("category", kind.to_string()));
        }
        Ok(cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect())
    }
}

fn no_start() -> Message {
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
fn occurrence(point: Point) -> String {
    match point {
        Point::Day(day) => day.format("%Y%m%d").to_string(),
        Point::Clock(local) => local.format("%Y%m%dT%H%M%S").to_string(),
    }
}

/// The rule as the file writes it; dates alone are a rule as well.
fn rule_text(event: &ICalendarComponent) -> String {
    let rule = event.property(&Property::Rrule).and_then(|entry| entry.values.first());
    match rule {
        Some(Value::RecurrenceRule(rule)) => rule.to_string(),
        _ => "RDATE".to_owned(),
    }
}

/// A moment without a zone.
fn floating(at: NaiveDateTime) -> PartialDateTime {
    let small = |n: u32| u8::try_from(n).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..PartialDateTime::default()
    }
}

fn broken(number: u64, uid: &str, event: &ICalendarComponent, why: Message) -> Line {
    let cells = [("uid", uid.to_owned()), ("title", said(Some(event), &Property::Summary))];
    Line {
        number,
        cells: cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect(),
        broken: Some(why),
    }
}
