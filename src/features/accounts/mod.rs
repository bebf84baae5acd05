//! Accounts: people who sign in here, and the page each of them has.

mod actions;
mod model;
mod pages;
mod password;
mod store;
#[cfg(test)]
mod tests;
mod wire;

pub use actions::{
    AccountClosed, Arrival, Created, NewStaff, Prepared, create, create_staff, enter, prepare,
    prove,
};
pub use pages::{agent, arrived};

pub use model::{Broken, Email, Handle, NewAccount, Password, keep, name};

use std::collections::HashSet;

use axum::Router;

use crate::{
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        feature::Feature,
        jobs::{Consumer, Job},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Accounts;

impl Feature for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("sign-in", "connexion"),
            ("login", "connexion"),
            ("sign-up", "inscription"),
            ("register", "inscription"),
            ("account", "compte"),
        ]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[actions::WITHDRAW]
    }

    fn erase(&self, tx: &mut Tx<'_>, actor: Id) -> Result<()> {
        actions::erase(tx, actor)
    }

    fn ways_in(&self, conn: &mut Conn, account: Id) -> Result<i64> {
        store::ways_in(conn, account)
    }

    fn jobs(&self) -> &'static [Job] {
        &[actions::WRITE, actions::WRITE_NEW]
    }
}

/// Those of these actors that belong to somebody who works for the venue.
pub fn staff_among(conn: &mut Conn, actors: &[Id]) -> Result<HashSet<Id>> {
    Ok(store::staff_among(conn, actors)?.into_iter().collect())
}

/// The actors of everybody who works for the venue.
pub fn team(conn: &mut Conn) -> Result<Vec<Id>> {
    store::team(conn)
}

/// In which language this actor of ours reads, and where letters to them go, if they showed that the address is theirs;
/// nothing for an account that is closed or suspended.
pub fn mailbox(conn: &mut Conn, actor: Id) -> Result<Option<(Lang, Option<String>)>> {
    store::mailbox(conn, actor)
}

/// The actor of the account whose owner showed that this e-mail address is theirs; none for a closed or suspended one.
pub fn owner(conn: &mut Conn, email: &str) -> Result<Option<Id>> {
    store::owner(conn, email)
}

/// Has this account a password, so that it can be asked for before what matters?
pub fn has_password(conn: &mut Conn, account: Id) -> Result<bool> {
    Ok(store::password_hash(conn, account)?.is_some())
}

/// Does the owner of this actor's account show whom they follow?
pub fn shows_follows(conn: &mut Conn, actor: Id) -> Result<bool> {
    store::shows_follows(conn, actor)
}

/// Notes whether the venue told this actor of ours something they have not read yet: every page says so.
pub fn set_unread(conn: &mut Conn, actor: Id, unread: bool) -> Result<()> {
    store::set_unread(conn, actor, unread)
}
