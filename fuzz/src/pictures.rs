//! Pictures and sounds of strangers: refused, or pixels and samples of ours.
//!
//! The server decodes in a process of its own, and a decoder that panics there is a damaged file (`media::worker`). So a
//! decoder may panic here too; what is ours may not.

use std::{
    cell::Cell,
    panic::{PanicHookInfo, catch_unwind},
};

use parvis::platform::media::worker::{self, What};

thread_local! {
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Did somebody else's code lose its way in a file that it was decoding?
pub fn is_a_decoders(panic: &PanicHookInfo<'_>) -> bool {
    // Where cargo keeps what it fetched.
    let of_others = panic.location().is_some_and(|at| at.file().contains("/registry/src/"));
    DECODING.get() && of_others
}

/// What the process that decodes pictures does with its input, inside this one.
pub fn picture(data: &[u8]) {
    decode(What::Plan, data);
}

/// Sounds, likewise.
pub fn sound(data: &[u8]) {
    decode(What::Sound, data);
}

fn decode(what: What, data: &[u8]) {
    DECODING.set(true);
    let said = catch_unwind(|| worker::answer(what, data));
    DECODING.set(false);
    if let Ok(said) = said {
        let said = said.expect("an answer");
        assert!(said.starts_with(b"{\"Refused\"") || said.starts_with(b"{\"Prepared\""));
    }
}
