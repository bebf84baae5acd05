//! Gathering: everything an activity needs at hand before it is judged, each document from its own origin.
//!
//! Bounded: so many fetches, so deep, so long. Changes nothing but what we know of other servers' actors. What cannot
//! be had is simply not there; only the actor itself is waited for.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use parvis_federation::{
    activity::{Activity, Item, Verb},
    iri::Iri,
    lenient,
    object::Object as WireObject,
};
use serde_json::Value;

use super::{
    queue::Row,
    said::{self, Said},
    trust,
};
use crate::platform::{
    actors::{self, Actor},
    app::App,
    feature::Outcome,
    fediverse::{
        Gathered,
        fetch::{self, FetchError, Fetched},
        peers,
    },
    objects,
};

/// How many fetches one activity may cause.
const FETCHES: usize = 20;

/// How many posts up a conversation is followed.
const DEPTH: usize = 20;

/// How long gathering may take.
const TIME: Duration = Duration::from_secs(60);

/// An activity with everything at hand.
#[derive(Debug)]
pub struct Ready {
    /// What it says, as far as it may be believed.
    pub activity: Arc<Activity>,
    /// Who did it.
    pub actor: Actor,
    /// What it says in words.
    pub said: Option<Arc<Said>>,
    /// The documents.
    pub gathered: Gathered,
}

/// What gathering came to.
pub enum Gather {
    /// To be applied.
    Ready(Arc<Ready>),
    /// Decided already.
    Done(Outcome),
    /// Something is missing that may be there later.
    Later(String),
}

impl From<FetchError> for Gather {
    fn from(error: FetchError) -> Self {
        if error.is_passing() {
            Self::Later(error.to_string())
        } else {
            Self::Done(Outcome::Ignored("its actor cannot be had"))
        }
    }
}

/// Actors as they were when their activities were claimed, by address.
pub type Known = Arc<HashMap<String, Actor>>;

/// Gathers for one stored activity.
pub async fn gather(app: &App, known: &Known, row: &Row) -> Gather {
    match tokio::time::timeout(TIME, gather_all(app, known, row)).await {
        Ok(Ok(ready)) => Gather::Ready(Arc::new(ready)),
        Ok(Err(other)) => other,
        Err(_) => Gather::Later("gathering took too long".to_owned()),
    }
}

async fn gather_all(app: &App, known: &Known, row: &Row) -> Result<Ready, Gather> {
    const UNREADABLE: Gather = Gather::Done(Outcome::Ignored("it cannot be read"));
    let document = fetch::parse(row.body.as_bytes()).map_err(|_| UNREADABLE)?;
    let activity = Activity::parse(&document).map_err(|_| UNREADABLE)?;
    let mut basket = Basket::new(app);
    let activity = if row.is_hearsay() { basket.hearsay(activity).await? } else { activity };
    let actor = basket.actor(known, &activity).await?;
    basket.subject(&activity).await?;
    for iri in app.features.iter().flat_map(|feature| feature.references(&activity)) {
        basket.add(&iri).await?;
    }
    let activity = trust::settle(app, activity, &basket.gathered).map_err(Gather::Done)?;
    basket.conversation(&activity).await?;
    let said = said::read(&activity).await.map_err(|why| Gather::Later(why.to_string()))?;
    let said = said.map(Arc::new);
    Ok(Ready { activity: Arc::new(activity), actor, said, gathered: basket.gathered })
}

/// What was gathered so far, and how much more may be.
struct Basket<'a> {
    app: &'a App,
    gathered: Gathered,
    tried: HashSet<String>,
    left: usize,
}

impl<'a> Basket<'a> {
    fn new(app: &'a App) -> Self {
        Self { app, gathered: Gathered::default(), tried: HashSet::new(), left: FETCHES }
    }

    /// Fetches a document within the budget.
    async fn fetch(&mut self, iri: &Iri) -> Option<Fetched> {
        self.left = self.left.checked_sub(1)?;
        fetch::fetch_document(self.app, iri).await.ok()
    }

