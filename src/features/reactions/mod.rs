//! Likes, emoji and shares, from here and from everywhere, each person once.
//!
//! For every page that shows how an object was received. Never says who, and never counts what a page would hide.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::{HashMap, HashSet};

use axum::Router;
use futures::FutureExt as _;

pub use actions::{Liked, Reacted, Unliked, toggle};
pub use model::Kind as ReactionKind;
use model::Kind;

use crate::{
    features::accounts::AccountClosed,
    kernel::{db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        feature::{Echo, Feature, Inbound, Outcome},
        fediverse::inbound::Departed,
        jobs::Consumer,
        journal::Fact as _,
    },
};

/// The slice, as the server knows it.
pub struct Reactions;

impl Feature for Reactions {
    fn name(&self) -> &'static str {
        "reactions"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn echoes(&self, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Echo>> {
        let mut echoes: HashMap<Id, Echo> = HashMap::new();
        for (id, likes) in store::counts(conn, objects, &[Kind::Like, Kind::Emoji])? {
            echoes.entry(id).or_default().likes = likes;
        }
        for (id, boosts) in store::counts(conn, objects, &[Kind::Boost])? {
            echoes.entry(id).or_default().boosts = boosts;
        }
        Ok(echoes)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[
            Consumer {
                name: "reactions",
                topics: &[Liked::TOPIC, Unliked::TOPIC],
                heeds: None,
                run: |app, fact| wire::tell(app, fact).boxed(),
            },
            Consumer {
                name: "reactions.bury",
                topics: &[Departed::TOPIC, AccountClosed::TOPIC],
                heeds: None,
                run: |app, fact| wire::bury(app, fact).boxed(),
            },
        ]
    }
}

/// Which of these objects the actor likes.
pub fn liked(conn: &mut Conn, actor: Id, objects: &[Id]) -> Result<HashSet<Id>> {
    store::liked(conn, actor, objects)
}
