//! The network as this program meets it: where names lead, how long others are waited for, how much they may send.
//!
//! For the outgoing client and the inboxes. A server has [`Network::default`]; a test brings names and terms of its own.
//! Never decides where we may go: that is `client`.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use futures::{FutureExt as _, future::BoxFuture};
use parvis_federation::iri::Iri;

/// The network and the terms on which we meet it.
#[derive(Clone)]
pub struct Network {
    /// Where names lead.
    pub names: Arc<dyn Names>,
    /// How patient we are, and how much others may ask of us.
    pub terms: Terms,
}

/// Where names lead.
pub trait Names: Send + Sync {
    /// The addresses a name leads to; port zero stands for the port that was asked for.
    fn resolve(&self, name: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;

    /// Told of every request just before it is made.
    fn going(&self, _to: &Iri) {}
}

/// How patient we are with other servers, and how much each may send.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// How long a connection may take to come about.
    pub connect: Duration,
    /// How long a document may take, from the first byte to the last.
    pub answer: Duration,
    /// How long a delivery may take. Gancio, Mobilizon and small PHP servers work before they answer: 20 s were seen.
    pub delivery: Duration,
    /// How many activities one server may send at once,
    pub burst: f64,
    /// and how many each second for ever.
    pub per_second: f64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(15),
            delivery: Duration::from_secs(25),
            burst: 60_000.0,
            per_second: 200.0,
        }
    }
}

/// The names of the internet, as the system resolves them.
struct Internet;

impl Names for Internet {
    fn resolve(&self, name: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let name = name.to_owned();
        async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) }.boxed()
    }
}

impl Default for Network {
    fn default() -> Self {
        Self { names: Arc::new(Internet), terms: Terms::default() }
    }
}
