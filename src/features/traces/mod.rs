//! Traces.

mod model;
mod store;
use crate::platform::feature::Feature;
/// The object kind of this slice.
pub const KIND: &str = "trace";
/// The slice, as the server knows it.
pub struct Traces;

impl Feature for Traces {
    fn name(&self) -> &'static str {
        "traces"
    }
}
