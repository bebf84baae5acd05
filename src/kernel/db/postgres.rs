//! PostgreSQL behind the doors: a pool of connections on blocking threads. One of them writes at a time: waiting writes
//! share a commit and never race one another; when one of them fails they are run again, each in a savepoint. Against those
//! of another process transactions are SERIALIZABLE and repeated when they lose.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use diesel::{
    QueryResult, QueryableByName, RunQueryDsl as _,
    result::{DatabaseErrorKind, Error as Sql},
    sql_types::Text,
};
use tokio::sync::{Semaphore, oneshot};

use super::{
    Read, Shares, Turn, Usage, Value, Write,
    connection::{Use, execute, open},
    joint::Conn,
    lost,
};
use crate::kernel::error::{Error, Result};

/// How often a write that lost a race is tried again before it is given up.
const TRIES: u32 = 12;

/// After so many lost races a write asks to be alone, in every process together: a crowd that wants the same row would
/// else overtake it again and again.
const CROWDED: u32 = 3;

/// How many writes may share one commit: bounds how long the first of them waits, and stays below the 64 savepoints
/// PostgreSQL keeps at hand.
const GROUP: usize = 32;

/// How many writes that nobody waits for share a commit when no other waits.
const BEHIND: usize = 8;

/// How a write begins: beside others. The lock is on a table that writes leave alone. It is taken before the transaction
/// sees anything, since `LOCK` takes no snapshot; who waits for it waits in line.
const BESIDE_OTHERS: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; \
                             LOCK TABLE __diesel_schema_migrations IN ROW SHARE MODE; SAVEPOINT one";

/// How it begins once it lost too often: alone, when those that run have ended and before any other begins. A process that
/// froze in the middle of a write keeps everybody waiting no longer than this.
const ALONE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '1s'; \
                     LOCK TABLE __diesel_schema_migrations IN EXCLUSIVE MODE; SET LOCAL lock_timeout = 0; \
                     SAVEPOINT one";

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
    waiting: Arc<Mutex<Waiting>>,
}

/// Writes that wait for the connection that writes, in the order of their turns.
#[derive(Default)]
struct Waiting {
    next: VecDeque<Asked>,
    behind: VecDeque<Asked>,
    /// A connection writes, or is about to. More of them lose more time in races than they save: of three, a third of the
    /// transactions that only added words to one artwork had to be repeated; of two, a fifth.
    writing: bool,
    shares: Shares,
}

impl Waiting {
    /// What the next commit takes in, and whether nobody waits for some of it.
    fn take(&mut self) -> (Vec<Asked>, bool) {
        let mut group: Vec<Asked> = self.next.drain(..self.next.len().min(GROUP)).collect();
        let behind = match group.is_empty() {
            true => BEHIND,
            false => usize::from(self.shares.is_due()),
        };
        let behind = self.behind.len().min(behind);
        group.extend(self.behind.drain(..behind));
        (group, behind > 0)
    }
}

/// How a run went.
enum Ran {
    Well,
    Failed,
    /// PostgreSQL asks for the whole transaction to be repeated.
    Again,
}

/// One transaction with its way back to whoever waits for its answer.
struct Asked {
    work: Write,
    outcome: Option<Result<Value>>,
    sender: oneshot::Sender<Result<Value>>,
}

impl Asked {
    /// Runs it, maybe again, and keeps what it came to.
    fn run(&mut self, connection: &mut Conn) -> Ran {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(connection)))
            .unwrap_or_else(|_| Err(Error::internal("a write panicked")));
        let ran = match &outcome {
            Ok(_) => Ran::Well,
            Err(error) if lost_a_race(error) => Ran::Again,
            Err(_) => Ran::Failed,
        };
        // A lost race is no outcome: whoever asked hears why it could not be run once more.
        self.outcome = (!matches!(ran, Ran::Again)).then_some(outcome);
        ran
    }

    /// Answers with what the last run came to, or with why that was lost.
    fn answer(self, lost: Option<&Error>) {
        let answer = match (self.outcome, lost) {
            // What it came to is not there.
            (Some(Ok(_)) | None, Some(Error::Unavailable)) => Err(Error::Unavailable),
            (Some(Ok(_)) | None, Some(Error::NoRoom)) => Err(Error::NoRoom),
            (Some(Ok(_)) | None, Some(why)) => Err(Error::internal(why)),
            (Some(outcome), _) => outcome,
            (None, None) => Err(Error::internal("a write did not run")),
        };
        // Whoever asked may have gone: what was committed stands all the same.
        let _ = self.sender.send(answer);
    }
}

