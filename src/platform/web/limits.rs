//! How much one person may ask for in a while: a bucket per key, in memory, forgotten at restart.
//!
//! A museum's visitors share one public address, so an address alone never locks anybody out soon: its
//! ceilings are high, and the narrow ones are kept per account or per name somebody tries to sign in as.
//! Keys are hashed with a seed of this process: no address of a machine or a person stays in memory.

use std::{
    hash::{BuildHasher as _, Hash, RandomState},
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Once,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use ipnet::IpNet;
use moka::sync::Cache;

use crate::{
    kernel::{
        clock::Time,
        error::{Error, Result},
        id::Id,
    },
    platform::app::App,
};

/// How many keys are remembered; the least used are forgotten first.
const KEYS: u64 = 100_000;

/// A key nobody used for this long has a full bucket again anyway.
const FORGET: Duration = Duration::from_secs(24 * 3600);

/// A bucket: `burst` at once, then one more each `every`.
#[derive(Debug)]
pub struct Quota {
    /// Tells the buckets of one key apart.
    pub name: &'static str,
    /// How many at once.
    pub burst: u32,
    /// How long until one more.
    pub every: Duration,
}

/// Tries to sign in as one name from one place: slow enough to guess nothing.
pub const SIGN_IN_HERE: Quota = quota("sign-in-here", 8, 60_000);
/// Tries to sign in as one name from anywhere: wide, so that no stranger soon locks somebody out.
pub const SIGN_IN_NAME: Quota = quota("sign-in-name", 60, 30_000);
/// Tries to sign in from one place, under any name: a whole museum signs in from its own Wi-Fi.
pub const SIGN_IN_PEER: Quota = quota("sign-in-peer", 300, 250);
/// Letters to sign in with, to one address: few enough that nobody's mailbox is filled and no code is guessed.
pub const LETTER_ADDRESS: Quota = quota("letter-address", 5, 3_600_000);
/// Letters asked for from one place, to any address.
pub const LETTER_PEER: Quota = quota("letter-peer", 60, 10_000);
/// Letters that ask whether somebody comes to an event, to one address: nobody's mailbox is filled.
pub const ANSWER_ADDRESS: Quota = quota("answer-address", 5, 3_600_000);
/// Answers to events without an account, from one place: a school class answers together.
pub const ANSWER_PEER: Quota = quota("answer-peer", 120, 2_000);
/// New accounts from one place: a school class signs up together.
pub const SIGN_UP_PEER: Quota = quota("sign-up-peer", 60, 10_000);
/// Problems with the site told from one place: a visiting group on one Wi-Fi may tell several.
pub const PROBLEM_PEER: Quota = quota("problem-peer", 30, 60_000);
/// Sign-ins with an account of another server begun from one place: a whole museum does so from its own Wi-Fi.
pub const ELSEWHERE_PEER: Quota = quota("elsewhere-peer", 60, 5_000);
/// Sign-ins begun with one other server: nobody makes us a nuisance to it.
pub const ELSEWHERE_HOST: Quota = quota("elsewhere-host", 120, 1_000);
/// Archives of everything about one account.
pub const EXPORT: Quota = quota("export", 3, 3_600_000);
/// What one account writes: traces, replies, reports.
pub const POST: Quota = quota("post", 20, 10_000);
/// Light acts of one account: likes, follows.
pub const ACT: Quota = quota("act", 60, 2_000);

/// What one guest writes.
pub const GUEST_POST: Quota = quota("guest-post", 10, 20_000);
/// Light acts of one guest: feelings.
pub const GUEST_ACT: Quota = quota("guest-act", 60, 2_000);
/// People who take part for the first time in front of one thing: several coaches at once, then two a second.
pub const NEWCOMER_THING: Quota = quota("newcomer-thing", 400, 500);
/// The same from one address that is not known as the venue's: a whole town behind one address passes.
pub const NEWCOMER_PEER: Quota = quota("newcomer-peer", 2_000, 200);
/// What one kiosk takes: a school class at once, then one in two seconds, whatever address it has.
pub const KIOSK: Quota = quota("kiosk", 60, 2_000);
/// Receipt codes tried from one address, and from anywhere: none of a trillion is guessed.
pub const RECEIPT_PEER: Quota = quota("receipt-peer", 30, 10_000);
/// See [`RECEIPT_PEER`].
pub const RECEIPT_ALL: Quota = quota("receipt-all", 600, 1_000);

const fn quota(name: &'static str, burst: u32, millis: u64) -> Quota {
    Quota { name, burst, every: Duration::from_millis(millis) }
}

/// Every bucket of this process. Each holds one moment: when it will be full again (GCRA, the leaky bucket
/// of ITU-T I.371 kept as a theoretical arrival time).
pub struct RateLimits {
    full_at: Cache<u64, Arc<AtomicI64>>,
    seed: RandomState,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            full_at: Cache::builder().max_capacity(KEYS).time_to_idle(FORGET).build(),
            seed: RandomState::new(),
        }
    }
}

