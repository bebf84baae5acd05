//! How much one person may ask for in a while: a bucket per key, in memory, forgotten at restart.
//!
//! A museum's visitors share one public address, so an address alone never locks anybody out soon: its
//! ceilings are high, and the narrow ones are kept per account or per name somebody tries to sign in as.
//! Keys are hashed with a seed of this process: no address of a machine or a person stays in memory.

use std::{
    hash::{BuildHasher as _, Hash, RandomState},
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
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
/// New accounts from one place: a school class signs up together.
pub const SIGN_UP_PEER: Quota = quota("sign-up-peer", 60, 10_000);
/// What one account writes: traces, replies, reports.
pub const POST: Quota = quota("post", 20, 10_000);
/// Light acts of one account: likes, follows.
pub const ACT: Quota = quota("act", 60, 2_000);

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
        let mut before = bucket.load(Ordering::SeqCst);
        loop {
            let after = before.max(now.micros()).saturating_add(step);
            let over = after.saturating_sub(now.micros()).saturating_sub(room);
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
    /// The peer of a connection; behind a proxy of this machine or its network, the last address that the
    /// proxy itself added to `X-Forwarded-For`. Anybody else may not say who they are.
    pub fn new(connection: Option<IpAddr>, headers: &HeaderMap) -> Self {
        let near = connection.is_none_or(is_near);
        let told = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .next_back()
            .and_then(|list| list.rsplit(',').next())
            .and_then(|last| last.trim().parse().ok())
            .filter(|_| near);
        Self(told.or(connection).map(coarse))
    }
}

fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

fn coarse(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => IpAddr::V6(std::net::Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

impl FromRequestParts<App> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self::new(connection, &parts.headers))
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

    #[test]
    fn only_a_near_proxy_may_say_where_a_request_comes_from() {
        let peer = |connection: &str, forwarded: &str| {
            let mut headers = HeaderMap::new();
            if !forwarded.is_empty() {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            Peer::new(Some(connection.parse().unwrap()), &headers).0.unwrap().to_string()
        };
        let cases = [
            ("203.0.113.9", "", "203.0.113.9"),
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "10.0.0.1, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "nonsense", "127.0.0.1"),
            ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
            ("::ffff:203.0.113.9", "", "203.0.113.9"),
        ];
        for (connection, forwarded, expected) in cases {
            assert_eq!(peer(connection, forwarded), expected, "{connection} {forwarded}");
        }
    }
}
