//! Follows on the wire: `Follow`, its answers, `Undo`, `Move`. Never decides: see `model`.

use parvis_federation::{
    Activity, Iri, Verb,
    activity::{Head, Item, build},
};
use serde_json::{Value, json};

use super::{
    actions::{self, Answered, Asked, Left, SubjectsClosed},
    model::{Follow, State},
    store,
};
use crate::{
    features::accounts::AccountClosed,
    kernel::error::Result,
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        feature::{Inbound, Outcome},
        fediverse::{
            documents::address,
            inbound::{Departed, queue},
            outbox,
        },
        jobs::JobResult,
        journal::{self, Recorded},
    },
};

pub(super) fn references(activity: &Activity) -> Vec<Iri> {
    match activity.verb {
        Verb::Move => activity.target.iter().filter_map(Item::id).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    match inbound.activity.verb {
        Verb::Follow => follow(tx, inbound).map(Some),
        Verb::Undo => undo(tx, inbound),
        Verb::Accept => answer(tx, inbound, State::Accepted),
        Verb::Reject => answer(tx, inbound, State::Rejected),
        Verb::Move => moved(tx, inbound).map(Some),
        _ => Ok(None),
    }
}

fn follow(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let Some(followed) = local(tx, inbound.activity.object_id().as_ref())? else {
        return Ok(Outcome::Ignored("nobody here has this address"));
    };
    let iri = inbound.activity.id.as_str();
    let answer = actions::receive(tx, &inbound.actor, &followed, iri)?;
    Ok(match answer {
        Some(State::Rejected) => Outcome::Rejected("the follower is blocked"),
        Some(_) => Outcome::Applied,
        None => Outcome::Ignored("this actor cannot be followed"),
    })
}

/// The end of a `Follow`. Of several the last that came stands: an `Undo` of an earlier one changes nothing. Pixelfed's
/// names none that ever was, so one that nobody knows ends the one there is.
fn undo(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    let named = activity.object_id();
    let by_name = match &named {
        Some(iri) => store::by_activity(tx.conn, inbound.actor.id, iri.as_str())?,
        None => None,
    };
    let inner = activity.inner().filter(|inner| inner.verb == Verb::Follow);
    let known = match (by_name, inner) {
        (Some(follow), _) => Some(follow),
        (None, None) => return Ok(None),
        (None, Some(inner)) => {
            if inner.actor.is_some_and(|actor| actor != inbound.activity.actor) {
                return Ok(Some(Outcome::Rejected("somebody else's follow")));
            }
            let Some(followed) = local(tx, inner.object.first().and_then(Item::id).as_ref())?
            else {
                return Ok(Some(Outcome::Ignored("nobody here has this address")));
            };
            if let Some(iri) = &named
                && queue::was_applied(tx, iri, activity.actor.as_str())?
            {
                return Ok(Some(Outcome::Ignored("an earlier follow")));
            }
            store::between(tx.conn, inbound.actor.id, followed.id)?
        }
    };
    let Some(follow) = known else {
        return Ok(Some(Outcome::Ignored("no such follow")));
    };
    actions::forget(tx, follow.follower_id, follow.followed_id)?;
    queue::free_name(tx, &follow.activity_iri, activity.actor.as_str())?;
    Ok(Some(Outcome::Applied))
}

/// An answer to a follow of ours. Only the followed may give it.
fn answer(tx: &mut Tx<'_>, inbound: &Inbound, state: State) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    let named = match activity.object_id() {
        Some(iri) => store::of_followed(tx.conn, inbound.actor.id, iri.as_str())?,
        None => None,
    };
    let inner = activity.inner().filter(|inner| inner.verb == Verb::Follow);
    let known = match (named, inner) {
        (Some(follow), _) => Some(follow),
        (None, None) => return Ok(None),
        (None, Some(inner)) => match local(tx, inner.actor.as_ref())? {
            Some(follower) => store::between(tx.conn, follower.id, inbound.actor.id)?,
            None => None,
        },
    };
    let Some(follow) = known else {
        return Ok(Some(Outcome::Ignored("no such follow")));
    };
    actions::answered(tx, &follow, state)?;
    Ok(Some(Outcome::Applied))
}

