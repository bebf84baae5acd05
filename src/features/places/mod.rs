//! Places.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Places;

impl Feature for Places {
    fn name(&self) -> &'static str {
        "places"
    }
}
