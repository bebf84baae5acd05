//! What the activities of one transaction are about, looked up at its start for all of them at once: one question to the
//! database instead of three for each activity.
//!
//! It holds for as long as they only add words. After anything else every question goes to the database again.

use std::collections::{BTreeSet, HashMap, HashSet};

use parvis_federation::{
    activity::{Activity, Item, Verb},
    lenient,
};

use super::gather::Ready;
use crate::{
    kernel::{
        db::{Conn, along_an_index},
        error::Result,
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        barriers,
        objects::{self, Object},
    },
};

/// Actors and objects as they are in this transaction.
#[derive(Default)]
pub struct AtHand {
    actors: HashMap<Id, Actor>,
    /// Nothing for an address at which there is nothing.
    objects: HashMap<String, Option<Object>>,
    /// Who blocked whom of these.
    people: HashSet<Id>,
    blocks: HashSet<(Id, Id)>,
}

impl AtHand {
    /// Looks up what these activities are about. Nothing when there is only one: it asks for itself.
    pub fn of(conn: &mut Conn, ready: &[&Ready]) -> Result<Self> {
        if ready.len() < 2 {
            return Ok(Self::default());
        }
        let actors: Vec<Id> = ready.iter().map(|ready| ready.actor.id).collect();
        let addresses: BTreeSet<String> = ready
            .iter()
            .flat_map(|ready| [subject(&ready.activity), answered(&ready.activity)])
            .flatten()
            .collect();
        let addresses: Vec<String> = addresses.into_iter().collect();
        let found = along_an_index(conn, |conn| objects::find_all_by_iri(conn, &addresses))?;
        let authors = found.values().map(|object| object.author_id);
        let people: HashSet<Id> = actors.iter().copied().chain(authors).collect();
        let blocks = barriers::blocks_among(conn, &people)?;
        let objects = addresses
            .into_iter()
            .map(|address| {
                let object = found.get(&address).cloned();
                (address, object)
            })
            .collect();
        Ok(Self { actors: actors::find_all(conn, &actors)?, objects, people, blocks })
    }

    /// The actor with this id.
    pub fn actor(&self, conn: &mut Conn, id: Id) -> Result<Option<Actor>> {
        match self.actors.get(&id) {
            Some(actor) => Ok(Some(actor.clone())),
            None => actors::find(conn, id),
        }
    }

    /// What an activity is about, when we have it.
    pub fn subject(&self, conn: &mut Conn, activity: &Activity) -> Result<Option<Object>> {
        self.object(conn, subject(activity))
    }

    /// What the enclosed object says it answers, when we have it.
    pub fn answered(&self, conn: &mut Conn, activity: &Activity) -> Result<Option<Object>> {
        self.object(conn, answered(activity))
    }

    /// Did one of these two people block the other?
    pub fn is_blocked(&self, conn: &mut Conn, one: Id, other: Id) -> Result<bool> {
        if self.people.contains(&one) && self.people.contains(&other) {
            return Ok(self.blocks.contains(&(one, other)) || self.blocks.contains(&(other, one)));
        }
        barriers::is_blocked(conn, one, other)
    }

    fn object(&self, conn: &mut Conn, address: Option<String>) -> Result<Option<Object>> {
        let Some(address) = address else { return Ok(None) };
        match self.objects.get(&address) {
            Some(known) => Ok(known.clone()),
            None => objects::find_by_iri(conn, &address),
        }
    }

    /// Forgets what may be otherwise now that an activity was applied.
    pub fn applied(&mut self, ready: &Ready) {
        if ready.activity.verb != Verb::Create {
            *self = Self::default();
            return;
        }
        if let Some(added) = subject(&ready.activity) {
            self.objects.remove(&added);
        }
        // With words, those they answer may have been added as well.
        if !ready.gathered.is_empty() {
            self.objects.retain(|_, object| object.is_some());
        }
    }
}

fn subject(activity: &Activity) -> Option<String> {
    activity.object_id().map(|id| id.to_string())
}

fn answered(activity: &Activity) -> Option<String> {
    let document = activity.first_object().and_then(Item::embedded)?;
    lenient::iri(document, "inReplyTo").map(|id| id.to_string())
}
