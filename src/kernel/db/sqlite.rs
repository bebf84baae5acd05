//! SQLite behind the doors: one writer thread that groups waiting writes into one commit, and a few
//! read-only connections on blocking threads.

use std::{
    collections::{VecDeque, vec_deque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use diesel::{QueryableByName, RunQueryDsl as _, sql_types::BigInt};
use tokio::sync::{Semaphore, oneshot};

use super::{
    Read, Shares, Turn, Usage, Value, Write,
    connection::{Use, execute, open},
    joint::Conn,
    lost,
};
use crate::kernel::error::{Error, Result};

/// How many writes may share one commit: bounds how long the first of them waits.
const GROUP: usize = 128;

/// How long writes that may wait take their turns in one commit when no request comes: what they hold in memory, and what
/// a crash throws away, is no more than this.
const BEHIND: Duration = Duration::from_millis(50);

/// How many writes may wait before callers do.
const QUEUE: usize = 1024;

/// A write with its way back: run it in a savepoint, then tell it how the commit went.
type Work = Box<dyn FnOnce(&mut Conn) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Ended) + Send>;

/// How the commit went that a write was part of.
#[derive(Clone, Copy)]
enum Ended {
    Kept,
    NoRoom,
    Lost,
}

pub(super) struct Sqlite {
    writer: SyncSender<(Turn, Work)>,
    /// Readers that are free. One is opened when none is: a venue at rest never needs a second.
    readers: Arc<Mutex<Vec<Conn>>>,
    permits: Arc<Semaphore>,
    /// Never used but to ask whether another connection committed.
    watcher: Arc<Mutex<Conn>>,
    limit: usize,
    url: String,
}

/// <https://sqlite.org/pragma.html#pragma_data_version>
#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Sqlite {
    pub(super) fn open(url: &str, readers: usize) -> anyhow::Result<Self> {
        let connection = open(url, Use::Write)?;
        let (writer, queue) = sync_channel::<(Turn, Work)>(QUEUE);
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_loop(connection, &queue))
            .context("cannot start the writer thread")?;
        Ok(Self {
            writer,
            readers: Arc::new(Mutex::new(vec![open(url, Use::Read)?])),
            permits: Arc::new(Semaphore::new(readers.max(1))),
            watcher: Arc::new(Mutex::new(open(url, Use::Read)?)),
            limit: readers.max(1),
            url: url.to_owned(),
        })
    }

    pub(super) fn usage(&self) -> Usage {
        Usage::of(&self.permits, self.limit)
    }

    pub(super) async fn read(&self, work: Read) -> Result<Value> {
        let permit = self.permits.clone().acquire_owned().await.map_err(lost)?;
        let (pool, url) = (self.readers.clone(), self.url.clone());
        tokio::task::spawn_blocking(move || {
            let free = pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match free {
                Some(reader) => reader,
                None => open(&url, Use::Read).map_err(|error| {
                    tracing::error!(error = format!("{error:#}"), "the database cannot be opened");
                    Error::Unavailable
                })?,
            };
            // One snapshot for all queries of a page. A panic must not lose the connection.
            let answer = catch_unwind(AssertUnwindSafe(|| {
                execute(&mut connection, "BEGIN")?;
                work(&mut connection)
            }));
            let ended = execute(&mut connection, "COMMIT");
            pool.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            drop(permit);
            let value = answer.map_err(|_| Error::internal("a query panicked"))??;
            ended?;
            Ok(value)
        })
        .await
        .map_err(lost)?
    }

    pub(super) async fn version(&self) -> Result<String> {
        let watcher = self.watcher.clone();
        tokio::task::spawn_blocking(move || {
            let mut connection = watcher.lock().unwrap_or_else(PoisonError::into_inner);
            let found: DataVersion =
                diesel::sql_query("PRAGMA data_version").get_result(&mut *connection)?;
            Ok(found.data_version.to_string())
        })
        .await
        .map_err(lost)?
    }

    /// Moves what the write-ahead log holds into the file and empties it, unless a reader is in the way.
    pub(super) async fn scrub(&self) -> Result<()> {
        let url = self.url.clone();
        tokio::task::spawn_blocking(move || {
            let mut connection = open(&url, Use::Read).map_err(Error::internal)?;
            // While it waits for readers nobody can write: not for long, then.
            execute(&mut connection, "PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE)")?;
            Ok(())
        })
        .await
        .map_err(lost)?
    }

    pub(super) async fn write(&self, mut work: Write, turn: Turn) -> Result<Value> {
        let (sender, receiver) = oneshot::channel();
        let asked = Instant::now();
        let boxed: Work = Box::new(move |connection| {
            metrics::histogram!("parvis_db_wait_seconds").record(asked.elapsed());
            let outcome = in_savepoint(connection, &mut work);
            Box::new(move |ended| {
                let answer = match (outcome, ended) {
                    (Ok(_), Ended::NoRoom) => Err(Error::NoRoom),
                    (Ok(_), Ended::Lost) => Err(Error::internal("the commit failed")),
                    (outcome, _) => outcome,
                };
                // Whoever asked may have gone: the write stands all the same.
                let _ = sender.send(answer);
            })
        });
        let writer = self.writer.clone();
        if let Err(full) = writer.try_send((turn, boxed)) {
            let boxed = match full {
                std::sync::mpsc::TrySendError::Full(b) => b,
                std::sync::mpsc::TrySendError::Disconnected(_) => {
                    return Err(Error::internal("the writer stopped"));
                }
            };
            tokio::task::spawn_blocking(move || writer.send(boxed))
                .await
                .map_err(lost)?
                .map_err(|_| Error::internal("the writer stopped"))?;
        }
        receiver.await.map_err(lost)?
    }
}

