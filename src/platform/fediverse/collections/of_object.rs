//! Collections of an object: what answers it, how often it is liked and shared, its thread.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use diesel::prelude::*;
use http::HeaderMap;
use parvis_federation::{Iri, collection};

use super::{
    super::{
        documents::address,
        reader::Reader,
        serve::{self, Found, Told},
    },
    At, PAGE, count, page_address, standing_alone,
};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors,
        app::App,
        feature,
        objects::{Object, State as Shown, Visibility},
        web::Path,
    },
    schema::objects,
};

/// How many posts of a thread are listed.
const THREAD: i64 = 500;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/objects/{id}/replies", get(replies))
        .route("/objects/{id}/likes", get(likes))
        .route("/objects/{id}/shares", get(shares))
        .route("/contexts/{id}", get(thread))
}

/// The object, when the network may read it and what belongs to it.
fn readable(conn: &mut Conn, id: Id) -> Result<Object> {
    match serve::told(conn, id)? {
        Told::Yes(object) => Ok(object),
        Told::Withdrawn(_) => Err(Error::Gone),
    }
}

async fn replies(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    Query(at): Query<At>,
    headers: HeaderMap,
) -> Result<Response> {
    app.read(move |conn| {
        let object = readable(conn, id)?;
        let collection = address(&format!("{}/replies", object.iri))?;
        let limit = i64::try_from(PAGE).unwrap_or(20);
        let rows: Vec<(Id, String)> = objects::table
            .filter(objects::parent_id.eq(id))
            .filter(objects::id.gt(at.after.unwrap_or(Id::from_raw(0))))
            .filter(objects::state.eq(Shown::Published))
            .filter(objects::visibility.eq_any([Visibility::Public, Visibility::Unlisted]))
            .filter(objects::deleted_at.is_null())
            .order(objects::id)
            .limit(limit + 1)
            .select((objects::id, objects::iri))
            .load(conn)?;
        let shown = rows.get(..PAGE).unwrap_or(&rows);
        let last = shown.last().map(|(id, _)| *id);
        let next = last
            .filter(|_| rows.len() > PAGE)
            .map(|last| page_address(&collection, Some(last)))
            .transpose()?;
        let items = shown.iter().map(|(_, iri)| address(iri)).collect::<Result<Vec<Iri>>>()?;
        let whole = collection::replies(&collection, &items, next.as_ref());
        let document = if at.is_page() {
            let mut page = whole.get("first").cloned().unwrap_or_default();
            let own = page_address(&collection, at.after)?;
            if let Some(members) = page.as_object_mut() {
                members.insert("id".to_owned(), (&own).into());
            }
            page
        } else {
            whole
        };
        Ok(Found::Document(standing_alone(document)))
    })
    .await?
    .answer(&headers, reader)
}

async fn likes(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    counted(&app, reader, &headers, id, "likes").await
}

async fn shares(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    counted(&app, reader, &headers, id, "shares").await
}

async fn counted(
    app: &App,
    reader: Reader,
    headers: &HeaderMap,
    id: Id,
    name: &'static str,
) -> Result<Response> {
    let inner = app.clone();
    app.read(move |conn| {
        let object = readable(conn, id)?;
        let echoes = feature::echoes(&inner, conn, &[id])?;
        let echo = echoes.get(&id).copied().unwrap_or_default();
        let total = if name == "likes" { echo.likes } else { echo.boosts };
        let collection = address(&format!("{}/{name}", object.iri))?;
        let document = collection::count(&collection, count(total));
        Ok(Found::Document(standing_alone(document)))
    })
    .await?
    .answer(headers, reader)
}

/// Everything said in a thread that began here, oldest first (FEP-7888, FEP-f228).
async fn thread(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response> {
    let inner = app.clone();
    app.read(move |conn| {
        let root = readable(conn, id)?;
        let owner = actors::find(conn, root.author_id)?.ok_or(Error::NotFound)?;
        let posts: Vec<String> = objects::table
            .filter(objects::root_id.eq(id).or(objects::id.eq(id)))
            .filter(objects::state.eq(Shown::Published))
            .filter(objects::visibility.eq_any([Visibility::Public, Visibility::Unlisted]))
            .filter(objects::deleted_at.is_null())
            .order(objects::id)
            .limit(THREAD)
            .select(objects::iri)
            .load(conn)?;
        let posts = posts.iter().map(|iri| address(iri)).collect::<Result<Vec<Iri>>>()?;
        let own = address(&inner.config.address(&format!("/contexts/{id}")))?;
        let document = collection::thread(&own, &address(&owner.iri)?, &posts);
        Ok(Found::Document(document))
    })
    .await?
    .answer(&headers, reader)
}
