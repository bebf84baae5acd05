//! `parvis serve`: runs a venue until it is told to stop.

use std::{
    fs::{File, TryLockError},
    net::SocketAddr,
};

use anyhow::{Context as _, bail};
use axum::{Router, routing::get};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing::{info, warn};

use crate::{
    kernel::config::Config,
    platform::{
        app::App,
        background,
        web::{self, Limits, Server},
    },
};

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let _alone = alone(&config)?;
    let app = super::open(config).await?;
    serve(app).await
}

/// Serves an application that is open already, with its background work, until a signal comes.
pub(super) async fn serve(app: App) -> anyhow::Result<()> {
    let listen = app.config.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen} (PARVIS_LISTEN)"))?;
    if app.config.federation_allow_private {
        warn!(
            "PARVIS_FEDERATION_ALLOW_PRIVATE=1: peers over http and on private addresses are accepted. FOR TESTS ONLY."
        );
    }
    if let Some(address) = app.config.metrics_listen {
        serve_metrics(address).await?;
    }
    if !app.venue().is_set_up() {
        let token = crate::features::setup::token(&app).await?;
        info!(
            "This venue is not set up yet. Open {}",
            app.config.address(&format!("/installation?token={token}"))
        );
    }
    let background = background::start(&app).await?;
    info!(%listen, url = %app.config.url, "ready");
    let proxies = app.config.trusted_proxies.clone();
    let server = Server { listener, router: web::router(app), limits: Limits::default(), proxies };
    server.run(stop_signal()).await;
    background.stop().await;
    info!("stopped");
    Ok(())
}

/// A SQLite file is served by one process: what another holds in its queues would be taken from it. The lock ends with
/// the process, however it ends.
fn alone(config: &Config) -> anyhow::Result<Option<File>> {
    if !config.database_url.starts_with("sqlite:") {
        return Ok(None);
    }
    std::fs::create_dir_all(&config.data_dir)?;
    let path = config.data_dir.join("serving.lock");
    let file = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            bail!("another process serves the folder {} already", config.data_dir.display())
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// SIGTERM or Ctrl-C.
async fn stop_signal() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            warn!(%error, "cannot listen for SIGTERM");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Prometheus reads `/metrics` on an address of its own, never the public one.
async fn serve_metrics(address: SocketAddr) -> anyhow::Result<()> {
    let handle = PrometheusBuilder::new().install_recorder()?;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address} (PARVIS_METRICS_LISTEN)"))?;
    let router: Router =
        Router::new().route("/metrics", get(move || async move { handle.render() }));
    let limits = Limits { connections: 16, ..Limits::default() };
    tokio::spawn(
        Server { listener, router, limits, proxies: Vec::new() }.run(std::future::pending()),
    );
    Ok(())
}
