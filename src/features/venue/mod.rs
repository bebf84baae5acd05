//! Venue.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Venue;

impl Feature for Venue {
    fn name(&self) -> &'static str {
        "venue"
    }
}
