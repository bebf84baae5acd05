//! Events of other servers: `Create`, `Update`, `Announce` and `Delete` of what a source announces, and its outbox.
//!
//! Only what the event's own server says is kept; a share is a reason to ask there. Never decides what is shown.

use parvis_federation::{
    Activity, Iri, Verb,
    activity::Item,
    collection::Collection,
    lenient,
    object::{EventStatus, ForeignEvent, Moment},
};
use serde_json::Value;

use super::{
    actions::{self, Announced, KIND, Kept},
    model::{Happens, Neighbouring, Source},
    store,
};
use crate::{
    features::events,
    kernel::{clock::Time, error::Result, id::Id, text},
    platform::{
        actors::{self, Actor, Standing},
        app::{App, Tx},
        feature::{Inbound, Outcome},
        fediverse::{client, fetch, peers, policy},
        jobs::{JobError, JobResult},
        objects,
    },
};

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    match inbound.activity.verb {
        Verb::Create | Verb::Update => said(tx, inbound),
        Verb::Announce => shared(tx, inbound),
        Verb::Delete => deleted(tx, inbound),
        _ => Ok(None),
    }
}

/// An event its author announces or changes; the platform saw to it that the document is its own server's.
fn said(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let Some(document) = inbound.activity.first_object().and_then(Item::embedded) else {
        return Ok(None);
    };
    if !ForeignEvent::is_one(document) || lenient::iri(document, "inReplyTo").is_some() {
        return Ok(None);
    }
    keep_of(tx, inbound, document)
}

/// Something a source shares: the event itself, or the activity that announced it.
fn shared(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let Some(iri) = inbound.activity.object_id() else {
        return Ok(None);
    };
    let Some(found) = inbound.gathered.get(iri.as_str()) else {
        // What is kept already came from its origin.
        let known = objects::find_by_iri(tx.conn, iri.as_str())?;
        return Ok(known.filter(|object| object.kind == KIND).map(|_| Outcome::Applied));
    };
    match event_in(found) {
        Some(document) => keep_of(tx, inbound, document),
        None => Ok(None),
    }
}

/// The event in a document that was fetched from its origin: the document itself, or what its `Create` encloses.
fn event_in(document: &Value) -> Option<&Value> {
    if ForeignEvent::is_one(document) {
        return Some(document);
    }
    let at = lenient::iri(document, "id")?;
    let inner = document.get("object").filter(|inner| ForeignEvent::is_one(inner))?;
    lenient::iri(inner, "id").filter(|id| id.same_origin(&at)).map(|_| inner)
}

fn deleted(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let Some(object) = inbound.known.as_ref().filter(|object| object.kind == KIND) else {
        return Ok(None);
    };
    actions::withdraw(tx, object.id)?;
    Ok(Some(Outcome::Applied))
}

/// Keeps an event when whoever announces it, or whose it is, is a source. Of nobody's else it is not our business.
fn keep_of(tx: &mut Tx<'_>, inbound: &Inbound, document: &Value) -> Result<Option<Outcome>> {
    let Ok(event) = ForeignEvent::parse(document) else {
        return Ok(None);
    };
    let organiser = actors::find_by_iri(tx.conn, event.organiser.as_str())?;
    let author = organiser.unwrap_or_else(|| inbound.actor.clone());
    let known = objects::find_by_iri(tx.conn, event.id.as_str())?;
    let listed = match &known {
        Some(object) => store::find(tx.conn, object.id)?.map(|one| (object.author_id, one.source)),
        None => None,
    };
    let candidates = match listed {
        // Whose it is and who announced it may change it, and nobody else of their server.
        Some((owner, source)) if [owner, source].contains(&author.id) => vec![source],
        Some(_) => return Ok(Some(Outcome::Rejected("somebody else's event"))),
        None => vec![author.id, inbound.actor.id],
    };
    let Some(source) = store::source_among(tx.conn, &candidates)? else {
        return Ok(None);
    };
    if !event.audience.is_public() && !inbound.activity.audience.is_public() {
        return Ok(Some(Outcome::Ignored("it is not for everybody")));
    }
    keep(tx, &source, &author, &event).map(Some)
}

/// Takes in a document as a source would have sent it. For the demonstration.
pub fn take(tx: &mut Tx<'_>, author: &Actor, document: &Value) -> Result<Outcome> {
    let source = store::source_among(tx.conn, &[author.id])?;
    match (source, ForeignEvent::parse(document)) {
        (Some(source), Ok(event)) => keep(tx, &source, author, &event),
        _ => Ok(Outcome::Ignored("no event of a source")),
    }
}

fn keep(tx: &mut Tx<'_>, source: &Source, author: &Actor, event: &ForeignEvent) -> Result<Outcome> {
    if author.local || author.deleted_at.is_some() || author.standing == Standing::Blocked {
        return Ok(Outcome::Rejected("its organiser is not welcome here"));
    }
    if policy::refuses(tx.app, &event.id.authority()) {
        return Ok(Outcome::Rejected("a server the venue does not talk with"));
    }
    if event.draft {
        return Ok(Outcome::Ignored("it is being prepared"));
    }
    let Some(announced) = read_event(tx, author, event) else {
        return Ok(Outcome::Ignored("nobody can tell when it is"));
    };
    Ok(match actions::keep(tx, source, announced)? {
        Kept::Yes => Outcome::Applied,
        Kept::No(why) => Outcome::Ignored(why),
    })
}

