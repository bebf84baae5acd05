//! The journal: what happened, recorded in the transaction of its effect.
//!
//! Each fact becomes one job per consumer in the same transaction, so that everything that follows from it
//! happens at least once, however the process ends. Consumers must be idempotent. A fact carries ids only.

use diesel::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    both,
    kernel::{clock::Time, error::Result, id::Id},
    platform::{app::Tx, jobs, live::Shows, objects::State},
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

/// Records a fact and queues it for every consumer of its topic.
pub fn record<F: Fact>(tx: &mut Tx<'_>, fact: &F) -> Result<()> {
    let consumers: Vec<&'static str> = jobs::consumers(tx.app)
        .filter(|consumer| consumer.topics.contains(&F::TOPIC))
        .map(|consumer| consumer.name)
        .collect();
    let payload = serde_json::to_string(fact)?;
    match fact.shows() {
        Some(shows) => tx.queued.shown.push(shows),
        None => keep(tx, F::TOPIC, &payload)?,
    }
    for name in consumers {
        let lane = fact.lane().map(|lane| format!("{name}:{lane}"));
        jobs::enqueue_raw(
            tx,
            &format!("{}{name}", jobs::CONSUMER),
            lane,
            &fact_job(F::TOPIC, &payload),
        )?;
    }
    Ok(())
}

fn keep(tx: &mut Tx<'_>, topic: &str, payload: &str) -> Result<()> {
    let row = (
        facts::id.eq(tx.new_id()),
        facts::topic.eq(topic),
        facts::payload.eq(payload),
        facts::recorded_at.eq(tx.now),
    );
    both!(tx.conn, |c| diesel::insert_into(facts::table).values(row).execute(c))?;
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

fn fact_job(topic: &str, payload: &str) -> String {
    serde_json::json!({ "topic": topic, "payload": payload }).to_string()
}