impl RateLimits {
    /// Takes one from the bucket of `who`; [`Error::SlowDown`] says how long until there is one.
    pub fn take(&self, quota: &Quota, who: impl Hash, now: Time) -> Result<()> {
        let bucket = self.bucket(quota, who);
        let step = micros(quota.every);
        let room = step.saturating_mul(i64::from(quota.burst));
        let now = now.micros();
        let latest = now.saturating_add(room);
        let mut before = bucket.load(Ordering::SeqCst);
        loop {
            // No bucket is full later than that, unless the clock was ahead for a while: then it is nearly empty.
            let known = if before > latest { latest.saturating_sub(step) } else { before };
            let after = known.max(now).saturating_add(step);
            let over = after.saturating_sub(now).saturating_sub(room);
            if over > 0 {
                let wait = u64::try_from(over).unwrap_or(0);
                return Err(Error::SlowDown(Duration::from_micros(wait)));
            }
            match bucket.compare_exchange(before, after, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => return Ok(()),
                Err(newer) => before = newer,
            }
        }
    }

    /// Fills the bucket of `who` again: it was them after all.
    pub fn forgive(&self, quota: &Quota, who: impl Hash) {
        self.full_at.invalidate(&self.key(quota, who));
    }

    fn bucket(&self, quota: &Quota, who: impl Hash) -> Arc<AtomicI64> {
        self.full_at.get_with(self.key(quota, who), Arc::default)
    }

