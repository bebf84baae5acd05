//! Moving between servers, as Mastodon does it: a member goes to another server and takes their followers with them, or
//! says which addresses elsewhere are theirs, so that they may move here.
//!
//! The new address must name the old one before anybody is sent there: nobody is moved by somebody else. Other servers
//! are asked by jobs; the page tells how far it is.

mod actions;
mod model;
mod pages;
mod store;
mod wire;

use axum::Router;

pub use actions::Moved;

use crate::platform::{
    app::App,
    feature::Feature,
    jobs::{Consumer, Job},
    journal::Fact as _,
    web::Sample,
};

/// The slice, as the server knows it.
pub struct Moves;

impl Feature for Moves {
    fn name(&self) -> &'static str {
        "moves"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn jobs(&self) -> &'static [Job] {
        &[wire::LOOK]
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "moves",
            topics: &[Moved::TOPIC],
            heeds: None,
            run: |app, fact| Box::pin(wire::tell(app, fact)),
        }]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
