//! How far an activity's own word is good: what is embedded counts when it is its actor's, on its actor's server.
//!
//! Anything else is replaced by what its origin says, or refused. The nouns see only what passed here.

use parvis_federation::{
    activity::{Activity, Item, Verb},
    iri::Iri,
    lenient,
};
use serde_json::Value;

use crate::platform::{
    app::App,
    feature::Outcome,
    fediverse::{Gathered, fetch},
};

/// The activity as it may be believed, or what became of it.
pub fn settle(app: &App, activity: Activity, gathered: &Gathered) -> Result<Activity, Outcome> {
    match activity.verb {
        Verb::Create | Verb::Update => settle_object(app, activity, gathered),
        Verb::Undo => settle_undo(activity),
        _ => Ok(activity),
    }
}

fn settle_object(app: &App, activity: Activity, gathered: &Gathered) -> Result<Activity, Outcome> {
    let Some((item, id)) = activity.first_object().and_then(|item| Some((item, item.id()?))) else {
        return Ok(activity);
    };
    if id == activity.actor {
        return Ok(activity);
    }
    if fetch::is_ours(app, &id) {
        return Err(Outcome::Rejected("it would change something of ours"));
    }
    let document = match item {
        Item::Embedded(document)
            if id.same_origin(&activity.actor) && !is_for_another(document, &activity.actor) =>
        {
            document.clone()
        }
        _ => gathered
            .get(id.as_str())
            .cloned()
            .ok_or(Outcome::Ignored("its object cannot be had from its origin"))?,
    };
    if !is_authors(&document, &activity.actor) && !is_for_another(&document, &activity.actor) {
        return Err(Outcome::Rejected("its object is somebody else's"));
    }
    Ok(Activity { object: vec![Item::Embedded(document)], ..activity })
}

/// Is the actor the first author, and nobody of another server beside it? A thing without an author is its sender's.
fn is_authors(document: &Value, actor: &Iri) -> bool {
    let authors = lenient::iris(document, "attributedTo");
    authors.first().is_none_or(|first| first == actor)
        && authors.iter().all(|author| author.same_origin(actor))
}

/// Is this somebody's work in the name of another of their own server, a group? Mobilizon says so by naming both. What is
/// embedded is then a hint: that the two belong together is for their server to say.
pub fn is_for_another(document: &Value, actor: &Iri) -> bool {
    let authors = lenient::iris(document, "attributedTo");
    let here = |iri: &Iri| iri.same_origin(actor);
    lenient::iri(document, "actor").as_ref() == Some(actor)
        && lenient::iri(document, "id").as_ref().is_some_and(here)
        && authors.first().is_some_and(|first| first != actor)
        && authors.iter().all(here)
}

/// Nobody undoes what somebody else did.
fn settle_undo(activity: Activity) -> Result<Activity, Outcome> {
    let undone = activity.inner().and_then(|inner| inner.actor);
    if undone.is_some_and(|actor| actor != activity.actor) {
        return Err(Outcome::Rejected("somebody else did what it undoes"));
    }
    Ok(activity)
}
