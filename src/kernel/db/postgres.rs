//! PostgreSQL behind the doors: a pool of connections on blocking threads; writes are SERIALIZABLE and
//! repeated when they lose a race.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use diesel::{
    QueryResult, QueryableByName, RunQueryDsl as _,
    result::{DatabaseErrorKind, Error as Sql},
    sql_types::Text,
};
use tokio::sync::Semaphore;

use super::{
    Usage,
    connection::{Conn, Use, execute, open},
    lost,
};
use crate::kernel::error::{Error, Result};

/// How often a write that lost a race is tried again before it is given up.
const TRIES: u32 = 12;

/// How a write begins.
const SERIALIZABLE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// Which transactions a query sees: equal snapshots show equal data.
#[derive(QueryableByName)]
struct Snapshot {
    #[diesel(sql_type = Text)]
    snapshot: String,
}

#[derive(Clone)]
pub(super) struct Postgres {
    url: Arc<str>,
    idle: Arc<Mutex<Vec<Conn>>>,
    permits: Arc<Semaphore>,
    limit: usize,
}

impl Postgres {
    pub(super) fn open(url: &str, size: usize) -> anyhow::Result<Self> {
        let first = open(url, Use::Write)?;
        Ok(Self {
            url: url.into(),
            idle: Arc::new(Mutex::new(vec![first])),
            permits: Arc::new(Semaphore::new(size.max(1))),
            limit: size.max(1),
        })
    }

    pub(super) fn usage(&self) -> Usage {
        Usage::of(&self.permits, self.limit)
    }

    pub(super) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.on_thread(move |pool| {
            let mut connection = pool.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let answer = catch_unwind(AssertUnwindSafe(|| {
                let value = work(&mut connection)?;
                execute(&mut connection, "COMMIT")?;
                Ok(value)
            }))
            .unwrap_or_else(|_| Err(Error::internal("a query panicked")));
            pool.put_back(connection, answer.is_ok());
            answer
        })
        .await
    }

    pub(super) async fn version(&self) -> Result<String> {
        self.on_thread(|pool| {
            let (connection, found) = pool.ask(|connection| {
                diesel::sql_query("SELECT pg_current_snapshot()::text AS snapshot")
                    .get_result::<Snapshot>(connection)
            })?;
            pool.put_back(connection, true);
            Ok(found.snapshot)
        })
        .await
    }

    pub(super) async fn write<T, F>(&self, mut work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.on_thread(move |pool| {
            let mut connection = pool.begin(SERIALIZABLE)?;
            let mut attempt = 0;
            loop {
                let answer = catch_unwind(AssertUnwindSafe(|| once(&mut connection, &mut work)))
                    .unwrap_or_else(|_| Err(Error::internal("a write panicked")));
                attempt += 1;
                match answer {
                    Err(error) if attempt < TRIES && lost_a_race(&error) => {
                        let _ = execute(&mut connection, "ROLLBACK");
                        thread::sleep(Duration::from_millis(u64::from(2 * attempt * attempt)));
                        execute(&mut connection, SERIALIZABLE)?;
                    }
                    other => {
                        pool.put_back(connection, other.is_ok());
                        return other;
                    }
                }
            }
        })
        .await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let asked = Instant::now();
        let permit = self.permits.clone().acquire_owned().await.map_err(lost)?;
        metrics::histogram!("parvis_db_wait_seconds").record(asked.elapsed());
        let pool = self.clone();
        tokio::task::spawn_blocking(move || {
            let answer = work(&pool);
            drop(permit);
            answer
        })
        .await
        .map_err(lost)?
    }

    /// A connection with a transaction begun.
    fn begin(&self, how: &str) -> Result<Conn> {
        self.ask(|connection| execute(connection, how)).map(|(connection, ())| connection)
    }

    /// A connection that answers, with its answer. Those that stood idle while the server was restarted are let go.
    fn ask<T>(&self, question: impl Fn(&mut Conn) -> QueryResult<T>) -> Result<(Conn, T)> {
        while let Some(mut connection) = self.idle() {
            if let Ok(answer) = question(&mut connection) {
                return Ok((connection, answer));
            }
        }
        let mut connection = open(&self.url, Use::Write).map_err(|error| {
            tracing::error!(error = format!("{error:#}"), "the database cannot be reached");
            Error::Unavailable
        })?;
        let answer = question(&mut connection)?;
        Ok((connection, answer))
    }

    fn idle(&self) -> Option<Conn> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Keeps a connection for the next caller, unless the server has gone.
    fn put_back(&self, mut connection: Conn, clean: bool) {
        if !clean && execute(&mut connection, "ROLLBACK").is_err() {
            return;
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

/// Works in the transaction that was begun, and commits it.
fn once<T>(connection: &mut Conn, work: &mut impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    let began = Instant::now();
    let value = work(connection)?;
    execute(connection, "COMMIT")?;
    metrics::histogram!("parvis_db_write_seconds").record(began.elapsed());
    metrics::histogram!("parvis_db_write_group").record(1.0);
    Ok(value)
}

/// True when PostgreSQL asks for the transaction to be repeated (SQLSTATE 40001, 40P01).
fn lost_a_race(error: &Error) -> bool {
    let Error::Internal(inner) = error else {
        return false;
    };
    match inner.downcast_ref::<Sql>() {
        Some(Sql::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
        Some(Sql::DatabaseError(_, info)) => info.message().contains("deadlock detected"),
        _ => false,
    }
}
