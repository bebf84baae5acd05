//! The actors of this server: made with their keys, found by handle, and their signing keys kept in memory.
//!
//! Private keys never appear in logs, errors or `Debug`. Making an RSA key is slow: [`Keys::make`] comes before
//! the transaction, never inside.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use diesel::prelude::*;
use parvis_federation::{
    iri::Iri,
    key::{PrivateKey, PublicKey},
};

use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        app::{App, Tx},
    },
    schema::{actor_keys, actors as rows, deliveries, outbound},
};

/// The key pairs of one actor: RSA for signatures every peer verifies, Ed25519 for proofs (FEP-8b32).
#[derive(Clone, Debug)]
pub struct Keys {
    /// Signs requests.
    pub rsa: PrivateKey,
    /// Signs documents.
    pub ed25519: PrivateKey,
}

/// Keys made ahead; handed out before new ones are made.
static STOCK: Mutex<VecDeque<Keys>> = Mutex::new(VecDeque::new());

impl Keys {
    /// New keys, made on a blocking thread unless some were stocked.
    pub async fn make() -> Result<Self> {
        let stocked = STOCK.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        if let Some(keys) = stocked {
            return Ok(keys);
        }
        tokio::task::spawn_blocking(Self::generate)
            .await
            .map_err(|error| Error::internal(format!("the key maker stopped: {error}")))?
    }

    /// New keys, here and now: tens of milliseconds of computation, not for an async thread.
    pub fn generate() -> Result<Self> {
        Ok(Self {
            rsa: PrivateKey::generate_rsa_2048().map_err(Error::internal)?,
            ed25519: PrivateKey::generate_ed25519().map_err(Error::internal)?,
        })
    }

    /// Puts keys aside for later [`Keys::make`]: those of tests, which cannot wait for RSA.
    pub fn stock(keys: impl IntoIterator<Item = Self>) {
        STOCK.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    }
}

/// What a new local actor needs.
pub struct NewActor<'a> {
    /// What it is.
    pub kind: ActorKind,
    /// The name before the `@`, lower case.
    pub handle: &'a str,
    /// The name people read.
    pub name: &'a str,
    /// Its keys, from [`Keys::make`].
    pub keys: &'a Keys,
}

/// Makes an actor of this server at `/actors/{handle}`. The caller has seen that the handle is free.
pub fn create(tx: &mut Tx<'_>, new: &NewActor<'_>) -> Result<Actor> {
    let config = &tx.app.config;
    let iri = config.address(&format!("/actors/{}", new.handle));
    let page = config.address(&format!("/@{}", new.handle));
    store(tx, new, &iri, page)
}

/// Stores the actor and its keys; everything it owns lies below its address.
fn store(tx: &mut Tx<'_>, new: &NewActor<'_>, iri: &str, url: String) -> Result<Actor> {
    let below = |name: &str| format!("{iri}/{name}");
    let actor = Actor {
        id: tx.new_id(),
        iri: iri.to_owned(),
        kind: new.kind,
        local: true,
        handle: new.handle.to_owned(),
        domain: tx.app.config.domain(),
        name: new.name.to_owned(),
        summary_html: String::new(),
        url,
        inbox: below("inbox"),
        shared_inbox: Some(tx.app.config.address("/inbox")),
        outbox: Some(below("outbox")),
        followers: Some(below("followers")),
        following: Some(below("following")),
        featured: Some(below("featured")),
        icon_url: None,
        icon_media_id: None,
        image_url: None,
        fields: "[]".to_owned(),
        also_known_as: "[]".to_owned(),
        moved_to: None,
        discoverable: true,
        approves_followers: false,
        rfc9421: true,
        standing: Standing::Good,
        created_at: tx.now,
        updated_at: tx.now,
        fetched_at: None,
        deleted_at: None,
    };
    actors::insert(tx.conn, &actor)?;
    let keys = [(main_key_id(iri), &new.keys.rsa), (proof_key_id(iri), &new.keys.ed25519)];
    for (key_iri, key) in keys {
        diesel::insert_into(actor_keys::table)
            .values((
                actor_keys::iri.eq(key_iri),
                actor_keys::actor_id.eq(actor.id),
                actor_keys::algorithm.eq(algorithm(key.public())),
                actor_keys::public_key.eq(key.public().to_pem()),
                actor_keys::private_key.eq(Some(key.to_pem().map_err(Error::internal)?)),
                actor_keys::created_at.eq(tx.now),
                actor_keys::fetched_at.eq(None::<Time>),
            ))
            .execute(tx.conn)?;
    }
    Ok(actor)
}

