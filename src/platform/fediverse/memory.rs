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
    entries: moka::sync::Cache<K, (Time, V)>,
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
        let (until, value) = self.entries.get(key)?;
        (now < until).then_some(value)
    }

    /// Remembers `value` from `now` for `how_long`.
    pub fn keep(&self, key: K, value: V, now: Time, how_long: Duration) {
        self.entries.insert(key, (now.plus(how_long), value));
    }

    /// Remembers `value` under a key nobody holds; false when the key is held.
    pub fn claim(&self, key: K, value: V, now: Time, how_long: Duration) -> bool {
        let fresh = (now.plus(how_long), value);
        let entry = self.entries.entry(key).or_insert_with_if(|| fresh, |(until, _)| now >= *until);
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
        bucket.at = now.max(bucket.at);
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - bucket.left) / self.per_second))
    }
}
