//! The inbound table: what was verified and stored, until it is applied, and for a while after.
//!
//! Activities of one actor are applied in the order they came; a retry holds back that actor's later ones and
//! nobody else's. Rows of one run are leased, so a process that dies leaves nothing undone.

use std::time::Duration;

use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};
use parvis_federation::iri::Iri;

use crate::{
    both,
    kernel::{
        clock::Time,
        db::{Conn, along_an_index},
        error::{Error, Result},
        id::Id,
    },
    platform::{app::Tx, feature::Outcome, processes::Holder},
    schema::inbound,
    text_enum,
};

text_enum! {
    /// Where an activity stands.
    State {
        /// To be applied.
        Waiting = "waiting",
        /// It had its effect.
        Applied = "applied",
        /// Understood or not, it is none of our business.
        Ignored = "ignored",
        /// Its actor may not do this.
        Rejected = "rejected",
        /// We failed at it too often.
        Failed = "failed",
    }
}

/// How long a claimed activity may take before another worker may claim it.
const LEASE: Duration = Duration::from_secs(300);

/// No activity waits longer than this for its next try.
const LONGEST_WAIT: Duration = Duration::from_secs(25 * 3600);

/// How often an activity is tried.
const TRIES: i32 = 10;

/// How long what was ignored is kept, for whoever wonders why nothing happened.
const KEEP_IGNORED: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long the rest is kept: it is what a second delivery is recognised by.
const KEEP: Duration = Duration::from_secs(30 * 24 * 3600);

/// What becomes of an activity that was undone before it could be applied.
pub const UNDONE: &str = "undone before it came";

/// An activity to store.
pub struct New<'a> {
    /// What a second delivery is recognised by.
    pub key: &'a str,
    /// Who claims to have done it.
    pub actor: &'a str,
    /// Whose key signed.
    pub signer: &'a str,
    /// What was done.
    pub verb: &'a str,
    /// The body as it came.
    pub body: &'a str,
}

/// An activity somebody claimed.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = inbound)]
pub struct Row {
    /// The key.
    pub id: Id,
    /// What a second delivery is recognised by: its id, or a name of its own when it was only passed on.
    pub activity_iri: String,
    /// Who claims to have done it.
    pub actor_iri: String,
    /// Whose key signed.
    pub signer_iri: String,
    /// The body as it came.
    pub body: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it came.
    pub received_at: Time,
}

/// What an activity is stored under when its signer is not its actor and it proves nothing: so that a forged one
/// never stands in the way of the real one.
pub fn forwarded_key(activity: &Iri, signer: &Iri) -> String {
    format!("forwarded by {signer}: {activity}")
}

impl Row {
    /// Was it passed on by somebody, without a proof?
    pub fn is_hearsay(&self) -> bool {
        self.activity_iri.starts_with("forwarded by ")
    }
}

#[derive(Insertable)]
#[diesel(table_name = inbound, treat_none_as_default_value = false)]
struct Insert<'a> {
    id: Id,
    activity_iri: &'a str,
    actor_iri: &'a str,
    signer_iri: &'a str,
    verb: &'a str,
    body: &'a str,
    state: State,
    outcome: &'a str,
    attempts: i32,
    run_at: Time,
    received_at: Time,
    applied_at: Option<Time>,
}

/// Stores an activity to be applied. One that is stored already stays as it is.
pub fn insert(tx: &mut Tx<'_>, new: &New<'_>) -> Result<()> {
    store(tx, new, State::Waiting, "")
}

/// After an activity was undone: when it has not come yet, or came later and waits, it has no effect.
pub fn settle_undone(tx: &mut Tx<'_>, activity: &Iri, actor: &str) -> Result<()> {
    let overtaken = diesel::update(
        inbound::table
            .filter(inbound::activity_iri.eq(activity.as_str()))
            .filter(inbound::actor_iri.eq(actor))
            .filter(inbound::state.eq(State::Waiting)),
    )
    .set((
        inbound::state.eq(State::Ignored),
        inbound::outcome.eq(UNDONE),
        inbound::applied_at.eq(Some(tx.now)),
    ))
    .execute(tx.conn)?;
    if overtaken > 0 {
        return Ok(());
    }
    let new = New { key: activity.as_str(), actor, signer: actor, verb: "", body: "" };
    store(tx, &new, State::Ignored, UNDONE)
}

/// Was this activity undone before it could be applied, since it was claimed?
pub fn is_undone(tx: &mut Tx<'_>, id: Id) -> Result<bool> {
    let row: Option<(State, String)> = inbound::table
        .filter(inbound::id.eq(id))
        .select((inbound::state, inbound::outcome))
        .first(tx.conn)
        .optional()?;
    Ok(row.is_some_and(|(state, outcome)| state == State::Ignored && outcome == UNDONE))
}

