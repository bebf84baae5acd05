//! This process among those that share its database: it takes up what dead ones held, and hears what the others change.
//!
//! For the queues, whose claims name their holder; for what is kept in memory, which another process may change; for
//! live streams, whose page another process may have changed. With SQLite there is one process and nothing to hear.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{
    kernel::{
        db::{self, Conn, Kind, Membership, NUMBERS},
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::App,
        fediverse::{deliver, inbound, policy},
        jobs,
        live::Change,
    },
};

/// How a claim on a row of a queue names the process that made it.
pub type Holder = i32;

/// How long what another process said may wait to be heard.
const LISTEN: Duration = Duration::from_millis(100);

/// How often it is looked who is still alive. One that is away for two looks is dead: the database may have been
/// restarted, and everybody takes a moment to come back.
const LOOK: Duration = Duration::from_secs(3);

/// This process's place among the others.
pub struct Processes {
    number: u16,
    membership: Arc<Mutex<Membership>>,
}

/// What one process tells the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A page that may be open has changed.
    Live(Change),
    /// Staff decided about a server.
    Policies,
    /// The venue's settings were saved.
    Venue,
    /// A process starts: often in the place of one that died, whose last words nobody heard.
    Arrived,
}

impl Processes {
    /// The process with this membership.
    pub fn new(membership: Membership) -> Self {
        Self { number: membership.number(), membership: Arc::new(Mutex::new(membership)) }
    }

    /// The number nobody else alive has.
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// What its claims are held under.
    pub fn holder(&self) -> Holder {
        Holder::from(self.number)
    }

    /// Asks the membership, on a thread that may wait for the database.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Membership) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let membership = self.membership.clone();
        tokio::task::spawn_blocking(move || {
            question(&mut membership.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .await
        .map_err(Error::internal)?
    }
}

impl Said {
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let said = match words.next()? {
            "policies" => Self::Policies,
            "venue" => Self::Venue,
            "arrived" => Self::Arrived,
            "live" => {
                let mut id = || words.next()?.parse::<Id>().ok();
                Self::Live(Change { object: id()?, root: id()? })
            }
            _ => return None,
        };
        Some(said)
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Live(Change { object, root }) => write!(f, "live {object} {root}"),
            Self::Policies => f.write_str("policies"),
            Self::Venue => f.write_str("venue"),
            Self::Arrived => f.write_str("arrived"),
        }
    }
}

/// Tells the other processes, as soon as this transaction is on disk.
pub fn tell(conn: &mut Conn, from: u16, said: &[Said]) -> Result<()> {
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    db::tell(conn, from, &said)
}

/// At the start: frees what processes held that are gone, this one's former self among them, and has the pages that are
/// open on the others look again, for what the dead did not live to tell.
pub async fn take_over(app: &App) -> Result<()> {
    let from = app.processes.number();
    app.read(move |conn| tell(conn, from, &[Said::Arrived])).await?;
    let alive = app.processes.ask(Membership::others).await?;
    let gone = (0..NUMBERS).filter(|number| !alive.contains(number)).collect();
    free(app, gone).await
}

/// Listens to the others for as long as the program runs.
pub async fn run(app: App) {
    if app.db.kind() == Kind::Sqlite {
        return;
    }
    let mut watch = Watch::default();
    let mut looks = tokio::time::interval(LOOK);
    loop {
        let heard = tokio::select! {
            _ = looks.tick() => watch.look(&app).await,
            () = tokio::time::sleep(LISTEN) => listen(&app).await,
        };
        if let Err(error) = heard {
            tracing::warn!(%error, "the other processes cannot be heard");
            come_back(&app).await;
        }
    }
}

/// Does what the others said since the last time.
pub async fn listen(app: &App) -> Result<()> {
    for text in app.processes.ask(Membership::heard).await? {
        match Said::parse(&text) {
            Some(Said::Live(change)) => app.live.publish(change),
            Some(Said::Policies) => policy::reload(app).await?,
            Some(Said::Venue) => app.reload_venue().await?,
            Some(Said::Arrived) => app.live.publish_all(),
            // A newer version during an upgrade.
            None => tracing::debug!(text, "another process said something unknown"),
        }
    }
    Ok(())
}

/// Who was there at the last look, and who was missing.
#[derive(Default)]
struct Watch {
    known: BTreeSet<u16>,
    missing: BTreeSet<u16>,
}

impl Watch {
    async fn look(&mut self, app: &App) -> Result<()> {
        let alive: BTreeSet<u16> =
            app.processes.ask(Membership::others).await?.into_iter().collect();
        let gone: Vec<u16> = self.missing.difference(&alive).copied().collect();
        self.missing = self.known.difference(&alive).copied().collect();
        self.known = alive;
        if gone.is_empty() {
            return Ok(());
        }
        tracing::info!(?gone, "processes are gone; what they held is taken up");
        // They may have changed what is open here and not said so any more.
        app.live.publish_all();
        free(app, gone).await
    }
}

/// Returns among the others after the database was away, and reads again what may have changed meanwhile.
pub async fn come_back(app: &App) {
    loop {
        let back = app.processes.ask(|member| member.come_back().map_err(Error::Internal)).await;
        if matches!(back, Ok(true)) && reload(app).await.is_ok() {
            tracing::info!("the other processes can be heard again");
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn reload(app: &App) -> Result<()> {
    // A claim may be on disk whose answer was lost, and an outcome that could not be written down: whatever this
    // process held is free again. What is still under way ends twice, which every queue is made for: an activity is
    // finished in the transaction of its effect, a job is idempotent, a delivery is known by its address.
    release(app, vec![app.processes.holder()]).await?;
    policy::reload(app).await?;
    app.reload_venue().await?;
    app.live.publish_all();
    Ok(())
}

async fn free(app: &App, gone: Vec<u16>) -> Result<()> {
    app.media.sweep(&gone)?;
    release(app, gone.into_iter().map(Holder::from).collect()).await
}

async fn release(app: &App, holders: Vec<Holder>) -> Result<()> {
    let freed = app
        .write(move |tx| {
            Ok(jobs::queue::free(tx.conn, &holders)?
                + inbound::queue::free(tx.conn, &holders)?
                + deliver::free(tx.conn, &holders)?)
        })
        .await?;
    if freed > 0 {
        tracing::info!(freed, "work that was held by nobody is free again");
    }
    Ok(())
}
