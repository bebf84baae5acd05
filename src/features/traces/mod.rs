//! Traces.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Traces;

impl Feature for Traces {
    fn name(&self) -> &'static str {
        "traces"
    }
}