    /// The actor of the activity. One that leaves or moves and was never known is nobody's business.
    async fn actor(&mut self, known: &Known, activity: &Activity) -> Result<Actor, Gather> {
        if let Some(actor) = known.get(activity.actor.as_str()) {
            peers::refresh_later(self.app, actor).await.map_err(FetchError::from)?;
            return Ok(actor.clone());
        }
        if activity.verb == Verb::Delete || activity.verb == Verb::Move {
            let iri = activity.actor.to_string();
            let known = self
                .app
                .read(move |conn| actors::find_by_iri(conn, &iri))
                .await
                .map_err(FetchError::from)?;
            return known.ok_or(Gather::Done(Outcome::Ignored("nobody we know")));
        }
        self.left = self.left.saturating_sub(1);
        Ok(peers::get_or_fetch(self.app, &activity.actor).await?)
    }

    /// What the activity itself is about, when its own word is not enough.
    async fn subject(&mut self, activity: &Activity) -> Result<(), Gather> {
        let Some(item) = activity.first_object() else {
            return Ok(());
        };
        let Some(id) = item.id() else { return Ok(()) };
        match activity.verb {
            // A profile is read where it lives, whatever the activity says it is.
            Verb::Update if id == activity.actor => self.profile(&id).await,
            Verb::Move => match activity.target.as_ref().and_then(Item::id) {
                Some(target) => self.profile(&target).await,
                None => Ok(()),
            },
            Verb::Create | Verb::Update => match item {
                Item::Embedded(document) if trust::is_for_another(document, &activity.actor) => {
                    self.fresh(&id).await
                }
                Item::Embedded(_) if id.same_origin(&activity.actor) => Ok(()),
                _ => self.add(&id).await,
            },
            Verb::Announce => self.add(&id).await,
            Verb::Delete if id != activity.actor && id.same_origin(&activity.actor) => {
                self.remains(&id, &activity.actor).await
            }
            _ => Ok(()),
        }
    }

    /// What is left of a known object that another actor of its own server deletes: believed when it is gone there.
    async fn remains(&mut self, iri: &Iri, actor: &Iri) -> Result<(), Gather> {
        let (object, by) = (iri.to_string(), actor.to_string());
        let elsewhere = self
            .app
            .read(move |conn| {
                let Some(object) = objects::find_by_iri(conn, &object)? else {
                    return Ok(false);
                };
                let author = actors::find(conn, object.author_id)?;
                Ok(!object.local && author.is_some_and(|author| author.iri != by))
            })
            .await
            .map_err(FetchError::from)?;
        let Some(left) = self.left.checked_sub(1).filter(|_| elsewhere) else {
            return Ok(());
        };
        self.left = left;
        let gone = match fetch::fetch_document(self.app, iri).await {
            Err(FetchError::Gone) => true,
            Err(_) => false,
            Ok(found) => is_tombstone(&found.document),
        };
        if gone {
            let stone = serde_json::json!({ "id": iri, "type": "Tombstone" });
            self.gathered.insert(iri.as_str(), stone);
        }
        Ok(())
    }

    /// A document as its origin serves it now, known or not; its author too.
    async fn fresh(&mut self, iri: &Iri) -> Result<(), Gather> {
        if !self.tried.insert(iri.to_string()) {
            return Ok(());
        }
        self.take(iri).await
    }

    /// An actor's document, fresh.
    async fn profile(&mut self, iri: &Iri) -> Result<(), Gather> {
        if let Some(found) = self.fetch(iri).await {
            self.keep(iri, found).await?;
        }
        Ok(())
    }

    /// A document that is neither ours nor known; its author too.
    async fn add(&mut self, iri: &Iri) -> Result<(), Gather> {
        if !self.tried.insert(iri.to_string()) || self.is_known(iri).await? {
            return Ok(());
        }
        self.take(iri).await
    }

    async fn take(&mut self, iri: &Iri) -> Result<(), Gather> {
        if let Some(found) = self.fetch(iri).await {
            let author = author(&found.document);
            self.keep(iri, found).await?;
            if let Some(author) = author {
                self.author(&author).await?;
            }
        }
        Ok(())
    }

    /// Keeps a document; an actor among them is stored, so that nouns find it.
    async fn keep(&mut self, iri: &Iri, found: Fetched) -> Result<(), Gather> {
        if let Ok(actor) = peers::read(&found.document) {
            self.app.write(move |tx| peers::store(tx, &actor)).await.map_err(FetchError::from)?;
        }
        if found.iri != *iri {
            self.gathered.insert(iri.as_str(), found.document.clone());
        }
        self.gathered.insert(found.iri.as_str(), found.document);
        Ok(())
    }

