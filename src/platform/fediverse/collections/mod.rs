//! Collections of this server: what an actor published, who follows it, what answers an object.
//!
//! For peers. Counts and items alike leave out what a page would not show to anybody; who follows whom is
//! counted and never listed, except to the followers' own server.

mod of_actor;
mod of_object;

use axum::Router;
use parvis_federation::{
    Iri,
    context::{Family, context},
};
use serde::Deserialize;
use serde_json::Value;

use super::documents::address;
use crate::{
    kernel::{error::Result, id::Id},
    platform::app::App,
};

/// How many items a page has.
const PAGE: usize = 20;

pub(super) fn routes() -> Router<App> {
    of_actor::routes().merge(of_object::routes())
}

/// Which part of a collection: none is the collection itself.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct At {
    /// The first page.
    page: Option<u8>,
    /// The page of what is older (outbox) or newer (replies) than this.
    after: Option<Id>,
}

impl At {
    const fn is_page(self) -> bool {
        self.page.is_some() || self.after.is_some()
    }
}

/// The address of a page of a collection.
fn page_address(collection: &Iri, after: Option<Id>) -> Result<Iri> {
    match after {
        None => address(&format!("{collection}?page=1")),
        Some(id) => address(&format!("{collection}?after={id}")),
    }
}

fn count(total: i64) -> u64 {
    u64::try_from(total).unwrap_or(0)
}

/// A collection that is usually part of an object, as a document of its own.
fn standing_alone(mut collection: Value) -> Value {
    if let Some(members) = collection.as_object_mut() {
        members.shift_insert(0, "@context".to_owned(), context(Family::Plain));
    }
    collection
}
