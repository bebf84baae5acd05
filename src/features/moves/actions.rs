//! Asking to move, and what follows once the other server has answered.

use serde::{Deserialize, Serialize};

use super::{
    model::{self, Direction, Move, State},
    store, wire,
};
use crate::{
    features::{accounts, follows},
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        jobs,
        journal::{self, Fact, ProfileChanged},
        web::{ACT, Member, take_for_account},
    },
};

/// How many addresses elsewhere one member may have.
const MOST: usize = 10;

/// A member moved to another server: their followers there are to be told.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// The actor that was.
    pub from: Id,
    /// The actor they are from now on.
    pub to: Id,
}

impl Fact for Moved {
    const TOPIC: &'static str = "actor.moved";
    fn lane(&self) -> Option<Id> {
        Some(self.from)
    }
}

/// Begins to move a member to another server. What is wrong comes on `target` and `password`.
pub(super) async fn leave(app: &App, member: &Member, typed: &str, password: &str) -> Result<()> {
    let address = address("target", typed)?;
    accounts::prove(app, member, "password", password).await?;
    take_for_account(app, &ACT, member.account_id)?;
    let account = member.account_id;
    app.write(move |tx| {
        let known = store::of_account(tx.conn, account, Direction::Away, 20)?;
        if known.iter().any(|one| one.state == State::Asked) {
            return Err(Error::field("target", "moves-error-under-way"));
        }
        let last = known.iter().filter(|one| one.state == State::Done).find_map(|m| m.finished_at);
        if !model::may_leave(last, tx.now) {
            return Err(Error::field("target", "moves-error-soon"));
        }
        let id = store::begin(tx, account, Direction::Away, &address)?;
        jobs::enqueue(tx, wire::LOOK.kind, &id)
    })
    .await
}

/// Begins to note that an address elsewhere is a member's as well. What is wrong comes on `alias`.
pub(super) async fn claim(app: &App, member: &Member, typed: &str) -> Result<()> {
    let address = address("alias", typed)?;
    take_for_account(app, &ACT, member.account_id)?;
    let account = member.account_id;
    app.write(move |tx| {
        if store::of_account(tx.conn, account, Direction::Here, 50)?.len() >= MOST {
            return Err(Error::field("alias", "moves-error-many"));
        }
        let id = store::begin(tx, account, Direction::Here, &address)?;
        jobs::enqueue(tx, wire::LOOK.kind, &id)
    })
    .await
}

fn address(field: &str, typed: &str) -> Result<String> {
    let typed = typed.trim();
    let plausible = typed.len() <= 500 && (typed.contains("://") || typed.matches('@').count() > 0);
    if plausible && typed.len() > 3 {
        Ok(typed.to_owned())
    } else {
        Err(Error::field(field, "moves-error-address"))
    }
}

/// Takes back what a member said of an address elsewhere, or of a move.
pub(super) async fn take_back(app: &App, member: &Member, id: Id) -> Result<()> {
    let (account, me) = (member.account_id, member.actor_id);
    app.write(move |tx| {
        let known = store::find(tx.conn, id)?.filter(|known| known.account == account);
        let known = known.ok_or(Error::NotFound)?;
        let mut actor = actors::find(tx.conn, me)?.ok_or(Error::NotFound)?;
        match known.direction {
            Direction::Here => {
                let aliases = actor.aliases().into_iter().filter(|iri| *iri != known.iri);
                actor.also_known_as = serde_json::to_string(&aliases.collect::<Vec<_>>())?;
                store::remove(tx.conn, id)?;
            }
            // The row stays: who came back has moved all the same, and does not move on the same day.
            Direction::Away if known.state == State::Done => actor.moved_to = None,
            Direction::Away => store::remove(tx.conn, id)?,
        }
        changed(tx, actor)
    })
    .await
}

/// The other account was found: it is noted, or moved to.
pub(super) fn found(tx: &mut Tx<'_>, known: &Move, other: &Actor) -> Result<()> {
    let me = store::actor_of(tx.conn, known.account)?.ok_or(Error::NotFound)?;
    let mut actor = actors::find(tx.conn, me)?.ok_or(Error::NotFound)?;
    store::done(tx, known.id, (&other.address(), &other.iri))?;
    match known.direction {
        Direction::Here => {
            let mut aliases = actor.aliases();
            if aliases.contains(&other.iri) {
                return Ok(());
            }
            aliases.push(other.iri.clone());
            actor.also_known_as = serde_json::to_string(&aliases)?;
            changed(tx, actor)
        }
        Direction::Away => {
            actor.moved_to = Some(other.iri.clone());
            changed(tx, actor.clone())?;
            follows::moved(tx, &actor, other)?;
            journal::record(tx, &Moved { from: actor.id, to: other.id })
        }
    }
}

fn changed(tx: &mut Tx<'_>, mut actor: Actor) -> Result<()> {
    actor.updated_at = tx.now;
    actors::update(tx.conn, &actor)?;
    journal::record(tx, &ProfileChanged { actor: actor.id })
}
