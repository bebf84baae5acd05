//! Applying: one activity, in one transaction. What concerns actors and addresses as such is done here, the rest is
//! offered to the nouns in their order.
//!
//! Never fetches and never waits; the documents are at hand.

use diesel::prelude::*;
use parvis_federation::{
    activity::{Activity, Item, Verb},
    iri::Iri,
};

use super::{
    at_hand::AtHand,
    departure, forwarding,
    gather::{self, Ready},
    queue::{self, Row},
};
use crate::{
    kernel::error::Result,
    platform::{
        actors::{self, Actor, Standing},
        app::Tx,
        feature::{Inbound, Outcome},
        fediverse::{peers, policy},
        objects::{self, Object, State, Visibility},
    },
    schema::actors as table,
};

/// What no noun knows.
const NOBODYS: Outcome = Outcome::Ignored("nobody's business here");

/// The kind of the row that stands for an object deleted before it came.
const TOMBSTONE: &str = "tombstone";

/// Applies one activity that says nothing new.
pub fn apply(tx: &mut Tx<'_>, at_hand: &AtHand, row: &Row, ready: &Ready) -> Result<Outcome> {
    let inbound = match prepare(tx, at_hand, row, ready)? {
        Prepared::Ready(inbound, _) => inbound,
        Prepared::Decided(outcome) => return Ok(outcome),
    };
    let activity = &inbound.activity;
    match activity.verb {
        Verb::Update if is_about_itself(activity) => update_actor(tx, &inbound),
        Verb::Delete if is_about_itself(activity) => departure::leave(tx, &inbound.actor),
        Verb::Delete => delete(tx, &inbound),
        Verb::Move => move_actor(tx, &inbound),
        Verb::Undo => undo(tx, &inbound),
        Verb::Follow => follow(tx, &inbound),
        Verb::Like
        | Verb::EmojiReact
        | Verb::Announce
        | Verb::Block
        | Verb::Join
        | Verb::Accept
        | Verb::TentativeAccept
        | Verb::Reject
        | Verb::TentativeReject => offer_unless_undone(tx, &inbound),
        _ => offer(tx, &inbound),
    }
}

/// Applies several activities in a row that say something new: the nouns see all of them at once.
pub fn apply_words(
    tx: &mut Tx<'_>,
    at_hand: &AtHand,
    words: &[(&Row, &Ready)],
) -> Result<Vec<Outcome>> {
    let mut prepared = Vec::with_capacity(words.len());
    for (row, ready) in words {
        prepared.push(prepare(tx, at_hand, row, ready)?);
    }
    for feature in tx.app.features {
        let mut open: Vec<(&Inbound, &mut Option<Outcome>)> =
            prepared.iter_mut().filter_map(Prepared::open).collect();
        let offered: Vec<&Inbound> = open.iter().map(|(inbound, _)| *inbound).collect();
        if offered.is_empty() {
            break;
        }
        let answers = feature.apply_words(tx, &offered)?;
        for ((_, outcome), answer) in open.iter_mut().zip(answers) {
            **outcome = answer;
        }
    }
    let mut outcomes = Vec::with_capacity(words.len());
    for (prepared, (row, _)) in prepared.into_iter().zip(words) {
        outcomes.push(match prepared {
            Prepared::Decided(outcome) => outcome,
            Prepared::Ready(inbound, outcome) => {
                if outcome == Some(Outcome::Applied) {
                    forwarding::pass_on(tx, row, &inbound)?;
                }
                outcome.unwrap_or(NOBODYS)
            }
        });
    }
    Ok(outcomes)
}

/// An activity before it is offered to the nouns.
enum Prepared {
    /// And what the first of them that knew it answered.
    Ready(Box<Inbound>, Option<Outcome>),
    Decided(Outcome),
}

