//! Collections of an actor: outbox, followers, following, featured.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use diesel::prelude::*;
use http::HeaderMap;
use parvis_federation::{
    Iri,
    collection::{self, Page},
};
use serde_json::Value;

use super::{
    super::{
        documents::address,
        negotiate::{self, Keep},
        reader::{Reader, SignedReader},
        serve::Found,
        subjects,
    },
    At, PAGE, count, page_address,
};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        app::App,
        objects::{State as Shown, Visibility},
        web::Path,
    },
    schema::{actors as actor_rows, follows, objects, outbound},
};

/// How many things an actor may put first before peers stop caring.
const FEATURED: i64 = 100;

pub(super) fn routes() -> Router<App> {
    let mut routes =
        Router::new().route("/actors/{handle}/followers_synchronization", get(synchronization));
    for name in ["outbox", "followers", "following", "featured"] {
        let of_actor = move |State(app): State<App>,
                             reader: Reader,
                             Path(handle): Path<String>,
                             Query(at): Query<At>,
                             headers: HeaderMap| async move {
            let path = format!("/actors/{handle}");
            find(&app, reader, &headers, Asked { path, name, at }).await
        };
        let of_instance = move |State(app): State<App>,
                                reader: Reader,
                                Query(at): Query<At>,
                                headers: HeaderMap| async move {
            let path = "/actor".to_owned();
            find(&app, reader, &headers, Asked { path, name, at }).await
        };
        routes = routes
            .route(&format!("/actors/{{handle}}/{name}"), get(of_actor))
            .route(&format!("/actor/{name}"), get(of_instance));
    }
    routes
}

/// A collection of an actor.
struct Asked {
    path: String,
    name: &'static str,
    at: At,
}

async fn find(app: &App, reader: Reader, headers: &HeaderMap, asked: Asked) -> Result<Response> {
    let inner = app.clone();
    app.read(move |conn| {
        let actor = find_actor(&inner, conn, &asked.path)?;
        let id = address(&format!("{}/{}", actor.iri, asked.name))?;
        let document = match asked.name {
            "outbox" => outbox(conn, &actor, &id, asked.at)?,
            "featured" => featured(conn, &actor, &id)?,
            followers_or_following => {
                let total = count_follows(conn, &actor, followers_or_following)?;
                hidden(&id, total, asked.at)?
            }
        };
        Ok(Found::Document(document))
    })
    .await?
    .answer(headers, reader)
}

fn find_actor(app: &App, conn: &mut Conn, path: &str) -> Result<Actor> {
    let actor = actors::find_by_iri(conn, &app.config.address(path))?
        .filter(|actor| actor.local && subjects::may_be_told(app, actor))
        .ok_or(Error::NotFound)?;
    if actor.deleted_at.is_some() {
        return Err(Error::Gone);
    }
    Ok(actor)
}

/// The followers an actor has on the server that asks: what both compare to notice that they disagree.
async fn synchronization(
    State(app): State<App>,
    reader: SignedReader,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let inner = app.clone();
    let document = app
        .read(move |conn| {
            let actor = find_actor(&inner, conn, &format!("/actors/{handle}"))?;
            let id = address(&format!("{}/followers_synchronization", actor.iri))?;
            shared_followers(conn, &actor, &id, &reader.host)
        })
        .await?;
    negotiate::document(&headers, &document, Keep::ForReader)
}

/// A collection that tells how many and not who.
fn hidden(id: &Iri, total: i64, at: At) -> Result<Value> {
    let first = page_address(id, None)?;
    if at.is_page() {
        let page = Page { id: &first, part_of: id, next: None, prev: None };
        return Ok(collection::page(&page, Vec::new()));
    }
    Ok(collection::ordered(id, count(total), &first))
}

fn count_follows(conn: &mut Conn, actor: &Actor, which: &str) -> Result<i64> {
    let accepted = follows::table.filter(follows::state.eq("accepted"));
    Ok(if which == "followers" {
        accepted
            .inner_join(actor_rows::table.on(actor_rows::id.eq(follows::follower_id)))
            .filter(actor_rows::deleted_at.is_null())
            .filter(actor_rows::standing.ne(Standing::Blocked))
            .filter(follows::followed_id.eq(actor.id))
            .count()
            .get_result(conn)?
    } else {
        accepted.filter(follows::follower_id.eq(actor.id)).count().get_result(conn)?
    })
}

