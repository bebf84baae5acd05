//! What somebody without an account left: seen by them alone, withdrawn by them, or made their account's.
//!
//! Who guests are and how they are known is `platform::guests`; this slice is their page.

mod actions;
mod pages;
mod visits;

use axum::Router;

pub use actions::{claim, withdraw_all};

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Guests;

impl Feature for Guests {
    fn name(&self) -> &'static str {
        "guests"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("my-traces", "mes-traces")]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
