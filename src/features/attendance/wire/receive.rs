//! What comes in.

use parvis_federation::{
    Iri, Verb,
    activity::{Inner, Item},
};

use super::send;
use crate::{
    features::{
        attendance::{
            actions::{self, Claim},
            model::{Attendance, Channel, Refusal, Telling, Who, Wish, Word},
            saying::{self, Meaning},
            store,
        },
        events,
    },
    kernel::{error::Result, id::Id, text},
    platform::{
        actors::ActorKind,
        app::Tx,
        feature::{Inbound, Outcome},
        fediverse::{fetch, inbound::queue},
        objects::{self, Object},
    },
};

const UNKNOWN: Outcome = Outcome::Ignored("nothing of ours has this address");

pub(in crate::features::attendance) fn apply(
    tx: &mut Tx<'_>,
    inbound: &Inbound,
) -> Result<Option<Outcome>> {
    match inbound.activity.verb {
        Verb::Join => join(tx, inbound).map(Some),
        Verb::Leave => leave(tx, inbound).map(Some),
        Verb::Accept => invited(tx, inbound, Wish::Going),
        Verb::TentativeAccept => invited(tx, inbound, Wish::Maybe),
        Verb::Reject | Verb::TentativeReject => invited(tx, inbound, Wish::No),
        Verb::Undo => undo(tx, inbound),
        Verb::Create => said(tx, inbound),
        _ => Ok(None),
    }
}

/// The event of ours with this address, when other servers may know of it.
fn event(tx: &mut Tx<'_>, iri: Option<&Iri>) -> Result<Option<Object>> {
    let Some(iri) = iri else { return Ok(None) };
    let object = objects::find_by_iri(tx.conn, iri.as_str())?;
    Ok(object.filter(is_open_event))
}

/// An event of ours that other servers may know of.
fn is_open_event(object: &Object) -> bool {
    events::is_one(object) && object.local && object.deleted_at.is_none() && object.federates()
}

/// Somebody's answer in the name of their own actor: the signature says who it is, whatever the rest says.
fn claim(tx: &Tx<'_>, inbound: &Inbound, wish: Wish, channel: Channel) -> Claim {
    let language = tx.app.venue().main_language();
    Claim {
        activity: Some(inbound.activity.id.to_string()),
        ..Claim::new(Who::Actor(inbound.actor.id), wish, channel, language)
    }
}

/// Servers and groups do not come to events.
fn is_somebody(inbound: &Inbound) -> bool {
    !matches!(inbound.actor.kind, ActorKind::Application)
}

/// A `Join`: answered `Accept`, `Reject` or, while it waits, not yet. What nobody takes is answered `Ignore`, so that its
/// sender does not wait (FEP-8a8e).
fn join(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let named = inbound.activity.object_id();
    let Some(object) = event(tx, named.as_ref())? else {
        if named.is_some_and(|iri| fetch::is_ours(tx.app, &iri)) {
            send::ignore(tx, inbound)?;
        }
        return Ok(UNKNOWN);
    };
    if !is_somebody(inbound) {
        send::ignore(tx, inbound)?;
        return Ok(Outcome::Ignored("servers do not come to events"));
    }
    let message = inbound.activity.raw.get("participationMessage").and_then(|said| said.as_str());
    let message = text::html_to_text(&text::clean_html(message.unwrap_or_default()));
    let claim = Claim { message, ..claim(tx, inbound, Wish::Going, Channel::Join) };
    match actions::answer(tx, object.id, &claim)? {
        Ok(_) => Ok(Outcome::Applied),
        Err(Refusal::NotAsked) => {
            send::ignore(tx, inbound)?;
            Ok(Outcome::Ignored(Refusal::NotAsked.why()))
        }
        Err(refusal) => {
            send::reject(tx, inbound)?;
            Ok(Outcome::Rejected(refusal.why()))
        }
    }
}