/// The new address must say itself that it is the old one's: the actor's document was fetched for that.
fn moved(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let activity = &inbound.activity;
    if activity.object_id().as_ref() != Some(&activity.actor) {
        return Ok(Outcome::Rejected("somebody else's move"));
    }
    let Some(target) = activity.target.as_ref().and_then(Item::id) else {
        return Ok(Outcome::Ignored("a move to nowhere"));
    };
    let Some(to) = actors::find_by_iri(tx.conn, target.as_str())? else {
        return Ok(Outcome::Ignored("the new address is not known"));
    };
    if !to.aliases().contains(&inbound.actor.iri) {
        return Ok(Outcome::Rejected("the new address does not know the old one"));
    }
    actions::moved(tx, &inbound.actor, &to)?;
    Ok(Outcome::Applied)
}

fn local(tx: &mut Tx<'_>, iri: Option<&Iri>) -> Result<Option<Actor>> {
    let Some(iri) = iri else { return Ok(None) };
    let actor = actors::find_by_iri(tx.conn, iri.as_str())?;
    Ok(actor.filter(|actor| actor.local && actor.deleted_at.is_none()))
}

/// How many follows end in one transaction.
const AT_ONCE: i64 = 100;

/// Tells other servers what became of a follow, and lets go of those who are gone.
pub(super) async fn tell(app: App, fact: Recorded) -> JobResult {
    app.write(move |tx| {
        if let Some(Departed { actor }) = fact.read() {
            return actions::bury(tx, actor);
        }
        if let Some(AccountClosed { actor }) = fact.read() {
            return actions::bury(tx, actor);
        }
        if let Some(Answered { follow }) = fact.read() {
            return tell_answer(tx, follow);
        }
        if let Some(Asked { follow }) = fact.read() {
            return tell_request(tx, follow);
        }
        if fact.read::<SubjectsClosed>().is_some() {
            // The rest after the next fact: other writers do not wait for a thousand follows.
            if actions::close_subjects(tx, AT_ONCE)? > 0 {
                journal::record(tx, &SubjectsClosed {})?;
            }
            return Ok(());
        }
        match fact.read::<Left>() {
            Some(left) => tell_leaving(tx, &left),
            None => Ok(()),
        }
    })
    .await?;
    Ok(())
}

fn tell_answer(tx: &mut Tx<'_>, id: crate::kernel::id::Id) -> Result<()> {
    let Some(follow) = store::find(tx.conn, id)? else {
        return Ok(());
    };
    let Some((follower, followed)) = pair(tx, &follow)?.filter(|(follower, _)| !follower.local)
    else {
        return Ok(());
    };
    let (word, verb): (_, fn(&Head<'_>, &Value) -> Value) = match follow.state {
        State::Accepted => ("accepts", build::accept),
        State::Rejected => ("rejects", build::reject),
        State::Pending => return Ok(()),
    };
    let at = follow.answered_at.map_or(0, |at| at.micros());
    let iri = format!("{}#{word}/{id}/{at}", followed.iri);
    let object = activity("Follow", &follow.activity_iri, &follower.iri, &followed.iri);
    outbox::tell(tx, &followed, &follower, &iri, |head| verb(head, &object))
}

fn tell_request(tx: &mut Tx<'_>, id: crate::kernel::id::Id) -> Result<()> {
    let Some(follow) = store::find(tx.conn, id)? else {
        return Ok(());
    };
    let Some((follower, followed)) = pair(tx, &follow)?.filter(|(_, followed)| !followed.local)
    else {
        return Ok(());
    };
    let object = address(&followed.iri)?;
    let iri = follow.activity_iri.clone();
    outbox::tell(tx, &follower, &followed, &iri, |head| build::follow(head, &object))
}

fn tell_leaving(tx: &mut Tx<'_>, left: &Left) -> Result<()> {
    let (follower, followed) =
        (actors::find(tx.conn, left.follower)?, actors::find(tx.conn, left.followed)?);
    let (Some(follower), Some(followed)) = (follower, followed) else {
        return Ok(());
    };
    if followed.local || !follower.local {
        return Ok(());
    }
    let undone = activity("Follow", &left.activity_iri, &follower.iri, &followed.iri);
    let iri = format!("{}#undo", left.activity_iri);
    outbox::tell(tx, &follower, &followed, &iri, |head| build::undo(head, &undone))
}

fn pair(tx: &mut Tx<'_>, follow: &Follow) -> Result<Option<(Actor, Actor)>> {
    let mut both = actors::find_all(tx.conn, &[follow.follower_id, follow.followed_id])?;
    let follower = both.remove(&follow.follower_id);
    Ok(follower.zip(both.remove(&follow.followed_id)))
}

/// An activity by the members its sender knows it by.
fn activity(verb: &str, id: &str, actor: &str, object: &str) -> Value {
    json!({ "id": id, "type": verb, "actor": actor, "object": object })
}
