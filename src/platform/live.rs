//! Live streams: pages that are open learn that something they show has changed.
//!
//! A stream carries ids of what everybody may see or could see until now, never content: the page fetches the
//! fragment, so visibility and language are decided where they always are. So a stream that outlives a session or
//! a suspension carries nothing its reader may not have.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{FutureExt as _, StreamExt as _};
use serde::Deserialize;
use tokio::sync::{broadcast, watch};
use tokio_stream::wrappers::BroadcastStream;

use crate::{
    kernel::{db::Conn, error::Result, id::Id},
    platform::{
        app::App,
        jobs::{Consumer, JobResult},
        journal::{Fact, Recalled, Recorded, Shown},
        objects::{self, Object},
        processes::{self, Said},
    },
};

/// How many changes a slow reader may lag behind before it is told to reload.
const BACKLOG: usize = 256;

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

/// The hub all open streams of this process listen to.
pub struct Live {
    changes: broadcast::Sender<Option<Change>>,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { changes: broadcast::channel(BACKLOG).0, closed: watch::channel(false).0 }
    }
}

impl Live {
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

/// The platform's reader of `object.shown`.
pub const CONSUMERS: &[Consumer] = &[Consumer {
    name: "live",
    topics: &[Shown::TOPIC, Recalled::TOPIC],
    run: |app, fact| show(app, fact).boxed(),
}];

async fn show(app: App, fact: Recorded) -> JobResult {
    // What waits to be read is nobody's business, unless everybody could read it until now.
    let (object, was_read) = match (fact.read(), fact.read()) {
        (Some(Shown { object }), _) => (object, false),
        (None, Some(Recalled { object })) => (object, true),
        (None, None) => return Ok(()),
    };
    let from = app.processes.number();
    let find = move |conn: &mut Conn| {
        let row = objects::find(conn, object)?;
        let told = |row: &Object| row.is_everybodys() || (was_read && row.visibility.is_open());
        let Some(row) = row.filter(told) else {
            return Ok(None);
        };
        let change = Change { object, root: row.root() };
        processes::tell(conn, from, &Said::Live(change))?;
        Ok(Some(change))
    };
    if let Some(change) = app.read(find).await? {
        app.live.publish(change);
    }
    Ok(())
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
