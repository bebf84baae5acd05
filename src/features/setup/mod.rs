//! Set-up: the first hour of a venue, one form, then never again.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use axum::Router;

pub use actions::{Installed, install, token};
pub use model::Installation;

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Setup;

impl Feature for Setup {
    fn name(&self) -> &'static str {
        "setup"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
