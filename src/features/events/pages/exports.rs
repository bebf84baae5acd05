//! The programme for other programs, with the filters of the list: an Atom feed (RFC 4287) for feed readers, and JSON in the
//! shape of an OpenAgenda export, which municipal and tourist sites read. For everybody alike: never says what only
//! members may see.

use atom_syndication::{Entry, Text};
use axum::{
    extract::Query,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::{list::Asked, view};
use crate::{
    features::{
        events::{self, Access, Event, Status, store},
        places::{self, Tree},
    },
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, text},
    platform::{
        app::App,
        media::pictures::Picture,
        objects::{self, Object},
        web::{
            self, Ctx, PageNumber, Viewer, etag,
            feed::{self, FeedPage, link},
        },
    },
};

/// How many events a page of either has.
const PER_PAGE: i64 = 100;

/// An event with what both say of it.
struct Exported {
    event: Event,
    object: Object,
    picture: Option<Picture>,
    place: Option<String>,
    /// North and east, of its own or of its place.
    coordinates: Option<(f64, f64)>,
}

impl Exported {
    fn changed(&self) -> Time {
        self.object.updated_at.unwrap_or(self.object.published_at)
    }
}

/// A page of the programme, and how many events all of them have.
struct Found {
    events: Vec<Exported>,
    total: i64,
}

async fn find(ctx: &Ctx, asked: Asked, page: PageNumber) -> Result<Found> {
    let (now, lang) = (ctx.app.now(), ctx.app.venue().main_language());
    let work = move |conn: &mut Conn| {
        let tree = places::tree(conn)?;
        let wanted = asked.wanted(&tree, now);
        let total = store::count(conn, &wanted, &Viewer::Anonymous)?;
        let events =
            store::search(conn, &wanted, &Viewer::Anonymous, page.offset(PER_PAGE), PER_PAGE)?;
        Ok(Found { events: with_all(conn, &tree, lang, events)?, total })
    };
    ctx.app.read(work).await
}

fn with_all(conn: &mut Conn, tree: &Tree, lang: Lang, found: Vec<Event>) -> Result<Vec<Exported>> {
    let ids: Vec<_> = found.iter().map(|event| event.id).collect();
    let mut rows = objects::find_all(conn, &ids)?;
    let mut shown = events::shown_with(conn, &ids)?;
    let mut all = Vec::with_capacity(found.len());
    for event in found {
        let Some(object) = rows.remove(&event.id) else { continue };
        let place = event.facts.place.and_then(|id| tree.get(id));
        let of_place = place.and_then(|place| place.facts.latitude.zip(place.facts.longitude));
        all.push(Exported {
            picture: shown.remove(&event.id).and_then(|all| all.into_iter().next()),
            place: view::place_name(&event, tree, lang),
            coordinates: event.facts.coordinates.or(of_place),
            event,
            object,
        });
    }
    Ok(all)
}

/// `/agenda.atom`
pub(super) async fn atom(
    ctx: Ctx,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let filters = asked.query();
    let number = page.number();
    let found = find(&ctx, asked, page).await?;
    let venue = ctx.app.venue();
    let lang = venue.main_language();
    let address = |path: &str| ctx.app.config.address(&format!("{path}{filters}"));
    let updated = found.events.iter().map(Exported::changed).max();
    let feed = FeedPage {
        title: venue.name.clone(),
        id: address("/agenda.atom"),
        page: address("/agenda"),
        feed: address("/agenda.atom"),
        number,
        more: number * PER_PAGE < found.total,
        lang,
        updated: updated.or(venue.set_up_at).unwrap_or_else(|| ctx.app.now()),
        entries: found.events.into_iter().map(|exported| entry(exported, lang)).collect(),
    };
    Ok(etag::shared(&headers, feed.written(), feed::MEDIA_TYPE))
}

fn entry(exported: Exported, lang: Lang) -> Entry {
    let updated = exported.changed();
    let Exported { event, object, place, .. } = exported;
    let mut line = web::period(lang, &event.facts.when.period());
    if let Some(place) = place {
        line.push_str(&format!(" · {place}"));
    }
    let (description, _) = event.facts.description(lang);
    let html = format!("<p>{}</p>{}", text::escape(&line), text::markdown_to_html(description));
    Entry {
        title: Text::plain(event.facts.title),
        id: object.iri,
        updated: updated.utc().fixed_offset(),
        published: Some(object.published_at.utc().fixed_offset()),
        links: vec![link("alternate", object.url, "text/html")],
        summary: Some(Text::plain(line)),
        content: Some(feed::html(html)),
        ..Entry::default()
    }
}

