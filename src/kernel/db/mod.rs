//! The two doors to the database: [`Db::read`] and [`Db::write`].
//!
//! `write` is one transaction and behaves as if writers ran one at a time, on both databases: waiting closures share
//! a commit, on SQLite in one writer thread, on PostgreSQL on one connection of each process, SERIALIZABLE, which repeats
//! what lost a race against another process. Neither door may be held across an `await`, so no network call can hide in one.

mod connection;
mod copy;
#[macro_use]
mod dialect;
mod health;
pub mod inspect;
mod joint;
mod migrate;
pub mod portable;
mod postgres;
mod processes;
mod sqlite;
pub mod types;

use std::{any::Any, sync::Arc, time::Duration};

pub use connection::{Inner, MultiBackend, Use, empty_journal, execute, open};
pub use copy::{COPIES, copy, forget_copies, keep_copy};
pub use dialect::{along_an_index, lower};
pub use health::{Health, health};
pub use joint::Conn;
pub use migrate::{
    alone, applied, down, down_before, down_to_first, known, pending, redo, up, up_to,
};
pub use processes::{Membership, NUMBERS, tell};

use crate::kernel::error::{Error, Result};

/// Which database stands behind the doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file beside the program.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Backend>);

enum Backend {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// How busy the connections are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Connections at work.
    pub used: usize,
    /// Connections there may be at work.
    pub limit: usize,
}

impl Usage {
    fn of(permits: &tokio::sync::Semaphore, limit: usize) -> Self {
        Self { used: limit.saturating_sub(permits.available_permits()), limit }
    }
}

/// How many connections may read at a time on SQLite, and work at a time on PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub struct PoolSize {
    /// Readers of the SQLite file.
    pub sqlite_readers: usize,
    /// Connections to PostgreSQL.
    pub postgres: usize,
}

impl Default for PoolSize {
    fn default() -> Self {
        Self { sqlite_readers: 4, postgres: 10 }
    }
}

impl Db {
    /// Opens the database at `url`; the tables must be there already (see [`up`]).
    pub fn open(url: &str, size: PoolSize) -> anyhow::Result<Self> {
        let backend = if url.starts_with("sqlite:") {
            Backend::Sqlite(sqlite::Sqlite::open(url, size.sqlite_readers)?)
        } else {
            Backend::Postgres(postgres::Postgres::open(url, size.postgres)?)
        };
        Ok(Self(Arc::new(backend)))
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match &*self.0 {
            Backend::Sqlite(_) => Kind::Sqlite,
            Backend::Postgres(_) => Kind::Postgres,
        }
    }

    /// How busy the connections are: readers on SQLite, all of them on PostgreSQL.
    pub fn usage(&self) -> Usage {
        match &*self.0 {
            Backend::Sqlite(db) => db.usage(),
            Backend::Postgres(db) => db.usage(),
        }
    }

    /// Runs queries on a blocking thread. Readers of SQLite never wait for the writer.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let work: Read = Box::new(move |connection| Ok(Box::new(work(connection)?)));
        let found = match &*self.0 {
            Backend::Sqlite(db) => db.read(work).await,
            Backend::Postgres(db) => db.read(work).await,
        };
        unwrapped(found?)
    }

    /// After an erasure: takes what was erased out of SQLite's write-ahead log as well, as far as readers allow; a later
    /// checkpoint does the rest. Deleted rows are overwritten anyway (`secure_delete`). PostgreSQL does so by itself,
    /// when it vacuums.
    pub async fn scrub(&self) -> Result<()> {
        match &*self.0 {
            Backend::Sqlite(db) => db.scrub().await,
            Backend::Postgres(_) => Ok(()),
        }
    }

    /// A text that is another one after anything was committed, by whichever process; microseconds on SQLite.
    pub async fn version(&self) -> Result<String> {
        match &*self.0 {
            Backend::Sqlite(db) => db.version().await,
            Backend::Postgres(db) => db.version().await,
        }
    }

    /// Runs one transaction; returns after it is on disk. An `Err` leaves nothing behind.
    ///
    /// The closure may run more than once, so it must not have effects outside the database.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.write_in_turn(work, Turn::Next).await
    }

    /// The same for work nobody waits for: it lets the writes of requests pass.
    pub async fn write_behind<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.write_in_turn(work, Turn::Behind).await
    }

    async fn write_in_turn<T, F>(&self, mut work: F, turn: Turn) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        let work: Write = Box::new(move |connection| Ok(Box::new(work(connection)?)));
        let written = match &*self.0 {
            Backend::Sqlite(db) => db.write(work, turn).await,
            Backend::Postgres(db) => db.write(work, turn).await,
        };
        unwrapped(written?)
    }
}

/// What a closure came to, whatever its type. There are some thousand closures: everything behind the doors is
/// translated once instead of once for each, twice (a third of the program was that).
type Value = Box<dyn Any + Send>;
type Read = Box<dyn FnOnce(&mut Conn) -> Result<Value> + Send>;
type Write = Box<dyn FnMut(&mut Conn) -> Result<Value> + Send>;

/// The value in the type it was put in with.
fn unwrapped<T: 'static>(value: Value) -> Result<T> {
    let value = value.downcast::<T>().map_err(|_| Error::internal("a value of another type"))?;
    Ok(*value)
}

/// When a write has its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// With the others that wait.
    Next,
    /// When no other waits, or one between theirs.
    Behind,
}

/// A blocking thread that died took its answer with it.
fn lost(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("the database thread stopped: {error}"))
}

/// Divides the time of whoever writes between requests and work nobody waits for: one piece of that may take longer than
/// many requests do, and yet it must not wait for ever.
#[derive(Debug, Default)]
struct Shares {
    /// How long requests may go on before the other work has a turn again.
    ahead: Duration,
}

impl Shares {
    /// Of so many parts of the time one is for work nobody waits for.
    const PARTS: u32 = 6;

    /// Requests are never this long among themselves, whatever a turn of the other work took.
    const LONGEST: Duration = Duration::from_millis(500);

    /// Has the work nobody waits for a turn now, though requests wait?
    const fn is_due(&self) -> bool {
        self.ahead.is_zero()
    }

    /// A commit took this long, with some of that work in it or without.
    fn spent(&mut self, took: Duration, with_it: bool) {
        self.ahead = match with_it {
            true => (took * (Self::PARTS - 1)).min(Self::LONGEST),
            false => self.ahead.saturating_sub(took),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_nobody_waits_for_has_its_part_of_the_time_and_never_waits_for_ever() {
        let mut shares = Shares::default();
        assert!(shares.is_due());
        shares.spent(Duration::from_millis(20), true);
        for _ in 0..25 {
            assert!(!shares.is_due());
            shares.spent(Duration::from_millis(4), false);
        }
        assert!(shares.is_due());
        shares.spent(Duration::from_secs(30), true);
        shares.spent(Shares::LONGEST, false);
        assert!(shares.is_due());
    }
}
