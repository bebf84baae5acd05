//! The venue itself: its front page, its pages of text, what today asks of staff, its settings.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use axum::Router;
pub use model::is_colour;
pub use pages::choices;

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Venue;

impl Feature for Venue {
    fn name(&self) -> &'static str {
        "venue"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("about", "a-propos")]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
