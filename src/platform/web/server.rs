//! The accept loop: hyper with a bound on headers, bodies, idle time and connections, and a stop that lets
//! requests under way finish.
//!
//! Speaks HTTP/1.1 alone. TLS and HTTP/2 are the business of the proxy in front, which speaks HTTP/1.1 to what is
//! behind it; so none of what HTTP/2 can be attacked with (RUSTSEC-2024-0003, -0332) reaches the venue.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use ipnet::IpNet;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt as _;
use tracing::{debug, warn};

use super::{limits::coarse, pace::Pace};

/// What one connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Open connections at a time; more wait.
    pub connections: usize,
    /// Open connections of one address at a time; more are closed at once. A web server in front is exempt: it
    /// speaks for everybody.
    pub per_peer: usize,
    /// How long a connection may be silent, and how long headers may take.
    pub header_time: Duration,
    /// How fast a body must come.
    pub pace: Pace,
    /// How long an answer may lie there without any of it being taken.
    pub unread_time: Duration,
    /// How long a connection that was just accepted may take to ask for something after a stop.
    pub first_time: Duration,
    /// How long requests under way may take after a stop.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            per_peer: 64,
            header_time: Duration::from_secs(10),
            pace: Pace::default(),
            unread_time: Duration::from_secs(60),
            first_time: Duration::from_secs(3),
            stop_time: Duration::from_secs(30),
        }
    }
}

/// Connections that were accepted and have not asked for anything yet. A stop would end them without an answer.
#[derive(Clone, Default)]
struct Newcomers(Arc<AtomicUsize>);

/// One of them, until it asks for something or goes.
struct Newcomer {
    all: Newcomers,
    waiting: AtomicBool,
}

impl Newcomers {
    fn welcome(&self) -> Newcomer {
        self.0.fetch_add(1, Ordering::SeqCst);
        Newcomer { all: self.clone(), waiting: AtomicBool::new(true) }
    }

    /// Waits until all have asked, or for `most`: a browser may open a connection and never use it.
    async fn heard(&self, most: Duration) {
        let all = async {
            while self.0.load(Ordering::SeqCst) > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let _ = tokio::time::timeout(most, all).await;
    }
}

impl Newcomer {
    fn asked(&self) {
        if self.waiting.swap(false, Ordering::SeqCst) {
            self.all.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Drop for Newcomer {
    fn drop(&mut self) {
        self.asked();
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
    /// The web servers in front, besides those of this machine.
    pub proxies: Vec<IpNet>,
}

impl Server {
    /// Serves until `stop` is ready, then finishes what is under way.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, router, limits, proxies } = self;
        let graceful = GracefulShutdown::new();
        let permits = Arc::new(Semaphore::new(limits.connections));
        let peers = Arc::new(Peers { proxies, ..Peers::default() });
        let mut builder = Builder::new(TokioExecutor::new()).http1_only();
        // The timer starts when a connection waits for a request, so it bounds idle time as well.
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(64 * 1024);
        let newcomers = Newcomers::default();
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
            let Some(place) = peers.enter(peer.ip(), limits.per_peer) else {
                debug!("too many connections of one address");
                continue;
            };
            let _ = stream.set_nodelay(true);
            hang_up_unread(&stream, limits.unread_time);
            let newcomer = Arc::new(newcomers.welcome());
            let service = router.clone().map_request(move |mut request: http::Request<_>| {
                newcomer.asked();
                request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
                request.map(|body| limits.pace.hold(axum::body::Body::new(body)))
            });
            let connection = builder
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
                .into_owned();
            let watched = graceful.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = watched.await {
                    debug!(%error, "a connection ended early");
                }
                drop((permit, place));
            });
        }
        drop(listener);
        newcomers.heard(limits.first_time).await;
        if tokio::time::timeout(limits.stop_time, graceful.shutdown()).await.is_err() {
            warn!("some requests did not finish in time");
        }
    }
}

/// Has the system close a connection whose other side takes nothing of what was sent (RFC 5482). Where it cannot, such a
/// connection keeps its place until the other side goes.
fn hang_up_unread(stream: &TcpStream, after: Duration) {
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(after));
    #[cfg(not(target_os = "linux"))]
    let _ = (stream, after);
}

/// How many connections each address has open: an IPv4 address or an IPv6 network of 64 bits.
#[derive(Default)]
struct Peers {
    open: Mutex<HashMap<IpAddr, usize>>,
    proxies: Vec<IpNet>,
}

impl Peers {
    /// A place for one more connection, given back when it is dropped; `None` when the address has enough.
    fn enter(self: &Arc<Self>, peer: IpAddr, most: usize) -> Option<Place> {
        let address = coarse(peer);
        let peer = peer.to_canonical();
        let is_proxy = peer.is_loopback() || self.proxies.iter().any(|net| net.contains(&peer));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= most && !is_proxy {
            return None;
        }
        *count += 1;
        Some(Place { peers: self.clone(), address })
    }
}

/// One open connection.
struct Place {
    peers: Arc<Peers>,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.peers.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_of_connections_and_a_proxy_has_no_bound() {
        let proxies = vec!["192.0.2.0/24".parse().unwrap()];
        let peers = Arc::new(Peers { proxies, ..Peers::default() });
        let enter = |address: &str| peers.enter(address.parse().unwrap(), 2);
        let first = enter("203.0.113.7");
        let second = enter("203.0.113.7");
        assert!(first.is_some() && second.is_some() && enter("203.0.113.7").is_none());
        assert!(enter("203.0.113.8").is_some(), "somebody else is not concerned");
        drop(first);
        assert!(enter("203.0.113.7").is_some(), "a closed connection makes room");
        let network = [enter("2001:db8:0:1::1"), enter("2001:db8:0:1::2")];
        assert!(network.iter().all(Option::is_some) && enter("2001:db8:0:1::3").is_none());
        let near = (0..10).map(|_| enter("127.0.0.1"));
        let proxy: Vec<_> = near.chain((0..10).map(|_| enter("192.0.2.1"))).collect();
        assert!(proxy.iter().all(Option::is_some));
        drop((second, network, proxy));
        assert!(peers.open.lock().unwrap().is_empty(), "nothing is remembered of who left");
    }
}
