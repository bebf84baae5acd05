//! The fields of an event form: what they say, and how an event fills them.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::{
    features::events::{
        Access, Audience, Category, Draft, Facts, Location, Rsvp, Status, USUAL_LENGTH, When,
        model, moment,
    },
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Result},
        id::Id,
    },
    platform::{
        app::App,
        media::{
            edit,
            pictures::{NewPicture, Picture},
        },
        web::{Form, UploadForm},
    },
};

/// The fields as they stand in the form.
pub(super) type Values = BTreeMap<String, String>;

/// What a form says of an event; new pictures are taken in on the way. What is wrong is told by field, with the rest
/// read as well as it can be.
pub(super) async fn read(
    app: &App,
    form: &UploadForm,
    hanging: &[Picture],
    zone: Tz,
) -> Result<(Draft, FieldErrors)> {
    let fields = &form.fields;
    let mut errors = FieldErrors::default();
    let pictures = edit::read(app, form, hanging, &mut errors).await?;
    let draft = draft(fields, zone, pictures, &mut errors);
    if !errors.is_empty() {
        // Whoever corrects a form wants to know everything that is wrong with it at once.
        for (field, message) in model::check(&draft).0 {
            errors.add_message(&field, message);
        }
    }
    Ok((draft, errors))
}

/// What members may say of an event they propose; the rest is the team's.
const PROPOSED: [&str; 12] = [
    "title",
    "description_fr",
    "description_en",
    "category",
    "day",
    "hour",
    "end",
    "place",
    "place_name",
    "capacity",
    "price",
    "organisers",
];

/// An event as a member proposes it, and everything that is wrong with it.
pub fn proposed(fields: &Form, zone: Tz) -> (Draft, FieldErrors) {
    let allowed = fields.pairs().filter(|(name, _)| PROPOSED.contains(name));
    let pairs = allowed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut errors = FieldErrors::default();
    let draft = draft(&Form::from_pairs(pairs), zone, Vec::new(), &mut errors);
    for (field, message) in model::check(&draft).0 {
        errors.add_message(&field, message);
    }
    let draft = Draft { facts: Facts { rsvp: Rsvp::Open, ..draft.facts }, ..draft };
    (draft, errors)
}

fn draft(fields: &Form, zone: Tz, pictures: Vec<NewPicture>, errors: &mut FieldErrors) -> Draft {
    let text = |name: &str| fields.text(name).replace("\r\n", "\n");
    let coordinates = match (fields.text("latitude"), fields.text("longitude")) {
        ("", "") => None,
        (north, east) => {
            let read = |text: &str| text.replace(',', ".").parse::<f64>().ok();
            let both = read(north).zip(read(east));
            if both.is_none() {
                errors.add("latitude", "events-error-coordinates");
            }
            both
        }
    };
    let mut number = |name: &str, key: &str| {
        let typed = fields.text(name);
        let read = typed.parse::<i32>().ok();
        if read.is_none() && !typed.is_empty() {
            errors.add(name, key);
        }
        read
    };
    let capacity = number("capacity", "events-error-capacity");
    let party_max = number("party_max", "events-error-party").unwrap_or(10);
    let place: Option<Id> = fields.parse("place");
    if place.is_none() && !fields.text("place").is_empty() {
        errors.add("place", "artworks-error-place");
    }
    Draft {
        status: fields.parse("status").unwrap_or(Status::Announced),
        audience: fields.parse("audience").unwrap_or(Audience::Public),
        facts: Facts {
            title: text("title"),
            description_fr: text("description_fr"),
            description_en: text("description_en"),
            recap_fr: text("recap_fr"),
            recap_en: text("recap_en"),
            category: fields.parse("category").unwrap_or(Category::Meeting),
            access: fields.all("access").filter_map(|one| one.parse::<Access>().ok()).collect(),
            when: when(fields, zone, errors),
            place,
            location: Location {
                name: text("place_name"),
                street: text("street"),
                postal_code: text("postal_code"),
                town: text("town"),
                country: text("country"),
                online_url: text("online_url"),
            },
            coordinates,
            price: text("price"),
            ticket_url: text("ticket_url"),
            rsvp: fields.parse("rsvp").unwrap_or(Rsvp::None),
            capacity,
            party_max,
            organisers: text("organisers"),
            performers: text("performers"),
        },
        artworks: fields.all("artwork").filter_map(|id| id.parse().ok()).collect(),
        pictures,
    }
}