/// `/agenda.json`
pub(super) async fn json(
    ctx: Ctx,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let found = find(&ctx, asked, page).await?;
    let events: Vec<Value> =
        found.events.iter().map(|exported| open_agenda(&ctx.app, exported)).collect();
    Ok(agenda_page(&headers, found.total, events))
}

/// A page of events in the shape of an OpenAgenda export, which pages of any site may read.
pub fn agenda_page(headers: &HeaderMap, total: i64, events: Vec<Value>) -> Response {
    let body = json!({ "success": true, "total": total, "events": events });
    let mut response = etag::shared(headers, body.to_string(), "application/json");
    let anybody = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    response
}

/// An event in the members of an OpenAgenda export: texts by language, times with their offset, whole numbers for states.
fn open_agenda(app: &App, exported: &Exported) -> Value {
    let (event, facts) = (&exported.event, &exported.event.facts);
    let main = app.venue().main_language();
    let zone = facts.when.zone;
    let local =
        |time: Time| time.utc().with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false);
    let both = |fr: &str, en: &str| -> Value {
        let texts = [("fr", fr), ("en", en)].into_iter().filter(|(_, text)| !text.is_empty());
        texts.map(|(lang, text)| (lang.to_owned(), Value::from(text))).collect::<Map<_, _>>().into()
    };
    let timing = json!({ "begin": local(facts.when.starts), "end": local(facts.when.ends) });
    let has = |any: &[Access]| facts.access.iter().any(|access| any.contains(access));
    let online = !facts.location.online_url.is_empty();
    let mut document = json!({
        "uid": event.id,
        "slug": event.slug,
        "canonicalUrl": exported.object.url,
        "title": { main.to_string(): facts.title },
        "longDescription": both(&facts.description_fr, &facts.description_en),
        "timezone": zone.name(),
        "timings": [timing],
        "firstTiming": timing,
        "lastTiming": timing,
        "dateRange": {
            "fr": web::period(Lang::Fr, &facts.when.period()),
            "en": web::period(Lang::En, &facts.when.period()),
        },
        // 1: on the spot, 2: online, 3: both.
        "attendanceMode": match (exported.place.is_some(), online) {
            (_, false) => 1,
            (false, true) => 2,
            (true, true) => 3,
        },
        // 1: as planned, 4: postponed, 5: full, 6: called off.
        "status": match event.status {
            Status::Draft | Status::Announced => 1,
            Status::Postponed => 4,
            Status::Full => 5,
            Status::Cancelled => 6,
        },
        "accessibility": {
            "mi": has(&[Access::StepFree]),
            "hi": has(&[Access::HearingLoop, Access::SignLanguage, Access::Captions]),
            "vi": has(&[Access::AudioDescription]),
            "ii": has(&[Access::EasyToRead, Access::Relaxed]),
            "pi": has(&[Access::QuietRoom, Access::Relaxed]),
        },
        "createdAt": local(exported.object.published_at),
        "updatedAt": local(exported.changed()),
    });
    let mut add = |name: &str, value: Value| {
        if let Some(members) = document.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
    };
    if !facts.price.is_empty() {
        add("conditions", json!({ main.to_string(): facts.price }));
    }
    if !facts.ticket_url.is_empty() {
        add("registration", json!([{ "type": "link", "value": facts.ticket_url }]));
    }
    if online {
        add("onlineAccessLink", facts.location.online_url.clone().into());
    }
    if let Some(picture) = &exported.picture {
        add(
            "image",
            json!({
                "base": app.config.address("/"),
                "filename": picture.media.path().trim_start_matches('/'),
                "size": { "width": picture.media.width, "height": picture.media.height },
                "alt": picture.alt(main),
            }),
        );
    }
    if let Some(name) = &exported.place {
        add("location", location(app, exported, name));
    }
    document
}

fn location(app: &App, exported: &Exported, name: &str) -> Value {
    let facts = &exported.event.facts;
    let own = &facts.location;
    let address = match facts.place {
        Some(_) => app.venue().address.replace('\n', ", "),
        None => own.street.clone(),
    };
    let said = [
        ("name", name),
        ("timezone", facts.when.zone.name()),
        ("address", &address),
        ("postalCode", &own.postal_code),
        ("city", &own.town),
        ("countryCode", &own.country),
    ];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    let mut location: Map<String, Value> =
        said.map(|(member, text)| (member.to_owned(), text.into())).collect();
    if let Some((north, east)) = exported.coordinates {
        location.insert("latitude".to_owned(), north.into());
        location.insert("longitude".to_owned(), east.into());
    }
    location.into()
}
