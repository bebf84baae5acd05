//! Reacting and taking it back. Idempotent: the same person reacts once in the same way.

use serde::{Deserialize, Serialize};

use super::{
    model::{Kind, Reaction},
    store,
};
use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        app::Tx,
        fediverse::outbox,
        journal::{self, Fact},
        objects::Object,
    },
};

/// A member likes something of another server: its author must hear.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Liked {
    /// The reaction.
    pub reaction: Id,
}

impl Fact for Liked {
    const TOPIC: &'static str = "reaction.liked";
    fn lane(&self) -> Option<Id> {
        Some(self.reaction)
    }
}

/// Somebody reacted to words of a person of ours, or took that back: the person may be told.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Reacted {
    /// To what.
    pub object: Id,
    /// Who.
    pub by: Id,
    /// How.
    pub kind: Kind,
    /// They do; or no longer.
    pub on: bool,
}

impl Fact for Reacted {
    const TOPIC: &'static str = "reaction.received";
    fn lane(&self) -> Option<Id> {
        Some(self.object)
    }
}

/// Says in the journal that something changed, when it is somebody's own: what the venue shows is liked all day.
fn say(tx: &mut Tx<'_>, object: &Object, reaction: &Reaction, on: bool) -> Result<()> {
    if !object.local || tx.app.venue().actor_id == Some(object.author_id) {
        return Ok(());
    }
    let (by, kind) = (reaction.actor_id, reaction.kind);
    journal::record(tx, &Reacted { object: object.id, by, kind, on })
}

/// A member took their like back. The row is gone, so the fact says it all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unliked {
    /// The reaction that was.
    pub reaction: Id,
    /// Who liked.
    pub actor: Id,
    /// What.
    pub object: Id,
    /// The address of the `Like`.
    pub activity_iri: String,
}

impl Fact for Unliked {
    const TOPIC: &'static str = "reaction.unliked";
    fn lane(&self) -> Option<Id> {
        Some(self.reaction)
    }
}

/// Keeps a reaction that came from another server. Made again under another name, it is known by the later one.
pub fn receive(
    tx: &mut Tx<'_>,
    object: &Object,
    actor: Id,
    kind: Kind,
    content: String,
    activity_iri: &str,
) -> Result<()> {
    if store::by_activity(tx.conn, activity_iri)?.is_some() {
        return Ok(());
    }
    let known = store::of(tx.conn, object.id, actor)?;
    if let Some(same) = known.iter().find(|r| r.kind == kind && r.content == content) {
        return store::rename(tx.conn, same.id, activity_iri);
    }
    let reaction = Reaction {
        id: tx.new_id(),
        object_id: object.id,
        actor_id: actor,
        kind,
        content,
        activity_iri: activity_iri.to_owned(),
        created_at: tx.now,
    };
    store::insert(tx.conn, &reaction)?;
    say(tx, object, &reaction, true)
}

/// Takes back the reactions of an actor that `choose` picks; false when there was none.
pub fn take_back(
    tx: &mut Tx<'_>,
    object: &Object,
    actor: Id,
    choose: impl Fn(&Reaction) -> bool,
) -> Result<bool> {
    let mut any = false;
    for reaction in store::of(tx.conn, object.id, actor)? {
        if choose(&reaction) {
            store::remove(tx.conn, reaction.id)?;
            say(tx, object, &reaction, false)?;
            any = true;
        }
    }
    Ok(any)
}

/// A member likes an object, or likes it no more; returns whether they like it now.
pub fn toggle(tx: &mut Tx<'_>, object: &Object, actor: Id) -> Result<bool> {
    let known = store::of(tx.conn, object.id, actor)?;
    if let Some(like) = known.into_iter().find(|r| r.kind == Kind::Like) {
        store::remove(tx.conn, like.id)?;
        say(tx, object, &like, false)?;
        if is_told(object) {
            journal::record(
                tx,
                &Unliked {
                    reaction: like.id,
                    actor,
                    object: object.id,
                    activity_iri: like.activity_iri,
                },
            )?;
        }
        return Ok(false);
    }
    let reaction = Reaction {
        id: tx.new_id(),
        object_id: object.id,
        actor_id: actor,
        kind: Kind::Like,
        content: String::new(),
        activity_iri: outbox::activity_iri(tx),
        created_at: tx.now,
    };
    store::insert(tx.conn, &reaction)?;
    say(tx, object, &reaction, true)?;
    if is_told(object) {
        journal::record(tx, &Liked { reaction: reaction.id })?;
    }
    Ok(true)
}

/// The author of something of ours sees likes here; only authors elsewhere must be told.
fn is_told(object: &Object) -> bool {
    !object.local && object.federates()
}
