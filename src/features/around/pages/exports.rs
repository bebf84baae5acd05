//! What others announce, for calendars, feed readers and other programs: each with who announces it and the way to them,
//! apart from the venue's own, so that nobody takes one for the other.

use std::collections::HashMap;

use atom_syndication::{Entry, Person, Text};
use axum::{extract::Query, http::HeaderMap, response::Response};
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::public::{credit, people};
use crate::{
    features::{
        around::{
            model::{Happens, Neighbouring},
            store::{self, Listed, Wanted},
        },
        events::{self, CalendarEntry, Sure, When},
    },
    kernel::{
        clock::Time,
        error::Result,
        i18n::{self, Args, Lang},
        id::Id,
        text,
    },
    platform::{
        actors::Actor,
        objects::{self, Object, State},
        web::{
            self, Ctx, PageNumber, etag,
            feed::{self, FeedPage, link},
        },
    },
};

/// How many events a page of the feed and the export has.
const PER_PAGE: i64 = 100;

/// The most events the calendar holds.
const MOST: i64 = 1000;

/// What is shown of others.
struct Found {
    events: Vec<Listed>,
    objects: HashMap<Id, Object>,
    people: HashMap<Id, Actor>,
    total: i64,
}

async fn find(ctx: &Ctx, offset: i64, limit: i64) -> Result<Found> {
    let now = ctx.app.now();
    let wanted = Wanted { state: State::Published, now, from: None, until: None };
    ctx.app
        .read(move |conn| {
            let events = store::search(conn, &wanted, offset, limit)?;
            let ids: Vec<Id> = events.iter().map(|one| one.id).collect();
            let objects = objects::find_all(conn, &ids)?;
            Ok(Found {
                people: people(conn, &events, &objects)?,
                total: store::count(conn, &wanted)?,
                events,
                objects,
            })
        })
        .await
}

/// An event with its object and who announces it: a name and a server.
struct Told<'a> {
    event: &'a Neighbouring,
    object: &'a Object,
    source: String,
    host: String,
}

impl Found {
    fn told(&self) -> impl Iterator<Item = Told<'_>> {
        self.events.iter().filter_map(|one| {
            let object = self.objects.get(&one.id)?;
            let (source, host) = credit(one, Some(object), &self.people);
            Some(Told { event: &one.event, object, source, host })
        })
    }
}

