//! Atom feeds of what was said: under an artwork, at a place, by a person, anywhere in the venue.
//!
//! For feed readers, which follow without an account anywhere. A feed says what everybody may read and pass on: nothing
//! of what waits, is hidden, or stays on this site.

mod atom;
mod pages;

use axum::Router;

use crate::platform::{app::App, feature::Feature};

/// The slice, as the server knows it.
pub struct Feeds;

impl Feature for Feeds {
    fn name(&self) -> &'static str {
        "feeds"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }
}
