//! Passing on: an answer to something of ours that is meant for our followers too, whose server knows nothing of them
//! (ActivityPub §7.1.2).
//!
//! Only what proves its author by itself (FEP-8b32), and unchanged: whoever gets it must not have to believe us.

use diesel::prelude::*;
use parvis_federation::{lenient, proof};

use super::queue::Row;
use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        app::Tx,
        feature::Inbound,
        fediverse::{
            fetch,
            outbox::{self, Recipients},
        },
        objects,
    },
    schema::actors,
};

/// Queues an applied answer for the followers of ours it is addressed to.
pub fn pass_on(tx: &mut Tx<'_>, row: &Row, inbound: &Inbound) -> Result<()> {
    let activity = &inbound.activity;
    if row.is_hearsay() || proof::read(&activity.raw).is_none() {
        return Ok(());
    }
    let collections: Vec<&str> = activity
        .audience
        .everyone()
        .filter(|iri| fetch::is_ours(tx.app, iri))
        .map(|iri| iri.as_str())
        .collect();
    if collections.is_empty() || !answers_ours(tx, inbound)? {
        return Ok(());
    }
    let followed: Vec<Id> = actors::table
        .filter(actors::local.eq(true))
        .filter(actors::deleted_at.is_null())
        .filter(actors::followers.eq_any(collections))
        .select(actors::id)
        .load(tx.conn)?;
    let Some(by) = followed.first().copied() else {
        return Ok(());
    };
    let to = Recipients { followers_of: followed, ..Recipients::default() };
    outbox::pass_on(tx, by, activity, &row.body, &to)
}

/// Does it answer an object of this server?
fn answers_ours(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<bool> {
    let post = inbound.activity.first_object().and_then(|item| item.embedded());
    let Some(parent) = post.and_then(|post| lenient::iri(post, "inReplyTo")) else {
        return Ok(false);
    };
    let parent = objects::find_by_iri(tx.conn, parent.as_str())?;
    Ok(parent.is_some_and(|parent| parent.local && parent.federates()))
}
