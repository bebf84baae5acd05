//! Calendars to subscribe to, and one event to keep. `Accept` is not looked at: calendars send anything.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};

use super::{list::Asked, view};
use crate::{
    features::{
        events::{
            Event, Wanted,
            calendar::{self, Entry, Sure},
            store,
        },
        places::{self, Tree},
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        app::App,
        objects::{self, Object},
        web::{Ctx, Path},
    },
};

/// The most events one calendar holds.
const MOST: i64 = 1000;

/// For how long what is over stays in a subscribed calendar.
const KEPT: std::time::Duration = std::time::Duration::from_secs(30 * 86_400);

/// The programme, with the filters of the list.
pub(super) async fn programme(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let asking = ctx.clone();
    let name = ctx.app.venue().name.clone();
    let entries = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let since = asking.app.now().minus(KEPT);
            let wanted = Wanted {
                after: Some(since),
                before: None,
                past: None,
                ..asked.wanted(&tree, since)
            };
            let events = store::search(conn, &wanted, &asking.viewer, 0, MOST)?;
            entries(&asking.app, conn, asking.lang, &tree, events)
        })
        .await?;
    Ok(file(calendar::file(&name, &entries)))
}

/// One event.
pub(super) async fn one(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let asking = ctx.clone();
    let entries = ctx
        .app
        .read(move |conn| {
            let event = store::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
            objects::visible(conn, event.id, &asking.viewer)?;
            let tree = places::tree(conn)?;
            entries(&asking.app, conn, asking.lang, &tree, vec![event])
        })
        .await?;
    let name = entries.first().map(|entry| entry.title.clone()).unwrap_or_default();
    Ok(file(calendar::file(&name, &entries)))
}

/// The calendar of a member: the events they answered, each with whether they are sure to come. Only what members may
/// see; what was withdrawn leaves calendars by itself.
pub fn calendar_of_member(
    app: &App,
    conn: &mut Conn,
    lang: Lang,
    answers: &[(Id, bool)],
) -> Result<String> {
    let ids: Vec<Id> = answers.iter().map(|(event, _)| *event).collect();
    let rows = objects::find_all(conn, &ids)?;
    let seen = |id: &Id| rows.get(id).is_some_and(Object::visible_to_members);
    let mut found = store::find_all(conn, &ids)?;
    let events: Vec<Event> =
        ids.iter().filter(|id| seen(id)).filter_map(|id| found.remove(id)).collect();
    let shown: Vec<Id> = events.iter().map(|event| event.id).collect();
    let tree = places::tree(conn)?;
    let mut entries = entries(app, conn, lang, &tree, events)?;
    for (id, entry) in shown.iter().zip(&mut entries) {
        let unsure = answers.iter().any(|(event, sure)| event == id && !sure);
        if unsure && entry.sure == Sure::Yes {
            entry.sure = Sure::Maybe;
        }
    }
    Ok(calendar::file(&app.venue().name, &entries))
}

fn entries(
    app: &App,
    conn: &mut Conn,
    lang: Lang,
    tree: &Tree,
    events: Vec<Event>,
) -> Result<Vec<Entry>> {
    let ids: Vec<Id> = events.iter().map(|event| event.id).collect();
    let rows = objects::find_all(conn, &ids)?;
    let changed = |object: &Object| object.updated_at.unwrap_or(object.published_at);
    let domain = app.config.domain();
    let venue = app.venue();
    Ok(events
        .into_iter()
        .map(|event| {
            let address = view::address(&event, &venue.address);
            let named = view::place_name(&event, tree, lang).unwrap_or_default();
            let place = [named, address];
            let place: Vec<&str> =
                place.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            let uid = format!("{}@{domain}", event.id);
            let url = app.config.address(&event.path());
            let at = rows.get(&event.id).map_or(event.facts.when.starts, changed);
            Entry::of(event, lang, uid, url, place.join(", "), at)
        })
        .collect())
}

/// A calendar as an answer.
pub fn file(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, calendar::MEDIA_TYPE),
        (header::CONTENT_DISPOSITION, "inline; filename=\"agenda.ics\""),
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    (headers, text).into_response()
}
