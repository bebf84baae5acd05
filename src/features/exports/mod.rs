//! Everything about a member, for themselves: an archive made in the background, with what they published as
//! ActivityStreams, their lists as Mastodon reads them, their pictures, and every row this server holds about them.
//!
//! An archive is its owner's alone: it is asked for and opened with a password (or right after signing in otherwise),
//! its name is a secret, and it goes away by itself. What is in it is decided by `platform::personal`, which knows every
//! column; what is in the archives of others is never in it.

mod actions;
mod archive;
mod gather;
mod model;
mod pages;
mod store;

use axum::Router;

use crate::{
    features::accounts::AccountClosed,
    platform::{
        app::App,
        feature::Feature,
        jobs::{Consumer, Job},
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Exports;

impl Feature for Exports {
    fn name(&self) -> &'static str {
        "exports"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn jobs(&self) -> &'static [Job] {
        &[actions::BUILD, actions::EXPIRE]
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "exports",
            topics: &[AccountClosed::TOPIC],
            heeds: None,
            run: |app, fact| Box::pin(actions::forget_closed(app, fact)),
        }]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
