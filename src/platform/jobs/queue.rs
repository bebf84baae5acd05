//! The jobs table: putting work in, claiming it, saying how it ended.

use std::time::Duration;

use diesel::{
    prelude::*,
    sql_types::{BigInt, Integer, Text},
};
use serde::Serialize;

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{app::Tx, processes::Holder},
    schema::jobs,
};

/// How long a claimed job may take before another process may claim it again.
pub(super) const LEASE: Duration = Duration::from_secs(300);

/// How often a job is tried before it is kept as failed.
const TRIES: i32 = 12;

/// A job somebody claimed.
#[derive(Debug, QueryableByName)]
pub(super) struct Claimed {
    #[diesel(sql_type = BigInt)]
    pub(super) id: Id,
    #[diesel(sql_type = Text)]
    pub(super) kind: String,
    #[diesel(sql_type = Text)]
    pub(super) payload: String,
    #[diesel(sql_type = Integer)]
    pub(super) attempts: i32,
}

/// A job that was given up, as staff see it.
#[derive(Debug, Serialize, Queryable)]
pub struct Failed {
    /// Its key.
    pub id: Id,
    /// What it was to do.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i32,
    /// The last reason.
    pub last_error: Option<String>,
    /// When it was given up.
    pub failed_at: Option<Time>,
}

/// A job to queue, its payload packed.
pub(in crate::platform) struct New {
    /// What it is to do.
    pub(in crate::platform) kind: String,
    /// It waits for the other jobs of this lane.
    pub(in crate::platform) lane: Option<String>,
    /// What it needs to know.
    pub(in crate::platform) payload: String,
}

/// Queues a job to run as soon as the transaction is on disk.
pub fn enqueue<P: Serialize>(tx: &mut Tx<'_>, kind: &'static str, payload: &P) -> Result<()> {
    enqueue_at(tx, kind, tx.now, payload)
}

/// Queues a job behind the other jobs of `lane`.
pub fn enqueue_in_lane<P: Serialize>(
    tx: &mut Tx<'_>,
    kind: &'static str,
    lane: &str,
    payload: &P,
) -> Result<()> {
    let lane = Some(lane.to_owned());
    let new = New { kind: kind.to_owned(), lane, payload: serde_json::to_string(payload)? };
    insert(tx, &[new], tx.now)
}

/// Queues a job to run not before `at`.
pub fn enqueue_at<P: Serialize>(
    tx: &mut Tx<'_>,
    kind: &'static str,
    at: Time,
    payload: &P,
) -> Result<()> {
    let new = New { kind: kind.to_owned(), lane: None, payload: serde_json::to_string(payload)? };
    insert(tx, &[new], at)
}

/// Queues jobs in their order.
pub(in crate::platform) fn enqueue_all(tx: &mut Tx<'_>, new: &[New]) -> Result<()> {
    // SQLite binds at most 32,766 values.
    new.chunks(1_000).try_for_each(|some| insert(tx, some, tx.now))
}

fn insert(tx: &mut Tx<'_>, new: &[New], run_at: Time) -> Result<()> {
    let rows: Vec<_> = new
        .iter()
        .map(|new| {
            (
                jobs::id.eq(tx.new_id()),
                jobs::kind.eq(&new.kind),
                jobs::lane.eq(&new.lane),
                jobs::payload.eq(&new.payload),
                jobs::run_at.eq(run_at),
                jobs::attempts.eq(0),
                jobs::created_at.eq(tx.now),
            )
        })
        .collect();
    both!(tx.conn, |c| diesel::insert_into(jobs::table).values(&rows).execute(c))?;
    tx.queued.jobs = true;
    Ok(())
}

/// How many jobs wait or run.
pub fn waiting(conn: &mut Conn) -> Result<i64> {
    Ok(jobs::table.filter(jobs::failed_at.is_null()).count().get_result(conn)?)
}

/// Jobs that were given up, newest first.
pub fn failed(conn: &mut Conn, limit: i64) -> Result<Vec<Failed>> {
    Ok(jobs::table
        .filter(jobs::failed_at.is_not_null())
        .order(jobs::id.desc())
        .limit(limit)
        .select((jobs::id, jobs::kind, jobs::attempts, jobs::last_error, jobs::failed_at))
        .load(conn)?)
}

/// Jobs of a kind that did not succeed so far, waiting for another try or given up; the newest first.
pub fn troubled(conn: &mut Conn, kind: &str) -> Result<Vec<Failed>> {
    Ok(jobs::table
        .filter(jobs::kind.eq(kind))
        .filter(jobs::last_error.is_not_null())
        .order(jobs::id.desc())
        .select((jobs::id, jobs::kind, jobs::attempts, jobs::last_error, jobs::failed_at))
        .load(conn)?)
}

