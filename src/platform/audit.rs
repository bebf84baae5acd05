//! The audit: what staff did, to what, why, and how it was before, in the transaction of the act.
//!
//! Rows are added and kept; the moderation pages show them and may note that an act was undone. Never holds
//! a secret or an e-mail address: `target` and `before` name things by id, handle or domain.

use diesel::prelude::*;

use crate::{
    kernel::{error::Result, id::Id},
    platform::app::Tx,
    schema::audit,
};

/// One act of staff.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry<'a> {
    /// Whose account; `None` for the command line and the program itself.
    pub account: Option<Id>,
    /// What was done: `account.role`, `trace.hide`, `domain.block`…
    pub action: &'a str,
    /// The noun it was done to: `account`, `trace`, `domain`…
    pub target_kind: &'a str,
    /// Which one.
    pub target: &'a str,
    /// Why, as the person wrote it; may be empty.
    pub reason: &'a str,
    /// What is needed to undo it: the state before, as text or JSON; may be empty.
    pub before: &'a str,
}

/// Writes an act down; returns the key of its row.
pub fn record(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<Id> {
    let id = tx.new_id();
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(id),
            audit::account_id.eq(entry.account),
            audit::action.eq(entry.action),
            audit::target_kind.eq(entry.target_kind),
            audit::target.eq(entry.target),
            audit::reason.eq(entry.reason),
            audit::before.eq(entry.before),
            audit::created_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    Ok(id)
}
