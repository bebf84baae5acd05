//! Set-up: the first hour of a venue, one form, then never again.

mod actions;
mod model;

pub use actions::{Installed, install};
pub use model::Installation;

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Setup;

impl Feature for Setup {
    fn name(&self) -> &'static str {
        "setup"
    }
}
