//! The addresses of feeds. What a feed reader has already is not sent again.

use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};

use super::atom;
use crate::{
    features::{
        artworks, places,
        traces::{self, Said},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, ActorKind, Standing},
        app::App,
        feature, objects,
        web::{
            PageNumber, Path, Viewer, etag,
            feed::{self, FeedPage},
        },
    },
};

/// How many entries a page has.
const PER_PAGE: i64 = 30;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/flux.atom", get(venue))
        .route("/oeuvres/{slug}/flux.atom", get(artwork))
        .route("/lieux/{slug}/flux.atom", get(place))
        .route("/@{handle}/flux.atom", get(person))
}

/// What a feed is of.
struct Subject {
    title: String,
    /// The path of the page people open.
    path: String,
    said: Said,
    /// When the feed began, for one that is empty.
    since: Time,
}

type Asked = (State<App>, Query<PageNumber>, HeaderMap);

async fn venue((State(app), Query(page), headers): Asked) -> Result<Response> {
    let venue = app.venue();
    let since = venue.set_up_at.unwrap_or_else(|| app.now());
    let title = venue.name.clone();
    let of = Subject { title, path: "/".to_owned(), said: Said::Anywhere, since };
    answer(app, page, headers, move |_, _| Ok(of)).await
}

async fn artwork(
    Path(slug): Path<String>,
    (State(app), Query(page), headers): Asked,
) -> Result<Response> {
    answer(app, page, headers, move |_, conn| {
        let artwork = artworks::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
        let object = objects::visible(conn, artwork.id, &Viewer::Anonymous)?;
        Ok(Subject {
            path: artwork.path(),
            title: artwork.facts.title,
            said: Said::Under(vec![object.id]),
            since: object.published_at,
        })
    })
    .await
}

async fn place(
    Path(slug): Path<String>,
    (State(app), Query(page), headers): Asked,
) -> Result<Response> {
    answer(app, page, headers, move |app, conn| {
        let id = places::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
        let object = objects::visible(conn, id, &Viewer::Anonymous)?;
        let lang = app.venue().main_language();
        let tree = places::tree(conn)?;
        let place = tree.get(id).ok_or(Error::NotFound)?;
        let mut roots = vec![id];
        roots.extend(feature::kept_at(app, conn, lang, &tree.within(id))?.objects);
        Ok(Subject {
            title: place.name(lang).to_owned(),
            path: place.path(),
            said: Said::Under(roots),
            since: object.published_at,
        })
    })
    .await
}

async fn person(
    Path(handle): Path<String>,
    (State(app), Query(page), headers): Asked,
) -> Result<Response> {
    answer(app, page, headers, move |_, conn| {
        let actor = actors::find_local(conn, &handle)?;
        let actor = actor.filter(|one| one.kind == ActorKind::Person).ok_or(Error::NotFound)?;
        if actor.deleted_at.is_some() {
            return Err(Error::Gone);
        }
        if actor.standing == Standing::Blocked {
            return Err(Error::NotFound);
        }
        Ok(Subject {
            title: actor.display_name(),
            path: actor.path(),
            said: Said::By(actor.id),
            since: actor.created_at,
        })
    })
    .await
}

async fn answer(
    app: App,
    page: PageNumber,
    headers: HeaderMap,
    find: impl FnOnce(&App, &mut Conn) -> Result<Subject> + Send + 'static,
) -> Result<Response> {
    let inner = app.clone();
    let page = app
        .read(move |conn| {
            let subject = find(&inner, conn)?;
            read(&inner, conn, subject, page)
        })
        .await?;
    let text = page.written();
    Ok(etag::shared(&headers, text, feed::MEDIA_TYPE))
}

fn read(app: &App, conn: &mut Conn, subject: Subject, page: PageNumber) -> Result<FeedPage> {
    let lang = app.venue().main_language();
    let mut found =
        traces::said_publicly(conn, &subject.said, page.offset(PER_PAGE), PER_PAGE + 1)?;
    let shown = usize::try_from(PER_PAGE).unwrap_or(0);
    let more = found.len() > shown;
    found.truncate(shown);
    let authors: Vec<Id> = found.iter().map(|trace| trace.object.author_id).collect();
    let mut roots: Vec<Id> = found.iter().map(|trace| trace.object.root()).collect();
    roots.dedup();
    let authors = actors::find_all(conn, &authors)?;
    let headings = feature::headings(app, conn, lang, &roots)?;
    let newest = found
        .iter()
        .map(|trace| trace.object.updated_at.unwrap_or(trace.object.published_at))
        .max();
    let entries: Vec<_> = found
        .into_iter()
        .filter_map(|trace| {
            let author = authors.get(&trace.object.author_id)?;
            let about = headings.get(&trace.object.root()).map(|about| about.title.as_str());
            Some(atom::entry(trace, author, about.unwrap_or_default()))
        })
        .collect();
    let address = app.config.address(&subject.path);
    Ok(FeedPage {
        updated: newest.unwrap_or(subject.since),
        title: subject.title,
        id: address.clone(),
        page: address,
        feed: app.config.address(&format!("{}/flux.atom", subject.path.trim_end_matches('/'))),
        number: page.number(),
        more,
        lang,
        entries,
    })
}