/// Did this activity of this actor have its effect already?
pub fn was_applied(tx: &mut Tx<'_>, activity: &Iri, actor: &str) -> Result<bool> {
    let row: Option<Id> = inbound::table
        .filter(inbound::activity_iri.eq(activity.as_str()))
        .filter(inbound::actor_iri.eq(actor))
        .filter(inbound::state.eq(State::Applied))
        .select(inbound::id)
        .first(tx.conn)
        .optional()?;
    Ok(row.is_some())
}

/// Lets an activity that was undone be done again under its name: Misskey, Friendica and Pixelfed use one name for every
/// follow of the same two actors.
pub fn free_name(tx: &mut Tx<'_>, activity: &str, actor: &str) -> Result<()> {
    diesel::delete(
        inbound::table
            .filter(inbound::activity_iri.eq(activity))
            .filter(inbound::actor_iri.eq(actor))
            .filter(inbound::state.ne(State::Waiting)),
    )
    .execute(tx.conn)?;
    Ok(())
}

/// After something was done that may have been undone before under this name: an `Undo` named after it may come again.
pub fn settle_redone(tx: &mut Tx<'_>, activity: &Iri, actor: &str) -> Result<()> {
    let undos: Vec<(Id, String)> = inbound::table
        .filter(inbound::actor_iri.eq(actor))
        .filter(inbound::state.eq(State::Applied))
        .filter(inbound::verb.eq("Undo"))
        .select((inbound::id, inbound::activity_iri))
        .load(tx.conn)?;
    let again: Vec<Id> = undos
        .into_iter()
        .filter(|(_, iri)| is_named_after(iri, activity.as_str()))
        .map(|(id, _)| id)
        .collect();
    if !again.is_empty() {
        diesel::delete(inbound::table.filter(inbound::id.eq_any(&again))).execute(tx.conn)?;
    }
    Ok(())
}

