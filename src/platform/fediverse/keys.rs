//! Whose key is this? Keys of other servers' actors: from memory, else from the database, else from their origin.
//!
//! For signatures and proofs. A key is its owner's only when the owner's own document says so and both are of one
//! origin; it is fetched again at most once in five minutes, however many signatures fail.

use std::{sync::Arc, time::Duration};

use diesel::prelude::*;
use parvis_federation::{
    actor::{Actor as WireActor, KeyDocument},
    iri::Iri,
    key::PublicKey,
};

use super::fetch::{FetchError, fetch_document};
use crate::{
    kernel::{db::Conn, error::Result},
    platform::{actors::Standing, app::App},
    schema::{actor_keys, actors},
};

/// How long a key is believed without looking into the database again.
const MEMORY: Duration = Duration::from_secs(600);

/// How often one key is fetched at most.
const REFETCH: Duration = Duration::from_secs(300);

/// A key and its owner.
#[derive(Debug)]
pub struct KnownKey {
    /// The actor whose key it is.
    pub owner: Iri,
    /// The key.
    pub key: PublicKey,
    /// The venue blocked its owner.
    pub blocked: bool,
}

/// A key as it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The key.
    pub key: Arc<KnownKey>,
    /// Its owner's document, when it was fetched for this: to be stored once the signature is believed.
    pub fetched: Option<Arc<WireActor>>,
}

/// The key under `key_id`, from its origin when it is not known here.
pub async fn find(app: &App, key_id: &Iri) -> Result<Found, FetchError> {
    match known(app, key_id).await? {
        Some(found) => Ok(found),
        None => fetch(app, key_id).await,
    }
}

/// The key under `key_id` as it is known here; nothing is fetched.
pub async fn known(app: &App, key_id: &Iri) -> Result<Option<Found>, FetchError> {
    let now = app.now();
    if let Some(key) = app.fediverse.keys.get(key_id.as_str(), now) {
        return Ok(Some(Found { key, fetched: None }));
    }
    let wanted = key_id.to_string();
    if let Some(key) = app.read(move |conn| stored(conn, &wanted)).await? {
        let key = Arc::new(key);
        keep(app, key_id, &key);
        return Ok(Some(Found { key, fetched: None }));
    }
    Ok(None)
}

/// The key under `key_id` from its origin, because the one we had did not verify; `None` when it was fetched
/// only minutes ago.
pub async fn find_again(app: &App, key_id: &Iri) -> Option<Result<Found, FetchError>> {
    let first = app.fediverse.refetched.claim(key_id.to_string(), (), app.now(), REFETCH);
    if !first {
        return None;
    }
    Some(fetch(app, key_id).await)
}

/// Fetches the key's document and, when that is not the owner's own, the owner's too.
pub async fn fetch(app: &App, key_id: &Iri) -> Result<Found, FetchError> {
    const FOREIGN: FetchError = FetchError::Invalid("the key is not its owner's");
    let found = fetch_document(app, key_id).await?;
    let document =
        KeyDocument::parse(&found.document).map_err(|_| FetchError::Invalid("no key there"))?;
    let owner = document.owner().clone();
    if !owner.same_origin(key_id) {
        return Err(FOREIGN);
    }
    let document = match document {
        KeyDocument::Actor(actor) => KeyDocument::Actor(actor),
        // A stub speaks for its own id only when it was found there.
        KeyDocument::Stub(stub) if stub.id == found.iri => KeyDocument::Stub(stub),
        _ => {
            let owner = fetch_document(app, &owner).await?;
            let parsed = KeyDocument::parse(&owner.document).map_err(|_| FOREIGN)?;
            if !parsed.is_confirmed() {
                return Err(FOREIGN);
            }
            parsed
        }
    };
    let key = document.key(key_id).ok_or(FOREIGN)?;
    if key.owner != *document.owner() {
        return Err(FOREIGN);
    }
    let known = Arc::new(KnownKey {
        owner: key.owner.clone(),
        key: key.key.clone(),
        blocked: standing(app, &key.owner).await? == Some(Standing::Blocked),
    });
    keep(app, key_id, &known);
    // Asking again within minutes would bring the same answer.
    app.fediverse.refetched.keep(key_id.to_string(), (), app.now(), REFETCH);
    let fetched = match document {
        KeyDocument::Actor(actor) => Some(Arc::new(*actor)),
        KeyDocument::Stub(_) | KeyDocument::Key(_) => None,
    };
    Ok(Found { key: known, fetched })
}

fn keep(app: &App, key_id: &Iri, key: &Arc<KnownKey>) {
    let keys = &app.fediverse.keys;
    keys.keep(key_id.to_string(), key.clone(), app.now(), MEMORY);
}

/// Forgets keys in memory: their actor changed, left, or was judged by staff.
pub fn forget<'a>(app: &App, key_ids: impl IntoIterator<Item = &'a str>) {
    for key_id in key_ids {
        app.fediverse.keys.forget(key_id);
    }
}

/// Forgets every key of an actor in memory, after staff changed its standing.
pub fn forget_actor(app: &App, conn: &mut Conn, actor: crate::kernel::id::Id) -> Result<()> {
    let ids: Vec<String> = actor_keys::table
        .filter(actor_keys::actor_id.eq(actor))
        .select(actor_keys::iri)
        .load(conn)?;
    forget(app, ids.iter().map(String::as_str));
    Ok(())
}

fn stored(conn: &mut Conn, key_id: &str) -> Result<Option<KnownKey>> {
    let row: Option<(String, String, Standing)> = actor_keys::table
        .inner_join(actors::table)
        .filter(actor_keys::iri.eq(key_id))
        .filter(actors::local.eq(false))
        .select((actor_keys::public_key, actors::iri, actors::standing))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(pem, owner, standing)| {
        Some(KnownKey {
            owner: Iri::parse(&owner).ok()?,
            key: PublicKey::from_pem(&pem).ok()?,
            blocked: standing == Standing::Blocked,
        })
    }))
}

async fn standing(app: &App, actor: &Iri) -> Result<Option<Standing>> {
    let iri = actor.to_string();
    app.read(move |conn| {
        Ok(actors::table
            .filter(actors::iri.eq(iri))
            .select(actors::standing)
            .first(conn)
            .optional()?)
    })
    .await
}