/// Writes that wait, in the order of their turns.
#[derive(Default)]
struct Waiting {
    next: VecDeque<Work>,
    behind: VecDeque<Work>,
    shares: Shares,
}

impl Waiting {
    /// Takes in what was queued since; waits for something when nothing is here. False when nothing comes any more.
    fn fill(&mut self, queue: &Receiver<(Turn, Work)>) -> bool {
        if self.next.is_empty() && self.behind.is_empty() {
            match queue.recv() {
                Ok(first) => self.keep(first),
                Err(_) => return false,
            }
        }
        self.take(queue);
        true
    }

    /// Takes in what was queued since.
    fn take(&mut self, queue: &Receiver<(Turn, Work)>) {
        while self.next.len() + self.behind.len() < QUEUE {
            let Ok(one) = queue.try_recv() else { break };
            self.keep(one);
        }
    }

    /// The first of the requests that wait.
    fn requests(&mut self, most: usize) -> vec_deque::Drain<'_, Work> {
        self.next.drain(..self.next.len().min(most))
    }

    fn keep(&mut self, (turn, work): (Turn, Work)) {
        match turn {
            Turn::Next => self.next.push_back(work),
            Turn::Behind => self.behind.push_back(work),
        }
    }
}

/// Takes waiting writes, runs each in its savepoint, commits them together, then answers them all. What may wait gets
/// a place in some commits with others, so that it never waits for ever, and a commit to itself until a request comes,
/// which is then part of it: an activity that comes in is answered before those that are here are applied, which takes
/// many statements each.
fn write_loop(mut connection: Conn, queue: &Receiver<(Turn, Work)>) {
    let mut waiting = Waiting::default();
    while waiting.fill(queue) {
        commit(&mut connection, &mut waiting, queue);
    }
}

fn commit(connection: &mut Conn, waiting: &mut Waiting, queue: &Receiver<(Turn, Work)>) {
    let began = Instant::now();
    if let Err(error) = execute(connection, "BEGIN IMMEDIATE") {
        tracing::error!(%error, "cannot begin a transaction");
        let refused: Vec<Work> = waiting.requests(GROUP).collect();
        for work in refused.into_iter().chain(waiting.behind.pop_front()) {
            refuse(work, connection);
        }
        return;
    }
    let mut answers: Vec<Answer> = waiting.requests(GROUP).map(|work| work(connection)).collect();
    let alone = answers.is_empty();
    let turns = Instant::now();
    let behind = !waiting.behind.is_empty() && (alone || waiting.shares.is_due());
    while behind && let Some(work) = waiting.behind.pop_front() {
        answers.push(work(connection));
        waiting.take(queue);
        let goes_on = alone && waiting.next.is_empty() && turns.elapsed() < BEHIND;
        if !goes_on || answers.len() >= GROUP {
            break;
        }
    }
    let room = GROUP.saturating_sub(answers.len());
    answers.extend(waiting.requests(room).map(|work| work(connection)));
    let ended = match execute(connection, "COMMIT").map_err(Error::from) {
        Ok(()) => Ended::Kept,
        Err(error) => {
            tracing::error!(?error, "cannot commit");
            let _ = execute(connection, "ROLLBACK");
            if matches!(error, Error::NoRoom) { Ended::NoRoom } else { Ended::Lost }
        }
    };
    waiting.shares.spent(began.elapsed(), behind);
    metrics::histogram!("parvis_db_write_seconds").record(began.elapsed());
    metrics::histogram!("parvis_db_write_group")
        .record(f64::from(u32::try_from(answers.len()).unwrap_or(u32::MAX)));
    for answer in answers {
        answer(ended);
    }
}

/// Answers a write that could not even begin: its savepoint has no transaction to keep, so it is undone.
fn refuse(work: Work, connection: &mut Conn) {
    let _ = execute(connection, "BEGIN");
    let answer = work(connection);
    let _ = execute(connection, "ROLLBACK");
    answer(Ended::Lost);
}

fn in_savepoint(connection: &mut Conn, work: &mut Write) -> Result<Value> {
    execute(connection, "SAVEPOINT write_one")?;
    let outcome = catch_unwind(AssertUnwindSafe(|| work(connection)))
        .unwrap_or_else(|_| Err(Error::internal("a write panicked")));
    let end = if outcome.is_ok() {
        "RELEASE write_one"
    } else {
        "ROLLBACK TO write_one; RELEASE write_one"
    };
    execute(connection, end)?;
    outcome
}
