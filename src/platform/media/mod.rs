//! Pictures and sounds: decoded within limits, written anew without metadata, kept under the hash of their content,
//! served for ever. Copies of remote pictures come through the same door.
//!
//! Never serves what was uploaded as it was, and never JSON, HTML or SVG. In reading order: `prepare` (bytes to
//! pixels to files; `colours` and `drawing` on the way), `sound` (the same for sounds), [`worker`] (the process that does it), `store`
//! (files and rows), [`pictures`] and [`sounds`] (what hangs on an object), [`held`] (what waits for a corrected form),
//! [`remote`] (copies of what other servers show), `serve`, `sweep` (what nobody shows leaves).

mod colours;
mod drawing;
pub mod edit;
pub mod held;
pub mod pictures;
mod prepare;
pub mod remote;
mod serve;
mod sound;
pub mod sounds;
mod store;
mod sweep;
pub mod worker;

use futures::FutureExt as _;

pub use prepare::Refused;
pub use serve::routes;
pub use store::{Media, MediaStore, Variant, file_of, files, path_in, put_back};
pub use sweep::{forget_soon, sweep};

use crate::platform::jobs::Job;

/// Background work on pictures and sounds.
pub const JOBS: &[Job] = &[
    Job { kind: remote::FETCH, run: |app, payload| remote::fetch(app, payload).boxed() },
    Job { kind: sweep::FORGET, run: |app, payload| sweep::forget_now(app, payload).boxed() },
];
