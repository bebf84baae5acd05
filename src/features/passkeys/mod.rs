//! Passkeys (WebAuthn): a phone, a laptop or a security key opens the account, by a finger, a face or a PIN that never
//! leaves it. A server that is robbed has nothing to lose by them: only public keys are kept.
//!
//! They need JavaScript, because browsers speak with authenticators through it alone; every other way in works without.

mod actions;
mod ceremony;
mod pages;
mod store;

use axum::Router;

use crate::{
    features::accounts::AccountClosed,
    kernel::{db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        feature::Feature,
        jobs::Consumer,
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Passkeys;

impl Feature for Passkeys {
    fn name(&self) -> &'static str {
        "passkeys"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "passkeys",
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
