//! Actors, objects and activities of this server, for other servers that ask for them by address.
//!
//! For peers; browsers are sent to the page. Shows what a page would show to anybody, and nothing else: what is
//! hidden, waiting or only for here is not there.

use axum::{Router, extract::State, response::Response, routing::get};
use diesel::prelude::*;
use http::HeaderMap;
use parvis_federation::{Audience, Iri, object::QuoteAuthorization};
use serde_json::Value;

use super::{
    documents,
    negotiate::{self, Keep},
    outbox, publish,
    reader::Reader,
    subjects,
};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::App,
        objects::{self, Object},
        web::{Path, Viewer, wants_page},
    },
    schema::quotes,
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/actor", get(instance))
        .route("/actors/{handle}", get(actor))
        .route("/objects/{id}", get(object))
        .route("/objects/{id}/activity", get(creation))
        .route("/activities/{id}", get(activity))
        .route("/quotes/{id}", get(quote))
}

/// What there is at an address.
pub(super) enum Found {
    /// A document.
    Document(Value),
    /// A text that is a document.
    Text(String),
    /// A withdrawn thing.
    Gone(Value),
    /// A page for people.
    Page(String),
}

impl Found {
    pub(super) fn answer(self, headers: &HeaderMap, reader: Reader) -> Result<Response> {
        let keep = reader.keep();
        match self {
            Self::Document(document) => negotiate::document(headers, &document, keep),
            Self::Text(text) => Ok(negotiate::text(headers, text, keep)),
            Self::Gone(tombstone) => negotiate::tombstone(&tombstone),
            Self::Page(page) => Ok(negotiate::see(&page)),
        }
    }
}

/// The document of an object, at its page: for a slice's page that was asked for it (see
/// [`crate::platform::web::wants_activity`]). Where requests must be signed, the way to its address.
pub async fn object_document(app: &App, headers: &HeaderMap, id: Id) -> Result<Response> {
    if app.venue().authorized_fetch {
        return Ok(negotiate::see(&app.config.address(&format!("/objects/{id}"))));
    }
    let inner = app.clone();
    app.read(move |conn| find_object(&inner, conn, id)).await?.answer(headers, Reader::ANYBODY)
}

/// The document of a local actor, at its page, like [`object_document`].
pub async fn actor_document(app: &App, headers: &HeaderMap, id: Id) -> Result<Response> {
    let inner = app.clone();
    let strict = app.venue().authorized_fetch;
    app.read(move |conn| {
        let actor = actors::find(conn, id)?;
        match actor {
            Some(actor) if strict && actor.local => Ok(Found::Page(actor.iri)),
            other => describe_actor(&inner, conn, other),
        }
    })
    .await?
    .answer(headers, Reader::ANYBODY)
}

/// The instance actor is readable by everybody, always: without it nobody can check our signatures.
async fn instance(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let page = wants_page(&headers);
    let inner = app.clone();
    let found = app
        .read(move |conn| {
            let actor = actors::find_by_iri(conn, &inner.config.address("/actor"))?;
            actor_or_page(&inner, conn, actor, page)
        })
        .await?;
    match found {
        Found::Document(document) => negotiate::document(&headers, &document, Keep::Shared),
        other => other.answer(&headers, Reader::ANYBODY),
    }
}

async fn actor(
    State(app): State<App>,
    reader: Reader,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let page = wants_page(&headers);
    let (inner, name) = (app.clone(), handle.clone());
    let found = app
        .read(move |conn| match find_actor(&inner, conn, &name) {
            Ok(actor) => actor_or_page(&inner, conn, Some(actor), page).map(Some),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        })
        .await?;
    if let Some(found) = found {
        return found.answer(&headers, reader);
    }
    // An artwork or a place nobody asked for yet: only by the one name it will have.
    let made = subjects::called(&app, &handle).await?;
    let actor = made.filter(|actor| actor.handle == handle).ok_or(Error::NotFound)?;
    let inner = app.clone();
    app.read(move |conn| actor_or_page(&inner, conn, Some(actor), page))
        .await?
        .answer(&headers, reader)
}

/// The local actor at `/actors/{handle}`; the address is compared as written, because it is an id.
pub(super) fn find_actor(app: &App, conn: &mut Conn, handle: &str) -> Result<Actor> {
    let iri = app.config.address(&format!("/actors/{handle}"));
    let actor = actors::find_by_iri(conn, &iri)?.filter(|actor| actor.local);
    actor.filter(|actor| subjects::may_be_told(app, actor)).ok_or(Error::NotFound)
}

fn actor_or_page(app: &App, conn: &mut Conn, actor: Option<Actor>, page: bool) -> Result<Found> {
    match &actor {
        Some(actor) if page && actor.deleted_at.is_none() => Ok(Found::Page(actor.url.clone())),
        _ => describe_actor(app, conn, actor),
    }
}

