//! `parvis serve`: runs a venue until it is told to stop.

use std::{
    fs::{File, TryLockError},
    io,
    net::SocketAddr,
};

use anyhow::{Context as _, bail};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing::{info, warn};

use super::systemd;
use crate::{
    kernel::config::Config,
    platform::{
        app::App,
        background, erasures, metrics,
        web::{self, Limits, Server},
    },
};

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let _alone = alone(&config)?;
    let app = super::open(config).await?;
    let again = erasures::reapply(&app).await?;
    if again > 0 {
        warn!(again, "an older database came back: what had been erased was erased again");
    }
    serve(app).await
}

/// Serves an application that is open already, with its background work, until a signal comes.
pub(super) async fn serve(app: App) -> anyhow::Result<()> {
    let listen = app.config.listen;
    let listener = listener(listen).await?;
    if app.config.federation_allow_private {
        warn!(
            "PARVIS_FEDERATION_ALLOW_PRIVATE=1: peers over http and on private addresses are accepted. FOR TESTS ONLY."
        );
    }
    if let Some(address) = app.config.metrics_listen {
        metrics::serve(app.clone(), address).await?;
    }
    if !app.venue().is_set_up() {
        let token = crate::features::setup::token(&app).await?;
        info!(
            "This venue is not set up yet. Open {}",
            app.config.address(&format!("/installation?token={token}"))
        );
    }
    // Before anybody can be answered: whoever sees this process live may stop it, and its work is put down in order.
    let told = told_to_stop().context("cannot listen for signals")?;
    let background = background::start(&app).await?;
    info!(%listen, url = %app.config.url, "ready");
    systemd::ready(&app);
    let server = Server {
        listener,
        router: web::router(app.clone()),
        limits: Limits::default(),
        proxies: app.config.trusted_proxies.clone(),
    };
    let stop = async move {
        told.await;
        systemd::stopping();
        app.live.close();
    };
    server.run(stop).await;
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
    config.make_data_dir()?;
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

/// The socket systemd hands over and keeps, so that nobody is refused while one process follows another; without
/// it, one of our own.
async fn listener(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    match systemd::socket()? {
        Some(socket) => Ok(TcpListener::from_std(socket)?),
        None => TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on {listen} (PARVIS_LISTEN)")),
    }
}

/// Comes when the process is told to stop, by SIGTERM or Ctrl-C. Whoever has called this is not killed by them any more:
/// they wait until somebody waits for them.
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[tokio::test]
    async fn a_signal_that_comes_before_anybody_waits_for_it_is_heard_all_the_same() {
        for name in ["-TERM", "-INT"] {
            let told = told_to_stop().unwrap();
            let sent = Command::new("kill").args([name, &std::process::id().to_string()]).status();
            assert!(sent.unwrap().success());
            told.await;
        }
    }
}
