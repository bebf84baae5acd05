//! How other servers are doing, read from the tables of deliveries and hosts.

use std::collections::HashMap;

use diesel::{
    dsl::{count, count_star, max, min},
    prelude::*,
};

use crate::{
    kernel::{clock::Time, db::Conn, error::Result},
    platform::fediverse::{deliver::State, hosts::Host},
    schema::{accounts, actors, audit, deliveries, hosts},
};

/// A server to which something does not arrive.
pub(super) struct Failing {
    pub(super) host: String,
    /// The most tries of any of its deliveries.
    pub(super) tries: i32,
    /// How many deliveries wait or were given up.
    pub(super) waiting: i64,
    /// When one is tried next; `None` when all were given up.
    pub(super) next_try: Option<Time>,
    /// The last answer, in the words of the delivery.
    pub(super) status: Option<i32>,
    pub(super) error: String,
}

/// How many servers have deliveries that were tried in vain.
pub(super) fn failing_count(conn: &mut Conn) -> Result<i64> {
    Ok(deliveries::table
        .filter(deliveries::attempts.gt(0))
        .select(count(deliveries::host).aggregate_distinct())
        .first(conn)?)
}

/// The servers to which something does not arrive, those with the most waiting first.
pub(super) fn failing(conn: &mut Conn, limit: i64) -> Result<Vec<Failing>> {
    let troubled = failing_hosts(conn)?;
    let rows: Vec<(String, i64, Option<i32>)> = deliveries::table
        .filter(deliveries::host.eq_any(&troubled))
        .group_by(deliveries::host)
        .order(count_star().desc())
        .limit(limit)
        .select((deliveries::host, count_star(), max(deliveries::attempts)))
        .load(conn)?;
    let names: Vec<String> = rows.iter().map(|(host, ..)| host.clone()).collect();
    let next: HashMap<String, Option<i64>> = deliveries::table
        .filter(deliveries::host.eq_any(&names))
        .filter(deliveries::state.eq(State::Waiting))
        .group_by(deliveries::host)
        .select((deliveries::host, min(deliveries::next_at)))
        .load::<(String, Option<i64>)>(conn)?
        .into_iter()
        .collect();
    // One row per host tells why: the one tried most, which is the oldest trouble.
    let mut why: HashMap<String, (Option<i32>, String)> = HashMap::new();
    let tried: Vec<(String, Option<i32>, Option<String>)> = deliveries::table
        .filter(deliveries::host.eq_any(&names))
        .filter(deliveries::attempts.gt(0))
        .order((deliveries::attempts.desc(), deliveries::id))
        .select((deliveries::host, deliveries::last_status, deliveries::last_error))
        .limit(limit * 20)
        .load(conn)?;
    for (host, status, error) in tried {
        why.entry(host).or_insert((status, error.unwrap_or_default()));
    }
    Ok(rows
        .into_iter()
        .map(|(host, waiting, tries)| {
            let (status, error) = why.remove(&host).unwrap_or_default();
            let next = next.get(&host).copied().flatten();
            Failing {
                tries: tries.unwrap_or(0),
                waiting,
                next_try: next.map(Time::from_micros),
                status,
                error,
                host,
            }
        })
        .collect())
}

/// The hosts with deliveries that were tried in vain.
pub(super) fn failing_hosts(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(deliveries::table
        .filter(deliveries::attempts.gt(0))
        .select(deliveries::host)
        .distinct()
        .load(conn)?)
}

/// How many deliveries wait.
pub(super) fn queue_length(conn: &mut Conn) -> Result<i64> {
    Ok(deliveries::table.filter(deliveries::state.eq(State::Waiting)).count().get_result(conn)?)
}

/// The servers we had to do with, the latest contact first.
pub(super) fn peers(conn: &mut Conn, offset: i64, limit: i64) -> Result<(Vec<Host>, i64)> {
    let rows = hosts::table
        .order((hosts::last_received_at.desc(), hosts::host))
        .offset(offset)
        .limit(limit)
        .select(Host::as_select())
        .load(conn)?;
    Ok((rows, hosts::table.count().get_result(conn)?))
}

/// How many people we know at each of these hosts.
pub(super) fn people(conn: &mut Conn, hosts: &[String]) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = actors::table
        .filter(actors::domain.eq_any(hosts))
        .filter(actors::deleted_at.is_null())
        .group_by(actors::domain)
        .select((actors::domain, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many deliveries wait for each of these hosts.
pub(super) fn queues(conn: &mut Conn, hosts: &[String]) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = deliveries::table
        .filter(deliveries::host.eq_any(hosts))
        .filter(deliveries::state.eq(State::Waiting))
        .group_by(deliveries::host)
        .select((deliveries::host, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who set the rules about these domains last, by domain.
pub(super) fn rule_makers(conn: &mut Conn, domains: &[String]) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String, String)> = audit::table
        .inner_join(accounts::table.on(accounts::id.nullable().eq(audit::account_id)))
        .inner_join(actors::table.on(actors::id.eq(accounts::actor_id)))
        .filter(audit::target_kind.eq("domain"))
        .filter(audit::target.eq_any(domains))
        .order(audit::id)
        .select((audit::target, actors::name, actors::handle))
        .load(conn)?;
    // Later rows overwrite earlier ones.
    Ok(rows
        .into_iter()
        .map(|(domain, name, handle)| (domain, if name.is_empty() { handle } else { name }))
        .collect())
}
