//! Artworks.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Artworks;

impl Feature for Artworks {
    fn name(&self) -> &'static str {
        "artworks"
    }
}
