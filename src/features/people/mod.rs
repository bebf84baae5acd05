//! Whom members keep close and at a distance: the buttons to follow, mute and block somebody, and the lists of whom
//! they did so.
//!
//! A mute is a member's own affair. A block is said to the other server as Mastodon says it (`Block`, after the follows
//! of both sides ended), because a server that is not told goes on showing. Never says who muted or blocked whom to
//! anybody but its owner.

mod actions;
mod pages;
mod wire;

use axum::Router;
use futures::FutureExt as _;

pub use actions::{Blocked, Unblocked};

use crate::{
    features::accounts::AccountClosed,
    kernel::{db::Conn, error::Result},
    platform::{
        app::{App, Tx},
        feature::{Feature, Inbound, Outcome, ProfileAsk},
        fediverse::inbound::Departed,
        jobs::Consumer,
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct People;

impl Feature for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "people",
            topics: &[Blocked::TOPIC, Unblocked::TOPIC, Departed::TOPIC, AccountClosed::TOPIC],
            heeds: None,
            run: |app, fact| wire::tell(app, fact).boxed(),
        }]
    }

    fn profile(&self, ask: &ProfileAsk<'_>, conn: &mut Conn) -> Result<Option<minijinja::Value>> {
        pages::profile(ask, conn)
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
