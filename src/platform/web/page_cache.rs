//! Pages for visitors who are not signed in, kept as they were sent until anything at all changes in the database.
//!
//! For the router, around everything else: a page of a thousand traces costs milliseconds to make and compress, and is
//! then sent again for microseconds (docs/performance.md). Never kept: what a member sees, what sets a cookie, what is
//! not a page. A page is kept under the state of the database it was made from, so none is ever out of date, whoever
//! wrote: this process, a command, another process on the same database.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, response::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use moka::sync::Cache;

use super::{context, session};
use crate::{kernel::clock::Time, platform::app::App};

/// What all kept pages together may weigh, in bytes.
const ROOM: u64 = 8 * 1024 * 1024;

/// The longest page that is kept.
const LARGEST: usize = 1024 * 1024;

/// How long a page is kept even if nothing changes: it may say what day it is.
const LONGEST: Duration = Duration::from_secs(60);

/// Marks an answer that any visitor who is not signed in may get; see [`context::Ctx::html_with`].
#[derive(Clone, Copy, Debug)]
pub(super) struct ForEverybody;

/// The kept pages of a process.
pub struct PageCache {
    pages: Cache<String, Arc<Kept>>,
    /// Counts what changes in memory after its commit: settings, policies.
    remade: AtomicU64,
}

/// A page as it was sent.
struct Kept {
    /// The state it was made from.
    state: String,
    at: Time,
    headers: HeaderMap,
    body: Bytes,
}

impl Default for PageCache {
    fn default() -> Self {
        let weight = |key: &String, page: &Arc<Kept>| {
            u32::try_from(key.len() + page.body.len() + 1024).unwrap_or(u32::MAX)
        };
        let pages = Cache::builder().max_capacity(ROOM).weigher(weight).build();
        Self { pages, remade: AtomicU64::new(0) }
    }
}

impl PageCache {
    /// Lets every page be made anew: something they are made from was read again into memory.
    pub fn forget(&self) {
        self.remade.fetch_add(1, Ordering::SeqCst);
    }
}

/// Answers with the kept page, or keeps the one that is made.
pub(super) async fn serve(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = key(&app, &request) else {
        return next.run(request).await;
    };
    // Read before the page is made: what is committed meanwhile makes it old at once.
    let Ok(version) = app.db.version().await else {
        return next.run(request).await;
    };
    let state = format!("{version} {}", app.pages.remade.load(Ordering::SeqCst));
    let now = app.now();
    if let Some(kept) = app.pages.pages.get(&key)
        && kept.state == state
        && now.since(kept.at) < LONGEST
    {
        let age = now.since(kept.at).as_secs();
        let age = [(header::AGE, HeaderValue::from(age))];
        return (kept.headers.clone(), age, kept.body.clone()).into_response();
    }
    let response = next.run(request).await;
    let (parts, body) = response.into_parts();
    if !may_be_kept(&parts) {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kept = Kept { state, at: now, headers: parts.headers.clone(), body: body.clone() };
    app.pages.pages.insert(key, Arc::new(kept));
    Response::from_parts(parts, Body::from(body))
}

/// Everything about a request that a page for everybody may depend on; `None` when it is not for everybody.
fn key(app: &App, request: &Request) -> Option<String> {
    let headers = request.headers();
    if request.method() != Method::GET
        || session::is_there(app, headers)
        || !app.venue().is_set_up()
    {
        return None;
    }
    let mut key = request.uri().path_and_query()?.as_str().to_owned();
    for name in [header::ACCEPT, header::ACCEPT_LANGUAGE, header::ACCEPT_ENCODING] {
        for value in headers.get_all(name) {
            key.push('\n');
            key.push_str(value.to_str().ok()?);
        }
        key.push('\n');
    }
    for cookie in context::APPEARING {
        key.push('\n');
        key.push_str(&session::cookie_value(headers, cookie).unwrap_or_default());
    }
    Some(key)
}

fn may_be_kept(parts: &Parts) -> bool {
    parts.status == StatusCode::OK
        && parts.extensions.get::<ForEverybody>().is_some()
        && !parts.headers.contains_key(header::SET_COOKIE)
}
