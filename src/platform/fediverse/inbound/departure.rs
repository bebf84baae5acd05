//! Actors of other servers that leave for good: their profile is erased at once, what they wrote soon after.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        feature::Outcome,
        fediverse::keys,
        jobs,
        journal::{self, Fact},
        objects,
    },
    schema::{actor_keys, objects as table},
};

/// The job that withdraws what an actor wrote.
pub const ERASE: &str = "fediverse.erase-actor";

/// How many objects are withdrawn in one transaction.
const AT_ONCE: i64 = 200;

/// An actor of another server is gone for good. Whoever keeps something about it lets go of it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Departed {
    /// Who.
    pub actor: Id,
}

impl Fact for Departed {
    const TOPIC: &'static str = "peer.departed";
    fn lane(&self) -> Option<Id> {
        Some(self.actor)
    }
}

/// Erases the profile and the keys, tells the nouns, and queues the rest.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor) -> Result<Outcome> {
    if actor.deleted_at.is_some() {
        return Ok(Outcome::Applied);
    }
    keys::forget_actor(tx.app, tx.conn, actor.id)?;
    diesel::delete(actor_keys::table.filter(actor_keys::actor_id.eq(actor.id))).execute(tx.conn)?;
    let erased = Actor {
        name: String::new(),
        summary_html: String::new(),
        icon_url: None,
        icon_media_id: None,
        image_url: None,
        fields: "[]".to_owned(),
        also_known_as: "[]".to_owned(),
        discoverable: false,
        updated_at: tx.now,
        deleted_at: Some(tx.now),
        ..actor.clone()
    };
    actors::update(tx.conn, &erased)?;
    journal::record(tx, &Departed { actor: actor.id })?;
    jobs::enqueue(tx, ERASE, &actor.id)?;
    Ok(Outcome::Applied)
}

/// Withdraws what the actor wrote, some at a time.
pub async fn erase(app: App, actor: Id) -> jobs::JobResult {
    app.write(move |tx| {
        let written: Vec<Id> = table::table
            .filter(table::author_id.eq(actor))
            .filter(table::local.eq(false))
            .filter(table::deleted_at.is_null())
            .limit(AT_ONCE)
            .select(table::id)
            .load(tx.conn)?;
        for object in &written {
            objects::withdraw(tx, *object)?;
        }
        if written.is_empty() { Ok(()) } else { jobs::enqueue(tx, ERASE, &actor) }
    })
    .await?;
    Ok(())
}
