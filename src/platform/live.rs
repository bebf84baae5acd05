//! Live streams: pages that are open learn that something they show has changed.
//!
//! A stream carries ids of what everybody may see or could see until now, never content: the page fetches the
//! fragment, so visibility and language are decided where they always are. So a stream that outlives a session or
//! a suspension carries nothing its reader may not have.
//!
//! Told from memory once a transaction is on disk, many changes at a time: a process that dies takes its streams with
//! it, and those of the others look again when they miss it (docs/adr/0007-live-from-memory.md).

use std::{
    convert::Infallible,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::StreamExt as _;
use serde::Deserialize;
use tokio::sync::{Notify, broadcast, watch};
use tokio_stream::wrappers::BroadcastStream;

use crate::{
    kernel::{
        db::{Conn, Kind},
        error::Result,
        id::Id,
    },
    platform::{
        app::App,
        objects::{self, Object},
        processes::{self, Said},
    },
};

/// How many changes a slow reader may lag behind before it is told to reload.
const BACKLOG: usize = 256;

/// How many changes are told of at a time.
const AT_ONCE: usize = 1_000;

/// How long what changes is gathered before it is told of: nobody sees the difference, and a busy server looks once
/// instead of after every commit.
const GATHER: Duration = Duration::from_millis(25);

/// How often an idle stream says that it is alive, so that proxies keep it.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many topics one page may listen to.
const TOPICS: usize = 8;

/// A change on a thread: which object, in which thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The object that appeared, changed or vanished.
    pub object: Id,
    /// The thread it belongs to.
    pub root: Id,
}

/// An object that open pages look at again.
#[derive(Clone, Copy, Debug)]
pub struct Shows {
    /// Which.
    pub object: Id,
    /// Everybody could see it until now, though it waits to be read again.
    pub was_open: bool,
}

impl Shows {
    /// What waits to be read is nobody's business, unless everybody could read it until now.
    fn may_be_told(self, row: &Object) -> bool {
        row.is_everybodys() || (self.was_open && row.visibility.is_open())
    }
}

/// The hub all open streams of this process listen to.
pub struct Live {
    changes: broadcast::Sender<Option<Change>>,
    closed: watch::Sender<bool>,
    /// Objects that changed on disk and of which nobody was told yet.
    shown: Mutex<Vec<Shows>>,
    bell: Notify,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            changes: broadcast::channel(BACKLOG).0,
            closed: watch::channel(false).0,
            shown: Mutex::default(),
            bell: Notify::new(),
        }
    }
}

impl Live {
    /// These objects appeared, changed or vanished on pages people may have open; told soon.
    pub fn tell(&self, mut objects: Vec<Shows>) {
        if objects.is_empty() {
            return;
        }
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).append(&mut objects);
        self.bell.notify_one();
    }

    fn untold(&self) -> Vec<Shows> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let some = shown.len().min(AT_ONCE);
        shown.drain(..some).collect()
    }

    /// Tells every open page of the thread.
    pub fn publish(&self, change: Change) {
        // Nobody listening is the usual case.
        let _ = self.changes.send(Some(change));
    }

    /// Tells every open page to look again, because changes may have been missed.
    pub fn publish_all(&self) {
        let _ = self.changes.send(None);
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        self.changes.receiver_count()
    }

    /// Ends every stream: the process is about to stop, and pages ask again by themselves.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

/// Tells of what changed for as long as the program runs.
pub async fn run(app: App) {
    loop {
        match run_due(&app).await {
            Ok(0) => {
                app.live.bell.notified().await;
                tokio::time::sleep(GATHER).await;
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "what changed cannot be read; every open page looks again");
                app.live.publish_all();
            }
        }
    }
}

/// Tells of what changed since the last time; returns how many objects that were.
pub async fn run_due(app: &App) -> Result<usize> {
    let objects = app.live.untold();
    let count = objects.len();
    let nobody = app.live.streams() == 0 && app.db.kind() == Kind::Sqlite;
    if count == 0 || nobody {
        return Ok(count);
    }
    let from = app.processes.number();
    let changes = app
        .read(move |conn| {
            let changes = changes(conn, &objects)?;
            let said: Vec<Said> = changes.iter().copied().map(Said::Live).collect();
            processes::tell(conn, from, &said)?;
            Ok(changes)
        })
        .await?;
    for change in changes {
        app.live.publish(change);
    }
    Ok(count)
}

/// Those of the objects that everybody may see or could see until now, in the order of the changes.
fn changes(conn: &mut Conn, objects: &[Shows]) -> Result<Vec<Change>> {
    let ids: Vec<Id> = objects.iter().map(|shows| shows.object).collect();
    let rows = objects::find_all(conn, &ids)?;
    Ok(objects
        .iter()
        .filter_map(|shows| rows.get(&shows.object).filter(|row| shows.may_be_told(row)))
        .map(|row| Change { object: row.id, root: row.root() })
        .collect())
}

/// What a page is told: which object, and where to fetch what it looks like now.
fn told(object: Id) -> String {
    serde_json::json!({ "id": object, "url": format!("/traces/{object}/fragment") }).to_string()
}

/// What a page listens to: `/live?topics=ID,ID`.
#[derive(Debug, Deserialize)]
pub struct Topics {
    topics: String,
}

/// The stream of one page.
pub async fn stream(State(app): State<App>, Query(query): Query<Topics>) -> Result<Response> {
    let topics: Vec<Id> =
        query.topics.split(',').take(TOPICS).filter_map(|t| t.trim().parse().ok()).collect();
    Ok(listen(&app, topics))
}

/// A stream of changes in these threads, for a page that shows them.
pub fn listen(app: &App, topics: Vec<Id>) -> Response {
    let mut closed = app.live.closed.subscribe();
    let closed = async move { closed.wait_for(|closed| *closed).await.map(drop) };
    let events = BroadcastStream::new(app.live.changes.subscribe()).filter_map(move |change| {
        let event = match change {
            Ok(Some(change))
                if topics.contains(&change.root) || topics.contains(&change.object) =>
            {
                Some(Event::default().event("trace").data(told(change.object)))
            }
            Ok(Some(_)) => None,
            Ok(None) | Err(_) => Some(Event::default().event("reload").data("")),
        };
        async move { event.map(Ok::<_, Infallible>) }
    });
    let events = events.take_until(Box::pin(closed));
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    let headers = response.headers_mut();
    headers.insert("cache-control", http::HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", http::HeaderValue::from_static("no"));
    response
}
