//! From the journal: what people on a list are told goes to them by their own channel, and what becomes of an event or
//! a person becomes of their answers. May hear a fact twice and does it once.

use super::{
    actions::{self, Counted, Told},
    letters,
    model::{Answer, Telling, Who, Word},
    store, wire,
};
use crate::{
    features::{accounts::AccountClosed, events, events::Rescheduled, follows},
    kernel::{error::Result, id::Id},
    platform::{
        actors,
        app::{App, Tx},
        fediverse::inbound::Departed,
        jobs::JobResult,
        journal::{Recorded, Revised},
    },
};

/// Carries what somebody is told: a letter, or a message to their server. Members are told by notifications.
pub(super) async fn tell(app: App, fact: Recorded) -> JobResult {
    app.write(move |tx| {
        if let Some(Counted { event, at }) = fact.read() {
            return wire::counts(tx, event, at);
        }
        match fact.read() {
            Some(Told { word, .. }) => carry(tx, word),
            None => Ok(()),
        }
    })
    .await?;
    Ok(())
}

fn carry(tx: &mut Tx<'_>, word: Id) -> Result<()> {
    let Some((one, telling)) = super::word(tx.conn, word)? else {
        return Ok(());
    };
    match &one.who {
        Who::Email(email) if email.is_empty() => Ok(()),
        Who::Email(email) => {
            let (email, language) = (email.clone(), one.language);
            letters::carry(tx, word, (language, &email))
        }
        Who::Actor(actor) => match actors::find(tx.conn, *actor)? {
            Some(actor) if !actor.local && actor.deleted_at.is_none() => {
                wire::tell(tx, word, &one, telling, &actor)
            }
            _ => Ok(()),
        },
    }
}

/// What becomes of an event, and of people who left.
pub(super) async fn follow(app: App, fact: Recorded) -> JobResult {
    if let Some(Revised { object }) = fact.read() {
        // Heard for everything anybody changes.
        if !app.read(move |conn| store::has_list(conn, object)).await? {
            return Ok(());
        }
        app.write(move |tx| actions::settle_line(tx, object)).await?;
        return Ok(());
    }
    if let Some(follows::Answered { follow }) = fact.read() {
        app.write(move |tx| wire::followed(tx, follow)).await?;
        return Ok(());
    }
    app.write(move |tx| {
        if let Some(Rescheduled { event, cancelled, sequence }) = fact.read() {
            return moved(tx, event, cancelled, sequence);
        }
        let closed = fact.read().map(|AccountClosed { actor }| actor);
        match closed.or_else(|| fact.read().map(|Departed { actor }| actor)) {
            Some(actor) => actions::forget(tx, actor),
            None => Ok(()),
        }
    })
    .await?;
    Ok(())
}

fn moved(tx: &mut Tx<'_>, event: Id, cancelled: bool, sequence: i32) -> Result<()> {
    if !store::has_list(tx.conn, event)? {
        return Ok(());
    }
    if let Some(known) = events::find(tx.conn, event)? {
        actions::note_reminder(tx, &known)?;
    }
    let word = if cancelled { Word::CalledOff } else { Word::Changed };
    let telling = Telling { word, mark: i64::from(sequence) };
    actions::spread(tx, event, telling, &[Answer::Going, Answer::Maybe, Answer::Waiting])
}
