//! Follows.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Follows;

impl Feature for Follows {
    fn name(&self) -> &'static str {
        "follows"
    }
}
