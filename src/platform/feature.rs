//! How a noun joins the server. Every method has a default: a noun implements what it needs.

use axum::Router;
use parvis_federation::{activity::Activity, iri::Iri};
use serde_json::Value;

use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        actors::Actor,
        app::{App, Tx},
        fediverse::Gathered,
        jobs::{Consumer, Job},
        objects::Object,
        web::Sample,
    },
};

/// A noun of the project, or something people do with nouns.
pub trait Feature: Sync {
    /// Its folder's name.
    fn name(&self) -> &'static str;

    /// Its pages.
    fn routes(&self) -> Router<App> {
        Router::new()
    }

    /// The object kinds it owns.
    fn kinds(&self) -> &'static [&'static str] {
        &[]
    }

    /// Addresses of documents that must be at hand before [`Feature::apply`] can judge the activity.
    fn references(&self, _activity: &Activity) -> Vec<Iri> {
        Vec::new()
    }

    /// Applies a verified activity; `None` when it is not this noun's business.
    fn apply(&self, _tx: &mut Tx<'_>, _inbound: &Inbound) -> Result<Option<Outcome>> {
        Ok(None)
    }

    /// The ActivityPub document of an object of its kinds, without `@context`.
    fn describe(&self, _app: &App, _conn: &mut Conn, _object: &Object) -> Result<Option<Value>> {
        Ok(None)
    }

    /// Readers of the journal.
    fn consumers(&self) -> &'static [Consumer] {
        &[]
    }

    /// Kinds of background jobs.
    fn jobs(&self) -> &'static [Job] {
        &[]
    }

    /// Its pages with example data, all rendered by a test in every language.
    fn samples(&self) -> Vec<Sample> {
        Vec::new()
    }
}

/// A verified activity about to be applied.
pub struct Inbound {
    /// Its key in the inbound table.
    pub id: Id,
    /// What it says.
    pub activity: Activity,
    /// Who did it: already known, not suspended.
    pub actor: Actor,
    /// The documents that were fetched for it, each from its own origin.
    pub gathered: Gathered,
    /// When it arrived.
    pub received_at: Time,
}

/// What became of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had its effect (or had it already).
    Applied,
    /// Understood, but none of our business.
    Ignored(&'static str),
    /// Refused: the actor may not do this.
    Rejected(&'static str),
}
