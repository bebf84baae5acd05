//! What is fuzzed: every reader of what strangers send, one function each, and what must hold of any input at all.
//!
//! For `main.rs`, which libFuzzer drives, and `fuzz/run`, which asks it for the names. A function returns when its
//! input is fine and panics when a promise is broken: nothing else counts. Time, network and database are never touched.

mod documents;
mod markup;
mod pictures;
mod tables;

pub use pictures::is_a_decoders;

/// A reader of what strangers send.
pub type Reader = fn(&[u8]);

/// Every reader, by the name of its corpus.
pub const READERS: [(&str, Reader); 9] = [
    ("document", documents::document),
    ("form", tables::form),
    ("html", markup::html),
    ("picture", pictures::picture),
    ("programme", tables::programme),
    ("signature", documents::signature),
    ("sound", pictures::sound),
    ("table", tables::table),
    ("webfinger", documents::webfinger),
];

/// The reader of this name.
pub fn reader(name: &str) -> Option<Reader> {
    READERS.iter().find(|(known, _)| *known == name).map(|(_, reader)| *reader)
}

/// The bytes as text, when they are.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}