/// Makes every job of a kind that did not succeed so far due now, those that were given up as well.
pub fn retry(tx: &mut Tx<'_>, kind: &str) -> Result<()> {
    let idle = jobs::table
        .filter(jobs::kind.eq(kind))
        .filter(jobs::last_error.is_not_null())
        .filter(jobs::lease_until.is_null());
    diesel::update(idle)
        .set((
            jobs::run_at.eq(tx.now),
            jobs::attempts.eq(0),
            jobs::failed_at.eq(None::<Time>),
            jobs::last_error.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    tx.queued.jobs = true;
    Ok(())
}

/// Takes out jobs of these kinds whose payload holds these words, whether they wait or were given up.
pub fn take_out(conn: &mut Conn, kinds: &[&str], words: &str) -> Result<()> {
    let rows: Vec<(Id, String)> = jobs::table
        .filter(jobs::kind.eq_any(kinds))
        .select((jobs::id, jobs::payload))
        .load(conn)?;
    let gone = rows.iter().filter(|(_, payload)| payload.contains(words)).map(|(id, _)| *id);
    let gone: Vec<Id> = gone.collect();
    diesel::delete(jobs::table.filter(jobs::id.eq_any(&gone))).execute(conn)?;
    Ok(())
}

/// Claims up to `limit` jobs that are due and first of their lane.
pub(super) fn claim(conn: &mut Conn, by: Holder, now: Time, limit: i64) -> Result<Vec<Claimed>> {
    let due: Vec<Claimed> = diesel::sql_query(
        "SELECT j.id, j.kind, j.payload, j.attempts FROM jobs j \
         WHERE j.failed_at IS NULL AND j.run_at <= $1 \
           AND (j.lease_until IS NULL OR j.lease_until < $2) \
           AND (j.lane IS NULL OR NOT EXISTS (SELECT 1 FROM jobs e WHERE e.lane = j.lane \
                AND e.id < j.id AND e.failed_at IS NULL)) \
         ORDER BY j.run_at, j.id LIMIT $3",
    )
    .bind::<BigInt, _>(now)
    .bind::<BigInt, _>(now)
    .bind::<BigInt, _>(limit)
    .load(conn)?;
    let ids: Vec<Id> = due.iter().map(|job| job.id).collect();
    diesel::update(jobs::table.filter(jobs::id.eq_any(&ids)))
        .set((jobs::lease_until.eq(now.plus(LEASE)), jobs::held_by.eq(by)))
        .execute(conn)?;
    Ok(due)
}

/// Frees what processes held that are gone.
pub(in crate::platform) fn free(conn: &mut Conn, gone: &[Holder]) -> Result<usize> {
    Ok(diesel::update(jobs::table.filter(jobs::held_by.eq_any(gone)))
        .set((jobs::lease_until.eq(None::<Time>), jobs::held_by.eq(None::<Holder>)))
        .execute(conn)?)
}

/// Takes finished jobs out, except for those another process holds by now.
pub(super) fn finish(conn: &mut Conn, by: Holder, done: &[Id]) -> Result<()> {
    if !done.is_empty() {
        let ours = jobs::table.filter(jobs::id.eq_any(done)).filter(jobs::held_by.eq(by));
        diesel::delete(ours).execute(conn)?;
    }
    Ok(())
}

/// Puts a job back for `after`, or keeps it as failed when it was tried often enough. Leaves it alone when another
/// process holds it by now.
pub(super) fn put_back(
    conn: &mut Conn,
    by: Holder,
    job: &Claimed,
    why: &str,
    now: Time,
    after: Option<Duration>,
) -> Result<()> {
    let attempts = job.attempts.saturating_add(1);
    let wait = after.filter(|_| attempts < TRIES);
    diesel::update(jobs::table.filter(jobs::id.eq(job.id)).filter(jobs::held_by.eq(by)))
        .set((
            jobs::attempts.eq(attempts),
            jobs::lease_until.eq(None::<Time>),
            jobs::held_by.eq(None::<Holder>),
            jobs::last_error.eq(Some(why)),
            jobs::run_at.eq(now.plus(wait.unwrap_or_default())),
            jobs::failed_at.eq(if wait.is_some() { None } else { Some(now) }),
        ))
        .execute(conn)?;
    Ok(())
}

/// When the next job is due, if any waits.
pub(super) fn next_due(conn: &mut Conn) -> Result<Option<Time>> {
    let next: Option<i64> = jobs::table
        .filter(jobs::failed_at.is_null())
        .select(diesel::dsl::min(jobs::run_at))
        .first(conn)?;
    Ok(next.map(Time::from_micros))
}