/// A `Leave`: of the event, or of the `Join` that is taken back.
fn leave(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Outcome> {
    let named = inbound.activity.object_id();
    let own = match event(tx, named.as_ref())? {
        Some(object) => store::of(tx.conn, object.id, &Who::Actor(inbound.actor.id))?,
        None => match &named {
            Some(iri) => store::by_activity(tx.conn, iri.as_str())?,
            None => None,
        },
    };
    let Some(one) = own else {
        // A `Join` that has not come yet: it is taken back before it does.
        if let Some(join) = named.filter(|iri| iri.same_origin(&inbound.activity.actor)) {
            queue::settle_undone(tx, &join, inbound.activity.actor.as_str())?;
        }
        return Ok(Outcome::Ignored("no such answer"));
    };
    if one.actor() != Some(inbound.actor.id) {
        return Ok(Outcome::Rejected("somebody else's answer"));
    }
    actions::take_back(tx, &one)?;
    Ok(Outcome::Applied)
}

/// `Accept`, `TentativeAccept` or `Reject` of the event itself. Those of anything else are another noun's.
fn invited(tx: &mut Tx<'_>, inbound: &Inbound, wish: Wish) -> Result<Option<Outcome>> {
    let Some(object) = event(tx, inbound.activity.object_id().as_ref())? else {
        return Ok(None);
    };
    if !is_somebody(inbound) {
        return Ok(Some(Outcome::Ignored("servers do not come to events")));
    }
    let claim = claim(tx, inbound, wish, Channel::Invitation);
    Ok(Some(match actions::answer(tx, object.id, &claim)? {
        Ok(_) => Outcome::Applied,
        Err(refusal) => {
            // This dialect has no word for a refusal: it is said in words.
            send::refuse(tx, inbound, &object, refusal)?;
            Outcome::Rejected(refusal.why())
        }
    }))
}

/// `Undo` of any of these. Only the answer that activity gave is taken back, not a later one.
fn undo(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    let named = match activity.object_id() {
        Some(iri) => store::by_activity(tx.conn, iri.as_str())?,
        None => None,
    };
    if let Some(one) = named {
        if one.actor() != Some(inbound.actor.id) {
            return Ok(Some(Outcome::Rejected("somebody else's answer")));
        }
        actions::take_back(tx, &one)?;
        return Ok(Some(Outcome::Applied));
    }
    let Some((inner, wish)) = activity
        .inner()
        .and_then(|inner| Some((wish_of(&inner)?, inner)))
        .map(|(wish, inner)| (inner, wish))
    else {
        return Ok(None);
    };
    let Some(object) = event(tx, inner.object_id().as_ref())? else {
        return Ok(None);
    };
    if inner.actor.as_ref().is_some_and(|actor| *actor != activity.actor) {
        return Ok(Some(Outcome::Rejected("somebody else's answer")));
    }
    let own = store::of(tx.conn, object.id, &Who::Actor(inbound.actor.id))?;
    let same = own.filter(|one| inner.id.is_none() && says(one, wish));
    Ok(Some(match same {
        Some(one) => {
            actions::take_back(tx, &one)?;
            Outcome::Applied
        }
        None => Outcome::Ignored("no such answer"),
    }))
}

fn wish_of(inner: &Inner) -> Option<Wish> {
    match inner.verb {
        Verb::Join | Verb::Accept => Some(Wish::Going),
        Verb::TentativeAccept => Some(Wish::Maybe),
        Verb::Reject | Verb::TentativeReject => Some(Wish::No),
        _ => None,
    }
}

/// Does the answer come from such a wish?
fn says(one: &Attendance, wish: Wish) -> bool {
    use crate::features::attendance::model::Answer;
    matches!(
        (one.answer, wish),
        (Answer::Going | Answer::Waiting, Wish::Going)
            | (Answer::Maybe, Wish::Maybe)
            | (Answer::No, Wish::No)
    )
}

/// Votes and words. A reply to the event stays what it is for everybody else, so other nouns see it too.
fn said(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    if inbound.answered.as_ref().is_some_and(|object| !is_open_event(object)) {
        return Ok(None);
    }
    let Some(said) = inbound.said.as_deref().filter(|said| said.post.kind == "Note") else {
        return Ok(None);
    };
    let post = &said.post;
    if post.attributed_to != inbound.activity.actor || !is_somebody(inbound) {
        return Ok(None);
    }
    let Some(parent) = &post.in_reply_to else {
        return Ok(None);
    };
    let Some((event, private)) = about(tx, inbound, parent)? else {
        return Ok(None);
    };
    // What was sent to this person alone is nobody else's business.
    let answered = private.then_some(Outcome::Applied);
    if let Some(name) = post.name.as_deref().filter(|_| said.text.is_empty()) {
        // A vote, in a poll of ours or in what is none.
        let (Some(wish), Some(_)) = (send::choice(name), &answered) else {
            return Ok(answered.map(|_| Outcome::Ignored("no such choice")));
        };
        // As it was sent: what is believed of it is its first object alone.
        let sent = inbound.activity.raw.get("object").map(Item::parse_all).unwrap_or_default();
        if sent.len() > 1 {
            return Ok(answered.map(|_| Outcome::Ignored("one choice of several is asked for")));
        }
        return settle(tx, inbound, &event, wish, 1, Channel::Poll).map(Some);
    }
    // Edited or sent again, it was heard already.
    if inbound.known.is_some() {
        return Ok(answered);
    }
    match saying::meaning(post.content.as_deref().unwrap_or_default()) {
        Some(Meaning::Answer(wish, people)) => {
            let outcome = settle(tx, inbound, &event, wish, people, Channel::Reply)?;
            Ok(answered.map(|_| outcome))
        }
        Some(Meaning::Asks) => {
            send::ask(tx, &inbound.actor, &event, &post.id)?;
            Ok(answered)
        }
        None => Ok(answered.map(|_| Outcome::Ignored("no answer in it"))),
    }
}

fn settle(
    tx: &mut Tx<'_>,
    inbound: &Inbound,
    event: &Object,
    wish: Wish,
    people: i32,
    channel: Channel,
) -> Result<Outcome> {
    let own = store::of(tx.conn, event.id, &Who::Actor(inbound.actor.id))?;
    if wish == Wish::No && own.is_none() && channel == Channel::Reply {
        // They say that they do not come, and nobody thought so: nothing to note, nobody to bother.
        return Ok(Outcome::Ignored("no such answer"));
    }
    let claim = Claim { people, ..claim(tx, inbound, wish, channel) };
    Ok(match actions::answer(tx, event.id, &claim)? {
        Ok(_) => Outcome::Applied,
        Err(refusal) => {
            send::refuse(tx, inbound, event, refusal)?;
            Outcome::Rejected(refusal.why())
        }
    })
}

/// The event this address is about, for this person, and whether it is something that was sent to them alone; else it is
/// the event itself.
fn about(tx: &mut Tx<'_>, inbound: &Inbound, parent: &Iri) -> Result<Option<(Object, bool)>> {
    // What we ask and tell one person has an address, and no object: whatever is one is no question of ours.
    if let Some(object) = &inbound.answered {
        return Ok(Some(object).filter(|object| is_open_event(object)).map(|o| (o.clone(), false)));
    }
    let ours = tx.app.config.address(&objects::path(Id::from_raw(0)));
    let prefix = ours.trim_end_matches('0');
    let Some(id) = parent.as_str().strip_prefix(prefix).and_then(|id| id.parse::<Id>().ok()) else {
        return Ok(None);
    };
    let event = match store::question(tx.conn, id)? {
        Some(question) => Some(question.event_id).filter(|_| question.actor_id == inbound.actor.id),
        None => told_about(tx, inbound, id)?,
    };
    match event {
        Some(event) => Ok(objects::find(tx.conn, event)?.map(|object| (object, true))),
        None => Ok(None),
    }
}

/// The event of a word that was for this person.
fn told_about(tx: &mut Tx<'_>, inbound: &Inbound, word: Id) -> Result<Option<Id>> {
    let Some((attendance, what)) = store::word(tx.conn, word)? else {
        return Ok(None);
    };
    let open = Telling::read(&what).is_some_and(|telling| telling.word != Word::Removed);
    let one = store::find(tx.conn, attendance)?;
    Ok(one.filter(|one| open && one.actor() == Some(inbound.actor.id)).map(|one| one.event))
}
