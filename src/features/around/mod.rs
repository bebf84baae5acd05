//! Around: what other houses announce near the venue, read in from the sources staff follow.
//!
//! For the page of what takes place around, and marked as theirs in the programme. Always with who announces it and the way
//! to them, never as the venue's own; shown once staff agreed to it, or to its source. Nothing of a server the venue does
//! not talk with.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::HashMap;

use axum::Router;
use futures::FutureExt as _;

pub use actions::{add, decide, know};
pub use wire::take;

use crate::{
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        feature::{Beside, BesideAsk, Feature, Heading, Inbound, Outcome, StaffNav},
        fediverse::inbound::Departed,
        jobs::{Consumer, Job},
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Around;

impl Feature for Around {
    fn name(&self) -> &'static str {
        "around"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("around", "autour")]
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[actions::KIND]
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "around",
            topics: &[Departed::TOPIC],
            heeds: None,
            run: |app, fact| actions::bury(app, fact).boxed(),
        }]
    }

    fn jobs(&self) -> &'static [Job] {
        &[Job { kind: actions::READ, run: |app, payload| wire::read(app, payload).boxed() }]
    }

    fn tidy(&self, tx: &mut Tx<'_>) -> Result<usize> {
        actions::tidy(tx)
    }

    fn beside(&self, ask: &BesideAsk<'_>, conn: &mut Conn) -> Result<Vec<Beside>> {
        pages::beside(ask, conn)
    }

    fn headings(
        &self,
        conn: &mut Conn,
        _lang: Lang,
        objects: &[Id],
    ) -> Result<HashMap<Id, Heading>> {
        let found = store::find_all(conn, objects)?;
        Ok(found
            .into_iter()
            .map(|(id, event)| {
                let heading =
                    Heading { title: event.title, url: "/autour".to_owned(), reference: None };
                (id, heading)
            })
            .collect())
    }

    fn staff_nav(&self, conn: &mut Conn) -> Result<StaffNav> {
        Ok(StaffNav { around: store::waiting(conn)?, ..StaffNav::default() })
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
