//! A bounded memory whose entries end by the application's clock.
//!
//! For keys, refusals and counters that a restart may forget. Never the only place a promise is kept.

use std::{hash::Hash, time::Duration};

use crate::kernel::clock::Time;

/// What is remembered, each entry until its own end.
pub struct Memory<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    entries: moka::sync::Cache<K, Entry<V>>,
}

#[derive(Clone)]
struct Entry<V> {
    value: V,
    since: Time,
    how_long: Duration,
}

impl<V> Entry<V> {
    /// Has its time not come? Nor is it believed that lies further ahead than it may last: then the clock was, for a while,
    /// and what was kept meanwhile would last until it gets there again.
    fn holds(&self, now: Time) -> bool {
        now < self.since.plus(self.how_long) && self.since <= now.plus(self.how_long)
    }
}

impl<K, V> Memory<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// A memory of at most `capacity` entries; the least used leave first.
    pub fn new(capacity: u64) -> Self {
        Self { entries: moka::sync::Cache::new(capacity) }
    }

    /// What is remembered under `key`, unless its time has come.
    pub fn get<Q>(&self, key: &Q, now: Time) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entry = self.entries.get(key)?;
        entry.holds(now).then_some(entry.value)
    }

    /// Remembers `value` from `now` for `how_long`.
    pub fn keep(&self, key: K, value: V, now: Time, how_long: Duration) {
        self.entries.insert(key, Entry { value, since: now, how_long });
    }

    /// Remembers `value` under a key nobody holds; false when the key is held.
    pub fn claim(&self, key: K, value: V, now: Time, how_long: Duration) -> bool {
        let fresh = Entry { value, since: now, how_long };
        let entry = self.entries.entry(key).or_insert_with_if(|| fresh, |known| !known.holds(now));
        entry.is_fresh()
    }

    /// Forgets what is under `key`.
    pub fn forget<Q>(&self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.entries.invalidate(key);
    }
}

/// How much each peer may ask for: a burst, then so many a second, by host.
pub struct Quota {
    burst: f64,
    per_second: f64,
    buckets: moka::sync::Cache<String, std::sync::Arc<std::sync::Mutex<Bucket>>>,
}

struct Bucket {
    left: f64,
    at: Time,
}

impl Quota {
    /// `burst` at once, `per_second` for ever.
    pub fn new(burst: f64, per_second: f64) -> Self {
        Self { burst, per_second, buckets: moka::sync::Cache::new(10_000) }
    }

    /// Takes one; `Err` says how long to wait for the next.
    pub fn take(&self, host: &str, now: Time) -> Result<(), Duration> {
        let bucket = self.buckets.get_with_by_ref(host, || {
            std::sync::Arc::new(std::sync::Mutex::new(Bucket { left: self.burst, at: now }))
        });
        let mut bucket = bucket.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let earned = now.since(bucket.at).as_secs_f64() * self.per_second;
        bucket.left = (bucket.left + earned).min(self.burst);
        // Also when the clock was ahead and is right again: or nothing more was earned until it gets there.
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - bucket.left) / self.per_second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const YEAR: Duration = Duration::from_secs(365 * 86_400);

    #[test]
    fn what_was_kept_while_the_clock_was_ahead_does_not_last_until_it_gets_there() {
        let right = Time::from_micros(1_780_000_000_000_000);
        let memory: Memory<u8, ()> = Memory::new(10);
        memory.keep(1, (), right.plus(YEAR), MINUTE);
        assert!(memory.get(&1, right.plus(YEAR)).is_some());
        assert!(memory.get(&1, right).is_none());
        assert!(memory.claim(1, (), right, MINUTE));
        // A clock that is set back a little forgets nothing.
        assert!(memory.get(&1, right.minus(MINUTE / 2)).is_some());
        assert!(!memory.claim(1, (), right.plus(MINUTE / 2), MINUTE));
        assert!(memory.claim(1, (), right.plus(MINUTE), MINUTE));
    }

    #[test]
    fn a_quota_fills_again_after_the_clock_was_ahead() {
        let right = Time::from_micros(1_780_000_000_000_000);
        let quota = Quota::new(1.0, 1.0);
        assert!(quota.take("a.example", right.plus(YEAR)).is_ok());
        assert!(quota.take("a.example", right).is_err());
        assert!(quota.take("a.example", right.plus(MINUTE)).is_ok());
    }
}
