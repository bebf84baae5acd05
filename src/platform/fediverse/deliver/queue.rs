//! The deliveries table: claiming what is due, and what staff and time do to what waits.
//!
//! A claim is a lease: a process that dies, or freezes past its lease, loses nothing and blocks nothing.

use std::{collections::HashMap, time::Duration};

use diesel::{
    prelude::*,
    sql_types::{BigInt, Integer, Nullable, Text},
};

use super::{State, verdict};
use crate::{
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend, along_an_index},
        error::Result,
        id::Id,
    },
    platform::{
        fediverse::hosts::{self, Host},
        processes::Holder,
    },
    schema::{deliveries, outbound},
};

/// How long a claim holds. A lane stops early enough to be done before.
pub(super) const LEASE: Duration = Duration::from_secs(90);

/// How many due rows one look takes in.
const LOOK: usize = 2048;

/// How many rows of one host one claim takes, so that a busy host leaves room for the others.
const PER_HOST: usize = 32;

/// A delivery after this many tries no longer holds up what its actor says about other objects.
const PATIENCE: i32 = 5;

/// A delivery this process may try now.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct Claimed {
    #[diesel(sql_type = BigInt)]
    pub(super) id: Id,
    #[diesel(sql_type = BigInt)]
    pub(super) outbound_id: Id,
    #[diesel(sql_type = BigInt)]
    pub(super) actor_id: Id,
    #[diesel(sql_type = Text)]
    pub(super) inbox: String,
    #[diesel(sql_type = Text)]
    pub(super) host: String,
    #[diesel(sql_type = Integer)]
    pub(super) attempts: i32,
    #[diesel(sql_type = BigInt)]
    pub(super) created_at: Time,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) open_until: Option<Time>,
}

/// What was claimed, with everything needed to send it.
pub(super) struct Claim {
    /// Rows in the order they must arrive, by host.
    pub(super) by_host: HashMap<String, Vec<Claimed>>,
    /// What is known of those hosts.
    pub(super) hosts: HashMap<String, Host>,
    /// Those that say they read RFC 9421, of the hosts without a remembered scheme.
    pub(super) advertised: Vec<String>,
    /// The bodies, by activity.
    pub(super) bodies: HashMap<Id, String>,
    /// Until when the claim holds.
    pub(super) until: Time,
    /// More may be due.
    pub(super) more: bool,
}

/// Rows that are due, free, not of a host whose circuit is open, and not behind an earlier row of the same host and actor
/// that is on its way or whose next try comes later than theirs: so, in the order of their tries, which is that of an index,
/// none comes before a row it has to wait for. Placeholders ascend: SQLite numbers them by their first appearance.
const DUE: &str = "SELECT d.id, d.outbound_id, o.actor_id, d.inbox, d.host, d.attempts, d.created_at, \
       h.open_until \
     FROM deliveries d JOIN outbound o ON o.id = d.outbound_id LEFT JOIN hosts h ON h.host = d.host \
     WHERE d.state = 'waiting' AND d.next_at <= $1 \
       AND (d.lease_until IS NULL OR d.lease_until < $2) \
       AND (h.open_until IS NULL OR h.open_until <= $3) \
       AND NOT EXISTS (SELECT 1 FROM deliveries e JOIN outbound p ON p.id = e.outbound_id \
         WHERE e.host = d.host AND e.state = 'waiting' AND e.id < d.id AND p.actor_id = o.actor_id \
           AND (e.lease_until >= $4 \
             OR (e.next_at > d.next_at AND (e.attempts < $5 OR p.object_id = o.object_id)))) \
     ";

/// The order in which they are taken: as many as are wanted, and no other is looked at.
const IN_ORDER: &str = "ORDER BY d.next_at, d.id LIMIT";

/// The rows that may be tried now, except for the hosts this process is busy with.
fn due(conn: &mut Conn, now: Time, busy: &[String], limit: usize) -> Result<Vec<Claimed>> {
    let mut sql = DUE.to_owned();
    for place in 0..busy.len() {
        sql.push_str(if place == 0 { "AND d.host NOT IN (" } else { ", " });
        sql.push_str(&format!("${}", place + 6));
    }
    sql.push_str(if busy.is_empty() { "" } else { ") " });
    sql.push_str(&format!("{IN_ORDER} {limit}"));
    let mut query = diesel::sql_query(sql)
        .into_boxed::<MultiBackend>()
        .bind::<BigInt, _>(now)
        .bind::<BigInt, _>(now)
        .bind::<BigInt, _>(now)
        .bind::<BigInt, _>(now)
        .bind::<Integer, _>(PATIENCE);
    for host in busy {
        query = query.bind::<Text, _>(host);
    }
    along_an_index(conn, |conn| Ok(query.load(conn)?))
}

/// Is there anything to claim?
pub(super) fn is_any_due(conn: &mut Conn, now: Time, busy: &[String]) -> Result<bool> {
    Ok(!due(conn, now, busy, 1)?.is_empty())
}

