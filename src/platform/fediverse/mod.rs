//! The fediverse side: what comes in is verified and kept before it is answered, what goes out is queued
//! and signed. Knows no noun; activities and documents belong to the features.

pub mod deliver;
pub mod documents;
pub mod gathered;
pub mod local;
pub mod outbox;
pub mod publish;

use std::sync::{Arc, OnceLock};

use axum::Router;
pub use gathered::Gathered;

use crate::{
    kernel::{config::Config, id::Id},
    platform::{
        app::App,
        jobs::{Consumer, Job},
    },
};

/// Keys, outgoing client and memory shared by the fediverse side.
pub struct Fediverse {
    /// What local actors sign with, parsed once.
    signers: moka::sync::Cache<Id, Arc<local::Signer>>,
    instance_actor: OnceLock<Id>,
}

impl Fediverse {
    /// Prepares the outgoing client.
    pub fn new(_config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            signers: moka::sync::Cache::new(10_000),
            instance_actor: OnceLock::new(),
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
pub const CONSUMERS: &[Consumer] = &[publish::CONSUMER];

/// Background work of the fediverse side.
pub const JOBS: &[Job] = &[];

/// Inboxes, actors, objects, collections, discovery.
pub fn routes() -> Router<App> {
    Router::new()
}
