//! What the neighbours of the demo museum announce: houses of other servers, by the rule that judges theirs.

use anyhow::Context as _;
use chrono::NaiveTime;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{content, furnish};
use crate::{
    features::{around, events::moment},
    kernel::clock::Time,
    platform::{
        actors::{self, Actor, ActorKind},
        app::App,
    },
};

#[derive(Deserialize)]
struct Neighbours {
    house: Vec<House>,
}

/// A house as the file writes it.
#[derive(Deserialize)]
struct House {
    name: String,
    address: String,
    trusted: bool,
    event: Vec<Announced>,
}

/// An event as the file writes it.
#[derive(Deserialize)]
struct Announced {
    title: String,
    days: i64,
    hour: String,
    minutes: i64,
    place: String,
    street: String,
    north: f64,
    east: f64,
    language: String,
    #[serde(default)]
    status: Option<String>,
    text: String,
}

/// Introduces every house, and takes in what it announces.
pub(super) async fn announce(app: &App, today: Time) -> anyhow::Result<()> {
    let houses = toml::from_str::<Neighbours>(&content::text("neighbours.toml")?)?.house;
    for house in houses {
        let actor = furnish::elsewhere(app, &house.name, &house.address, ActorKind::Group)?;
        let documents: Vec<Value> = house
            .event
            .iter()
            .zip(1..)
            .map(|(event, n)| document(app, &actor, event, n, today))
            .collect::<anyhow::Result<_>>()?;
        let trusted = house.trusted;
        app.write(move |tx| {
            actors::insert(tx.conn, &actor)?;
            around::know(tx, &actor, trusted)?;
            for document in &documents {
                around::take(tx, &actor, document)?;
            }
            Ok(())
        })
        .await
        .map_err(|e| anyhow::anyhow!(super::super::in_words(&e)))?;
    }
    Ok(())
}

/// As Mobilizon would write it.
fn document(
    app: &App,
    house: &Actor,
    event: &Announced,
    n: u32,
    today: Time,
) -> anyhow::Result<Value> {
    let zone = app.venue().time_zone;
    let hour = NaiveTime::parse_from_str(&event.hour, "%H:%M")?;
    let day = today.utc().with_timezone(&zone).date_naive() + chrono::Duration::days(event.days);
    let at = |minutes: i64| -> anyhow::Result<String> {
        let local = day.and_time(hour) + chrono::Duration::minutes(minutes);
        Ok(moment(zone, local).context("no such hour")?.rfc3339())
    };
    let id = format!("https://{}/events/{}-{n}", house.domain, house.handle);
    Ok(json!({
        "id": id, "type": "Event", "url": id, "draft": false,
        "actor": house.iri, "attributedTo": house.iri,
        "name": event.title, "content": format!("<p>{}</p>", event.text), "inLanguage": event.language,
        "startTime": at(0)?, "endTime": at(event.minutes)?, "timezone": zone.name(),
        "status": event.status.as_deref().unwrap_or("CONFIRMED"),
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [],
        "location": {
            "type": "Place", "name": event.place, "latitude": event.north, "longitude": event.east,
            "address": {"type": "PostalAddress", "streetAddress": event.street},
        },
    }))
}
