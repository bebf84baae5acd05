//! Accounts of other servers that open an account here: "my Mastodon account".
//!
//! Whoever has an account on a server that speaks Mastodon's client API shows it here by its OAuth, and needs neither an
//! address nor a password. What identifies them is the address of their actor, which only their own server can vouch
//! for. Nothing is done in their name: the token is asked who it belongs to, then revoked.
//!
//! A request never waits for their server: jobs ask it, and a page that renews itself waits. See
//! `docs/adr/0008-sign-in-elsewhere.md`.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use axum::Router;

use crate::{
    features::accounts::AccountClosed,
    kernel::{db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        feature::Feature,
        jobs::{Consumer, Job},
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Identities;

impl Feature for Identities {
    fn name(&self) -> &'static str {
        "identities"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn jobs(&self) -> &'static [Job] {
        &[wire::PREPARE, wire::FINISH]
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "identities",
            topics: &[AccountClosed::TOPIC],
            heeds: None,
            run: |app, fact| Box::pin(actions::forget_closed(app, fact)),
        }]
    }

    fn ways_in(&self, conn: &mut Conn, account: Id) -> Result<i64> {
        Ok(store::of_account(conn, account)?.len().try_into().unwrap_or(0))
    }

    fn erase(&self, tx: &mut Tx<'_>, actor: Id) -> Result<()> {
        store::forget_actor(tx.conn, actor)
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