fn describe_actor(app: &App, conn: &mut Conn, actor: Option<Actor>) -> Result<Found> {
    let actor = actor.filter(|actor| actor.local && subjects::may_be_told(app, actor));
    let actor = actor.ok_or(Error::NotFound)?;
    if actor.deleted_at.is_some() {
        return Ok(Found::Gone(documents::departed(&actor)?.to_json()));
    }
    documents::actor(app, conn, &actor).map(Found::Document)
}

async fn object(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    let page = wants_page(&headers);
    let inner = app.clone();
    app.read(move |conn| {
        if page {
            let object = objects::visible(conn, id, &Viewer::Anonymous)?;
            let local = Some(object).filter(|object| object.local);
            return Ok(Found::Page(local.ok_or(Error::NotFound)?.url));
        }
        find_object(&inner, conn, id)
    })
    .await?
    .answer(&headers, reader)
}

fn find_object(app: &App, conn: &mut Conn, id: Id) -> Result<Found> {
    match told(conn, id)? {
        Told::Yes(object) => {
            let document = documents::object(app, conn, &object)?;
            document.map(Found::Document).ok_or(Error::NotFound)
        }
        Told::Withdrawn(object) => {
            let tombstone = documents::tombstone(conn, &object)?;
            Ok(Found::Gone(tombstone.to_json()))
        }
    }
}

/// Whether the network may read an object of ours.
pub(super) enum Told {
    /// It may.
    Yes(Object),
    /// It could, until it was withdrawn.
    Withdrawn(Object),
}

/// Finds a local object as the network may see it; everything it may not know of is [`Error::NotFound`].
pub(super) fn told(conn: &mut Conn, id: Id) -> Result<Told> {
    let object = objects::find(conn, id)?.filter(|object| object.local).ok_or(Error::NotFound)?;
    if object.federates() {
        return Ok(if object.deleted_at.is_some() {
            Told::Withdrawn(object)
        } else {
            Told::Yes(object)
        });
    }
    // It was public once and has been recalled: who heard of it may hear that it is gone.
    match outbox::find(conn, &publish::delete_iri(&object.iri))? {
        Some(_) => Ok(Told::Withdrawn(object)),
        None => Err(Error::NotFound),
    }
}

/// The `Create` of an object, as it was sent.
async fn creation(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    app.read(move |conn| match told(conn, id)? {
        Told::Yes(object) => outbox::find(conn, &publish::create_iri(&object.iri))?
            .map(|stored| Found::Text(stored.body))
            .ok_or(Error::NotFound),
        Told::Withdrawn(_) => Err(Error::Gone),
    })
    .await?
    .answer(&headers, reader)
}

/// Any other activity, as it was sent, when it was for everybody and so is what it is about.
async fn activity(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    let iri = app.config.address(&format!("/activities/{id}"));
    app.read(move |conn| {
        let stored = outbox::find(conn, &iri)?.ok_or(Error::NotFound)?;
        let body: Value = serde_json::from_str(&stored.body)?;
        if !Audience::parse(&body).is_public() {
            return Err(Error::NotFound);
        }
        if let Some(object) = stored.object_id {
            let about = objects::find(conn, object)?.ok_or(Error::NotFound)?;
            if !about.federates() || about.deleted_at.is_some() {
                return Err(Error::NotFound);
            }
        }
        Ok(Found::Text(stored.body))
    })
    .await?
    .answer(&headers, reader)
}

/// The leave somebody has to quote an object of ours (FEP-044f).
async fn quote(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    let iri = app.config.address(&format!("/quotes/{id}"));
    app.read(move |conn| {
        let row: Option<(Id, String, Option<Time>)> = quotes::table
            .filter(quotes::iri.eq(&iri))
            .select((quotes::quoted_id, quotes::quoting_iri, quotes::revoked_at))
            .first(conn)
            .optional()?;
        let (quoted, quoting, revoked) = row.ok_or(Error::NotFound)?;
        if revoked.is_some() {
            return Err(Error::Gone);
        }
        let Told::Yes(object) = told(conn, quoted)? else {
            return Err(Error::Gone);
        };
        let author = actors::find(conn, object.author_id)?.ok_or(Error::NotFound)?;
        let authorization = QuoteAuthorization {
            id: documents::address(&iri)?,
            attributed_to: documents::address(&author.iri)?,
            interacting_object: Iri::parse(&quoting).map_err(Error::internal)?,
            interaction_target: documents::address(&object.iri)?,
        };
        Ok(Found::Document(authorization.to_json()))
    })
    .await?
    .answer(&headers, reader)
}
