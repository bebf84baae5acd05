//! Actors of other servers: fetched, stored with their keys, kept fresh, and named as WebFinger confirms.
//!
//! For the inbox, for gathering and for whoever looks somebody up. What a document says of itself is believed
//! only as far as its own origin; a handle of another domain only when that domain agrees.

use std::time::Duration;

use diesel::prelude::*;
use parvis_federation::{
    actor::{Actor as WireActor, ActorKind as WireKind},
    iri::Iri,
};

use super::{
    fetch::{FetchError, fetch_document},
    handles::CONFIRM,
    keys, local,
};
use crate::{
    kernel::{
        clock::Time,
        error::{Error, Result},
        id::Id,
        text,
    },
    platform::{
        actors::{self, Actor, ActorKind, ProfileField, Standing},
        app::{App, Tx},
        jobs, objects,
    },
    schema::actor_keys,
};

/// After how long a profile is fetched again.
const FRESH: Duration = Duration::from_secs(24 * 3600);

/// How often one actor is put in line for a refresh at most.
const REFRESH_EVERY: Duration = Duration::from_secs(3600);

/// The actor at `iri`: as we have it, else from its origin. A stale one is put in line for a refresh.
pub async fn get_or_fetch(app: &App, iri: &Iri) -> Result<Actor, FetchError> {
    let wanted = iri.to_string();
    let known = app.read(move |conn| actors::find_by_iri(conn, &wanted)).await?;
    match known {
        Some(actor) => {
            refresh_later(app, &actor).await?;
            Ok(actor)
        }
        None => fetch(app, iri).await,
    }
}

/// The actor at `iri` from its origin, stored.
pub async fn fetch(app: &App, iri: &Iri) -> Result<Actor, FetchError> {
    let found = fetch_document(app, iri).await?;
    let actor = read(&found.document)?;
    if actor.id != found.iri {
        return Err(FetchError::Invalid("the id is not the address"));
    }
    let stored = app.write(move |tx| store(tx, &actor)).await?;
    stored.ok_or(FetchError::Invalid("the address is something else's"))
}

/// Reads an actor we can talk with: one of the five kinds, with an inbox and a usable name.
pub fn read(document: &serde_json::Value) -> Result<Box<WireActor>, FetchError> {
    let actor = WireActor::parse(document).map_err(|_| FetchError::Invalid("not an actor"))?;
    if is_usable(&actor) {
        Ok(Box::new(actor))
    } else {
        Err(FetchError::Invalid("not an actor we can talk with"))
    }
}

/// Is it an actor of a known kind, with an inbox and a name that fits a handle?
pub fn is_usable(actor: &WireActor) -> bool {
    let name = &actor.preferred_username;
    let handle = !name.is_empty()
        && name.chars().count() <= 200
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '!' | '+' | ':'));
    kind(actor).is_some() && actor.inbox.is_some() && handle
}

fn kind(actor: &WireActor) -> Option<ActorKind> {
    match actor.kind {
        WireKind::Person => Some(ActorKind::Person),
        WireKind::Organization => Some(ActorKind::Organization),
        WireKind::Group => Some(ActorKind::Group),
        WireKind::Application => Some(ActorKind::Application),
        WireKind::Service => Some(ActorKind::Service),
        WireKind::Unknown(_) => None,
    }
}

/// Stores the actor as its origin described it, with its keys; `None` when its address already names
/// something else here. Its name and domain are those of its id until WebFinger confirms others.
pub fn store(tx: &mut Tx<'_>, wire: &WireActor) -> Result<Option<Actor>> {
    let Some(actor) = store_profile(tx, wire)? else {
        return Ok(None);
    };
    store_keys(tx, &actor, wire)?;
    Ok(Some(actor))
}

