//! The fediverse side: what comes in is verified and kept before it is answered, what goes out is queued
//! and signed. Knows no noun; activities and documents belong to the features.

pub mod gathered;
pub mod local;
pub mod outbox;

use axum::Router;
pub use gathered::Gathered;

use crate::{
    kernel::config::Config,
    platform::{
        app::App,
        jobs::{Consumer, Job},
    },
};

/// Keys, outgoing client and memory shared by the fediverse side.
pub struct Fediverse {}

impl Fediverse {
    /// Prepares the outgoing client.
    pub fn new(_config: &Config) -> anyhow::Result<Self> {
        Ok(Self {})
    }
}

/// Journal readers of the fediverse side.
pub const CONSUMERS: &[Consumer] = &[];

/// Background work of the fediverse side.
pub const JOBS: &[Job] = &[];

/// Inboxes, actors, objects, collections, discovery.
pub fn routes() -> Router<App> {
    Router::new()
}
