//! Sends what the outbox queued: signed, in order per host and actor, again and again until it arrives or
//! thirty days are over.
//!
//! One loop claims what is due and records how it went, many at once; each host's deliveries run in a lane
//! of their own, so that no server waits for another. Nothing here decides who gets what: see `outbox`.

mod attempt;
mod lane;
mod queue;
mod record;
mod verdict;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use parvis_federation::signature::Scheme;
use tokio::{
    sync::{
        Semaphore,
        mpsc::{self, UnboundedReceiver, UnboundedSender},
    },
    task::JoinSet,
};

pub use self::queue::abandon;
use self::{
    lane::{Health, Lane, News},
    record::Ended,
};
use super::hosts::{self, Host};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result},
    platform::{
        app::{App, Tx},
        processes::Holder,
    },
    text_enum,
};

text_enum! {
    /// Where a delivery stands. One that arrived is gone from the table.
    State {
        /// It will be tried, now or later.
        Waiting = "waiting",
        /// It was given up.
        Failed = "failed",
    }
}

/// How many requests run at a time in all.
const AT_ONCE: usize = 256;

/// How many claimed deliveries are under way at most, about; more are claimed when half of them have ended. A look at
/// a long queue costs milliseconds, so it takes in many.
const UNDER_WAY: usize = 4096;

/// How many outcomes are recorded in one transaction.
const BATCH: usize = 1024;

/// The longest sleep between two looks at the queue, for what another process queued.
const NAP: Duration = Duration::from_secs(5);

/// How often what nobody needs any more is cleared away.
const TIDY: Duration = Duration::from_secs(3600);

/// Delivers until the process is about to stop, then waits for the answers under way.
pub async fn run(app: App) {
    let mut courier = Courier::new(app.clone());
    let mut look = true;
    let mut tidy = tokio::time::interval(TIDY);
    while !app.bells.is_stopping() {
        if look {
            look = courier.claim_if_room().await;
            if look {
                continue;
            }
        }
        let nap = courier.nap().await;
        let mut news = Vec::new();
        tokio::select! {
            _ = courier.news.recv_many(&mut news, BATCH) => {}
            () = app.bells.deliveries.notified() => look = true,
            () = tokio::time::sleep(nap) => look = true,
            _ = tidy.tick() => self::tidy(&app).await,
        }
        if !news.is_empty() {
            look |= courier.record(news).await;
        }
    }
    courier.finish().await;
}

/// Delivers what is due now and waits for every answer; returns how many deliveries were claimed.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut courier = Courier::new(app.clone());
    let mut claimed = 0;
    loop {
        let count = courier.claim().await?;
        if count == 0 {
            return Ok(claimed);
        }
        claimed += count;
        courier.finish().await;
    }
}

/// Tries again now whatever waits for a host or was given up for it. Returns how many deliveries that is.
pub fn retry_now(tx: &mut Tx<'_>, host: &str) -> Result<usize> {
    hosts::close_circuit(tx.conn, host)?;
    tx.queued.deliveries = true;
    let given_up = queue::revive(tx.conn, host, tx.now)?;
    Ok(given_up + queue::wake(tx.conn, host, tx.now)?)
}

/// Makes everything that waits for a host due now.
pub(super) fn wake(tx: &mut Tx<'_>, host: &str) -> Result<()> {
    tx.queued.deliveries = true;
    queue::wake(tx.conn, host, tx.now).map(drop)
}

/// Frees what processes held that are gone.
pub fn free(conn: &mut Conn, gone: &[Holder]) -> Result<usize> {
    queue::free(conn, gone)
}

/// Clears away what was given up long ago, and activities that arrived everywhere and are served nowhere. What waits
/// for a time that a wrong clock had set is brought back.
pub async fn tidy(app: &App) {
    let now = app.now();
    let tidy = move |conn: &mut Conn| {
        queue::unstick(conn, now)?;
        queue::prune(conn, now)
    };
    let tidied = app.db.write(tidy).await;
    if let Err(error) = tidied {
        tracing::error!(%error, "old deliveries cannot be cleared away");
    }
}

/// The loop's hands: claims, lanes under way, outcomes to record.
struct Courier {
    app: App,
    lanes: JoinSet<()>,
    /// The hosts whose lanes run; nothing more is claimed for them meanwhile.
    hosts: HashSet<String>,
    under_way: usize,
    permits: Arc<Semaphore>,
    sender: UnboundedSender<News>,
    news: UnboundedReceiver<News>,
    /// The last claim left something behind.
    more: bool,
    /// The last look found nothing: what is due by its time waits behind something else.
    idle: bool,
}