impl Prepared {
    /// What no noun knew so far, and where to put what the next answers.
    fn open(&mut self) -> Option<(&Inbound, &mut Option<Outcome>)> {
        match self {
            Self::Ready(inbound, outcome @ None) => Some((&**inbound, outcome)),
            Self::Ready(_, Some(_)) | Self::Decided(_) => None,
        }
    }
}

/// What is decided of an activity whatever the nouns say, or everything they have to know of it.
fn prepare(tx: &mut Tx<'_>, at_hand: &AtHand, row: &Row, ready: &Ready) -> Result<Prepared> {
    let Ready { activity, actor, said, gathered } = ready;
    let decided = |outcome| Ok(Prepared::Decided(outcome));
    // The actor may have changed since it was gathered, by an activity in this very transaction.
    let Some(actor) = at_hand.actor(tx.conn, actor.id)? else {
        return decided(Outcome::Ignored("its actor is not here any more"));
    };
    // Whoever was blocked may still take back what they said, and leave.
    let unwelcome = actor.standing == Standing::Blocked && activity.verb != Verb::Delete;
    if unwelcome || policy::refuses(tx.app, &actor.domain) {
        return decided(Outcome::Rejected("not welcome here"));
    }
    if actor.deleted_at.is_some() && activity.verb != Verb::Delete {
        return decided(Outcome::Ignored("its actor left"));
    }
    let known = match activity.verb {
        Verb::Create | Verb::Update | Verb::Delete => at_hand.subject(tx.conn, activity)?,
        _ => None,
    };
    let withdrawn = known.as_ref().is_some_and(|object| object.deleted_at.is_some());
    if withdrawn && matches!(activity.verb, Verb::Create | Verb::Update) {
        return decided(Outcome::Ignored("its object was withdrawn"));
    }
    let answered = match activity.verb {
        Verb::Create | Verb::Update => at_hand.answered(tx.conn, activity)?,
        _ => None,
    };
    let apart = match &answered {
        Some(answered) => at_hand.is_blocked(tx.conn, actor.id, answered.author_id)?,
        None => false,
    };
    let inbound = Inbound {
        id: row.id,
        activity: activity.clone(),
        actor,
        known,
        answered,
        apart,
        said: said.clone(),
        gathered: gathered.clone(),
        received_at: row.received_at,
    };
    Ok(Prepared::Ready(Box::new(inbound), None))
}

/// Offers the activity to the nouns, lowest first; the first that knows it answers.
fn offer(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    Ok(ask(tx, inbound)?.unwrap_or(NOBODYS))
}

fn ask(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    for feature in tx.app.features {
        if let Some(outcome) = feature.apply(tx, inbound)? {
            return Ok(Some(outcome));
        }
    }
    Ok(None)
}

fn is_about_itself(activity: &Activity) -> bool {
    activity.object_id().as_ref() == Some(&activity.actor)
}

/// A changed profile: as its origin serves it now; when that cannot be had, as it was sent, without its keys.
fn update_actor(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let iri = inbound.activity.actor.as_str();
    if inbound.gathered.get(iri).is_some() {
        // Gathering stored it.
        return Ok(Outcome::Applied);
    }
    let sent = inbound.activity.first_object().and_then(Item::embedded);
    let Some(wire) = sent.and_then(|document| peers::read(document).ok()) else {
        return Ok(Outcome::Ignored("its profile cannot be had"));
    };
    Ok(match peers::store_profile(tx, &wire)? {
        Some(_) => Outcome::Applied,
        None => Outcome::Rejected("the address is something else's"),
    })
}

