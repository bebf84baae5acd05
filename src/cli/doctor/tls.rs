//! The certificate of the public address, as a visitor's browser judges it, today and in two weeks.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, anyhow};
use rustls::{
    ClientConfig, ClientConnection, StreamOwned,
    client::danger::ServerCertVerifier,
    pki_types::{ServerName, UnixTime},
    time_provider::TimeProvider,
};
use rustls_platform_verifier::Verifier;

use crate::kernel::clock::Time;

const PATIENCE: Duration = Duration::from_secs(10);

/// A clock that stands at one moment: the certificate is judged as of then.
#[derive(Debug)]
struct At(Time);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.seconds()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// Shakes hands with `host` and judges its certificate as of `at`. Blocks for some seconds at most.
pub(super) fn check(host: &str, port: u16, at: Time) -> anyhow::Result<()> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = Arc::new(Verifier::new(provider.clone())?);
    let config = ClientConfig::builder_with_details(provider, Arc::new(At(at)))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    let connection = ClientConnection::new(Arc::new(config), name)?;
    let address = (host, port).to_socket_addrs()?.next().context("the name leads nowhere")?;
    let socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    let mut stream = StreamOwned::new(connection, socket);
    stream.write_all(
        format!("HEAD / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes(),
    )?;
    match stream.read(&mut [0; 64]) {
        Ok(_) => Ok(()),
        // Some servers hang up without a farewell; the handshake was done by then.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(()),
        Err(error) => Err(anyhow!(error)),
    }
}