/// Claims what is due now, except for the hosts this process is busy with.
pub(super) fn claim(conn: &mut Conn, by: Holder, now: Time, busy: &[String]) -> Result<Claim> {
    let due = due(conn, now, busy, LOOK)?;
    let until = now.plus(LEASE);
    let mut more = due.len() == LOOK;
    let mut by_host: HashMap<String, Vec<Claimed>> = HashMap::new();
    for row in due {
        by_host.entry(row.host.clone()).or_default().push(row);
    }
    for rows in by_host.values_mut() {
        // One that was tried too often is overtaken while it is not due, and only then.
        rows.sort_unstable_by_key(|row| row.id);
        // A circuit that was open is probed with one delivery.
        let probed = rows.first().is_some_and(|row| row.open_until.is_some());
        let room = if probed { 1 } else { PER_HOST };
        more |= rows.len() > room;
        rows.truncate(room);
    }
    let ids: Vec<Id> = by_host.values().flatten().map(|row| row.id).collect();
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(&ids)))
        .set((deliveries::lease_until.eq(until), deliveries::held_by.eq(by)))
        .execute(conn)?;
    let names: Vec<String> = by_host.keys().cloned().collect();
    let hosts = hosts::find_all(conn, &names)?;
    let unknown: Vec<String> = names
        .into_iter()
        .filter(|name| hosts.get(name).and_then(|h| h.remembered(now)).is_none())
        .collect();
    Ok(Claim {
        advertised: hosts::advertise_rfc9421(conn, &unknown)?,
        bodies: bodies(conn, by_host.values().flatten())?,
        by_host,
        hosts,
        until,
        more,
    })
}

fn bodies<'a>(
    conn: &mut Conn,
    rows: impl Iterator<Item = &'a Claimed>,
) -> Result<HashMap<Id, String>> {
    let mut ids: Vec<Id> = rows.map(|row| row.outbound_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Id, String)> = outbound::table
        .filter(outbound::id.eq_any(&ids))
        .select((outbound::id, outbound::body))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Frees what processes held that are gone.
pub(super) fn free(conn: &mut Conn, gone: &[Holder]) -> Result<usize> {
    let held = deliveries::table
        .filter(deliveries::state.eq(State::Waiting))
        .filter(deliveries::held_by.eq_any(gone));
    Ok(diesel::update(held)
        .set((deliveries::lease_until.eq(None::<Time>), deliveries::held_by.eq(None::<Holder>)))
        .execute(conn)?)
}

/// When something may be due next: a row's next try, or the end of a lost claim.
pub(super) fn next_due(conn: &mut Conn) -> Result<Option<Time>> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Nullable<BigInt>)]
        at: Option<Time>,
    }
    let next: Next = diesel::sql_query(
        "SELECT MIN(CASE WHEN lease_until > next_at THEN lease_until ELSE next_at END) AS at \
         FROM deliveries WHERE state = 'waiting'",
    )
    .get_result(conn)?;
    Ok(next.at)
}

/// Makes everything that waits for a host due now.
pub(super) fn wake(conn: &mut Conn, host: &str, now: Time) -> Result<usize> {
    Ok(diesel::update(
        deliveries::table
            .filter(deliveries::host.eq(host))
            .filter(deliveries::state.eq(State::Waiting))
            .filter(deliveries::next_at.gt(now)),
    )
    .set(deliveries::next_at.eq(now))
    .execute(conn)?)
}

/// Lets go of everything that waits: after a restore, it may have been sent already. Returns how much it was.
pub fn abandon(conn: &mut Conn) -> Result<usize> {
    Ok(diesel::delete(deliveries::table.filter(deliveries::state.eq(State::Waiting)))
        .execute(conn)?)
}

/// Takes up again what was given up for a host.
pub(super) fn revive(conn: &mut Conn, host: &str, now: Time) -> Result<usize> {
    Ok(diesel::update(
        deliveries::table
            .filter(deliveries::host.eq(host))
            .filter(deliveries::state.eq(State::Failed)),
    )
    .set((
        deliveries::state.eq(State::Waiting),
        deliveries::attempts.eq(0),
        deliveries::next_at.eq(now),
        // The thirty days begin anew: somebody asked for it.
        deliveries::created_at.eq(now),
    ))
    .execute(conn)?)
}

/// Brings back what waits longer than anything may: the clock was ahead for a while.
pub(super) fn unstick(conn: &mut Conn, now: Time) -> Result<()> {
    let never = now.plus(verdict::LONGEST_WAIT);
    diesel::update(
        deliveries::table
            .filter(deliveries::state.eq(State::Waiting))
            .filter(deliveries::next_at.gt(never)),
    )
    .set(deliveries::next_at.eq(now))
    .execute(conn)?;
    hosts::unstick(conn, never)
}

/// Forgets what was given up longer ago than staff would still care, and then the activities that are neither on
/// their way nor served: what was created and shared is listed, and a `Delete` tells what a withdrawn object was.
pub(super) fn prune(conn: &mut Conn, now: Time) -> Result<()> {
    let old = now.minus(verdict::HORIZON);
    diesel::delete(
        deliveries::table
            .filter(deliveries::state.eq(State::Failed))
            .filter(deliveries::next_at.lt(old)),
    )
    .execute(conn)?;
    diesel::delete(
        outbound::table
            .filter(outbound::created_at.lt(old))
            .filter(outbound::verb.ne_all(["Create", "Announce", "Delete"]))
            .filter(outbound::id.ne_all(deliveries::table.select(deliveries::outbound_id))),
    )
    .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use diesel::{prelude::*, sql_types::Text};

    use super::{DUE, IN_ORDER};
    use crate::kernel::db;

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }

    /// A million of them may wait: sorting them for each look took minutes.
    #[test]
    fn what_waits_is_looked_through_from_its_beginning_and_never_sorted() {
        let mut conn = db::open("sqlite::memory:", db::Use::Write).unwrap();
        db::up(&mut conn).unwrap();
        let asked = format!("EXPLAIN QUERY PLAN {DUE} {IN_ORDER} 10");
        let plan: Vec<Step> = diesel::sql_query(asked).load(&mut conn).unwrap();
        let plan: Vec<String> = plan.into_iter().map(|step| step.detail).collect();
        assert!(plan[0].contains("deliveries_due"), "{plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
    }
}