    /// Makes sure that somebody's actor is stored.
    async fn author(&mut self, iri: &Iri) -> Result<(), Gather> {
        if fetch::is_ours(self.app, iri) || !self.tried.insert(iri.to_string()) || self.left == 0 {
            return Ok(());
        }
        self.left -= 1;
        // Whoever cannot be had is not there.
        let _ = peers::get_or_fetch(self.app, iri).await;
        Ok(())
    }

    /// The posts between this one and something we have, with their authors: all of them or none.
    async fn conversation(&mut self, activity: &Activity) -> Result<(), Gather> {
        let post = match (&activity.verb, activity.first_object()) {
            (Verb::Create | Verb::Update, Some(Item::Embedded(post))) => Some(post.clone()),
            (Verb::Announce, Some(item)) => {
                item.id().and_then(|id| self.gathered.get(id.as_str()).cloned())
            }
            _ => None,
        };
        let mut above = post.as_ref().and_then(parent);
        let mut chain: Vec<(Iri, Fetched)> = Vec::new();
        let mut authors: Vec<Iri> = Vec::new();
        while let Some(iri) = above {
            if self.is_known(&iri).await? {
                for (iri, found) in chain {
                    self.keep(&iri, found).await?;
                }
                for author in authors {
                    self.author(&author).await?;
                }
                return Ok(());
            }
            let document = if let Some(document) = self.gathered.get(iri.as_str()) {
                document.clone()
            } else {
                if chain.len() >= DEPTH || !self.tried.insert(iri.to_string()) {
                    return Ok(());
                }
                let Some(found) = self.fetch(&iri).await else {
                    return Ok(());
                };
                let document = found.document.clone();
                chain.push((iri, found));
                document
            };
            authors.extend(author(&document));
            above = parent(&document);
        }
        Ok(())
    }

    /// Ours, or stored.
    async fn is_known(&self, iri: &Iri) -> Result<bool, Gather> {
        if fetch::is_ours(self.app, iri) {
            return Ok(true);
        }
        let iri = iri.to_string();
        let known = self
            .app
            .read(move |conn| {
                Ok(objects::find_by_iri(conn, &iri)?.is_some()
                    || actors::find_by_iri(conn, &iri)?.is_some())
            })
            .await
            .map_err(FetchError::from)?;
        Ok(known)
    }

    /// What somebody passed on without a proof is a hint: its origin is asked, and what it says is applied instead.
    async fn hearsay(&mut self, told: Activity) -> Result<Activity, Gather> {
        const NOTHING: Gather = Gather::Done(Outcome::Ignored("its origin does not confirm it"));
        let object = told.object_id().ok_or(NOTHING)?;
        if !object.same_origin(&told.actor) {
            return Err(NOTHING);
        }
        match told.verb {
            Verb::Create | Verb::Update => {
                let found = self.fetch(&object).await.ok_or(NOTHING)?;
                if author(&found.document).as_ref() != Some(&told.actor) {
                    return Err(NOTHING);
                }
                Ok(with_object(told, found.document))
            }
            Verb::Delete => {
                let gone = match fetch::fetch_document(self.app, &object).await {
                    Err(FetchError::Gone) => true,
                    Err(_) => false,
                    Ok(found) => is_tombstone(&found.document),
                };
                if gone { Ok(told) } else { Err(NOTHING) }
            }
            _ => {
                let found = self.fetch(&told.id).await.ok_or(NOTHING)?;
                let real = Activity::parse(&found.document).map_err(|_| NOTHING)?;
                if real.id == told.id && real.actor == told.actor { Ok(real) } else { Err(NOTHING) }
            }
        }
    }
}

/// The activity about this document instead, with nothing left of what was only told.
fn with_object(told: Activity, document: Value) -> Activity {
    let raw = serde_json::json!({
        "id": told.id, "type": told.verb.as_str(), "actor": told.actor, "object": document,
    });
    Activity {
        audience: parvis_federation::Audience::parse(&document),
        object: vec![Item::Embedded(document)],
        target: None,
        result: None,
        instrument: None,
        content: None,
        tags: Vec::new(),
        raw,
        ..told
    }
}

/// Is this what is left of a deleted object?
pub(super) fn is_tombstone(document: &Value) -> bool {
    matches!(WireObject::parse(document), Ok(WireObject::Tombstone(_)))
}

fn author(document: &Value) -> Option<Iri> {
    lenient::iri(document, "attributedTo")
}

fn parent(document: &Value) -> Option<Iri> {
    lenient::iri(document, "inReplyTo")
}