/// Stores the profile and leaves the keys as they are: for an `Update` that was not fetched from its origin.
pub fn store_profile(tx: &mut Tx<'_>, wire: &WireActor) -> Result<Option<Actor>> {
    let Some(kind) = kind(wire).filter(|_| is_usable(wire)) else {
        return Ok(None);
    };
    let known = actors::find_by_iri(tx.conn, wire.id.as_str())?;
    match known {
        Some(before) if before.local => Ok(None),
        Some(before) => {
            let after = profile(wire, kind, before.clone(), tx.now);
            actors::update(tx.conn, &after)?;
            if before.handle != after.handle {
                jobs::enqueue(tx, CONFIRM, &after.id)?;
            }
            Ok(Some(after))
        }
        None if objects::find_by_iri(tx.conn, wire.id.as_str())?.is_some() => Ok(None),
        None => {
            let after = profile(wire, kind, blank(tx, wire), tx.now);
            actors::insert(tx.conn, &after)?;
            jobs::enqueue(tx, CONFIRM, &after.id)?;
            Ok(Some(after))
        }
    }
}

fn blank(tx: &Tx<'_>, wire: &WireActor) -> Actor {
    Actor {
        id: tx.new_id(),
        iri: wire.id.to_string(),
        kind: ActorKind::Person,
        local: false,
        handle: String::new(),
        domain: wire.id.authority(),
        name: String::new(),
        summary_html: String::new(),
        url: String::new(),
        inbox: String::new(),
        shared_inbox: None,
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        icon_url: None,
        icon_media_id: None,
        image_url: None,
        fields: "[]".to_owned(),
        also_known_as: "[]".to_owned(),
        moved_to: None,
        discoverable: false,
        approves_followers: false,
        rfc9421: false,
        standing: Standing::Good,
        created_at: tx.now,
        updated_at: tx.now,
        fetched_at: None,
        deleted_at: None,
    }
}

/// What the document says, over what we knew. Everything a person wrote is cleaned and bounded here.
fn profile(wire: &WireActor, kind: ActorKind, before: Actor, now: Time) -> Actor {
    let address = |iri: &Option<Iri>| iri.as_ref().map(ToString::to_string);
    let handle = wire.preferred_username.clone();
    // A new name has to be confirmed anew; until then it is a name at its own server.
    let domain = if handle == before.handle { before.domain.clone() } else { wire.id.authority() };
    let fields: Vec<ProfileField> = wire
        .attachment
        .iter()
        .map(|line| ProfileField {
            name: one_line(&line.name, 255),
            value_html: text::clean_html(&text::shorten(&line.value, 2048)),
        })
        .collect();
    let icon_url = wire.icon.as_ref().map(|icon| icon.url.to_string());
    let aliases: Vec<&str> = wire.also_known_as.iter().map(Iri::as_str).collect();
    Actor {
        kind,
        handle,
        domain,
        name: one_line(wire.name.as_deref().unwrap_or_default(), 200),
        summary_html: text::clean_html(&text::shorten(
            wire.summary.as_deref().unwrap_or_default(),
            20_000,
        )),
        url: address(&wire.url).unwrap_or_else(|| wire.id.to_string()),
        inbox: address(&wire.inbox).unwrap_or_default(),
        shared_inbox: address(&wire.shared_inbox),
        outbox: address(&wire.outbox),
        followers: address(&wire.followers),
        following: address(&wire.following),
        featured: address(&wire.featured),
        icon_media_id: before.icon_media_id.filter(|_| before.icon_url == icon_url),
        icon_url,
        image_url: wire.image.as_ref().map(|image| image.url.to_string()),
        fields: serde_json::to_string(&fields).unwrap_or_else(|_| "[]".to_owned()),
        also_known_as: serde_json::to_string(&aliases).unwrap_or_else(|_| "[]".to_owned()),
        moved_to: address(&wire.moved_to).or(before.moved_to),
        discoverable: wire.discoverable.unwrap_or(false),
        approves_followers: wire.manually_approves_followers,
        rfc9421: wire.implements_rfc9421(),
        updated_at: now,
        fetched_at: Some(now),
        deleted_at: None,
        ..before
    }
}

fn one_line(text: &str, max: usize) -> String {
    let bare: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text::shorten(bare.trim(), max)
}