/// The followers who live at `host`, for that host alone (FEP-8fcf).
fn shared_followers(conn: &mut Conn, actor: &Actor, id: &Iri, host: &str) -> Result<Value> {
    let iris: Vec<String> = follows::table
        .inner_join(actor_rows::table.on(actor_rows::id.eq(follows::follower_id)))
        .filter(follows::followed_id.eq(actor.id))
        .filter(follows::state.eq("accepted"))
        .filter(actor_rows::local.eq(false))
        .filter(actor_rows::deleted_at.is_null())
        .order(actor_rows::iri)
        .select(actor_rows::iri)
        .load(conn)?;
    let there: Vec<Value> = iris
        .into_iter()
        .filter(|iri| Iri::parse(iri).is_ok_and(|iri| iri.authority() == host))
        .map(Value::from)
        .collect();
    let total = u64::try_from(there.len()).unwrap_or(0);
    Ok(collection::ordered_inline(id, total, None, there))
}

/// What the actor puts first, the last one first.
fn featured(conn: &mut Conn, actor: &Actor, id: &Iri) -> Result<Value> {
    let iris: Vec<String> = objects::table
        .filter(objects::author_id.eq(actor.id))
        .filter(objects::local.eq(true))
        .filter(objects::featured_at.is_not_null())
        .filter(objects::state.eq(Shown::Published))
        .filter(objects::visibility.eq_any([Visibility::Public, Visibility::Unlisted]))
        .filter(objects::deleted_at.is_null())
        .order((objects::featured_at.desc(), objects::id.desc()))
        .limit(FEATURED)
        .select(objects::iri)
        .load(conn)?;
    let total = u64::try_from(iris.len()).unwrap_or(0);
    Ok(collection::ordered_inline(id, total, None, iris.into_iter().map(Value::from).collect()))
}

/// What the actor published, what left last first, each activity embedded as it was sent.
fn outbox(conn: &mut Conn, actor: &Actor, id: &Iri, at: At) -> Result<Value> {
    let first = page_address(id, None)?;
    // Public activities about objects everybody may still see.
    let listed = || {
        outbound::table
            .inner_join(objects::table.on(outbound::object_id.eq(objects::id.nullable())))
            .filter(outbound::actor_id.eq(actor.id))
            .filter(outbound::public.eq(true))
            .filter(outbound::verb.eq_any(["Create", "Announce"]))
            .filter(objects::state.eq(Shown::Published))
            .filter(objects::visibility.eq(Visibility::Public))
            .filter(objects::deleted_at.is_null())
    };
    let total = listed().count().get_result::<i64>(conn)?;
    // Lemmy reads a group's outbox without following its pages.
    let inline = actor.kind == ActorKind::Group;
    if !at.is_page() && !inline {
        return Ok(collection::ordered(id, count(total), &first));
    }
    let before = at.after.unwrap_or(Id::from_raw(i64::MAX));
    let limit = i64::try_from(PAGE).unwrap_or(20);
    let rows: Vec<(Id, String)> = listed()
        .filter(outbound::id.lt(before))
        .order(outbound::id.desc())
        .limit(limit + 1)
        .select((outbound::id, outbound::body))
        .load(conn)?;
    let more = rows.len() > PAGE;
    let shown = rows.get(..PAGE).unwrap_or(&rows);
    let activities =
        shown.iter().map(|(_, body)| embedded(body)).collect::<Result<Vec<Value>>>()?;
    if !at.is_page() {
        return Ok(collection::ordered_inline(id, count(total), Some(&first), activities));
    }
    let last = shown.last().map(|(id, _)| *id);
    let next = last.filter(|_| more).map(|last| page_address(id, Some(last))).transpose()?;
    let page =
        Page { id: &page_address(id, at.after)?, part_of: id, next: next.as_ref(), prev: None };
    Ok(collection::page(&page, activities))
}

/// A stored activity as a member of another document. Its proof covers its own context, which moves to the
/// outside, so it stays behind; the activity's own address has it.
fn embedded(body: &str) -> Result<Value> {
    let mut activity: Value = serde_json::from_str(body)?;
    if let Some(members) = activity.as_object_mut() {
        members.shift_remove("proof");
    }
    Ok(activity)
}
