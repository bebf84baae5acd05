//! The fediverse side: what comes in is verified and kept before it is answered, what goes out is queued
//! and signed. Knows no noun; activities and documents belong to the features.

pub mod addresses;
pub mod authorized;
pub mod client;
mod collections;
pub mod deliver;
mod departed;
mod discovery;
pub mod documents;
pub mod fetch;
pub mod gathered;
pub mod handles;
pub mod hosts;
pub mod inbound;
mod inbox;
pub mod keys;
mod listings;
pub mod local;
pub mod lookup;
mod memory;
pub mod mirror;
mod negotiate;
pub mod network;
pub mod outbox;
pub mod peers;
pub mod policy;
pub mod publish;
mod reader;
pub mod serve;
pub mod subjects;

use std::sync::{Arc, OnceLock};

use axum::Router;
use futures::{FutureExt as _, future::BoxFuture};
pub use gathered::Gathered;
use memory::{Memory, Quota};
use network::Network;

use crate::{
    kernel::{config::Config, id::Id},
    platform::{
        app::App,
        jobs::{Consumer, Job, JobError, JobResult},
    },
};

/// Keys, outgoing client and memory shared by the fediverse side.
pub struct Fediverse {
    /// The one way out.
    client: client::Client,
    /// What local actors sign with, parsed once.
    signers: moka::sync::Cache<Id, Arc<local::Signer>>,
    instance_actor: OnceLock<Id>,
    policies: policy::Policies,
    /// Keys of other servers' actors.
    keys: Memory<String, Arc<keys::KnownKey>>,
    /// Keys that were fetched lately.
    refetched: Memory<String, ()>,
    /// Documents that could not be had lately.
    misses: Memory<String, fetch::FetchError>,
    /// How much we ask of one server.
    fetches: Quota,
    /// Actors in line for a refresh.
    refreshing: Memory<Id, ()>,
    /// Signatures that were taken, so that a repeated request costs nothing.
    seen: Memory<[u8; 32], ()>,
    /// How much one server may send.
    arrivals: Quota,
    /// Servers heard from just now.
    heard: Memory<String, ()>,
    /// Handles of ours that have an inbox.
    handles: Memory<String, ()>,
}

impl Fediverse {
    /// Prepares the outgoing client.
    pub fn new(config: &Config, network: &Network) -> anyhow::Result<Self> {
        Ok(Self {
            client: client::Client::new(config, network)?,
            signers: moka::sync::Cache::new(10_000),
            instance_actor: OnceLock::new(),
            policies: policy::Policies::default(),
            keys: Memory::new(50_000),
            refetched: Memory::new(50_000),
            misses: Memory::new(50_000),
            fetches: Quota::new(300.0, 2.0),
            refreshing: Memory::new(50_000),
            seen: Memory::new(200_000),
            arrivals: Quota::new(network.terms.burst, network.terms.per_second),
            heard: Memory::new(10_000),
            handles: Memory::new(10_000),
        })
    }

    fn set_instance_actor(&self, actor: Id) {
        // Set once at start; a second start in one process finds the same actor.
        let _ = self.instance_actor.set(actor);
    }

    fn instance_actor(&self) -> Option<Id> {
        self.instance_actor.get().copied()
    }
}

/// Journal readers of the fediverse side.
pub const CONSUMERS: &[Consumer] = &[publish::CONSUMER, subjects::CONSUMER];

/// The name of the consumer that turns what happened here into activities.
pub const PUBLISH: &str = publish::CONSUMER.name;

/// Background work of the fediverse side.
pub const JOBS: &[Job] = &[
    departed::JOB,
    lookup::JOB,
    Job { kind: handles::CONFIRM, run: |app, payload| with_id(app, payload, handles::confirm) },
    Job { kind: inbound::ERASE, run: |app, payload| with_id(app, payload, inbound::erase) },
    Job { kind: peers::REFRESH, run: |app, payload| with_id(app, payload, peers::refresh) },
];

/// Runs a job whose payload is the id of an actor.
fn with_id<F>(app: App, payload: String, run: fn(App, Id) -> F) -> BoxFuture<'static, JobResult>
where
    F: Future<Output = JobResult> + Send + 'static,
{
    match serde_json::from_str(&payload) {
        Ok(id) => run(app, id).boxed(),
        Err(error) => futures::future::ready(Err(JobError::Discard(error.into()))).boxed(),
    }
}

/// Inboxes, actors, objects, collections, discovery.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(inbox::routes())
        .merge(serve::routes())
        .merge(collections::routes())
        .merge(discovery::routes())
        .merge(mirror::routes())
}