/// Makes the instance actor at the first start: an `Application` at `/actor`, named like the domain.
pub async fn ensure_instance_actor(app: &App) -> anyhow::Result<()> {
    let iri = app.config.address("/actor");
    let wanted = iri.clone();
    let known = app.read(move |conn| actors::find_by_iri(conn, &wanted)).await?;
    let actor = if let Some(actor) = known {
        actor
    } else {
        let keys = Keys::make().await?;
        app.write(move |tx| {
            let domain = tx.app.config.domain();
            let new = NewActor {
                kind: ActorKind::Application,
                handle: &domain,
                name: &domain,
                keys: &keys,
            };
            let page = tx.app.config.address("/a-propos");
            store(tx, &new, &iri, page)
        })
        .await?
    };
    app.fediverse.set_instance_actor(actor.id);
    Ok(())
}

/// The id of the instance actor, which signs our own requests.
pub fn instance_actor(app: &App) -> Option<Id> {
    app.fediverse.instance_actor()
}

/// What a local actor signs with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The actor.
    pub actor: Iri,
    /// The id of its RSA key, which peers look up.
    pub key_id: Iri,
    /// Signs requests.
    pub rsa: PrivateKey,
    /// The id of its Ed25519 key.
    pub proof_key_id: Iri,
    /// Signs documents.
    pub ed25519: PrivateKey,
}

/// The keys of a local actor, from memory or the database; [`Error::NotFound`] when it is not one of ours.
pub async fn signer(app: &App, actor: Id) -> Result<Arc<Signer>> {
    if let Some(known) = app.fediverse.signers.get(&actor) {
        return Ok(known);
    }
    let inner = app.clone();
    app.read(move |conn| signer_in(&inner, conn, actor)).await
}

/// The same inside a transaction or a query.
pub fn signer_in(app: &App, conn: &mut Conn, actor: Id) -> Result<Arc<Signer>> {
    if let Some(known) = app.fediverse.signers.get(&actor) {
        return Ok(known);
    }
    let owner = actors::find(conn, actor)?.filter(|found| found.local).ok_or(Error::NotFound)?;
    let rows: Vec<(String, Option<String>)> = actor_keys::table
        .filter(actor_keys::actor_id.eq(actor))
        .filter(actor_keys::private_key.is_not_null())
        .select((actor_keys::iri, actor_keys::private_key))
        .load(conn)?;
    let find = |wanted: &str| {
        let row = rows.iter().find(|(iri, _)| iri == wanted);
        let pem = row.and_then(|(_, pem)| pem.as_deref());
        let pem = pem.ok_or_else(|| Error::internal("a local actor without its keys"))?;
        PrivateKey::from_pem(pem).map_err(Error::internal)
    };
    let main = main_key_id(&owner.iri);
    let proof = proof_key_id(&owner.iri);
    let signer = Arc::new(Signer {
        rsa: find(&main)?,
        ed25519: find(&proof)?,
        actor: Iri::parse(&owner.iri).map_err(Error::internal)?,
        key_id: Iri::parse(&main).map_err(Error::internal)?,
        proof_key_id: Iri::parse(&proof).map_err(Error::internal)?,
    });
    app.fediverse.signers.insert(actor, signer.clone());
    Ok(signer)
}

/// What only this venue knows, for sealing what it hands out: made from the instance actor's key, so that nothing
/// else must be kept, and the same in every process of the venue.
pub async fn secret(app: &App) -> Result<String> {
    let instance = instance_actor(app).ok_or_else(|| Error::internal("no instance actor"))?;
    let key = signer(app, instance).await?.ed25519.to_pem().map_err(Error::internal)?;
    Ok(sha256_hex(format!("parvis seal\n{key}").as_bytes()))
}

/// How long the keys of an actor that left are kept: as long as what it last said may be on its way.
const AFTER: Duration = Duration::from_secs(30 * 24 * 3600);

/// Forgets the keys of actors of ours that left long ago and have nothing left to send; returns how many keys.
pub fn forget_keys(tx: &mut Tx<'_>) -> Result<usize> {
    let sending = deliveries::table.inner_join(outbound::table).select(outbound::actor_id);
    let left: Vec<Id> = rows::table
        .filter(rows::local.eq(true))
        .filter(rows::deleted_at.lt(tx.now.minus(AFTER)))
        .filter(rows::id.ne_all(sending))
        .select(rows::id)
        .load(tx.conn)?;
    for actor in &left {
        tx.app.fediverse.signers.invalidate(actor);
    }
    Ok(diesel::delete(actor_keys::table.filter(actor_keys::actor_id.eq_any(&left)))
        .execute(tx.conn)?)
}

/// The key id peers know an actor's RSA key by.
pub fn main_key_id(actor: &str) -> String {
    format!("{actor}#main-key")
}

/// The key id peers know an actor's Ed25519 key by.
pub fn proof_key_id(actor: &str) -> String {
    format!("{actor}#ed25519-key")
}

/// The name of a key's algorithm in the database.
pub(super) const fn algorithm(key: &PublicKey) -> &'static str {
    match key {
        PublicKey::Rsa(_) => "rsa",
        PublicKey::Ed25519(_) => "ed25519",
    }
}
