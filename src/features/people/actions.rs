//! Muting and blocking. Each records what another server must hear; nothing is sent from here.

use serde::{Deserialize, Serialize};

use crate::{
    features::follows,
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        app::Tx,
        barriers::{self, Kind},
        fediverse::outbox,
        journal::{self, Fact},
    },
};

/// A member blocked somebody: their server must hear of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Blocked {
    /// Who blocks.
    pub owner: Id,
    /// Who is blocked.
    pub target: Id,
    /// The address of the `Block`.
    pub activity_iri: String,
}

/// A member blocks somebody no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unblocked {
    /// Who blocked.
    pub owner: Id,
    /// Who was blocked.
    pub target: Id,
    /// The address of the `Block` that was.
    pub activity_iri: String,
}

impl Fact for Blocked {
    const TOPIC: &'static str = "person.blocked";
    fn lane(&self) -> Option<Id> {
        Some(self.owner)
    }
}

impl Fact for Unblocked {
    const TOPIC: &'static str = "person.unblocked";
    fn lane(&self) -> Option<Id> {
        Some(self.owner)
    }
}

/// Somebody a member may keep close or at a distance: anybody with a page, but themselves.
pub(super) fn somebody(tx: &mut Tx<'_>, id: Id, but: Id) -> Result<Actor> {
    let found = actors::find(tx.conn, id)?.filter(|actor| is_somebody(actor, Some(but)));
    found.ok_or(Error::NotFound)
}

/// Has this actor a page on which a member other than `viewer` can follow, mute or block it?
pub(super) fn is_somebody(actor: &Actor, viewer: Option<Id>) -> bool {
    actor.deleted_at.is_none()
        && actor.standing != Standing::Blocked
        && actor.kind != ActorKind::Application
        && viewer != Some(actor.id)
}

/// Hides somebody from a member, or shows them again. Returns whether they are hidden now.
pub(super) fn mute(tx: &mut Tx<'_>, owner: Id, target: Id, on: bool) -> Result<()> {
    if on {
        barriers::put(tx, owner, target, Kind::Mute, "").map(drop)
    } else {
        barriers::lift(tx.conn, owner, target, Kind::Mute).map(drop)
    }
}

/// Blocks somebody: what there is between the two ends, and nothing new begins.
pub(super) fn block(tx: &mut Tx<'_>, owner: Id, target: Id) -> Result<()> {
    let activity_iri = outbox::activity_iri(tx);
    // Before the barrier stands: the follows end as they would by hand, so that both servers hear of it.
    follows::part(tx, owner, target)?;
    if barriers::put(tx, owner, target, Kind::Block, &activity_iri)? {
        journal::record(tx, &Blocked { owner, target, activity_iri })?;
    }
    Ok(())
}

/// Blocks somebody no more. What ended stays ended.
pub(super) fn unblock(tx: &mut Tx<'_>, owner: Id, target: Id) -> Result<()> {
    match barriers::lift(tx.conn, owner, target, Kind::Block)? {
        Some(barrier) => {
            let activity_iri = barrier.activity_iri;
            journal::record(tx, &Unblocked { owner, target, activity_iri })
        }
        None => Ok(()),
    }
}

/// Somebody of another server blocks an actor of ours.
pub(super) fn blocked_by(tx: &mut Tx<'_>, owner: &Actor, target: &Actor, iri: &str) -> Result<()> {
    follows::forget_both(tx, owner.id, target.id)?;
    // The venue and its works are for everybody: what is kept is between people.
    if target.kind == ActorKind::Person
        && !barriers::put(tx, owner.id, target.id, Kind::Block, iri)?
    {
        barriers::rename(tx.conn, owner.id, target.id, iri)?;
    }
    Ok(())
}