impl Told<'_> {
    fn changed(&self) -> Time {
        self.object.updated_at.unwrap_or(self.object.published_at)
    }

    /// «annoncé par …, sur …»
    fn credit(&self, lang: Lang) -> String {
        let args = Args::from([
            ("source".into(), self.source.clone().into()),
            ("host".into(), self.host.clone().into()),
        ]);
        i18n::text(lang, "around-announced-by", &args)
    }

    fn place(&self) -> String {
        let parts = [self.event.place.as_str(), self.event.address.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// `/autour.ics`
pub(super) async fn calendar(ctx: Ctx) -> Result<Response> {
    let found = find(&ctx, 0, MOST).await?;
    let lang = ctx.lang;
    let entries: Vec<CalendarEntry> = found.told().map(|told| entry(&told, lang)).collect();
    let name = format!("{} — {}", ctx.text("around-title"), ctx.app.venue().name);
    Ok(events::calendar_file(events::write_calendar(&name, &entries)))
}

fn entry(told: &Told<'_>, lang: Lang) -> CalendarEntry {
    let event = told.event;
    let described = format!("{}\n\n{}", event.excerpt, told.credit(lang));
    CalendarEntry {
        uid: told.object.iri.clone(),
        sequence: None,
        changed: told.changed(),
        when: When {
            starts: event.starts,
            ends: event.ends,
            doors: None,
            open_ended: event.open_ended,
            all_day: false,
            zone: event.zone,
        },
        title: event.title.clone(),
        description: described.trim().to_owned(),
        url: told.object.url.clone(),
        place: told.place(),
        coordinates: event.coordinates,
        category: None,
        sure: match event.happens {
            Happens::Confirmed => Sure::Yes,
            Happens::Tentative => Sure::Maybe,
            Happens::Cancelled => Sure::No,
        },
    }
}

/// `/autour.atom`
pub(super) async fn atom(
    ctx: Ctx,
    headers: HeaderMap,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let number = page.number();
    let found = find(&ctx, page.offset(PER_PAGE), PER_PAGE).await?;
    let venue = ctx.app.venue();
    let lang = venue.main_language();
    let title = i18n::text(lang, "around-title", &Args::new());
    let updated = found.told().map(|told| told.changed()).max();
    let feed = FeedPage {
        title: format!("{title} — {}", venue.name),
        id: ctx.app.config.address("/autour.atom"),
        page: ctx.app.config.address("/autour"),
        feed: ctx.app.config.address("/autour.atom"),
        number,
        more: number * PER_PAGE < found.total,
        lang,
        updated: updated.or(venue.set_up_at).unwrap_or_else(|| ctx.app.now()),
        entries: found.told().map(|told| post(&told, lang)).collect(),
    };
    Ok(etag::shared(&headers, feed.written(), feed::MEDIA_TYPE))
}

fn post(told: &Told<'_>, lang: Lang) -> Entry {
    let mut line = web::period(lang, &told.event.period());
    if !told.event.place.is_empty() {
        line.push_str(&format!(" · {}", told.event.place));
    }
    let html = format!(
        "<p>{}</p><p>{}</p><p>{}</p>",
        text::escape(&line),
        text::escape(&told.event.excerpt),
        text::escape(&told.credit(lang)),
    );
    Entry {
        title: Text::plain(told.event.title.clone()),
        id: told.object.iri.clone(),
        updated: told.changed().utc().fixed_offset(),
        published: Some(told.object.published_at.utc().fixed_offset()),
        authors: vec![Person { name: told.source.clone(), ..Person::default() }],
        links: vec![link("alternate", told.object.url.clone(), "text/html")],
        summary: Some(Text::plain(format!("{line} · {}", told.credit(lang)))),
        content: Some(feed::html(html)),
        ..Entry::default()
    }
}

/// `/autour.json`, in the members of an OpenAgenda export.
pub(super) async fn json(
    ctx: Ctx,
    headers: HeaderMap,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let found = find(&ctx, page.offset(PER_PAGE), PER_PAGE).await?;
    let main = ctx.app.venue().main_language();
    let agenda = found.told().map(|told| open_agenda(&told, main)).collect();
    Ok(events::agenda_page(&headers, found.total, agenda))
}

fn open_agenda(told: &Told<'_>, main: Lang) -> Value {
    let event = told.event;
    let lang = match event.language.as_str() {
        "" => main.to_string(),
        said => said.to_owned(),
    };
    let local = |time: Time| {
        time.utc().with_timezone(&event.zone).to_rfc3339_opts(SecondsFormat::Secs, false)
    };
    let timing = json!({ "begin": local(event.starts), "end": local(event.ends) });
    let online = !event.online_url.is_empty();
    let mut document = json!({
        "uid": told.object.iri,
        "canonicalUrl": told.object.url,
        "originAgenda": { "title": told.source, "url": format!("https://{}/", told.host) },
        "title": { &lang: event.title },
        "timezone": event.zone.name(),
        "timings": [timing],
        "firstTiming": timing,
        "lastTiming": timing,
        "dateRange": {
            "fr": web::period(Lang::Fr, &event.period()),
            "en": web::period(Lang::En, &event.period()),
        },
        // 1: on the spot, 2: online, 3: both.
        "attendanceMode": match (event.place.is_empty(), online) {
            (_, false) => 1,
            (true, true) => 2,
            (false, true) => 3,
        },
        // 1: as planned, 4: postponed, 6: called off.
        "status": match event.happens {
            Happens::Confirmed => 1,
            Happens::Tentative => 4,
            Happens::Cancelled => 6,
        },
        "createdAt": local(told.object.published_at),
        "updatedAt": local(told.changed()),
    });
    let mut add = |name: &str, value: Value| {
        if let Some(members) = document.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
    };
    if !event.excerpt.is_empty() {
        add("description", json!({ &lang: event.excerpt }));
    }
    if online {
        add("onlineAccessLink", event.online_url.clone().into());
    }
    if !event.place.is_empty() || !event.address.is_empty() {
        let mut location = Map::new();
        location.insert("name".to_owned(), event.place.clone().into());
        location.insert("address".to_owned(), event.address.clone().into());
        if let Some((north, east)) = event.coordinates {
            location.insert("latitude".to_owned(), north.into());
            location.insert("longitude".to_owned(), east.into());
        }
        add("location", location.into());
    }
    document
}
