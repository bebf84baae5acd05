//! Feelings: what people feel in front of a work or at a place, one of a short list, recorded in one tap.
//!
//! One per person and thing, changed or taken back at any time, shown as numbers and never by name. Nothing of it is
//! ever sent to another server.

mod actions;
mod model;
mod pages;
mod panel;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use axum::Router;
use futures::FutureExt as _;

pub use actions::{feel, withdraw};
pub use model::{Feeling, Part, ribbon};
pub use pages::example;
pub use panel::{Panel, panel};
pub use store::{Felt, Tally};

use crate::{
    features::accounts::AccountClosed,
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        feature::Feature,
        jobs::{Consumer, JobResult},
        journal::{Fact as _, Recorded},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Feelings;

impl Feature for Feelings {
    fn name(&self) -> &'static str {
        "feelings"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn claim(&self, tx: &mut Tx<'_>, guest: Id, member: Id) -> Result<()> {
        store::give(tx.conn, guest, member)
    }

    fn erase(&self, tx: &mut Tx<'_>, actor: Id) -> Result<()> {
        store::remove_of(tx.conn, actor)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "feelings.forget",
            topics: &[AccountClosed::TOPIC],
            heeds: None,
            run: |app, fact| forget(app, fact).boxed(),
        }]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// How often each feeling was left on these objects, in the order of the list; whom the venue blocked does not count.
pub fn tallies(conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Tally>> {
    store::tallies(conn, objects, None)
}

/// The same since a moment, by the place things were at then, with when the first of them was left.
pub fn by_place(conn: &mut Conn, places: &[Id], since: Option<Time>) -> Result<HashMap<Id, Felt>> {
    store::by_place(conn, places, since)
}

/// The same by object.
pub fn by_object(
    conn: &mut Conn,
    objects: &[Id],
    since: Option<Time>,
) -> Result<HashMap<Id, Felt>> {
    store::by_object(conn, objects, since)
}

/// What these people feel about these objects, by object and person.
pub fn of(conn: &mut Conn, objects: &[Id], actors: &[Id]) -> Result<HashMap<(Id, Id), Feeling>> {
    store::of(conn, objects, actors)
}

/// What one person feels, the last first: object, feeling, when.
pub fn by_actor(conn: &mut Conn, actor: Id, limit: i64) -> Result<Vec<(Id, Feeling, Time)>> {
    store::by_actor(conn, actor, limit)
}

/// What a feeling is called here.
pub fn word(app: &App, feeling: Feeling, lang: Lang) -> String {
    model::word(feeling, &app.venue().feelings, lang)
}

/// Whoever closes their account takes their feelings along.
async fn forget(app: App, fact: Recorded) -> JobResult {
    if let Some(AccountClosed { actor }) = fact.read() {
        app.write(move |tx| store::remove_of(tx.conn, actor)).await?;
    }
    Ok(())
}
