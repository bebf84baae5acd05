//! Numbers for Prometheus, on an address of their own: how much is asked, how long it takes, what waits.
//!
//! Names of routes, kinds and outcomes come from the code, never from what people send, so that the number of series
//! is bounded and none says anything about anybody. What is counted elsewhere is counted where it happens, with the
//! `metrics` macros; here are the requests, and what is measured when Prometheus asks.

use std::{net::SocketAddr, time::Instant};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Nullable, Text},
};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

use crate::{
    kernel::{clock::Time, db::Conn, error::Result},
    platform::{
        app::App,
        web::{Limits, Server},
    },
};

/// Bounds of the histograms of durations, in seconds.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Bounds of the histogram of how many writes share one commit.
const GROUP: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// Begins to count. Once per process.
pub fn install() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Full("parvis_db_write_group".to_owned()), &GROUP)?
        .install_recorder()?)
}

/// Serves `/metrics` at `address` until the process ends.
pub async fn serve(app: App, address: SocketAddr) -> anyhow::Result<()> {
    let handle = install()?;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address} (PARVIS_METRICS_LISTEN)"))?;
    let limits = Limits { connections: 16, ..Limits::default() };
    let server = Server { listener, router: router(app, handle), limits, proxies: Vec::new() };
    tokio::spawn(server.run(std::future::pending()));
    Ok(())
}

/// The one page Prometheus reads.
pub fn router(app: App, handle: PrometheusHandle) -> Router {
    let page = async move |State(app): State<App>| match measure(&app).await {
        Ok(()) => {
            handle.run_upkeep();
            handle.render().into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "the queues cannot be measured");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    };
    Router::new().route("/metrics", get(page)).with_state(app)
}

/// Counts every request by the route that answered, never by its address.
pub async fn requests(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = method(request.method());
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let labels = [("method", method.to_owned()), ("route", route.clone()), ("status", status)];
    counter!("parvis_http_requests_total", &labels).increment(1);
    histogram!("parvis_http_request_seconds", "route" => route).record(began.elapsed());
    response
}

/// Anybody may invent a method; these are counted by name.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

#[derive(QueryableByName)]
struct Queue {
    #[diesel(sql_type = Text)]
    queue: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    length: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    oldest: Option<Time>,
}

const QUEUES: &str = "SELECT 'jobs' AS queue, CASE WHEN failed_at IS NULL THEN 'waiting' ELSE 'failed' END AS state, \
      COUNT(*) AS length, MIN(created_at) AS oldest FROM jobs GROUP BY 2 \
    UNION ALL SELECT 'inbound', 'waiting', COUNT(*), MIN(received_at) FROM inbound WHERE state = 'waiting' \
    UNION ALL SELECT 'deliveries', state, COUNT(*), MIN(created_at) FROM deliveries GROUP BY 2";

fn queues(conn: &mut Conn) -> Result<Vec<Queue>> {
    Ok(sql_query(QUEUES).load(conn)?)
}

/// Measures what is not counted as it happens: the queues, the connections, the process.
async fn measure(app: &App) -> Result<()> {
    let found = app.read(queues).await?;
    for (queue, state) in [
        ("jobs", "waiting"),
        ("jobs", "failed"),
        ("inbound", "waiting"),
        ("deliveries", "waiting"),
        ("deliveries", "failed"),
    ] {
        let row = found.iter().find(|row| row.queue == queue && row.state == state);
        let age = row.and_then(|row| row.oldest).map(|at| app.now().since(at));
        let labels = [("queue", queue), ("state", state)];
        gauge!("parvis_queue_length", &labels).set(count(row.map_or(0, |row| row.length)));
        gauge!("parvis_queue_oldest_age", &labels).set(age.unwrap_or_default().as_secs_f64());
    }
    let pool = app.db.usage();
    gauge!("parvis_db_connections", "state" => "used").set(count(pool.used));
    gauge!("parvis_db_connections", "state" => "limit").set(count(pool.limit));
    gauge!("parvis_live_streams").set(count(app.live.streams()));
    if let Some(bytes) = resident_bytes() {
        gauge!("parvis_memory_resident_bytes").set(count(bytes));
    }
    gauge!("parvis_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(())
}

/// A count as Prometheus keeps it: exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "Prometheus keeps every number as a float")]
fn count(number: impl TryInto<i64>) -> f64 {
    number.try_into().unwrap_or(i64::MAX) as f64
}

/// The memory the process holds, where Linux tells.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
