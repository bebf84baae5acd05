//! Reactions.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Reactions;

impl Feature for Reactions {
    fn name(&self) -> &'static str {
        "reactions"
    }
}
