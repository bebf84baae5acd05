//! What systemd and the program tell each other: a socket that is open already, that it is ready, that it lives.
//!
//! Without systemd none of this does anything.

use std::{net::TcpListener, time::Duration};

use sd_notify::{NotifyState, notify};

use crate::platform::app::App;

/// The socket systemd listens on for us (`sd_listen_fds(3)`), if it does.
pub(super) fn socket() -> anyhow::Result<Option<TcpListener>> {
    let socket = listenfd::ListenFd::from_env().take_tcp_listener(0)?;
    if let Some(socket) = &socket {
        socket.set_nonblocking(true)?;
    }
    Ok(socket)
}

/// Says that requests are answered from now on, and goes on saying so as long as the database answers too.
pub(super) fn ready(app: &App) {
    tell(NotifyState::Ready);
    if let Some(patience) = sd_notify::watchdog_enabled() {
        tokio::spawn(watch(app.clone(), patience / 2));
    }
}

/// Says that the process is about to stop.
pub(super) fn stopping() {
    tell(NotifyState::Stopping);
}

async fn watch(app: App, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        if app.db.read(|_| Ok(())).await.is_ok() {
            tell(NotifyState::Watchdog);
        }
    }
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = notify(&[state]) {
        tracing::debug!(%error, "systemd does not listen");
    }
}
