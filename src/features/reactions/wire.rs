//! Reactions on the wire: `Like`, `EmojiReact`, `Announce` and their `Undo`.

use parvis_federation::{
    Iri, Verb,
    activity::{Head, build},
};
use serde_json::{Value, json};

use super::{
    actions::{self, Liked, Unliked},
    model::{self, Kind, Reaction},
    store,
};
use crate::{
    features::accounts::AccountClosed,
    kernel::{error::Result, id::Id},
    platform::{
        actors,
        app::{App, Tx},
        feature::{Inbound, Outcome},
        fediverse::{
            documents::address,
            inbound::{Departed, queue},
            outbox,
        },
        jobs::JobResult,
        journal::Recorded,
        objects::{self, Object},
    },
};

/// The same answer for what never existed and for what others may not know of.
const UNKNOWN: Outcome = Outcome::Ignored("nothing of ours has this address");

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    let (kind, content) = match activity.verb {
        Verb::Like | Verb::EmojiReact => match model::emoji(activity.emoji().as_deref()) {
            Some(emoji) => (Kind::Emoji, emoji),
            None => (Kind::Like, String::new()),
        },
        Verb::Announce => (Kind::Boost, String::new()),
        Verb::Undo => return undo(tx, inbound),
        _ => return Ok(None),
    };
    let Some(object) = ours(tx, activity.object_id().as_ref())? else {
        // Others share things that are none of ours all the time: another noun may care.
        return Ok((kind != Kind::Boost).then_some(UNKNOWN));
    };
    let iri = activity.id.as_str();
    actions::receive(tx, &object, inbound.actor.id, kind, content, iri)?;
    Ok(Some(Outcome::Applied))
}

/// An object of ours that other servers may know of.
fn ours(tx: &mut Tx<'_>, iri: Option<&Iri>) -> Result<Option<Object>> {
    let Some(iri) = iri else { return Ok(None) };
    let object = objects::find_by_iri(tx.conn, iri.as_str())?;
    Ok(object.filter(|o| o.local && o.deleted_at.is_none() && o.federates()))
}

fn undo(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    let known = match activity.object_id() {
        Some(iri) => store::by_activity(tx.conn, iri.as_str())?,
        None => None,
    };
    if let Some(reaction) = known {
        if reaction.actor_id != inbound.actor.id {
            return Ok(Some(Outcome::Rejected("somebody else's reaction")));
        }
        if let Some(object) = objects::find(tx.conn, reaction.object_id)? {
            actions::take_back(tx, &object, inbound.actor.id, |one| one.id == reaction.id)?;
        }
        return Ok(Some(Outcome::Applied));
    }
    let Some(inner) = activity.inner() else {
        return Ok(None);
    };
    let shared = match inner.verb {
        Verb::Like | Verb::EmojiReact => false,
        Verb::Announce => true,
        _ => return Ok(None),
    };
    let emoji = model::emoji(inner.emoji().as_deref()).filter(|_| !shared);
    // Which emoji, if it is said; one person may have several.
    let undone = |one: &Reaction| {
        (one.kind == Kind::Boost) == shared
            && emoji.as_ref().is_none_or(|emoji| one.content == *emoji)
    };
    if inner.actor.as_ref().is_some_and(|actor| *actor != activity.actor) {
        return Ok(Some(Outcome::Rejected("somebody else's reaction")));
    }
    // One that was heard was made anew since, under another name. One that nobody heard may be the same under a name made
    // for the occasion: Lemmy's Undo encloses such a Like.
    if let Some(iri) = &inner.id
        && queue::was_applied(tx, iri, activity.actor.as_str())?
    {
        return Ok(Some(Outcome::Ignored("an earlier reaction")));
    }
    let object = match inner.object_id() {
        Some(iri) => objects::find_by_iri(tx.conn, iri.as_str())?,
        None => None,
    };
    let Some(object) = object else {
        return Ok(Some(UNKNOWN));
    };
    let any = actions::take_back(tx, &object, inbound.actor.id, undone)?;
    Ok(Some(if any { Outcome::Applied } else { Outcome::Ignored("no such reaction") }))
}

/// Whoever left takes what they liked and shared with them.
pub(super) async fn bury(app: App, fact: Recorded) -> JobResult {
    let gone = fact.read().map(|Departed { actor }| actor);
    let closed = fact.read().map(|AccountClosed { actor }| actor);
    if let Some(actor) = gone.or(closed) {
        app.write(move |tx| store::remove_of(tx.conn, actor)).await?;
    }
    Ok(())
}

/// Tells the author elsewhere that somebody here likes their words, or no longer.
pub(super) async fn tell(app: App, fact: Recorded) -> JobResult {
    app.write(move |tx| {
        if let Some(Liked { reaction }) = fact.read() {
            // Taken back before it was told: then nothing is told.
            let Some(like) = store::find(tx.conn, reaction)? else {
                return Ok(());
            };
            let iri = like.activity_iri.clone();
            return send(tx, like.actor_id, like.object_id, &iri, |head, object| {
                build::like(head, object, None)
            });
        }
        let Some(gone) = fact.read::<Unliked>() else {
            return Ok(());
        };
        let Some(actor) = actors::find(tx.conn, gone.actor)? else {
            return Ok(());
        };
        let iri = format!("{}#undo", gone.activity_iri);
        send(tx, gone.actor, gone.object, &iri, |head, object| {
            build::undo(head, &like(&gone.activity_iri, &actor.iri, object))
        })
    })
    .await?;
    Ok(())
}

fn like(id: &str, actor: &str, object: &Iri) -> Value {
    json!({ "id": id, "type": "Like", "actor": actor, "object": object })
}

fn send(
    tx: &mut Tx<'_>,
    actor: Id,
    object: Id,
    iri: &str,
    body: impl FnOnce(&Head<'_>, &Iri) -> Value,
) -> Result<()> {
    let (Some(actor), Some(object)) =
        (actors::find(tx.conn, actor)?, objects::find(tx.conn, object)?)
    else {
        return Ok(());
    };
    let Some(author) = actors::find(tx.conn, object.author_id)? else {
        return Ok(());
    };
    let about = address(&object.iri)?;
    outbox::tell(tx, &actor, &author, iri, |head| body(head, &about))
}

#[cfg(test)]
pub(super) fn emoji_of(document: &Value) -> Option<String> {
    let activity = parvis_federation::Activity::parse(document).ok()?;
    model::emoji(activity.emoji().as_deref())
}