/// A deleted object: the nouns first, because they know what hangs on it; then the address alone.
fn delete(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    const FOREIGN: Outcome = Outcome::Rejected("somebody else's object");
    let Some(iri) = inbound.activity.object_id() else {
        return Ok(Outcome::Ignored("it deletes nothing"));
    };
    if !iri.same_origin(&inbound.activity.actor) {
        return Ok(FOREIGN);
    }
    let known = inbound.known.as_ref();
    // Whoever looks after a group or a server deletes what others wrote: their server then says that it is gone.
    let gone = inbound.gathered.get(iri.as_str()).is_some_and(gather::is_tombstone);
    if known.is_some_and(|object| object.author_id != inbound.actor.id) && !gone {
        return Ok(FOREIGN);
    }
    if let Some(outcome) = ask(tx, inbound)? {
        return Ok(outcome);
    }
    match known {
        Some(object) => {
            objects::withdraw(tx, object.id)?;
            Ok(Outcome::Applied)
        }
        None if actors::find_by_iri(tx.conn, iri.as_str())?.is_some() => Ok(FOREIGN),
        // Nothing of theirs can come after it.
        None if inbound.actor.standing == Standing::Blocked => {
            Ok(Outcome::Ignored("nothing we know"))
        }
        None => {
            bury(tx, &inbound.actor, &iri)?;
            Ok(Outcome::Ignored("nothing we know"))
        }
    }
}

/// Remembers an address as deleted, so that the object has no effect should it come after its own deletion.
fn bury(tx: &mut Tx<'_>, actor: &Actor, iri: &Iri) -> Result<()> {
    let tombstone = Object {
        id: tx.new_id(),
        iri: iri.to_string(),
        kind: TOMBSTONE.to_owned(),
        author_id: actor.id,
        local: false,
        visibility: Visibility::Direct,
        state: State::Hidden,
        url: iri.to_string(),
        parent_id: None,
        parent_iri: None,
        root_id: None,
        published_at: tx.now,
        updated_at: None,
        deleted_at: Some(tx.now),
        featured_at: None,
        created_at: tx.now,
    };
    objects::insert(tx.conn, &tombstone)
}

/// An actor that lives elsewhere now: believed when the new address names the old one among its own.
fn move_actor(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let activity = &inbound.activity;
    if !is_about_itself(activity) {
        return Ok(Outcome::Rejected("somebody else's move"));
    }
    let Some(target) = activity.target.as_ref().and_then(|item| item.id()) else {
        return Ok(Outcome::Ignored("a move to nowhere"));
    };
    let Some(to) = actors::find_by_iri(tx.conn, target.as_str())? else {
        return Ok(Outcome::Ignored("the new address cannot be had"));
    };
    let named = to.aliases().contains(&inbound.actor.iri);
    // A local actor is asked through the database, any other must have been read where it lives just now.
    let fresh = to.local || inbound.gathered.get(target.as_str()).is_some();
    if !named || !fresh || to.id == inbound.actor.id {
        return Ok(Outcome::Rejected("the new address does not name the old one"));
    }
    diesel::update(table::table.filter(table::id.eq(inbound.actor.id)))
        .set(table::moved_to.eq(Some(target.as_str())))
        .execute(tx.conn)?;
    ask(tx, inbound)?;
    Ok(Outcome::Applied)
}

/// Something undone. When nothing came of it because it has not come yet, that is remembered, so that it has no effect
/// should it come later.
fn undo(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let outcome = ask(tx, inbound)?.unwrap_or(Outcome::Ignored("nothing we know"));
    if outcome != Outcome::Applied
        && let Some(undone) = inbound.activity.object_id()
        && undone.same_origin(&inbound.activity.actor)
    {
        queue::settle_undone(tx, &undone, inbound.activity.actor.as_str())?;
    }
    Ok(outcome)
}

/// What may have been undone by an activity that overtook it.
fn offer_unless_undone(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    if queue::is_undone(tx, inbound.id)? {
        return Ok(Outcome::Ignored(queue::UNDONE));
    }
    offer(tx, inbound)
}

/// The one thing that is done, undone and done again under the same name.
fn follow(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let outcome = offer_unless_undone(tx, inbound)?;
    if outcome == Outcome::Applied {
        let activity = &inbound.activity;
        queue::settle_redone(tx, &activity.id, activity.actor.as_str())?;
    }
    Ok(outcome)
}
