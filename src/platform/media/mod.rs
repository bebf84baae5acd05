//! Pictures: decoded within limits, re-encoded without metadata, resized, kept under the hash of their
//! content, served for ever. Copies of remote pictures come through the same door.
//!
//! Never serves what was uploaded as it was, and never JSON, HTML or SVG. In reading order: `prepare` (bytes to
//! pixels to files; `colours` on the way), [`worker`] (the process that does it), `store` (files and rows),
//! [`pictures`] (what hangs on an object), [`remote`] (copies of what other servers show), `serve`, `sweep` (what nobody
//! shows leaves).

mod colours;
pub mod edit;
pub mod pictures;
mod prepare;
pub mod remote;
mod serve;
mod store;
mod sweep;
pub mod worker;

use futures::FutureExt as _;

pub use prepare::Refused;
pub use serve::routes;
pub use store::{Media, MediaStore, Variant, files, path_in, put_back};
pub use sweep::sweep;

use crate::platform::jobs::Job;

/// Background work on pictures.
pub const JOBS: &[Job] =
    &[Job { kind: remote::FETCH, run: |app, payload| remote::fetch(app, payload).boxed() }];
