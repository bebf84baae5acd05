//! Notifications: what concerns a member, told once, by the ways they chose.
//!
//! Made by a reader of the journal; other nouns tell members through [`notify`]. Nothing is told of what its reader may
//! not see, nor of what somebody did whom the venue blocked or whom they muted or blocked themselves.

mod actions;
mod digest;
mod hear;
mod lines;
mod model;
mod pages;
mod push;
mod store;
#[cfg(test)]
mod tests;

use std::time::Duration;

use axum::Router;
use futures::FutureExt as _;

pub use actions::notify;
pub use model::{Channel, Kind, News, Rhythm};

use crate::{
    features::{
        accounts::AccountClosed, attendance, follows, proposals, reactions::Reacted, traces::Pinned,
    },
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        feature::Feature,
        fediverse::inbound::Departed,
        jobs::{Consumer, Job},
        journal::{Fact as _, Judged, Published, Shown, Withdrawn},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Notifications;

impl Feature for Notifications {
    fn name(&self) -> &'static str {
        "notifications"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "notifications",
            topics: &[
                Published::TOPIC,
                Shown::TOPIC,
                Withdrawn::TOPIC,
                Judged::TOPIC,
                Reacted::TOPIC,
                Pinned::TOPIC,
                follows::Came::TOPIC,
                attendance::Told::TOPIC,
                proposals::Decided::TOPIC,
                proposals::Proposed::TOPIC,
                AccountClosed::TOPIC,
                Departed::TOPIC,
            ],
            heeds: Some(hear::heeds),
            run: |app, fact| hear::hear(app, fact).boxed(),
        }]
    }

    fn jobs(&self) -> &'static [Job] {
        &[digest::JOB, push::JOB]
    }

    fn unread(&self, conn: &mut Conn, member: Id) -> Result<i64> {
        let kinds = store::choices(conn, member)?.kinds(Channel::Site);
        store::count(conn, member, &store::Wanted { kinds, unread: true, ..Default::default() })
    }

    fn erase(&self, tx: &mut Tx<'_>, actor: Id) -> Result<()> {
        actions::forget(tx, actor)
    }

    fn sign_out(&self, tx: &mut Tx<'_>, member: Id) -> Result<()> {
        store::remove_devices(tx.conn, member)
    }

    fn tidy(&self, tx: &mut Tx<'_>) -> Result<usize> {
        store::forget_old(tx.conn, before(tx.now))
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// What was told before then is forgotten.
fn before(now: Time) -> Time {
    now.minus(Duration::from_secs(model::KEPT_DAYS * 86_400))
}
