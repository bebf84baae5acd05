//! Pictures of strangers: refused, or pixels of ours.

use parvis::platform::media::worker::{self, What};

/// What the process that decodes does with its input, inside this one.
pub fn picture(data: &[u8]) {
    let said = worker::answer(What::Plan, data).expect("an answer");
    assert!(said.starts_with(b"{\"Refused\"") || said.starts_with(b"{\"Prepared\""));
}

/// Sounds of strangers, likewise.
pub fn sound(data: &[u8]) {
    let said = worker::answer(What::Sound, data).expect("an answer");
    assert!(said.starts_with(b"{\"Refused\"") || said.starts_with(b"{\"Prepared\""));
}
