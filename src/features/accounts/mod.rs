//! Accounts.

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Accounts;

impl Feature for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }
}
