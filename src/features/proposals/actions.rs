//! Proposing, answering, taking back; each inside the caller's transaction.

use serde::{Deserialize, Serialize};

use super::{
    model::{LONGEST_WORD, MOST_WAITING, Proposal, State},
    store::{self, Wanted},
};
use crate::{
    features::events::{self, Draft, Status},
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::Tx,
        audit,
        journal::{self, Fact},
        web::Member,
    },
};

/// Somebody proposed an event: the team has something to read.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// The event.
    pub event: Id,
    /// Who proposed it.
    pub actor: Id,
}

impl Fact for Proposed {
    const TOPIC: &'static str = "proposal.proposed";

    fn lane(&self) -> Option<Id> {
        Some(self.event)
    }
}

/// The team answered a proposal.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// The event.
    pub event: Id,
    /// Who proposed it.
    pub actor: Id,
    /// It is in the programme.
    pub accepted: bool,
}

impl Fact for Decided {
    const TOPIC: &'static str = "proposal.decided";

    fn lane(&self) -> Option<Id> {
        Some(self.actor)
    }
}

/// Proposes an event; refused while the team has enough of this person's to read.
pub(super) fn propose(tx: &mut Tx<'_>, draft: &Draft, actor: Id) -> Result<Id> {
    let waiting = Wanted { actor: Some(actor), waiting: Some(true) };
    if store::count(tx.conn, &waiting)? >= MOST_WAITING {
        return Err(Error::field("title", "proposals-error-many"));
    }
    if draft.facts.when.starts < tx.now {
        return Err(Error::field("day", "proposals-error-past"));
    }
    let event = events::propose(tx, draft, actor)?;
    let proposal = Proposal {
        event: event.id,
        actor,
        title: event.facts.title,
        state: State::Waiting,
        word: String::new(),
        proposed_at: tx.now,
        decided_at: None,
    };
    store::insert(tx.conn, &proposal)?;
    journal::record(tx, &Proposed { event: event.id, actor })?;
    Ok(event.id)
}

/// Answers a proposal. What was answered already stays as it is.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    by: &Member,
    event: Id,
    accepted: bool,
    word: &str,
) -> Result<bool> {
    if word.chars().count() > LONGEST_WORD {
        return Err(Error::field("word", "events-error-long"));
    }
    if !decide(tx, event, accepted, word)? {
        return Ok(false);
    }
    if accepted {
        let draft = events::draft(tx.conn, event)?;
        events::revise(tx, event, &Draft { status: Status::Announced, ..draft })?;
    } else {
        events::withdraw(tx, event)?;
    }
    let target = event.to_string();
    let entry = audit::Entry {
        account: Some(by.account_id),
        action: if accepted { "proposal.accept" } else { "proposal.decline" },
        target_kind: "event",
        target: &target,
        reason: word,
        ..audit::Entry::default()
    };
    audit::record(tx, &entry)?;
    Ok(true)
}

/// Notes the team's answer and says so; false when there was one already.
pub(super) fn decide(tx: &mut Tx<'_>, event: Id, accepted: bool, word: &str) -> Result<bool> {
    let proposal = store::find(tx.conn, event)?.ok_or(Error::NotFound)?;
    let state = if accepted { State::Accepted } else { State::Declined };
    let decided = store::decide(tx.conn, event, state, word, tx.now)?;
    if decided {
        journal::record(tx, &Decided { event, actor: proposal.actor, accepted })?;
    }
    Ok(decided)
}

/// Takes one's own proposal back while it waits.
pub(super) fn withdraw(tx: &mut Tx<'_>, event: Id, actor: Id) -> Result<()> {
    let proposal = store::find(tx.conn, event)?.filter(|proposal| proposal.actor == actor);
    proposal.ok_or(Error::NotFound)?;
    if store::decide(tx.conn, event, State::Withdrawn, "", tx.now)? {
        events::withdraw(tx, event)?;
    }
    Ok(())
}
