//! How far the venue trusts somebody: a ladder that people climb by what of their words was published, and on which
//! staff may put them anywhere.

use std::collections::HashMap;

use super::store::queue;
use crate::{
    kernel::{db::Conn, error::Result, id::Id},
    platform::{
        actors::{Actor, ActorKind},
        app::Tx,
    },
    text_enum,
};

text_enum! {
    /// A step of the ladder, the lowest first.
    Rung {
        /// Nobody knows them yet.
        Newcomer = "newcomer",
        /// Staff published words of theirs often enough.
        Known = "known",
        /// They have an account here.
        Member = "member",
        /// Staff say so.
        Trusted = "trusted",
    }
}

/// How often words of somebody must have been read and published to make them known.
pub const APPROVALS: i64 = 3;

/// Where somebody stands.
pub fn rung(conn: &mut Conn, actor: &Actor) -> Result<Rung> {
    Ok(rungs(conn, [actor])?.remove(&actor.id).unwrap_or(Rung::Newcomer))
}

/// Where each of these people stands.
pub fn rungs<'a>(
    conn: &mut Conn,
    people: impl IntoIterator<Item = &'a Actor>,
) -> Result<HashMap<Id, Rung>> {
    let people: Vec<&Actor> = people.into_iter().collect();
    let ids: Vec<Id> = people.iter().map(|actor| actor.id).collect();
    let decided = queue::rungs_of(conn, &ids)?;
    let approved = queue::approved(conn, &ids)?;
    let climbed = |actor: &Actor| {
        if actor.local && is_member(actor) {
            Rung::Member
        } else if approved.get(&actor.id).is_some_and(|&count| count >= APPROVALS) {
            Rung::Known
        } else {
            Rung::Newcomer
        }
    };
    Ok(people
        .into_iter()
        .map(|actor| (actor.id, decided.get(&actor.id).copied().unwrap_or_else(|| climbed(actor))))
        .collect())
}

/// People with an account here are persons of this server.
fn is_member(actor: &Actor) -> bool {
    actor.kind == ActorKind::Person
}

/// The step staff put somebody on, if they did.
pub fn decided(conn: &mut Conn, actor: Id) -> Result<Option<Rung>> {
    Ok(queue::rungs_of(conn, &[actor])?.remove(&actor))
}

/// Staff put somebody on a step, or with `None` leave it to what is published of them. Returns what was decided
/// before.
pub fn set(tx: &mut Tx<'_>, actor: Id, rung: Option<Rung>) -> Result<Option<Rung>> {
    let before = queue::rungs_of(tx.conn, &[actor])?.remove(&actor);
    queue::set_rung(tx.conn, actor, rung, tx.now)?;
    Ok(before)
}
