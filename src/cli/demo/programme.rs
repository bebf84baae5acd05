//! The programme of the demo museum: what took place, what comes, around today.

use chrono::{Days, NaiveTime};
use serde::Deserialize;

use super::content;
use crate::{
    features::{
        events::{
            self, Access, Audience, Category, Draft, Every, Facts, Location, Repeat, Rsvp, Status,
            When, moment,
        },
        places,
    },
    kernel::{
        clock::Time,
        error::{Error, Result},
        id::Id,
    },
    platform::app::{App, Tx},
};

#[derive(Deserialize)]
struct Programme {
    event: Vec<Planned>,
}

/// An event as the file writes it.
#[derive(Clone, Deserialize)]
struct Planned {
    title: String,
    category: Category,
    days: i64,
    hour: String,
    lasts: u32,
    place: String,
    #[serde(default)]
    elsewhere: Option<Elsewhere>,
    about: Vec<String>,
    performers: String,
    price: String,
    access: String,
    rsvp: Rsvp,
    capacity: Option<i32>,
    #[serde(default)]
    ticket_url: String,
    status: Option<Status>,
    audience: Option<Audience>,
    repeat: Option<Every>,
    #[serde(default)]
    weeks: u64,
    fr: String,
    en: String,
    #[serde(default)]
    recap_fr: String,
    #[serde(default)]
    recap_en: String,
}

/// A spot that is not the museum's.
#[derive(Clone, Deserialize)]
struct Elsewhere {
    name: String,
    street: String,
    town: String,
    north: f64,
    east: f64,
}

/// Announces the whole programme.
pub(super) async fn announce(app: &App, today: Time) -> anyhow::Result<()> {
    let planned = toml::from_str::<Programme>(&content::text("events.toml")?)?.event;
    for event in planned {
        app.write(move |tx| publish(tx, &event, today))
            .await
            .map_err(|e| anyhow::anyhow!(super::super::in_words(&e)))?;
    }
    Ok(())
}

fn publish(tx: &mut Tx<'_>, planned: &Planned, today: Time) -> Result<()> {
    let when = when(planned, today, tx.app.venue().time_zone)?;
    let artworks: Vec<Id> = planned
        .about
        .iter()
        .map(|number| places::label_holder(tx.conn, number)?.ok_or(Error::NotFound))
        .collect::<Result<_>>()?;
    let elsewhere = planned.elsewhere.as_ref();
    let draft = Draft {
        status: planned.status.unwrap_or(Status::Announced),
        audience: planned.audience.unwrap_or(Audience::Public),
        facts: Facts {
            title: planned.title.clone(),
            description_fr: planned.fr.clone(),
            description_en: planned.en.clone(),
            recap_fr: planned.recap_fr.clone(),
            recap_en: planned.recap_en.clone(),
            category: planned.category,
            access: planned
                .access
                .split_whitespace()
                .filter_map(|one| one.parse::<Access>().ok())
                .collect(),
            when,
            place: places::find_by_code(tx.conn, &planned.place)?,
            location: elsewhere.map(location).unwrap_or_default(),
            coordinates: elsewhere.map(|spot| (spot.north, spot.east)),
            price: planned.price.clone(),
            ticket_url: planned.ticket_url.clone(),
            rsvp: planned.rsvp,
            capacity: planned.capacity,
            party_max: 6,
            organisers: "Musée des Rives".to_owned(),
            performers: planned.performers.clone(),
        },
        artworks,
        pictures: Vec::new(),
    };
    let event = events::publish(tx, &draft)?;
    if let Some(every) = planned.repeat {
        let first = when.starts_local().date_naive();
        let until = first + Days::new(planned.weeks * 7);
        events::repeat(tx, event.id, &Repeat { every, until })?;
    }
    Ok(())
}

fn location(spot: &Elsewhere) -> Location {
    Location {
        name: spot.name.clone(),
        street: spot.street.clone(),
        town: spot.town.clone(),
        ..Location::default()
    }
}

fn when(planned: &Planned, today: Time, zone: chrono_tz::Tz) -> Result<When> {
    let today = today.utc().with_timezone(&zone).date_naive();
    let day = today + chrono::Duration::days(planned.days);
    let all_day = planned.hour.is_empty();
    let hour = NaiveTime::parse_from_str(&planned.hour, "%H:%M").unwrap_or(NaiveTime::MIN);
    let at = |day: chrono::NaiveDate| {
        moment(zone, day.and_time(hour)).ok_or_else(|| Error::internal("no such hour"))
    };
    let starts = at(day)?;
    let ends = if all_day {
        at(day + Days::new(u64::from(planned.lasts)))?
    } else {
        starts.plus(std::time::Duration::from_secs(u64::from(planned.lasts) * 60))
    };
    Ok(When { starts, ends, doors: None, open_ended: false, all_day, zone })
}
