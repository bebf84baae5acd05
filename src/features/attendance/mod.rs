//! Attendance: who comes to an event, by whichever way they said so, on one list.
//!
//! For members in one tap, for anybody with an e-mail address, and for people of other servers in the words of theirs.
//! Numbers are for everybody, names for staff alone: nobody's address is ever told to anybody else.

mod actions;
mod codes;
mod hear;
mod letters;
mod model;
mod pages;
mod saying;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::HashMap;

use axum::Router;
use futures::FutureExt as _;

pub use actions::{
    Answered, Asked, Came, Claim, Entry, Scanned, Told, answer, ask, check_in, confirm, declare,
    let_in, remove, scan, walk_in, write_to_all,
};
pub use letters::carry;
pub use model::{Answer, Assurance, Attendance, Channel, Refusal, Room, Telling, Who, Wish, Word};

use crate::{
    features::{accounts::AccountClosed, events, events::Rescheduled, follows},
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        feature::{AnswersAsk, Feature, Inbound, Outcome},
        fediverse::inbound::Departed,
        jobs::{Consumer, Job},
        journal::{Fact as _, Revised},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Attendances;

impl Feature for Attendances {
    fn name(&self) -> &'static str {
        "attendance"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[
            Consumer {
                name: "attendance.tell",
                topics: &[Told::TOPIC, actions::Counted::TOPIC],
                heeds: None,
                run: |app, fact| hear::tell(app, fact).boxed(),
            },
            Consumer {
                name: "attendance.events",
                topics: &[
                    Rescheduled::TOPIC,
                    Revised::TOPIC,
                    AccountClosed::TOPIC,
                    Departed::TOPIC,
                    follows::Answered::TOPIC,
                ],
                heeds: None,
                run: |app, fact| hear::follow(app, fact).boxed(),
            },
        ]
    }

    fn jobs(&self) -> &'static [Job] {
        &[actions::SPREAD, actions::REMIND, actions::COUNTS, wire::ASK_FOLLOWER]
    }

    fn tidy(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let now = tx.now;
        store::forget_old(tx.conn, now, actions::forgotten_before(now))
    }

    fn erase(&self, tx: &mut Tx<'_>, actor: Id) -> Result<()> {
        actions::forget(tx, actor)
    }

    fn claim(&self, tx: &mut Tx<'_>, guest: Id, member: Id) -> Result<()> {
        store::give(tx.conn, guest, member)
    }

    fn going(&self, conn: &mut Conn, events: &[Id]) -> Result<HashMap<Id, i64>> {
        store::going(conn, events)
    }

    fn answers(&self, ask: &AnswersAsk<'_>, conn: &mut Conn) -> Result<Option<minijinja::Value>> {
        let Some(event) = events::find(conn, ask.event)? else {
            return Ok(None);
        };
        let panel = pages::panel(ask.app, conn, ask.viewer, &event)?;
        Ok(Some(minijinja::Value::from(minijinja::value::Serde(&panel))))
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// The answer with this key.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Attendance>> {
    store::find(conn, id)
}

/// The events somebody came to and when they were counted in, the last first.
pub fn came(conn: &mut Conn, actor: Id, limit: i64) -> Result<Vec<(Id, Time)>> {
    store::came(conn, actor, limit)
}

/// How full each of these events is.
pub fn rooms(conn: &mut Conn, events: &[events::Event]) -> Result<HashMap<Id, Room>> {
    store::rooms(conn, events)
}

/// What a word is about: whose answer, and what they are told.
pub fn word(conn: &mut Conn, id: Id) -> Result<Option<(Attendance, Telling)>> {
    let Some((attendance, what)) = store::word(conn, id)? else {
        return Ok(None);
    };
    let one = store::find(conn, attendance)?;
    Ok(one.zip(Telling::read(&what)))
}
