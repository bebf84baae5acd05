//! Labels: the code on the wall and the page it leads to, made for a phone in one hand; the sheets staff print.
//!
//! Which code hangs on what is kept by `places`; this slice is what people and printers see of it.

mod model;
mod pages;
mod sheet;
#[cfg(test)]
mod tests;

use axum::Router;

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Labels;

impl Feature for Labels {
    fn name(&self) -> &'static str {
        "labels"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
