//! Devices of the venue: kiosks at which people leave something, walls on which words are shown very large.
//!
//! Each is opened by an address with a secret that staff give it and take away. A wall shows only what everybody may
//! see and somebody of the team read; a kiosk leads nowhere else.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use axum::Router;

use crate::platform::{app::App, feature::Feature, web::Sample};

/// The slice, as the server knows it.
pub struct Devices;

impl Feature for Devices {
    fn name(&self) -> &'static str {
        "devices"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("kiosk", "borne"), ("screen", "ecran")]
    }

    fn sealed(&self) -> &'static [&'static str] {
        &["borne", "ecran"]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