    fn key(&self, quota: &Quota, who: impl Hash) -> u64 {
        self.seed.hash_one((quota.name, who))
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Takes one from the bucket of an account.
pub fn take_for_account(app: &App, quota: &Quota, account: Id) -> Result<()> {
    app.limits.take(quota, account, app.now())
}

/// Where a request comes from, as coarse as a rule needs: an IPv4 address or an IPv6 network of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(Option<IpAddr>);

impl Peer {
    /// The peer of a connection. When it is a web server of `trusted`, whoever it says it asks for: the last
    /// address of `X-Forwarded-For` that is none of theirs. Whatever came before it anybody may have written.
    pub fn new(connection: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_ours = |address: &IpAddr| {
            let address = address.to_canonical();
            trusted.iter().any(|network| network.contains(&address))
        };
        let told = || {
            let lists: Vec<&str> = headers
                .get_all("x-forwarded-for")
                .iter()
                .filter_map(|value| value.to_str().ok())
                .collect();
            let last_first = lists.iter().rev().flat_map(|list| list.rsplit(','));
            last_first
                .map_while(|address| address.trim().parse().ok())
                .find(|address| !is_ours(address))
        };
        let through_ours = connection.as_ref().is_some_and(is_ours);
        Self(through_ours.then(told).flatten().or(connection).map(coarse))
    }

    /// Does it come from one of these networks?
    pub fn is_within(self, networks: &[IpNet]) -> bool {
        self.0.is_some_and(|address| networks.iter().any(|network| network.contains(&address)))
    }

    /// Where a request comes from, by its connection and its headers.
    pub fn of(app: &App, parts: &Parts) -> Self {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let trusted = &app.config.trusted_proxies;
        if let Some(connection) = connection {
            warn_of_unknown_proxy(connection, &parts.headers, trusted);
        }
        Self::new(connection, &parts.headers, trusted)
    }
}

/// Says once that a web server in front is not known as one: every visitor then counts as the same one.
fn warn_of_unknown_proxy(connection: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) {
    static SAID: Once = Once::new();
    let unknown = trusted.is_empty() && connection.to_canonical().is_loopback();
    if unknown && headers.contains_key("x-forwarded-for") {
        SAID.call_once(|| {
            tracing::warn!(
                "a web server in front says for whom it asks and is not believed: \
                 set PARVIS_TRUSTED_PROXIES=loopback if it is yours"
            );
        });
    }
}

/// What one subscriber has: an IPv4 address, an IPv6 network of 64 bits.
pub(super) fn coarse(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => IpAddr::V6(std::net::Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

impl FromRequestParts<App> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(app, parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_000_000_000);
    const THREE: Quota = quota("three", 3, 10_000);

    #[test]
    fn a_burst_passes_then_one_each_interval() {
        let limits = RateLimits::default();
        for _ in 0..3 {
            limits.take(&THREE, "léa", NOW).unwrap();
        }
        let Err(Error::SlowDown(wait)) = limits.take(&THREE, "léa", NOW) else {
            panic!("the fourth must wait");
        };
        assert_eq!(wait, Duration::from_secs(10));
        let later = NOW.plus(Duration::from_secs(10));
        limits.take(&THREE, "léa", later).unwrap();
        assert!(limits.take(&THREE, "léa", later).is_err());
    }

    #[test]
    fn who_asked_while_the_clock_was_a_year_ahead_does_not_wait_a_year() {
        let limits = RateLimits::default();
        let ahead = NOW.plus(Duration::from_secs(365 * 86_400));
        limits.take(&THREE, "léa", ahead).unwrap();
        limits.take(&THREE, "léa", NOW).unwrap();
        let Err(Error::SlowDown(wait)) = limits.take(&THREE, "léa", NOW) else {
            panic!("the next must wait");
        };
        assert_eq!(wait, Duration::from_secs(10));
    }

    #[test]
    fn keys_and_quotas_do_not_touch_each_other() {
        let limits = RateLimits::default();
        for _ in 0..3 {
            limits.take(&THREE, "léa", NOW).unwrap();
        }
        limits.take(&THREE, "noé", NOW).unwrap();
        limits.take(&quota("other", 3, 10_000), "léa", NOW).unwrap();
    }

    #[test]
    fn a_forgiven_key_starts_again() {
        let limits = RateLimits::default();
        for _ in 0..3 {
            limits.take(&THREE, "léa", NOW).unwrap();
        }
        limits.forgive(&THREE, "léa");
        limits.take(&THREE, "léa", NOW).unwrap();
    }

    fn peer(connection: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        Peer::new(Some(connection.parse().unwrap()), &headers, &trusted).0.unwrap().to_string()
    }

    #[test]
    fn nobody_says_where_they_come_from_unless_the_operator_trusts_them() {
        for connection in ["203.0.113.9", "127.0.0.1", "10.0.0.2", "::1"] {
            let itself = peer(connection, &[], &[]);
            assert_eq!(peer(connection, &["198.51.100.1"], &[]), itself, "{connection}");
        }
        let trusted = ["127.0.0.0/8", "10.0.0.2/32"];
        let cases = [
            ("203.0.113.9", vec!["198.51.100.1"], "203.0.113.9"),
            ("10.0.0.3", vec!["198.51.100.1"], "10.0.0.3"),
            ("127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("::ffff:127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec![], "127.0.0.1"),
            ("127.0.0.1", vec!["nonsense"], "127.0.0.1"),
        ];
        for (connection, forwarded, expected) in cases {
            assert_eq!(peer(connection, &forwarded, &trusted), expected, "{connection}");
        }
    }

    #[test]
    fn what_a_visitor_writes_before_the_proxies_own_word_is_not_believed() {
        let trusted = ["127.0.0.0/8", "10.0.0.2/32"];
        let cases = [
            vec!["192.0.2.66, 198.51.100.1"],
            vec!["192.0.2.66", "198.51.100.1"],
            vec!["192.0.2.66, 198.51.100.1, 10.0.0.2"],
            vec!["127.0.0.1, 198.51.100.1"],
        ];
        for forwarded in cases {
            assert_eq!(peer("127.0.0.1", &forwarded, &trusted), "198.51.100.1", "{forwarded:?}");
        }
        assert_eq!(peer("127.0.0.1", &["198.51.100.1, nonsense"], &trusted), "127.0.0.1");
    }

    #[test]
    fn an_ipv6_network_of_64_bits_is_one_place() {
        let one = peer("2001:db8:1:2:3:4:5:6", &[], &[]);
        assert_eq!(one, "2001:db8:1:2::");
        assert_eq!(one, peer("2001:db8:1:2:ffff::1", &[], &[]));
        assert_ne!(one, peer("2001:db8:1:3::1", &[], &[]));
        assert_eq!(peer("::ffff:203.0.113.9", &[], &[]), "203.0.113.9");
    }
}
