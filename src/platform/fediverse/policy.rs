//! With whom the venue talks: blocked hosts, allowed hosts, and whether the door is open at all.
//!
//! For everything that meets another server: inbox, fetch, delivery, authorised fetch. The verdict comes from
//! memory; staff's decisions are stored by [`set`] and [`remove`] and take effect with [`reload`], in the other
//! processes on the same database as soon as they hear of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use diesel::prelude::*;

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result},
    platform::{
        app::{App, Tx},
        processes::{self, Said},
        venue::Federation,
    },
    schema::domain_policies,
    text_enum,
};

text_enum! {
    /// What the venue decided about a host and everything below it.
    Policy {
        /// Nothing comes from there and nothing goes there.
        Block = "block",
        /// On the list, when only the list is let in.
        Allow = "allow",
    }
}

/// A decision about a host.
#[derive(Clone, Debug, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = domain_policies)]
pub struct DomainPolicy {
    /// The host, lower case, with its port if it was given one.
    pub domain: String,
    /// What was decided.
    pub policy: Policy,
    /// Why, for staff.
    pub reason: String,
    /// When.
    pub created_at: Time,
}

/// The decisions in memory.
#[derive(Default)]
pub struct Policies(RwLock<Arc<BTreeMap<String, Policy>>>);

/// Reads the decisions again: at the start, and after a transaction that changed them.
pub async fn reload(app: &App) -> Result<()> {
    let known = app.read(|conn| Ok(decisions(conn)?)).await?;
    *app.fediverse.policies.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
    app.pages.forget();
    Ok(())
}

/// Does the venue refuse to talk with `host` (`name` or `name:port`)?
pub fn refuses(app: &App, host: &str) -> bool {
    let known = app.fediverse.policies.0.read().unwrap_or_else(PoisonError::into_inner).clone();
    judge(&known, app.venue().federation, host)
}

/// The same from the database, inside a transaction that may just have changed it.
pub fn refuses_in(app: &App, conn: &mut Conn, hosts: &[String]) -> Result<Vec<bool>> {
    let known = decisions(conn)?;
    let federation = app.venue().federation;
    Ok(hosts.iter().map(|host| judge(&known, federation, host)).collect())
}

/// True when `host` or a parent of it is blocked, whatever the venue's general rule.
pub fn blocked(conn: &mut Conn, host: &str) -> Result<bool> {
    Ok(decision(&decisions(conn)?, host) == Some(Policy::Block))
}

/// Every decision, by host.
pub fn list(conn: &mut Conn, offset: i64, limit: i64) -> Result<Vec<DomainPolicy>> {
    Ok(domain_policies::table
        .order(domain_policies::domain)
        .offset(offset)
        .limit(limit)
        .select(DomainPolicy::as_select())
        .load(conn)?)
}

/// The decision about exactly this host.
pub fn find(conn: &mut Conn, domain: &str) -> Result<Option<DomainPolicy>> {
    Ok(domain_policies::table
        .filter(domain_policies::domain.eq(normal(domain)))
        .select(DomainPolicy::as_select())
        .first(conn)
        .optional()?)
}

/// Stores a decision; a newer one replaces an older one. Call [`reload`] after the transaction.
pub fn set(tx: &mut Tx<'_>, domain: &str, policy: Policy, reason: &str) -> Result<()> {
    let values = (
        domain_policies::domain.eq(normal(domain)),
        domain_policies::policy.eq(policy),
        domain_policies::reason.eq(reason),
        domain_policies::created_at.eq(tx.now),
    );
    both!(tx.conn, |c| diesel::insert_into(domain_policies::table)
        .values(values.clone())
        .on_conflict(domain_policies::domain)
        .do_update()
        .set((domain_policies::policy.eq(policy), domain_policies::reason.eq(reason)))
        .execute(c))?;
    processes::tell(tx.conn, tx.app.processes.number(), &[Said::Policies])
}

/// Takes a decision back. Call [`reload`] after the transaction.
pub fn remove(tx: &mut Tx<'_>, domain: &str) -> Result<bool> {
    let gone =
        diesel::delete(domain_policies::table.filter(domain_policies::domain.eq(normal(domain))))
            .execute(tx.conn)?;
    processes::tell(tx.conn, tx.app.processes.number(), &[Said::Policies])?;
    Ok(gone > 0)
}

fn decisions(conn: &mut Conn) -> QueryResult<BTreeMap<String, Policy>> {
    let rows: Vec<(String, Policy)> = domain_policies::table
        .select((domain_policies::domain, domain_policies::policy))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

fn judge(known: &BTreeMap<String, Policy>, federation: Federation, host: &str) -> bool {
    match (federation, decision(known, host)) {
        (Federation::Closed, _) | (_, Some(Policy::Block)) => true,
        (Federation::AllowList, None) => true,
        (Federation::AllowList | Federation::Open, _) => false,
    }
}

/// The decision about the host, else about the nearest of its parents; a block anywhere above wins.
fn decision(known: &BTreeMap<String, Policy>, host: &str) -> Option<Policy> {
    if known.is_empty() {
        return None;
    }
    let host = normal(host);
    let bare = without_port(&host);
    let mut found = known.get(&host).copied();
    let mut rest = Some(bare);
    while let Some(name) = rest {
        match known.get(name) {
            Some(Policy::Block) => return Some(Policy::Block),
            other => found = found.or(other.copied()),
        }
        rest = name.split_once('.').map(|(_, parent)| parent);
    }
    found
}

fn normal(host: &str) -> String {
    host.trim().trim_end_matches('.').to_lowercase()
}

/// The host without `:port`; an IPv6 address keeps its colons.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(rows: &[(&str, Policy)]) -> BTreeMap<String, Policy> {
        rows.iter().map(|(domain, policy)| ((*domain).to_owned(), *policy)).collect()
    }

    #[test]
    fn a_block_covers_everything_below_the_host() {
        let known = known(&[("evil.test", Policy::Block), ("good.evil.test", Policy::Allow)]);
        for host in ["evil.test", "EVIL.test.", "a.b.evil.test", "evil.test:8443", "good.evil.test"]
        {
            assert!(judge(&known, Federation::Open, host), "{host}");
        }
        for host in ["notevil.test", "evil.test.example", "test"] {
            assert!(!judge(&known, Federation::Open, host), "{host}");
        }
    }

    #[test]
    fn a_list_lets_in_its_hosts_and_what_lies_below_them() {
        let known = known(&[("friend.test", Policy::Allow), ("127.0.0.1:8081", Policy::Allow)]);
        for host in ["friend.test", "social.friend.test", "127.0.0.1:8081"] {
            assert!(!judge(&known, Federation::AllowList, host), "{host}");
        }
        for host in ["other.test", "127.0.0.1:8082"] {
            assert!(judge(&known, Federation::AllowList, host), "{host}");
        }
    }

    #[test]
    fn a_closed_venue_talks_with_nobody() {
        assert!(judge(
            &known(&[("friend.test", Policy::Allow)]),
            Federation::Closed,
            "friend.test"
        ));
    }
}
