//! What every flow test stands on: an application on a fresh database, a browser, other servers.

#![allow(unused_imports, dead_code, reason = "each flow uses a part of the harness")]

mod app;
mod browser;
mod database;
mod forge;
mod keys;
mod mailbox;
mod mastodon;
mod network;
pub mod pictures;
mod remote;
mod routes;
pub mod sounds;
mod wire;

use std::path::PathBuf;

pub use app::{PASSWORD, TestApp};
pub use browser::{Answer, Browser};
pub use database::TestDatabase;
pub use forge::{Forge, http_date};
pub use mailbox::Received;
pub use mastodon::{Manners, Mastodon};
pub use network::TestNet;
pub use remote::{Person, Remote, Scheme, Seen};
pub use routes::{Route, routes};

/// The checkout the tests run in. The one they were built in may be another: checkouts share what was built.
pub fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").expect("run by cargo").into()
}
