//! The accept loop: hyper with a bound on headers, bodies, idle time and connections, and a stop that lets
//! requests under way finish.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tower::ServiceExt as _;
use tracing::{debug, warn};

/// What one connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Open connections at a time; more wait.
    pub connections: usize,
    /// From the first byte to the end of the headers.
    pub header_time: Duration,
    /// How long requests under way may take after a stop.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            header_time: Duration::from_secs(10),
            stop_time: Duration::from_secs(30),
        }
    }
}

/// A server about to run.
pub struct Server {
    /// Where it listens.
    pub listener: TcpListener,
    /// What it serves.
    pub router: Router,
    /// What one connection may cost.
    pub limits: Limits,
}

impl Server {
    /// Serves until `stop` is ready, then finishes what is under way.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, router, limits } = self;
        let graceful = GracefulShutdown::new();
        let permits = Arc::new(Semaphore::new(limits.connections));
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(64 * 1024);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(100)
            .keep_alive_interval(Duration::from_secs(30))
            .keep_alive_timeout(Duration::from_secs(20));
        tokio::pin!(stop);
        loop {
            let permit = tokio::select! {
                () = &mut stop => break,
                permit = permits.clone().acquire_owned() => permit,
            };
            let (stream, peer) = tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => match accepted {
                    Ok(pair) => pair,
                    Err(error) => {
                        warn!(%error, "a connection cannot be accepted");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
            };
            let _ = stream.set_nodelay(true);
            let service = router.clone().map_request(move |mut request: http::Request<_>| {
                request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
                request.map(axum::body::Body::new)
            });
            let connection = builder
                .serve_connection_with_upgrades(
                    TokioIo::new(stream),
                    TowerToHyperService::new(service),
                )
                .into_owned();
            let watched = graceful.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = watched.await {
                    debug!(%error, "a connection ended early");
                }
                drop(permit);
            });
        }
        drop(listener);
        if tokio::time::timeout(limits.stop_time, graceful.shutdown()).await.is_err() {
            warn!("some requests did not finish in time");
        }
    }
}
