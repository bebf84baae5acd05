//! The journal: what happened, recorded in the transaction of its effect.
//!
//! Each fact becomes, at the end of the same transaction, one job for each consumer that heeds it, so that everything that
//! follows from it happens at least once, however the process ends. Consumers must be idempotent. A fact carries ids only.

use std::mem;

use diesel::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        app::Tx,
        jobs::{self, Consumer},
        live::Shows,
        objects::State,
    },
    schema::facts,
};

/// Something that happened. The topic never changes once released.
pub trait Fact: Serialize + DeserializeOwned {
    /// The name consumers subscribe to.
    const TOPIC: &'static str;

    /// Consumers see the facts of one lane in order, one at a time.
    fn lane(&self) -> Option<Id> {
        None
    }

    /// What open pages look at again once this is on disk. Such a fact is told to its consumers and not kept: it is worth
    /// nothing to later ones.
    fn shows(&self) -> Option<Shows> {
        None
    }
}

/// Declares the facts that any noun with an object may record.
macro_rules! object_facts {
    ($($(#[$doc:meta])* $name:ident = $topic:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize)]
        pub struct $name {
            /// The object it happened to.
            pub object: Id,
        }
        impl Fact for $name {
            const TOPIC: &'static str = $topic;
            fn lane(&self) -> Option<Id> {
                Some(self.object)
            }
        }
    )+};
}

object_facts! {
    /// An object became visible to others for the first time.
    Published = "object.published",
    /// A published object changed.
    Revised = "object.revised",
    /// A published object was withdrawn by its author or the venue.
    Withdrawn = "object.withdrawn",
}

/// Declares the facts after which open pages look again.
macro_rules! shown_facts {
    ($($(#[$doc:meta])* $name:ident = $topic:literal, was_open: $was_open:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize)]
        pub struct $name {
            /// The object it happened to.
            pub object: Id,
        }
        impl Fact for $name {
            const TOPIC: &'static str = $topic;
            fn lane(&self) -> Option<Id> {
                Some(self.object)
            }
            fn shows(&self) -> Option<Shows> {
                Some(Shows { object: self.object, was_open: $was_open })
            }
        }
    )+};
}

shown_facts! {
    /// An object from anywhere appeared, changed or vanished on a page people may have open.
    Shown = "object.shown", was_open: false,
    /// An object everybody could see waits to be read again.
    Recalled = "object.recalled", was_open: true,
}

/// An object was put first among those of its author, or back among the others.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Featured {
    /// Which.
    pub object: Id,
    /// First, or back.
    pub on: bool,
    /// When: it names the activity, because both may happen often.
    pub at: Time,
}

impl Fact for Featured {
    const TOPIC: &'static str = "object.featured";
    fn lane(&self) -> Option<Id> {
        Some(self.object)
    }
}

/// The team decided about words of ours: it shows them, or takes them out of sight.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// Which.
    pub object: Id,
    /// Where they stood.
    pub from: State,
    /// Where they stand now.
    pub to: State,
}

impl Fact for Judged {
    const TOPIC: &'static str = "object.judged";
    fn lane(&self) -> Option<Id> {
        Some(self.object)
    }
}

/// An actor of this server changed its profile.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ProfileChanged {
    /// Whose profile.
    pub actor: Id,
}

impl Fact for ProfileChanged {
    const TOPIC: &'static str = "actor.changed";
    fn lane(&self) -> Option<Id> {
        Some(self.actor)
    }
}

/// A fact of a transaction that has not ended.
pub(in crate::platform) struct Entry {
    fact: Recorded,
    lane: Option<Id>,
    /// Later consumers may want to hear of it too.
    kept: bool,
    heard_by: Vec<&'static str>,
}

/// Records a fact. It is written down, and queued for every consumer of its topic that heeds it, when the transaction ends.
pub fn record<F: Fact>(tx: &mut Tx<'_>, fact: &F) -> Result<()> {
    let shows = fact.shows();
    let recorded = Recorded { topic: F::TOPIC.to_owned(), payload: serde_json::to_string(fact)? };
    let (lane, kept) = (fact.lane(), shows.is_none());
    tx.recorded.push(Entry { fact: recorded, lane, kept, heard_by: Vec::new() });
    tx.queued.shown.extend(shows);
    Ok(())
}

/// The end of a transaction: writes down what was recorded in it.
pub(in crate::platform) fn settle(tx: &mut Tx<'_>) -> Result<()> {
    let mut entries = mem::take(&mut tx.recorded);
    if entries.is_empty() {
        return Ok(());
    }
    keep(tx, &entries)?;
    for consumer in jobs::consumers(tx.app) {
        for entry in heeded(tx.conn, consumer, &mut entries)? {
            entry.heard_by.push(consumer.name);
        }
    }
    let mut queued = Vec::new();
    for entry in &entries {
        for name in &entry.heard_by {
            queued.push(jobs::New {
                kind: format!("{}{name}", jobs::CONSUMER),
                lane: entry.lane.map(|lane| format!("{name}:{lane}")),
                payload: serde_json::to_string(&entry.fact)?,
            });
        }
    }
    jobs::enqueue_all(tx, &queued)
}

/// Those a consumer has to hear.
fn heeded<'a>(
    conn: &mut Conn,
    consumer: &Consumer,
    entries: &'a mut [Entry],
) -> Result<Vec<&'a mut Entry>> {
    let of_its_topics = |entry: &&mut Entry| consumer.topics.contains(&entry.fact.topic.as_str());
    let heard: Vec<&mut Entry> = entries.iter_mut().filter(of_its_topics).collect();
    let Some(heeds) = consumer.heeds.filter(|_| !heard.is_empty()) else {
        return Ok(heard);
    };
    let facts: Vec<Recorded> = heard.iter().map(|entry| entry.fact.clone()).collect();
    let wanted = heeds(conn, &facts)?;
    Ok(heard.into_iter().zip(wanted).filter_map(|(entry, is)| is.then_some(entry)).collect())
}

fn keep(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<()> {
    let rows: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kept)
        .map(|entry| {
            (
                facts::id.eq(tx.new_id()),
                facts::topic.eq(&entry.fact.topic),
                facts::payload.eq(&entry.fact.payload),
                facts::recorded_at.eq(tx.now),
            )
        })
        .collect();
    // SQLite binds at most 32,766 values.
    for some in rows.chunks(1_000) {
        both!(tx.conn, |c| diesel::insert_into(facts::table).values(some).execute(c))?;
    }
    Ok(())
}

/// A fact as its consumer receives it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// The topic.
    pub topic: String,
    /// The fact, still packed.
    pub payload: String,
}

impl Recorded {
    /// Unpacks the fact when it is an `F`.
    pub fn read<F: Fact>(&self) -> Option<F> {
        (self.topic == F::TOPIC).then(|| serde_json::from_str(&self.payload).ok())?
    }
}
