//! Accounts: people who sign in here, and the page each of them has.

mod actions;
mod model;
mod password;
mod store;

pub use actions::{Created, NewStaff, Prepared, create, create_staff, prepare};
pub use model::{Broken, Email, Handle, NewAccount, Password, keep, name};

use crate::platform::feature::Feature;

/// The slice, as the server knows it.
pub struct Accounts;

impl Feature for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }
}
