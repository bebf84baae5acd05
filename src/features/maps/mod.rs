//! The emotional map: plans of the venue's places, what is felt where on them and since when, and a table that says the
//! same in words.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use axum::Router;

pub use actions::{Pin, hang, pin};

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Maps;

impl Feature for Maps {
    fn name(&self) -> &'static str {
        "maps"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("map", "carte")]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