/// Makes the stored keys those of the document: keys that are gone from it no longer verify anything.
fn store_keys(tx: &mut Tx<'_>, actor: &Actor, wire: &WireActor) -> Result<()> {
    let before: Vec<(String, String)> = actor_keys::table
        .filter(actor_keys::actor_id.eq(actor.id))
        .select((actor_keys::iri, actor_keys::public_key))
        .load(tx.conn)?;
    let mut after: Vec<(String, String, &'static str)> = Vec::new();
    for key in wire.keys().filter(|key| key.owner == wire.id) {
        let id = key.id.to_string();
        if key.id.same_origin(&wire.id) && !after.iter().any(|(known, _, _)| *known == id) {
            after.push((id, key.key.to_pem(), local::algorithm(&key.key)));
        }
    }
    let same = before.len() == after.len()
        && before.iter().all(|(iri, pem)| after.iter().any(|(id, new, _)| id == iri && new == pem));
    if same {
        return Ok(());
    }
    diesel::delete(actor_keys::table.filter(actor_keys::actor_id.eq(actor.id))).execute(tx.conn)?;
    let ids: Vec<&str> = after.iter().map(|(id, _, _)| id.as_str()).collect();
    // A key id that another actor of the same server holds stays with its first owner.
    let taken: Vec<String> = actor_keys::table
        .filter(actor_keys::iri.eq_any(&ids))
        .select(actor_keys::iri)
        .load(tx.conn)?;
    for (id, pem, algorithm) in after.iter().filter(|(id, _, _)| !taken.contains(id)) {
        diesel::insert_into(actor_keys::table)
            .values((
                actor_keys::iri.eq(id),
                actor_keys::actor_id.eq(actor.id),
                actor_keys::algorithm.eq(*algorithm),
                actor_keys::public_key.eq(pem),
                actor_keys::created_at.eq(tx.now),
                actor_keys::fetched_at.eq(Some(tx.now)),
            ))
            .execute(tx.conn)?;
    }
    keys::forget(tx.app, before.iter().map(|(iri, _)| iri.as_str()));
    Ok(())
}

/// The job that fetches an actor again.
pub const REFRESH: &str = "fediverse.refresh-actor";

/// Queues a refresh when the profile is old, once an hour at most.
pub async fn refresh_later(app: &App, actor: &Actor) -> Result<()> {
    let now = app.now();
    let stale = actor.fetched_at.is_none_or(|at| now.since(at) > FRESH);
    if actor.local || actor.deleted_at.is_some() || !stale {
        return Ok(());
    }
    let queued = &app.fediverse.refreshing;
    if !queued.claim(actor.id, (), now, REFRESH_EVERY) {
        return Ok(());
    }
    let id = actor.id;
    app.write(move |tx| jobs::enqueue(tx, REFRESH, &id)).await
}

/// Fetches the actor again. What its server answers is not our failure: only our own errors are tried again.
pub async fn refresh(app: App, actor: Id) -> jobs::JobResult {
    let Some(iri) = address(&app, actor).await? else {
        return Ok(());
    };
    match fetch(&app, &iri).await {
        Ok(_) => {}
        Err(error) => tracing::debug!(%iri, %error, "an actor cannot be refreshed"),
    }
    Ok(())
}

async fn address(app: &App, actor: Id) -> Result<Option<Iri>> {
    let row = app.read(move |conn| actors::find(conn, actor)).await?;
    Ok(row
        .filter(|row| !row.local && row.deleted_at.is_none())
        .and_then(|row| Iri::parse(&row.iri).ok()))
}

/// Sets what the venue decided about an actor; signatures of a blocked one are refused at once.
pub fn set_standing(tx: &mut Tx<'_>, actor: Id, standing: Standing) -> Result<()> {
    use crate::schema::actors as table;
    let changed = diesel::update(table::table.filter(table::id.eq(actor)))
        .set(table::standing.eq(standing))
        .execute(tx.conn)?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    keys::forget_actor(tx.app, tx.conn, actor)
}
