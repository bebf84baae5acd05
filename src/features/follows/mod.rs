//! Who follows whom: people elsewhere follow the venue and its members, and the other way round.
//!
//! For the fediverse side, which delivers to followers, and for pages that count them. Never shows who follows to
//! anybody but staff.

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
use parvis_federation::{Activity, Iri};

pub use actions::{
    Answered, Asked, Came, Left, SubjectsClosed, answer_follower, follow, forget_both, leave,
    moved, part, sever, stand,
};
pub use model::{Follow, State};
pub use store::End;

use crate::{
    features::accounts::AccountClosed,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        feature::{Feature, Inbound, Outcome, ProfileAsk},
        fediverse::inbound::Departed,
        jobs::Consumer,
        journal::Fact as _,
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Follows;

impl Feature for Follows {
    fn name(&self) -> &'static str {
        "follows"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[("follow", "suivre"), ("following", "suivis")]
    }

    fn references(&self, activity: &Activity) -> Vec<Iri> {
        wire::references(activity)
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "follows",
            topics: &[
                Answered::TOPIC,
                Asked::TOPIC,
                Left::TOPIC,
                Departed::TOPIC,
                AccountClosed::TOPIC,
                SubjectsClosed::TOPIC,
            ],
            heeds: None,
            run: |app, fact| wire::tell(app, fact).boxed(),
        }]
    }

    fn profile(&self, ask: &ProfileAsk<'_>, conn: &mut Conn) -> Result<Option<minijinja::Value>> {
        let followers_total = count(conn, ask.person.id)?;
        Ok(Some(minijinja::context! { followers_total }))
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// How many follow this actor.
pub fn count(conn: &mut Conn, followed: Id) -> Result<i64> {
    Ok(counts(conn, &[followed])?.remove(&followed).unwrap_or(0))
}

/// How many follow each of these actors; those nobody follows are left out.
pub fn counts(conn: &mut Conn, followed: &[Id]) -> Result<HashMap<Id, i64>> {
    store::counts(conn, followed)
}

/// The follow with this id.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Follow>> {
    store::find(conn, id)
}

/// The members here who followed one of these actors already at `moment`, each once.
pub fn members_following(conn: &mut Conn, followed: &[Id], moment: Time) -> Result<Vec<Id>> {
    let follows = store::local_followers(conn, followed)?;
    let before = follows.iter().filter(|follow| follow.created_at <= moment);
    let mut members: Vec<Id> = before.map(|follow| follow.follower_id).collect();
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// Those of these actors that a member follows.
pub fn followed_by_members(conn: &mut Conn, actors: &[Id]) -> Result<Vec<Id>> {
    store::followed_by_members(conn, actors)
}

/// Those who follow an actor as a server and not as a person: they show its programme to theirs.
pub fn servers_following(conn: &mut Conn, followed: Id) -> Result<Vec<Id>> {
    store::servers_following(conn, followed)
}

/// One page of those an actor follows, or of those who follow it, in these states, newest first; and how many.
pub fn page(
    conn: &mut Conn,
    actor: Id,
    end: End,
    states: &[State],
    offset: i64,
    limit: i64,
) -> Result<(Vec<Follow>, i64)> {
    store::of_actor(conn, actor, end, states, offset, limit)
}

/// Whether one actor follows another, or has asked to.
pub fn between(conn: &mut Conn, follower: Id, followed: Id) -> Result<Option<State>> {
    Ok(store::between(conn, follower, followed)?.map(|follow| follow.state))
}
