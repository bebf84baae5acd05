//! Works and events inside other sites' pages: oEmbed, which editors ask when an address is pasted, and the small frame it
//! answers with. Only what everybody may see; never who looks, never a cookie.

mod model;
mod pages;

use axum::Router;

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Embeds;

impl Feature for Embeds {
    fn name(&self) -> &'static str {
        "embeds"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
