//! A calendar file (RFC 5545) becomes the lines of a table. Pure.
//!
//! Each date of an event that repeats is a line of its own. Hours are those of the time zone the file names; without one,
//! those of the venue. Who organises and who takes part is never read: those are people's addresses.

mod dates;

use std::collections::{BTreeMap, HashMap};

use calcard::{
    Entry, Parser,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry,
        ICalendarParameterName, ICalendarParameterValue, ICalendarProperty as Property,
        ICalendarValue as Value, timezone::TzResolver,
    },
};
use chrono::Duration;
use chrono_tz::Tz;

use self::dates::{At, Lasts, Point, no_start, occurrence};
use super::{Line, MOST, Read, plan};
use crate::{
    kernel::{
        clock::Time,
        error::Message,
        i18n::{self, Args, Lang},
        text,
    },
    platform::tables,
};

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
                        return Err(Message::new("events-import-error-onwards"));
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
        let pictures = pictures(event);
        if !pictures.is_empty() {
            // A calendar says nothing of what its pictures show.
            let args = Args::from([("title".into(), text(&Property::Summary).into())]);
            let alt = i18n::text(self.lang, "events-import-picture", &args);
            let alts = vec![alt; pictures.len()];
            let column = match self.lang {
                Lang::Fr => "alt_fr",
                Lang::En => "alt_en",
            };
            cells.push(("pictures", tables::joined(pictures.iter().map(String::as_str))));
            cells.push((column, tables::joined(alts.iter().map(String::as_str))));
        }
        let kinds = event.properties(&Property::Categories).flat_map(|entry| &entry.values);
        if let Some(kind) = kinds.filter_map(Value::as_text).find_map(plan::category) {
            cells.push(("category", kind.to_string()));
        }
        Ok(cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect())
    }
}

/// The most pictures of one event: the rest is an album.
const PICTURES: usize = 4;

/// The addresses of the pictures of an event: `IMAGE` (RFC 7986 §5.10) and attachments that are pictures.
fn pictures(event: &ICalendarComponent) -> Vec<String> {
    let is_picture = |entry: &ICalendarEntry, address: &str| {
        let mut kinds = entry.parameters(&ICalendarParameterName::Fmttype);
        let kind = kinds.find_map(|kind| match kind {
            ICalendarParameterValue::Text(kind) => Some(kind.to_lowercase()),
            _ => None,
        });
        let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
        match kind {
            Some(kind) => kind.starts_with("image/"),
            None => [".jpg", ".jpeg", ".png", ".webp"].iter().any(|end| path.ends_with(end)),
        }
    };
    let mut found: Vec<String> = Vec::new();
    for (property, any) in [(Property::Image, true), (Property::Attach, false)] {
        for entry in event.properties(&property) {
            let address = entry.values.first().and_then(Value::as_text).unwrap_or_default();
            let web = address.starts_with("https://") || address.starts_with("http://");
            let new = web && !address.contains('|') && !found.iter().any(|known| known == address);
            if new && (any || is_picture(entry, address)) && found.len() < PICTURES {
                found.push(address.to_owned());
            }
        }
    }
    found
}

/// The rule as the file writes it; dates alone are a rule as well.
fn rule_text(event: &ICalendarComponent) -> String {
    let rule = event.property(&Property::Rrule).and_then(|entry| entry.values.first());
    match rule {
        Some(Value::RecurrenceRule(rule)) => rule.to_string(),
        _ => "RDATE".to_owned(),
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
