//! What is fuzzed: every reader of what strangers send, one function each, and what must hold of any input at all.
//!
//! For the targets beside this crate, which libFuzzer drives. A function returns when its input is fine and panics when
//! a promise is broken: nothing else counts. Time, network and database are never touched.

mod documents;
mod markup;
mod pictures;
mod tables;

pub use documents::{document, signature, webfinger};
pub use markup::html;
pub use pictures::{picture, sound};
pub use tables::{form, table};

/// The bytes as text, when they are.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}
