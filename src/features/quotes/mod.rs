//! Quotes: other servers ask before they quote what is said here (FEP-044f).

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Quotes;

impl Feature for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }
}
