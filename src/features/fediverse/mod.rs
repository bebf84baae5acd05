//! Fediverse.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Fediverse;

impl Feature for Fediverse {
    fn name(&self) -> &'static str {
        "fediverse"
    }
}