/// Days and hours as clocks of `zone` show them. A last day that was not given is the first; an end that was not given
/// is guessed and not shown.
fn when(fields: &Form, zone: Tz, errors: &mut FieldErrors) -> When {
    let day = |name: &str| NaiveDate::parse_from_str(fields.text(name), "%Y-%m-%d").ok();
    let hour = |name: &str| {
        let typed = fields.text(name);
        NaiveTime::parse_from_str(typed, "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(typed, "%H:%M:%S"))
            .ok()
    };
    let at = |day: NaiveDate, hour: NaiveTime| moment(zone, day.and_time(hour));
    let nothing = Time::from_micros(0);
    let all_day = fields.ticked("all_day");
    let mut when =
        When { starts: nothing, ends: nothing, doors: None, open_ended: false, all_day, zone };
    let Some(first) = day("day") else {
        errors.add("day", "events-error-day");
        return when;
    };
    for name in ["end_day", "end", "hour", "doors"] {
        let readable = if name == "end_day" { day(name).is_some() } else { hour(name).is_some() };
        if !fields.text(name).is_empty() && !readable {
            errors.add(name, "events-error-time");
        }
    }
    let last = day("end_day").unwrap_or(first);
    if all_day {
        when.starts = at(first, NaiveTime::MIN).unwrap_or(nothing);
        let after = last.succ_opt().unwrap_or(last);
        when.ends = at(after, NaiveTime::MIN).unwrap_or(when.starts);
        if last < first {
            errors.add("end_day", "events-error-end");
        }
        return when;
    }
    let Some(begins) = hour("hour") else {
        errors.add("hour", "events-error-hour");
        return when;
    };
    when.starts = at(first, begins).unwrap_or(nothing);
    when.doors = hour("doors").and_then(|doors| at(first, doors));
    match hour("end") {
        Some(end) => {
            // «From 20:00 to 1:00» ends the day after.
            let night = last == first && end < begins;
            let day = if night { last.succ_opt().unwrap_or(last) } else { last };
            when.ends = at(day, end).unwrap_or(when.starts);
        }
        None if last > first => {
            when.ends = at(last, begins).unwrap_or(when.starts);
            when.open_ended = true;
        }
        None => {
            when.ends = when.starts.plus(USUAL_LENGTH);
            when.open_ended = true;
        }
    }
    when
}

/// An event as the form shows it.
pub(super) fn values(draft: &Draft) -> Values {
    let facts = &draft.facts;
    let when = &facts.when;
    let (starts, ends) = (when.starts_local(), when.ends_local());
    let last = if when.all_day { ends - chrono::Duration::seconds(1) } else { ends };
    let degrees = |degrees: Option<f64>| degrees.map(|d| d.to_string()).unwrap_or_default();
    let (north, east) = facts.coordinates.unzip();
    let hours = |at: chrono::DateTime<Tz>| at.format("%H:%M").to_string();
    let hidden = |text: String, hide: bool| if hide { String::new() } else { text };
    let long = last.date_naive() != starts.date_naive();
    [
        ("title", facts.title.clone()),
        ("description_fr", facts.description_fr.clone()),
        ("description_en", facts.description_en.clone()),
        ("recap_fr", facts.recap_fr.clone()),
        ("recap_en", facts.recap_en.clone()),
        ("status", draft.status.to_string()),
        ("audience", draft.audience.to_string()),
        ("category", facts.category.to_string()),
        ("day", starts.format("%Y-%m-%d").to_string()),
        ("hour", hidden(hours(starts), when.all_day)),
        ("end_day", hidden(last.format("%Y-%m-%d").to_string(), !long)),
        ("end", hidden(hours(ends), when.all_day || when.open_ended)),
        (
            "doors",
            when.doors.map(|at| hours(at.utc().with_timezone(&when.zone))).unwrap_or_default(),
        ),
        ("all_day", hidden("1".to_owned(), !when.all_day)),
        ("place", facts.place.map(|id| id.to_string()).unwrap_or_default()),
        ("place_name", facts.location.name.clone()),
        ("street", facts.location.street.clone()),
        ("postal_code", facts.location.postal_code.clone()),
        ("town", facts.location.town.clone()),
        ("country", facts.location.country.clone()),
        ("online_url", facts.location.online_url.clone()),
        ("latitude", degrees(north)),
        ("longitude", degrees(east)),
        ("price", facts.price.clone()),
        ("ticket_url", facts.ticket_url.clone()),
        ("rsvp", facts.rsvp.to_string()),
        ("capacity", facts.capacity.map(|seats| seats.to_string()).unwrap_or_default()),
        ("party_max", facts.party_max.to_string()),
        ("organisers", facts.organisers.clone()),
        ("performers", facts.performers.clone()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// The days of a repetition form.
pub(super) fn read_repeat(fields: &Form) -> Result<crate::features::events::Repeat> {
    let until = NaiveDate::parse_from_str(fields.text("until"), "%Y-%m-%d")
        .map_err(|_| Error::field("until", "events-error-day"))?;
    let every = fields.parse("every").ok_or_else(|| Error::field("every", "events-error-every"))?;
    Ok(crate::features::events::Repeat { every, until })
}
