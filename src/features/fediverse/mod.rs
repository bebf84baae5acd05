//! The doors between this venue and other servers, for people: going on from one's own server, arriving from
//! there, and the page where staff see how the servers are doing and decide with whom the venue talks.
//!
//! Sending, receiving and serving are the platform's; this slice shows and decides.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use axum::Router;

use crate::{
    kernel::{db::Conn, error::Result},
    platform::{
        app::App,
        feature::{Feature, StaffNav},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Fediverse;

impl Feature for Fediverse {
    fn name(&self) -> &'static str {
        "fediverse"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn staff_nav(&self, conn: &mut Conn) -> Result<StaffNav> {
        Ok(StaffNav { failing: store::failing_count(conn)?, ..StaffNav::default() })
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