impl Courier {
    fn new(app: App) -> Self {
        let (sender, news) = mpsc::unbounded_channel();
        Self {
            app,
            lanes: JoinSet::new(),
            hosts: HashSet::new(),
            under_way: 0,
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            sender,
            news,
            more: false,
            idle: true,
        }
    }

    /// Claims what is due, while there is room. True when more may be due at once.
    async fn claim_if_room(&mut self) -> bool {
        if self.under_way >= UNDER_WAY / 2 {
            return false;
        }
        match self.claim().await {
            Ok(count) => self.more && count > 0,
            Err(error) => {
                tracing::error!(%error, "the deliveries cannot be read");
                false
            }
        }
    }

    /// Claims what is due and starts its lanes; returns how many deliveries that is.
    async fn claim(&mut self) -> Result<usize> {
        let now = self.app.now();
        let busy: Vec<String> = self.hosts.iter().cloned().collect();
        let hosts = busy.clone();
        // Most looks find nothing: they must not make writers wait.
        let any = move |conn: &mut Conn| queue::is_any_due(conn, now, &hosts);
        self.idle = !self.app.read(any).await?;
        if self.idle {
            self.more = false;
            return Ok(0);
        }
        let by = self.app.processes.holder();
        let claim = self.app.db.write(move |conn| queue::claim(conn, by, now, &busy)).await?;
        let count = claim.by_host.values().map(Vec::len).sum();
        self.more = claim.more;
        self.start(claim, now);
        Ok(count)
    }

    fn start(&mut self, claim: queue::Claim, now: Time) {
        let queue::Claim { by_host, mut hosts, advertised, bodies, until, .. } = claim;
        let bodies: Arc<HashMap<_, Bytes>> =
            Arc::new(bodies.into_iter().map(|(id, body)| (id, Bytes::from(body))).collect());
        for (name, rows) in by_host {
            let host = hosts.remove(&name).unwrap_or_else(|| Host::new(&name, now));
            let scheme = host.remembered(now).unwrap_or_else(|| {
                if advertised.contains(&name) { Scheme::Rfc9421 } else { Scheme::Cavage }
            });
            self.under_way += rows.len();
            self.hosts.insert(name);
            let lane = Lane {
                app: self.app.clone(),
                host,
                scheme,
                rows,
                bodies: bodies.clone(),
                until,
                permits: self.permits.clone(),
                news: self.sender.clone(),
            };
            self.lanes.spawn(lane.run());
        }
    }

    /// Waits for every lane and records how it ended.
    async fn finish(&mut self) {
        while !self.hosts.is_empty() {
            let mut news = Vec::new();
            self.news.recv_many(&mut news, BATCH).await;
            self.record(news).await;
        }
    }

    /// Records outcomes. True when that may have made room for more.
    async fn record(&mut self, news: Vec<News>) -> bool {
        let mut ended: Vec<Ended> = Vec::new();
        let mut hosts: Vec<Health> = Vec::new();
        for one in news {
            match one {
                News::Ended(end) => ended.push(end),
                News::Done(health) => hosts.push(*health),
            }
        }
        self.under_way = self.under_way.saturating_sub(ended.len());
        for one in &ended {
            metrics::counter!("parvis_deliveries_total", "outcome" => one.end.name()).increment(1);
        }
        let freed: Vec<String> = hosts.iter().map(|health| health.host.host.clone()).collect();
        let recorded = self.app.write(move |tx| record::record(tx, &ended, &hosts)).await;
        if let Err(error) = recorded {
            // The leases end by themselves; what had arrived is sent again and recognised by its id.
            tracing::error!(%error, "the outcome of deliveries cannot be recorded");
        }
        while self.lanes.try_join_next().is_some() {}
        for host in &freed {
            self.hosts.remove(host);
        }
        self.more || !freed.is_empty()
    }

    /// How long nothing new can become due without a bell or an outcome.
    async fn nap(&self) -> Duration {
        let next = self.app.read(queue::next_due).await.ok().flatten();
        let least = Duration::from_millis(if self.idle { 1000 } else { 50 });
        next.map_or(NAP, |at| at.since(self.app.now()).clamp(least, NAP))
    }
}
