//! `Block` and its `Undo` on the wire. Never decides.

use parvis_federation::{Verb, activity::build};
use serde_json::json;

use super::actions::{self, Blocked, Unblocked};
use crate::{
    features::accounts::AccountClosed,
    kernel::{error::Result, id::Id},
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        barriers::{self, Kind},
        feature::{Inbound, Outcome},
        fediverse::{
            documents::address,
            inbound::{Departed, queue},
            outbox,
        },
        jobs::JobResult,
        journal::Recorded,
    },
};

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    match activity.verb {
        Verb::Block => {
            let Some(target) = local(tx, activity.object_id().as_ref().map(|iri| iri.as_str()))?
            else {
                return Ok(Some(Outcome::Ignored("nobody here has this address")));
            };
            actions::blocked_by(tx, &inbound.actor, &target, activity.id.as_str())?;
            Ok(Some(Outcome::Applied))
        }
        Verb::Undo => undo(tx, inbound),
        _ => Ok(None),
    }
}

/// The end of a `Block`, named by its address or enclosed. Where a later one stands, the end of an earlier one changes nothing.
fn undo(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let named = match inbound.activity.object_id() {
        Some(iri) => barriers::named(tx.conn, inbound.actor.id, iri.as_str())?,
        None => None,
    };
    if let Some(block) = named {
        barriers::lift(tx.conn, block.owner_id, block.target_id, Kind::Block)?;
        return Ok(Some(Outcome::Applied));
    }
    let Some(inner) = inbound.activity.inner().filter(|inner| inner.verb == Verb::Block) else {
        return Ok(None);
    };
    if inner.actor.as_ref().is_some_and(|actor| *actor != inbound.activity.actor) {
        return Ok(Some(Outcome::Rejected("somebody else's block")));
    }
    if let Some(iri) = &inner.id
        && queue::was_applied(tx, iri, inbound.activity.actor.as_str())?
    {
        return Ok(Some(Outcome::Ignored("an earlier block")));
    }
    let target = inner.object_id();
    let Some(target) = local(tx, target.as_ref().map(|iri| iri.as_str()))? else {
        return Ok(Some(Outcome::Ignored("nobody here has this address")));
    };
    let known = barriers::lift(tx.conn, inbound.actor.id, target.id, Kind::Block)?;
    Ok(Some(match known {
        Some(_) => Outcome::Applied,
        None => Outcome::Ignored("no such block"),
    }))
}

fn local(tx: &mut Tx<'_>, iri: Option<&str>) -> Result<Option<Actor>> {
    let Some(iri) = iri else { return Ok(None) };
    let actor = actors::find_by_iri(tx.conn, iri)?;
    Ok(actor.filter(|actor| actor.local && actor.deleted_at.is_none()))
}

/// Tells other servers of a block and of its end, and forgets the barriers of those who are gone.
pub(super) async fn tell(app: App, fact: Recorded) -> JobResult {
    app.write(move |tx| {
        if let Some(Departed { actor }) = fact.read() {
            return barriers::bury(tx.conn, actor);
        }
        if let Some(AccountClosed { actor }) = fact.read() {
            return barriers::bury(tx.conn, actor);
        }
        if let Some(said) = fact.read::<Blocked>() {
            return tell_block(tx, &said);
        }
        match fact.read::<Unblocked>() {
            Some(said) => tell_end(tx, &said),
            None => Ok(()),
        }
    })
    .await?;
    Ok(())
}

fn tell_block(tx: &mut Tx<'_>, said: &Blocked) -> Result<()> {
    let Some((owner, target)) = pair(tx, said.owner, said.target)? else { return Ok(()) };
    let object = address(&target.iri)?;
    outbox::tell(tx, &owner, &target, &said.activity_iri, |head| build::block(head, &object))
}

fn tell_end(tx: &mut Tx<'_>, said: &Unblocked) -> Result<()> {
    let Some((owner, target)) = pair(tx, said.owner, said.target)? else { return Ok(()) };
    let block = json!({
        "id": said.activity_iri, "type": "Block", "actor": owner.iri, "object": target.iri,
    });
    let iri = format!("{}#undo", said.activity_iri);
    outbox::tell(tx, &owner, &target, &iri, |head| build::undo(head, &block))
}

/// A member and somebody of another server; nobody else need be told.
fn pair(tx: &mut Tx<'_>, owner: Id, target: Id) -> Result<Option<(Actor, Actor)>> {
    let mut both = actors::find_all(tx.conn, &[owner, target])?;
    let (owner, target) = (both.remove(&owner), both.remove(&target));
    Ok(owner.zip(target).filter(|(owner, target)| owner.local && !target.local))
}
