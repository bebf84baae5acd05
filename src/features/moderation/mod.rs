//! Moderation.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Moderation;

impl Feature for Moderation {
    fn name(&self) -> &'static str {
        "moderation"
    }
}
