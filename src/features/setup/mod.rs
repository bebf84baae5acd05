//! Setup.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Setup;

impl Feature for Setup {
    fn name(&self) -> &'static str {
        "setup"
    }
}