impl Postgres {
    pub(super) fn open(url: &str, size: usize) -> anyhow::Result<Self> {
        let first = open(url, Use::Write)?;
        Ok(Self {
            url: url.into(),
            idle: Arc::new(Mutex::new(vec![first])),
            permits: Arc::new(Semaphore::new(size.max(1))),
            limit: size.max(1),
            waiting: Arc::default(),
        })
    }

    pub(super) fn usage(&self) -> Usage {
        Usage::of(&self.permits, self.limit)
    }

    pub(super) async fn read(&self, work: Read) -> Result<Value> {
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

    pub(super) async fn write(&self, work: Write, turn: Turn) -> Result<Value> {
        let (sender, receiver) = oneshot::channel();
        if self.queue(Asked { work, outcome: None, sender }, turn) {
            let pool = self.clone();
            // A task of its own: it writes for others too, whether or not the first of them still waits.
            tokio::spawn(async move {
                let written = pool.on_thread(|pool| {
                    pool.write_waiting();
                    Ok(())
                });
                written.await
            });
        }
        receiver.await.map_err(lost)?
    }

    /// Puts a write in the line; true when nobody writes yet.
    fn queue(&self, work: Asked, turn: Turn) -> bool {
        let mut waiting = self.waiting();
        match turn {
            Turn::Next => waiting.next.push_back(work),
            Turn::Behind => waiting.behind.push_back(work),
        }
        !std::mem::replace(&mut waiting.writing, true)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes until nothing waits.
    fn write_waiting(&self) {
        loop {
            let (group, behind) = {
                let mut waiting = self.waiting();
                let (group, behind) = waiting.take();
                if group.is_empty() {
                    waiting.writing = false;
                    return;
                }
                (group, behind)
            };
            let began = Instant::now();
            // Whoever waits for a group that is lost in a panic hears so; the line goes on.
            let _ = catch_unwind(AssertUnwindSafe(|| self.write_together(group)));
            self.waiting().shares.spent(began.elapsed(), behind);
        }
    }

    /// Commits these writes together. When that cannot be done, each on its own.
    fn write_together(&self, mut group: Vec<Asked>) {
        let lost = match self.commit(&mut group) {
            Ok(()) => None,
            Err(Failed::Early(_)) if group.len() > 1 => {
                for work in group {
                    self.write_together(vec![work]);
                }
                return;
            }
            Err(Failed::Early(error) | Failed::Late(error)) => Some(error),
        };
        for work in group {
            work.answer(lost.as_ref());
        }
    }

    fn commit(&self, group: &mut [Asked]) -> Result<(), Failed> {
        let mut connection = self.begin(BESIDE_OTHERS).map_err(Failed::Early)?;
        // A group that lost is split soon: less in one transaction loses fewer races.
        let tries = if group.len() > 1 { 2 } else { TRIES };
        let began = Instant::now();
        let mut attempt = 0;
        let committed = loop {
            let committed = run_all(&mut connection, group);
            attempt += 1;
            match committed {
                Err(failed) if attempt < tries && failed.lost_a_race() => {
                    let _ = execute(&mut connection, "ROLLBACK");
                    if let Err(error) = begin_again(&mut connection, attempt) {
                        break Err(Failed::Early(error.into()));
                    }
                }
                // It lost for sure: nothing of it is there, and asking once more may well succeed.
                Err(failed) if failed.lost_a_race() => {
                    break Err(Failed::Early(Error::Unavailable));
                }
                other => break other,
            }
        };
        self.put_back(connection, committed.is_ok());
        if committed.is_ok() {
            metrics::histogram!("parvis_db_write_seconds").record(began.elapsed());
            metrics::histogram!("parvis_db_write_group")
                .record(f64::from(u32::try_from(group.len()).unwrap_or(u32::MAX)));
        }
        committed
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

/// Why a group of writes was not committed.
enum Failed {
    /// It stopped on the way: nothing of it is there.
    Early(Error),
    /// Its commit failed: all of it is there if the server went away in that very moment.
    Late(Error),
}

impl Failed {
    fn lost_a_race(&self) -> bool {
        let (Self::Early(error) | Self::Late(error)) = self;
        lost_a_race(error)
    }
}

/// Begins anew after so many lost races: beside others a little later, then alone, and beside them after all when they do
/// not end.
fn begin_again(connection: &mut Conn, attempt: u32) -> QueryResult<()> {
    if attempt < CROWDED {
        thread::sleep(Duration::from_millis(u64::from(2 * attempt * attempt)));
    } else {
        if execute(connection, ALONE).is_ok() {
            return Ok(());
        }
        execute(connection, "ROLLBACK")?;
    }
    execute(connection, BESIDE_OTHERS)
}

/// Runs the writes in the transaction that was begun, and commits what went well. Nearly always all of it does: a
/// savepoint for each is made only once one of them failed, and then they are run again.
fn run_all(connection: &mut Conn, group: &mut [Asked]) -> Result<(), Failed> {
    if !run_at_once(connection, group)? {
        run_apart(connection, group)?;
    }
    // Also tells of a failure that a write did not notice, after which COMMIT would undo everything silently.
    step(connection, "RELEASE one")?;
    execute(connection, "COMMIT").map_err(|error| Failed::Late(error.into()))
}

/// False when one of several failed: then nothing of them is there.
fn run_at_once(connection: &mut Conn, group: &mut [Asked]) -> Result<bool, Failed> {
    let alone = group.len() == 1;
    for work in group {
        match work.run(connection) {
            Ran::Well => {}
            Ran::Again => return Err(Failed::Early(race())),
            Ran::Failed => {
                step(connection, "ROLLBACK TO one")?;
                return Ok(alone);
            }
        }
    }
    Ok(true)
}

fn run_apart(connection: &mut Conn, group: &mut [Asked]) -> Result<(), Failed> {
    for work in group {
        let end = match work.run(connection) {
            Ran::Well => "RELEASE one; SAVEPOINT one",
            Ran::Failed => "ROLLBACK TO one",
            Ran::Again => return Err(Failed::Early(race())),
        };
        step(connection, end)?;
    }
    Ok(())
}

fn step(connection: &mut Conn, sql: &str) -> Result<(), Failed> {
    execute(connection, sql).map_err(|error| Failed::Early(error.into()))
}

/// What stands for a race that a write lost and tells of itself.
fn race() -> Error {
    let why = "could not serialize access".to_owned();
    Sql::DatabaseError(DatabaseErrorKind::SerializationFailure, Box::new(why)).into()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_write_that_lost_a_race_to_a_server_that_went_away_may_be_asked_again() {
        let mut connection = open("sqlite::memory:", Use::Write).unwrap();
        let (sender, answer) = oneshot::channel();
        let mut asked = Asked { work: Box::new(|_| Err(race())), outcome: None, sender };
        assert!(matches!(asked.run(&mut connection), Ran::Again));
        asked.answer(Some(&Error::Unavailable));
        assert!(matches!(answer.await.unwrap(), Err(Error::Unavailable)));
    }

    #[tokio::test]
    async fn what_a_write_says_itself_is_answered_whatever_became_of_the_others() {
        let mut connection = open("sqlite::memory:", Use::Write).unwrap();
        let (sender, answer) = oneshot::channel();
        let mut asked = Asked { work: Box::new(|_| Err(Error::NotFound)), outcome: None, sender };
        assert!(matches!(asked.run(&mut connection), Ran::Failed));
        asked.answer(Some(&Error::Unavailable));
        assert!(matches!(answer.await.unwrap(), Err(Error::NotFound)));
    }
}
