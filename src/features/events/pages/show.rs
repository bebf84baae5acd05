//! One event: when, where, how to come, what was said. Other servers get its document instead.

use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::view::{self, EventCard};
use crate::{
    features::{
        artworks,
        events::{self, Event, Facts, Rsvp, Stage, Status, Wanted, store},
        places::{self, Tree},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        text,
    },
    platform::{
        feature::{self, AnswersAsk, AskThread, Echo, Reading, Thread},
        fediverse,
        media::pictures::PictureView,
        objects::{self, Object, Visibility},
        web::{self, Crumb, Ctx, Page, Path, wants_activity},
    },
};

/// How many other dates of a series a page shows.
const OTHER_DATES: i64 = 8;

#[derive(Serialize)]
pub(super) struct ShowPage {
    pub(super) event: EventView,
    pub(super) artworks: Vec<Crumb>,
    pub(super) other_dates: Vec<EventCard>,
    pub(super) structured: String,
    pub(super) answers: Option<minijinja::Value>,
    #[serde(flatten)]
    pub(super) thread: Thread,
}

impl Page for ShowPage {
    const TEMPLATE: &'static str = "events/page.html";
}

#[derive(Serialize)]
pub(super) struct EventView {
    pub(super) title: String,
    pub(super) lang: Lang,
    pub(super) category: &'static str,
    pub(super) stage: Stage,
    pub(super) when: String,
    pub(super) starts: Time,
    pub(super) doors: Option<String>,
    pub(super) other_zone: Option<&'static str>,
    pub(super) place: Option<Crumb>,
    pub(super) address: Option<String>,
    pub(super) map_url: Option<String>,
    pub(super) online_url: Option<String>,
    pub(super) price: Option<String>,
    pub(super) ticket_url: Option<String>,
    pub(super) access: Vec<&'static str>,
    pub(super) organisers: Vec<String>,
    pub(super) performers: Vec<String>,
    pub(super) capacity: Option<i32>,
    pub(super) members_only: bool,
    pub(super) regulars: bool,
    pub(super) description_html: Option<String>,
    pub(super) description_lang: Lang,
    pub(super) recap_html: Option<String>,
    pub(super) recap_lang: Lang,
    pub(super) pictures: Vec<PictureView>,
    pub(super) uri: String,
    pub(super) url: String,
    pub(super) share_picture: Option<String>,
    pub(super) calendar_url: String,
    /// How it is followed from elsewhere: what to search for, and its actor.
    pub(super) follow_address: String,
    pub(super) follow_uri: String,
    pub(super) echo: Echo,
    pub(super) edit_url: Option<String>,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(slug): Path<String>,
    reading: Reading,
    headers: HeaderMap,
) -> Result<Response> {
    if wants_activity(&headers) {
        let found = ctx.app.read(move |conn| store::find_by_slug(conn, &slug)).await?;
        let event = found.ok_or(Error::NotFound)?;
        return fediverse::serve::object_document(&ctx.app, &headers, event.id).await;
    }
    let page = assemble(&ctx, slug, reading).await?;
    ctx.html(&page)
}

