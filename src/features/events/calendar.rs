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
use chrono::{DateTime, Datelike as _, Timelike as _, Utc};

use super::model::{Event, Facts, Status};
use crate::kernel::{clock::Time, i18n::Lang, text};

/// The media type of a calendar.
pub(super) const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// How often a subscribed calendar should look again: every six hours (RFC 7986 §5.7).
const REFRESH_HOURS: u32 = 6;

/// An event with what a calendar wants to know besides.
pub(super) struct Entry {
    /// The event.
    pub(super) event: Event,
    /// What identifies it in every calendar, for ever.
    pub(super) uid: String,
    /// Its page.
    pub(super) url: String,
    /// Where it takes place, in one line.
    pub(super) place: String,
    /// When it last changed.
    pub(super) changed: Time,
    /// Whoever the calendar is for may not come.
    pub(super) unsure: bool,
}

/// The whole file. `name` is what a calendar calls it.
pub(super) fn file(name: &str, lang: Lang, entries: &[Entry]) -> String {
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
        components.push(component(lang, entry));
    }
    let children = 1..u32::try_from(components.len()).unwrap_or(u32::MAX);
    if let Some(calendar) = components.first_mut() {
        calendar.component_ids = children.collect();
    }
    ICalendar { components }.to_string()
}

fn component(lang: Lang, entry: &Entry) -> ICalendarComponent {
    let Entry { event, uid, url, place, changed, unsure } = entry;
    let facts = &event.facts;
    let mut out = ICalendarComponent::new(ICalendarComponentType::VEvent);
    out.add_uid(uid);
    out.add_sequence(i64::from(event.sequence));
    out.add_dtstamp(moment(changed.utc()));
    out.add_property(Property::LastModified, moment(changed.utc()));
    let when = &facts.when;
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
    out.add_property(Property::Summary, said(&facts.title));
    out.add_property(Property::Description, said(&description(lang, facts, url)));
    if !place.is_empty() {
        out.add_property(Property::Location, said(place));
    }
    if let Some((north, east)) = facts.coordinates {
        out.entries.push(
            ICalendarEntry::new(Property::Geo)
                .with_values(vec![ICalendarValue::Float(north), ICalendarValue::Float(east)]),
        );
    }
    out.add_property(Property::Url, Uri::Location(url.clone()));
    out.add_property(Property::Categories, said(facts.category.wire()));
    let status = match event.status {
        Status::Cancelled => ICalendarStatus::Cancelled,
        Status::Postponed | Status::Draft => ICalendarStatus::Tentative,
        Status::Announced | Status::Full if *unsure => ICalendarStatus::Tentative,
        Status::Announced | Status::Full => ICalendarStatus::Confirmed,
    };
    out.add_property(Property::Status, ICalendarValue::Status(status));
    if when.all_day {
        // An exhibition of three months keeps nobody from an appointment.
        let free = ICalendarValue::Transparency(ICalendarTransparency::Transparent);
        out.add_property(Property::Transp, free);
    }
    out
}

/// The text without marks, then the page.
fn description(lang: Lang, facts: &Facts, url: &str) -> String {
    let (described, _) = facts.description(lang);
    let plain = text::html_to_text(&text::markdown_to_html(described));
    format!("{}\n\n{url}", plain.trim()).trim().to_owned()
}

fn said(text: &str) -> ICalendarValue {
    ICalendarValue::Text(text.to_owned())
}

/// A moment in UTC, with its `Z`.
fn moment(at: DateTime<Utc>) -> PartialDateTime {
    let small = |n: u32| u8::try_from(n).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        tz_hour: Some(0),
        tz_minute: Some(0),
        tz_minus: false,
    }
}