/// `…/likes/1/undo` and `…/likes/1#undo` are named after `…/likes/1`; `…/likes/10/undo` is not.
fn is_named_after(undo: &str, activity: &str) -> bool {
    undo.strip_prefix(activity)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn store(tx: &mut Tx<'_>, new: &New<'_>, state: State, outcome: &str) -> Result<()> {
    let row = Insert {
        id: tx.new_id(),
        activity_iri: new.key,
        actor_iri: new.actor,
        signer_iri: new.signer,
        verb: new.verb,
        body: new.body,
        state,
        outcome,
        attempts: 0,
        run_at: tx.now,
        received_at: tx.now,
        applied_at: (state != State::Waiting).then_some(tx.now),
    };
    both!(tx.conn, |c| diesel::insert_into(inbound::table)
        .values(&row)
        .on_conflict(inbound::activity_iri)
        .do_nothing()
        .execute(c))?;
    tx.queued.inbound = true;
    Ok(())
}

/// In SQL, those that wait: a value that is bound comes after the plan, too late for the index over these alone.
fn waiting() -> SqlLiteral<Bool> {
    sql("inbound.state = 'waiting'")
}

/// Is anything due?
pub fn is_due(conn: &mut Conn, now: Time) -> Result<bool> {
    let due: Option<Id> = inbound::table
        .filter(waiting())
        .filter(inbound::lease_until.is_null().or(inbound::lease_until.lt(now)))
        .select(inbound::id)
        .first(conn)
        .optional()?;
    Ok(due.is_some())
}

/// Claims up to `limit` activities, oldest first, leaving out actors whose earlier activity is held or retried.
pub fn claim(conn: &mut Conn, by: Holder, now: Time, limit: i64) -> Result<Vec<Row>> {
    let earlier = diesel::alias!(inbound as earlier);
    let held = earlier
        .filter(earlier.field(inbound::actor_iri).eq(inbound::actor_iri))
        .filter(earlier.field(inbound::state).eq(State::Waiting))
        .filter(earlier.field(inbound::id).lt(inbound::id))
        .filter(earlier.field(inbound::lease_until).ge(now));
    let free = inbound::table
        .filter(waiting())
        .filter(inbound::lease_until.is_null().or(inbound::lease_until.lt(now)))
        .filter(diesel::dsl::not(diesel::dsl::exists(held)))
        .order((inbound::run_at, inbound::id))
        .limit(limit)
        .select(Row::as_select());
    let rows: Vec<Row> = along_an_index(conn, |conn| Ok(free.load(conn)?))?;
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    diesel::update(inbound::table.filter(inbound::id.eq_any(&ids)))
        .set((inbound::lease_until.eq(Some(now.plus(LEASE))), inbound::held_by.eq(by)))
        .execute(conn)?;
    Ok(rows)
}

/// Gives activities back untouched, because an earlier one of their actor has to be tried again first.
pub fn release(conn: &mut Conn, by: Holder, ids: &[Id]) -> Result<()> {
    let held = inbound::table.filter(inbound::id.eq_any(ids)).filter(inbound::held_by.eq(by));
    diesel::update(held)
        .set((inbound::lease_until.eq(None::<Time>), inbound::held_by.eq(None::<Holder>)))
        .execute(conn)?;
    Ok(())
}

/// Frees what processes held that are gone.
pub fn free(conn: &mut Conn, gone: &[Holder]) -> Result<usize> {
    let held = inbound::table.filter(waiting()).filter(inbound::held_by.eq_any(gone));
    Ok(diesel::update(held)
        .set((inbound::lease_until.eq(None::<Time>), inbound::held_by.eq(None::<Holder>)))
        .execute(conn)?)
}

/// Records what became of activities, in the transaction of their effect: when another process took one meanwhile, an
/// error takes the effect back.
pub fn finish(tx: &mut Tx<'_>, mut ended: Vec<(Id, Outcome)>) -> Result<()> {
    while let Some((_, outcome)) = ended.first().cloned() {
        let (alike, others): (Vec<_>, Vec<_>) =
            ended.into_iter().partition(|(_, other)| *other == outcome);
        let ids: Vec<Id> = alike.into_iter().map(|(id, _)| id).collect();
        finish_alike(tx, &ids, &outcome)?;
        ended = others;
    }
    Ok(())
}

fn finish_alike(tx: &mut Tx<'_>, ids: &[Id], outcome: &Outcome) -> Result<()> {
    let (state, why) = match outcome {
        Outcome::Applied => (State::Applied, ""),
        Outcome::Ignored(why) => (State::Ignored, *why),
        Outcome::Rejected(why) => (State::Rejected, *why),
    };
    // The state is bound and not said: PostgreSQL would take the index of all that wait for the shorter way.
    let held = inbound::table
        .filter(inbound::id.eq_any(ids))
        .filter(inbound::state.eq(State::Waiting))
        .filter(inbound::held_by.eq(tx.app.processes.holder()));
    let finished = diesel::update(held)
        .set((
            inbound::lease_until.eq(None::<Time>),
            inbound::held_by.eq(None::<Holder>),
            inbound::state.eq(state),
            inbound::outcome.eq(why),
            inbound::applied_at.eq(Some(tx.now)),
        ))
        .execute(tx.conn)?;
    // What was undone since it was claimed says so already.
    let said = *outcome == Outcome::Ignored(UNDONE);
    if finished == ids.len() || (said && are_undone(tx, ids)?) {
        return Ok(());
    }
    Err(Error::internal("another process took the activity"))
}

fn are_undone(tx: &mut Tx<'_>, ids: &[Id]) -> Result<bool> {
    for id in ids {
        if !is_undone(tx, *id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Puts an activity back for later, with the reason; after the last try it is kept as failed.
pub fn put_back(conn: &mut Conn, by: Holder, row: &Row, why: &str, now: Time) -> Result<()> {
    let attempts = row.attempts.saturating_add(1);
    let gave_up = attempts >= TRIES;
    let wait =
        Duration::from_secs(15 * 3u64.pow(u32::try_from(row.attempts.clamp(0, 7)).unwrap_or(0)));
    // One that was undone meanwhile is not woken up again.
    let held = inbound::table
        .filter(inbound::id.eq(row.id))
        .filter(inbound::state.eq(State::Waiting))
        .filter(inbound::held_by.eq(by));
    diesel::update(held)
        .set((
            inbound::attempts.eq(attempts),
            inbound::outcome.eq(why),
            inbound::state.eq(if gave_up { State::Failed } else { State::Waiting }),
            inbound::lease_until.eq((!gave_up).then(|| now.plus(wait))),
            inbound::held_by.eq(None::<Holder>),
            inbound::applied_at.eq(gave_up.then_some(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes what has been kept long enough, and brings back what waits longer than anything may because the clock was
/// ahead for a while. Returns how many rows went.
pub fn prune(conn: &mut Conn, now: Time) -> Result<usize> {
    let stuck =
        inbound::table.filter(waiting()).filter(inbound::lease_until.gt(now.plus(LONGEST_WAIT)));
    diesel::update(stuck).set(inbound::lease_until.eq(None::<Time>)).execute(conn)?;
    let ignored = diesel::delete(
        inbound::table
            .filter(inbound::state.eq(State::Ignored))
            .filter(inbound::received_at.lt(now.minus(KEEP_IGNORED))),
    )
    .execute(conn)?;
    let rest = diesel::delete(
        inbound::table
            .filter(inbound::state.ne(State::Waiting))
            .filter(inbound::received_at.lt(now.minus(KEEP))),
    )
    .execute(conn)?;
    Ok(ignored + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undo_is_named_after_what_it_undoes_and_after_nothing_that_begins_alike() {
        let like = "https://a.example/users/alice#likes/1";
        assert!(is_named_after("https://a.example/users/alice#likes/1/undo", like));
        assert!(is_named_after("https://a.example/users/alice#likes/1#undo", like));
        assert!(!is_named_after("https://a.example/users/alice#likes/10/undo", like));
        assert!(!is_named_after("https://a.example/undo/1", like));
    }
}