/// The page of an event with a form that must be corrected, for the noun that took the form.
pub async fn render(ctx: &Ctx, slug: &str, reading: Reading) -> Result<Response> {
    let page = assemble(ctx, slug.to_owned(), reading).await?;
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn assemble(ctx: &Ctx, slug: String, reading: Reading) -> Result<ShowPage> {
    let ctx = ctx.clone();
    let app = ctx.app.clone();
    app.read(move |conn| {
        let event = store::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
        let object = objects::visible(conn, event.id, &ctx.viewer)?;
        let tree = places::tree(conn)?;
        let thread = feature::thread(
            &ctx.app,
            conn,
            &AskThread {
                viewer: ctx.viewer.clone(),
                lang: ctx.lang,
                subject: object.clone(),
                others: Vec::new(),
                action: format!("{}/traces", event.path()),
                path: ctx.path.clone(),
                reading,
            },
        )?;
        let ask = AnswersAsk { app: &ctx.app, event: event.id, viewer: &ctx.viewer };
        let answers = feature::answers(&ask, conn)?;
        let echo = feature::echoes(&ctx.app, conn, &[event.id])?.remove(&event.id);
        let pictures = events::shown_with(conn, &[event.id])?.remove(&event.id).unwrap_or_default();
        let pictures: Vec<PictureView> =
            pictures.iter().map(|picture| picture.view(ctx.lang)).collect();
        let about = store::artworks(conn, &[event.id])?.remove(&event.id).unwrap_or_default();
        let artworks = artworks::known(conn, &about)?
            .into_iter()
            .map(|artwork| Crumb { url: artwork.path(), label: artwork.facts.title })
            .collect();
        let follow = fediverse::subjects::way_to(&ctx.app, conn, &object)?;
        let seen = (echo.unwrap_or_default(), follow);
        let view = view(&ctx, &event, &object, &tree, pictures, seen);
        Ok(ShowPage {
            structured: structured(&ctx, &event, &view).to_string().replace('<', "\\u003c"),
            other_dates: other_dates(&ctx, conn, &event, &tree)?,
            event: view,
            artworks,
            answers,
            thread,
        })
    })
    .await
}

/// The next other dates of the same series.
fn other_dates(ctx: &Ctx, conn: &mut Conn, event: &Event, tree: &Tree) -> Result<Vec<EventCard>> {
    let Some(series) = event.series else {
        return Ok(Vec::new());
    };
    let now = ctx.app.now();
    let wanted = Wanted { series: Some(series), after: Some(now), ..Wanted::default() };
    let mut dates = store::search(conn, &wanted, &ctx.viewer, 0, OTHER_DATES + 1)?;
    dates.retain(|other| other.id != event.id);
    view::cards(conn, ctx.lang, now, tree, &dates)
}

fn view(
    ctx: &Ctx,
    event: &Event,
    object: &Object,
    tree: &Tree,
    pictures: Vec<PictureView>,
    (echo, (follow_address, follow_uri)): (Echo, (String, String)),
) -> EventView {
    let facts = &event.facts;
    let said = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let html = |text: &str| said(text).map(|text| text::markdown_to_html(&text));
    let names = |text: &str| Facts::lines(text).map(str::to_owned).collect();
    let (description, description_lang) = facts.description(ctx.lang);
    let (recap, recap_lang) = facts.recap(ctx.lang);
    let venue = ctx.app.venue();
    let location = &facts.location;
    let own = facts.place.and_then(|id| tree.get(id));
    let town = format!("{} {}", location.postal_code, location.town);
    let address = match own {
        Some(_) => said(&venue.address.replace('\n', ", ")),
        None => {
            let parts = [location.street.as_str(), town.trim(), &location.country];
            let line: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            said(&line.join(", "))
        }
    };
    let coordinates = facts
        .coordinates
        .or_else(|| own.and_then(|place| place.facts.latitude.zip(place.facts.longitude)));
    EventView {
        title: facts.title.clone(),
        lang: venue.main_language(),
        category: facts.category.as_str(),
        stage: event.stage(ctx.app.now()),
        when: web::period(ctx.lang, &facts.when.period()),
        starts: facts.when.starts,
        doors: facts
            .when
            .doors
            .map(|doors| web::hour(ctx.lang, &doors.utc().with_timezone(&facts.when.zone))),
        other_zone: (facts.when.zone != venue.time_zone).then(|| facts.when.zone.name()),
        place: match own {
            Some(place) => {
                Some(Crumb { label: place.name(ctx.lang).to_owned(), url: place.path() })
            }
            None => said(&location.name).map(|label| Crumb { label, url: String::new() }),
        },
        address,
        map_url: coordinates.map(view::map_url),
        online_url: said(&location.online_url),
        price: said(&facts.price),
        ticket_url: said(&facts.ticket_url),
        access: facts.access.iter().map(|access| access.as_str()).collect(),
        organisers: names(&facts.organisers),
        performers: names(&facts.performers),
        capacity: facts.capacity,
        regulars: event.regulars,
        members_only: object.visibility == Visibility::Members,
        description_html: html(description),
        description_lang,
        recap_html: html(recap),
        recap_lang,
        share_picture: pictures.first().map(|first| ctx.app.config.address(&first.src)),
        pictures,
        uri: object.iri.clone(),
        url: object.url.clone(),
        calendar_url: format!("{}/evenement.ics", event.path()),
        follow_address,
        follow_uri,
        echo,
        edit_url: ctx.viewer.is_staff().then(|| format!("/equipe/agenda/{}", event.id)),
    }
}

/// The event as search engines read it (schema.org/Event).
fn structured(ctx: &Ctx, event: &Event, view: &EventView) -> Value {
    let facts = &event.facts;
    let when = &facts.when;
    let local = |at: chrono::DateTime<chrono_tz::Tz>| {
        if when.all_day { at.format("%Y-%m-%d").to_string() } else { at.to_rfc3339() }
    };
    // The last day of whole days, not the midnight after it.
    let ends = if when.all_day {
        when.ends_local() - chrono::Duration::seconds(1)
    } else {
        when.ends_local()
    };
    let status = match event.status {
        Status::Cancelled => "EventCancelled",
        Status::Postponed => "EventPostponed",
        Status::Draft | Status::Announced | Status::Full => "EventScheduled",
    };
    let online = facts.location.online_url.as_str();
    let mode = match (view.place.is_some(), online.is_empty()) {
        (false, false) => "OnlineEventAttendanceMode",
        (true, false) => "MixedEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let mut document = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": facts.title,
        "startDate": local(when.starts_local()),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "url": view.url,
        "organizer": { "@type": "Organization", "name": ctx.app.venue().name, "url": ctx.app.config.address("/") },
    });
    let mut add = |name: &str, value: Value| {
        if let Some(members) = document.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
    };
    if !when.open_ended {
        add("endDate", local(ends).into());
    }
    let (description, _) = facts.description(ctx.lang);
    if !description.is_empty() {
        let plain = text::html_to_text(&text::markdown_to_html(description));
        add("description", text::shorten(plain.trim(), 500).into());
    }
    if let Some(place) = &view.place {
        let address = view.address.clone().unwrap_or_default();
        add("location", json!({ "@type": "Place", "name": place.label, "address": address }));
    } else if !online.is_empty() {
        add("location", json!({ "@type": "VirtualLocation", "url": online }));
    }
    if let Some(picture) = &view.share_picture {
        add("image", json!([picture]));
    }
    let performers: Vec<Value> = Facts::lines(&facts.performers)
        .map(|name| json!({ "@type": "PerformingGroup", "name": name }))
        .collect();
    if !performers.is_empty() {
        add("performer", performers.into());
    }
    if facts.rsvp == Rsvp::Elsewhere || !facts.ticket_url.is_empty() {
        let stock = if event.status == Status::Full { "SoldOut" } else { "InStock" };
        add(
            "offers",
            json!({
                "@type": "Offer",
                "url": facts.ticket_url,
                "description": facts.price,
                "availability": format!("https://schema.org/{stock}"),
            }),
        );
    }
    document
}
