//! Events that members propose: a form like a short version of the team's, a yes or no with a word, and whoever proposed it
//! hears of both.
//!
//! A proposal is a draft of the programme that somebody stands behind. What becomes of the draft decides it, wherever the
//! team does that: announcing it accepts it, deleting it declines it.

mod actions;
mod hear;
mod model;
mod pages;
mod store;

use axum::Router;
use futures::FutureExt as _;

pub use actions::{Decided, Proposed};
pub use model::State;

use crate::{
    kernel::{db::Conn, error::Result},
    platform::{
        app::App,
        feature::{Feature, StaffNav},
        jobs::Consumer,
        journal::{Fact as _, Published, Withdrawn},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Proposals;

impl Feature for Proposals {
    fn name(&self) -> &'static str {
        "proposals"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "proposals.events",
            topics: &[Published::TOPIC, Withdrawn::TOPIC],
            heeds: None,
            run: |app, fact| hear::hear(app, fact).boxed(),
        }]
    }

    fn staff_nav(&self, conn: &mut Conn) -> Result<StaffNav> {
        let wanted = store::Wanted { waiting: Some(true), ..store::Wanted::default() };
        Ok(StaffNav { proposals: store::count(conn, &wanted)?, ..StaffNav::default() })
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
