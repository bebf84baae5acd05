//! Moderation: one queue for what waits and what was reported, decisions that can be taken back, a log of all.

mod actions;
mod model;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use axum::Router;
use futures::FutureExt as _;

pub use actions::{Forwarded, Warned, let_in, shut_out};

use crate::{
    features::traces,
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        feature::{Feature, Inbound, Notice, Outcome, ProfileAsk, StaffNav},
        jobs::{Consumer, Job},
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Moderation;

impl Feature for Moderation {
    fn name(&self) -> &'static str {
        "moderation"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("staff", "equipe")]
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn profile(&self, ask: &ProfileAsk<'_>, _conn: &mut Conn) -> Result<Option<minijinja::Value>> {
        let id = ask.person.id;
        let other = ask.viewer.is_member() && ask.viewer.actor_id() != Some(id);
        let moderate_url = ask.viewer.is_staff().then(|| format!("/equipe/personnes/{id}"));
        let report_url = other.then(|| format!("/personnes/{id}/signaler"));
        Ok(Some(minijinja::context! { moderate_url, report_url }))
    }

    fn notices(&self, conn: &mut Conn, lang: Lang, actor: Id) -> Result<Vec<Notice>> {
        pages::notices(conn, lang, actor)
    }

    fn staff_nav(&self, conn: &mut Conn) -> Result<StaffNav> {
        Ok(StaffNav {
            pending: traces::waiting(conn)? + store::open(conn, 0, 0)?.1,
            ..StaffNav::default()
        })
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[
            Consumer {
                name: "moderation.forward",
                topics: &[Forwarded::TOPIC],
                heeds: None,
                run: |app, fact| wire::forward(app, fact).boxed(),
            },
            Consumer {
                name: "moderation.warn",
                topics: &[Warned::TOPIC],
                heeds: None,
                run: |app, fact| wire::write_to(app, fact).boxed(),
            },
        ]
    }

    fn jobs(&self) -> &'static [Job] {
        &[actions::TELL]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