fn read_event(tx: &Tx<'_>, author: &Actor, event: &ForeignEvent) -> Option<Announced> {
    let venue = tx.app.venue();
    let zone = event.timezone.as_deref().and_then(|name| name.parse().ok());
    let zone = zone.unwrap_or(venue.time_zone);
    let time = |moment: Moment| match moment {
        Moment::At(at) => Some(Time::from(at)),
        Moment::Local(local) => events::moment(zone, local),
    };
    let starts = time(event.starts)?;
    let place = event.place.as_ref();
    let address = place.and_then(|place| place.address.as_ref());
    let plain = text::html_to_text(&event.content);
    let neighbouring = Neighbouring {
        title: event.name.clone(),
        excerpt: plain,
        language: event.language.clone().unwrap_or_default(),
        starts,
        ends: starts,
        open_ended: true,
        zone,
        place: place.map(|place| place.name.clone()).unwrap_or_default(),
        address: address.map(parvis_federation::object::PostalAddress::line).unwrap_or_default(),
        coordinates: place.and_then(|place| place.latitude.zip(place.longitude)),
        online_url: event.online.as_ref().map(ToString::to_string).unwrap_or_default(),
        happens: match event.status {
            EventStatus::Confirmed => Happens::Confirmed,
            EventStatus::Tentative => Happens::Tentative,
            EventStatus::Cancelled => Happens::Cancelled,
        },
    };
    let named = |picture: &parvis_federation::object::Attachment| {
        // What Mobilizon calls a picture says nothing of it.
        let alt = picture.name.as_deref().filter(|name| *name != "Banner").unwrap_or_default();
        (picture.url.to_string(), text::shorten(alt, 1_500))
    };
    Some(Announced {
        iri: event.id.to_string(),
        url: event.url.as_ref().unwrap_or(&event.id).to_string(),
        author: author.id,
        event: neighbouring.bounded(event.ends.and_then(time)),
        pictures: event.pictures.iter().map(named).collect(),
        published: event.published.map_or(tx.now, Time::from),
        updated: event.updated.map(Time::from),
    })
}

/// How many activities of an outbox are looked at.
const LAST: usize = 20;

/// How many answers may take their whole time: more would keep the job longer than it is lent, and another process
/// would read the same.
const SLOW: u32 = 4;

/// Reads what a source announced last, from its outbox: what it said before it was followed, and what never arrived.
pub(super) async fn read(app: App, payload: String) -> JobResult {
    let id: Id = serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
    let found = app
        .read(move |conn| {
            let source = store::source_among(conn, &[id])?;
            Ok(source.zip(actors::find(conn, id)?))
        })
        .await?;
    let Some((_, actor)) = found.filter(|(source, _)| !source.paused) else {
        return Ok(());
    };
    // What its server answers, or does not, is not our failure: it is read again tomorrow.
    let most = client::patience(&app).saturating_mul(SLOW);
    match tokio::time::timeout(most, take_in(&app, id, &actor)).await {
        Ok(taken) => taken,
        Err(_) => {
            tracing::debug!(source = actor.iri, "an outbox was left: its servers are slow");
            Ok(())
        }
    }
}

async fn take_in(app: &App, id: Id, source: &Actor) -> JobResult {
    for item in last(app, source).await {
        if let Some((author, event)) = event_of(app, &item).await {
            app.write(move |tx| {
                if let Some(source) = store::source_among(tx.conn, &[id])? {
                    let outcome = keep(tx, &source, &author, &event)?;
                    tracing::debug!(event = event.id.as_str(), ?outcome, "read from an outbox");
                }
                Ok(())
            })
            .await?;
        }
    }
    Ok(())
}

/// The last things of an outbox, as its own server serves them.
async fn last(app: &App, actor: &Actor) -> Vec<Item> {
    let address = |text: &str| Iri::parse(text).ok();
    let own = address(&actor.iri);
    let outbox = actor.outbox.as_deref().and_then(address);
    let Some(outbox) = outbox.filter(|at| own.is_some_and(|own| own.same_origin(at))) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    let mut next = Some(outbox.clone());
    // The collection, then its first page.
    for _ in 0..2 {
        let Some(at) = next.take().filter(|at| at.same_origin(&outbox)) else { break };
        let Ok(found) = fetch::fetch_document(app, &at).await else { break };
        let Ok(collection) = Collection::parse(&found.document) else { break };
        items = collection.all_items();
        if !items.is_empty() {
            break;
        }
        next = collection.continuation();
    }
    items.truncate(LAST);
    items
        .into_iter()
        .map(|item| match item {
            // Only what stands on the server that was asked is its own word.
            Item::Embedded(document) if !is_of(&document, &outbox) => {
                lenient::iri(&document, "object").map_or(Item::Embedded(Value::Null), Item::Id)
            }
            other => other,
        })
        .collect()
}

/// Is this an activity of that server, with what it encloses?
fn is_of(activity: &Value, server: &Iri) -> bool {
    let here = |value: &Value| lenient::iri(value, "id").is_some_and(|id| id.same_origin(server));
    let inner = activity.get("object").filter(|inner| inner.is_object());
    here(activity) && inner.is_none_or(here)
}

/// The event behind something of an outbox, with whose it is.
async fn event_of(app: &App, item: &Item) -> Option<(Actor, ForeignEvent)> {
    let document = match item {
        Item::Embedded(activity) => {
            match Activity::parse(activity).ok()?.object.into_iter().next()? {
                Item::Embedded(event) if ForeignEvent::is_one(&event) => event,
                Item::Embedded(inner) => event_in(&inner).cloned()?,
                Item::Id(iri) => fetch::fetch_document(app, &iri).await.ok()?.document,
            }
        }
        Item::Id(iri) => {
            let found = fetch::fetch_document(app, iri).await.ok()?.document;
            event_in(&found).cloned()?
        }
    };
    let event = ForeignEvent::parse(&document).ok()?;
    if !event.audience.is_public() {
        return None;
    }
    let author = peers::get_or_fetch(app, &event.organiser).await.ok()?;
    Some((author, event))
}
