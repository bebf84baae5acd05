//! Events as calendars read them (RFC 5545), for Thunderbird, Google, Apple and whoever subscribes.
//!
//! Times are in UTC: each calendar shows them on its owner's clock, and no zone definition can be wrong. What was called
//! off stays in the file, marked, so that calendars take it out themselves. Never says who comes.

use calcard::{
    common::PartialDateTime,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDuration, ICalendarEntry,
        ICalendarParameter, ICalendarProperty as Property, ICalendarStatus, ICalendarTransparency,
        ICalendarValue, ICalendarValueType, Uri,
    },
};
use chrono::{DateTime, Datelike as _, NaiveDateTime, Timelike as _, Utc};

use super::{
    model::{Event, Facts, Status},
    when::When,
};
use crate::kernel::{clock::Time, i18n::Lang, text};

/// The media type of a calendar.
pub(super) const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// How often a subscribed calendar should look again: every six hours (RFC 7986 §5.7).
const REFRESH_HOURS: u32 = 6;

/// Does it take place, as far as a calendar is concerned?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// It does.
    Yes,
    /// Its day is not known, or whoever the calendar is for may not come.
    Maybe,
    /// It was called off.
    No,
}

/// An event as calendars read it, whoever announces it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What identifies it in every calendar, for ever.
    pub uid: String,
    /// How often calendars were told of a change; none where nobody counts.
    pub sequence: Option<i32>,
    /// When it last changed.
    pub changed: Time,
    /// When it takes place.
    pub when: When,
    /// The title.
    pub title: String,
    /// What it is, without marks.
    pub description: String,
    /// Its page.
    pub url: String,
    /// Where it takes place, in one line.
    pub place: String,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
    /// What kind of event it is, in one word.
    pub category: Option<&'static str>,
    /// Whether it takes place.
    pub sure: Sure,
}

impl Entry {
    /// An event of the venue with its address, its place in one line and when it last changed.
    pub(super) fn of(
        event: Event,
        lang: Lang,
        uid: String,
        url: String,
        place: String,
        changed: Time,
    ) -> Self {
        let description = description(lang, &event.facts);
        let facts = event.facts;
        Self {
            uid,
            sequence: Some(event.sequence),
            changed,
            when: facts.when,
            title: facts.title,
            description,
            url,
            place,
            coordinates: facts.coordinates,
            category: Some(facts.category.wire()),
            sure: match event.status {
                Status::Cancelled => Sure::No,
                Status::Postponed | Status::Draft => Sure::Maybe,
                Status::Announced | Status::Full => Sure::Yes,
            },
        }
    }
}

/// The whole file. `name` is what a calendar calls it.
pub fn file(name: &str, entries: &[Entry]) -> String {
    let mut calendar = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    calendar.add_property(Property::Version, said("2.0"));
    calendar.add_property(Property::Prodid, said("-//Parvis//Parvis//FR"));
    calendar.add_property(Property::Other("CALSCALE".to_owned()), said("GREGORIAN"));
    calendar.add_property(Property::Other("METHOD".to_owned()), said("PUBLISH"));
    calendar.add_property(Property::Name, said(name));
    // Google and Apple read the name here.
    calendar.add_property(Property::Other("X-WR-CALNAME".to_owned()), said(name));
    let often = ICalendarDuration { hours: REFRESH_HOURS, ..ICalendarDuration::default() };
    calendar.entries.push(
        ICalendarEntry::new(Property::RefreshInterval)
            .with_param(ICalendarParameter::value(ICalendarValueType::Duration))
            .with_value(often.clone()),
    );
    calendar.add_property(
        Property::Other("X-PUBLISHED-TTL".to_owned()),
        ICalendarValue::Duration(often),
    );
    let mut components = vec![calendar];
    for entry in entries {
        components.push(component(entry));
    }
    let children = 1..u32::try_from(components.len()).unwrap_or(u32::MAX);
    if let Some(calendar) = components.first_mut() {
        calendar.component_ids = children.collect();
    }
    ICalendar { components }.to_string()
}

fn component(entry: &Entry) -> ICalendarComponent {
    let mut out = ICalendarComponent::new(ICalendarComponentType::VEvent);
    out.add_uid(&entry.uid);
    if let Some(sequence) = entry.sequence {
        out.add_sequence(i64::from(sequence));
    }
    out.add_dtstamp(moment(entry.changed.utc()));
    out.add_property(Property::LastModified, moment(entry.changed.utc()));
    let when = &entry.when;
    if when.all_day {
        for (name, time) in
            [(Property::Dtstart, when.starts_local()), (Property::Dtend, when.ends_local())]
        {
            let day = time.date_naive();
            let date = PartialDateTime {
                year: u16::try_from(day.year()).ok(),
                month: u8::try_from(day.month()).ok(),
                day: u8::try_from(day.day()).ok(),
                ..PartialDateTime::default()
            };
            out.entries.push(
                ICalendarEntry::new(name)
                    .with_param(ICalendarParameter::value(ICalendarValueType::Date))
                    .with_value(date),
            );
        }
    } else {
        out.add_property(Property::Dtstart, moment(when.starts.utc()));
        out.add_property(Property::Dtend, moment(when.ends.utc()));
    }
    out.add_property(Property::Summary, said(&entry.title));
    let described = format!("{}\n\n{}", entry.description, entry.url);
    out.add_property(Property::Description, said(described.trim()));
    if !entry.place.is_empty() {
        out.add_property(Property::Location, said(&entry.place));
    }
    if let Some((north, east)) = entry.coordinates {
        out.entries.push(
            ICalendarEntry::new(Property::Geo)
                .with_values(vec![ICalendarValue::Float(north), ICalendarValue::Float(east)]),
        );
    }
    out.add_property(Property::Url, Uri::Location(entry.url.clone()));
    if let Some(category) = entry.category {
        out.add_property(Property::Categories, said(category));
    }
    let status = match entry.sure {
        Sure::No => ICalendarStatus::Cancelled,
        Sure::Maybe => ICalendarStatus::Tentative,
        Sure::Yes => ICalendarStatus::Confirmed,
    };
    out.add_property(Property::Status, ICalendarValue::Status(status));
    if when.all_day {
        // An exhibition of three months keeps nobody from an appointment.
        let free = ICalendarValue::Transparency(ICalendarTransparency::Transparent);
        out.add_property(Property::Transp, free);
    }
    out
}

/// The text without marks.
fn description(lang: Lang, facts: &Facts) -> String {
    let (described, _) = facts.description(lang);
    text::html_to_text(&text::markdown_to_html(described)).trim().to_owned()
}

fn said(text: &str) -> ICalendarValue {
    ICalendarValue::Text(text.to_owned())
}

/// A moment in UTC, with its `Z`.
fn moment(at: DateTime<Utc>) -> PartialDateTime {
    PartialDateTime { tz_hour: Some(0), tz_minute: Some(0), ..floating(at.naive_utc()) }
}

/// A moment without a zone.
pub(super) fn floating(at: NaiveDateTime) -> PartialDateTime {
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
