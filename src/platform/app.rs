//! The application: everything a handler, a job or a command may ask for, in one cheap clone.

use std::{
    ops::Deref,
    path::PathBuf,
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use diesel::prelude::*;
use tokio::sync::Notify;

use crate::{
    kernel::{
        clock::{Clock, Time},
        config::Config,
        db::{self, Conn, Db, Membership, PoolSize},
        entropy::Entropy,
        error::{Error, Result},
        id::{Id, IdMaker},
        seal::Seal,
    },
    platform::{
        feature::Feature,
        fediverse::{self, Fediverse, network::Network},
        journal,
        live::{Live, Shows},
        mail,
        media::MediaStore,
        processes::Processes,
        storage::Storage,
        venue::Venue,
        web::{Guard, PageCache, RateLimits, Templates},
    },
    schema::{actors, facts, inbound, jobs, objects, outbound, reactions},
};

/// The application. Cloning shares it.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What every clone of [`App`] shares.
pub struct Shared {
    /// What the operator decided.
    pub config: Config,
    /// The two doors to the database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// The nouns.
    pub features: &'static [&'static dyn Feature],
    /// Pictures of the venue and copies of remote ones.
    pub media: MediaStore,
    /// The way out for letters.
    pub mail: mail::Transport,
    /// Page templates.
    pub templates: Templates,
    /// Pages kept for visitors who are not signed in.
    pub pages: PageCache,
    /// Live streams of open pages.
    pub live: Live,
    /// Keys, outgoing client and memory of the fediverse side.
    pub fediverse: Fediverse,
    /// How much one person may ask for in a while.
    pub limits: RateLimits,
    /// What keeps machines from filling in the forms that are open to everybody.
    pub guard: Guard,
    /// Rings when there may be work in a queue.
    pub bells: Bells,
    /// Room on the disk.
    pub storage: Storage,
    /// This process among those that share the database.
    pub processes: Processes,
    ids: IdMaker,
    seal: OnceLock<Seal>,
    venue: RwLock<Arc<Venue>>,
}

/// One bell per background loop, rung after a write that queued work for it and after no other: a look
/// at an empty queue costs a query, and a busy server writes thousands of times a second.
#[derive(Default)]
pub struct Bells {
    /// Jobs and journal consumers.
    pub jobs: Notify,
    /// Activities waiting to be applied.
    pub inbound: Notify,
    /// Deliveries waiting to be sent.
    pub deliveries: Notify,
    stopping: AtomicBool,
}

/// The parts that differ between a server and a test.
pub struct Parts {
    /// What the operator decided.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// The nouns.
    pub features: &'static [&'static dyn Feature],
    /// This program, to be run again for what must not happen in the server's own process.
    pub program: PathBuf,
    /// The network.
    pub network: Network,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Opens the database (its tables must be up to date) and reads the venue's settings.
    pub async fn start(parts: Parts) -> anyhow::Result<Self> {
        let Parts { config, clock, entropy, features, program, network } = parts;
        let size = PoolSize { postgres: config.database_pool, ..PoolSize::default() };
        let db = Db::open(&config.database_url, size)?;
        let processes = Processes::new(Membership::take(&config.database_url, &entropy)?);
        let newest = db.read(newest_id).await?;
        let venue = db.read(Venue::load).await?;
        let media = MediaStore::open(&config.data_dir, program)?;
        let storage = Storage::new(&config.data_dir);
        storage.measure();
        let mail = mail::Transport::open(config.smtp_url.as_deref(), &config.data_dir)?;
        let templates = Templates::new(&config.data_dir);
        let fediverse = Fediverse::new(&config, &network)?;
        let ids = IdMaker::after(newest, processes.number());
        let app = Self(Arc::new(Shared {
            config,
            db,
            clock,
            entropy,
            features,
            media,
            mail,
            templates,
            pages: PageCache::default(),
            live: Live::default(),
            fediverse,
            limits: RateLimits::default(),
            guard: Guard::default(),
            bells: Bells::default(),
            storage,
            processes,
            ids,
            seal: OnceLock::new(),
            venue: RwLock::new(Arc::new(venue)),
        }));
        fediverse::local::ensure_instance_actor(&app).await?;
        let secret = fediverse::local::secret(&app).await?;
        let _ = app.seal.set(Seal::of(secret.as_bytes()));
        fediverse::policy::reload(&app).await?;
        Ok(app)
    }

    /// The present moment.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        self.ids.next(self.now())
    }

    /// What this venue seals what it hands out with.
    pub fn seal(&self) -> Result<&Seal> {
        self.seal.get().ok_or_else(|| Error::internal("the venue has no seal yet"))
    }

    /// What the venue decided, as last saved.
    pub fn venue(&self) -> Arc<Venue> {
        self.venue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the venue's settings again after they were saved.
    pub async fn reload_venue(&self) -> Result<()> {
        let venue = self.db.read(Venue::load).await?;
        *self.venue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(venue);
        self.pages.forget();
        Ok(())
    }

    /// Runs queries. See [`Db::read`].
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.db.read(work).await
    }

    /// Runs one transaction, then wakes the loops it queued work for. See [`Db::write`]: the closure may run again.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (value, queued) = self.db.write(in_transaction(self.clone(), work)).await?;
        self.wake(queued);
        Ok(value)
    }

    /// The same for work nobody waits for. See [`Db::write_behind`].
    pub async fn write_behind<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (value, queued) = self.db.write_behind(in_transaction(self.clone(), work)).await?;
        self.wake(queued);
        Ok(value)
    }

    /// Wakes the loops that have work, once it is on disk.
    fn wake(&self, queued: Queued) {
        self.bells.ring(&queued);
        self.live.tell(queued.shown);
    }
}

/// The closure of a transaction, which tells what it queued.
fn in_transaction<T>(
    app: App,
    mut work: impl FnMut(&mut Tx<'_>) -> Result<T>,
) -> impl FnMut(&mut Conn) -> Result<(T, Queued)> {
    move |conn| {
        let (now, queued, recorded) = (app.now(), Queued::default(), Vec::new());
        let mut tx = Tx { conn, now, app: &app, queued, recorded };
        let value = work(&mut tx)?;
        journal::settle(&mut tx)?;
        Ok((value, tx.queued))
    }
}

/// Into which queues a transaction put work that is due.
#[derive(Clone, Debug, Default)]
pub struct Queued {
    /// Jobs and facts for journal consumers.
    pub jobs: bool,
    /// Activities to be applied.
    pub inbound: bool,
    /// Deliveries to be sent.
    pub deliveries: bool,
    /// Objects whose open pages look again.
    pub shown: Vec<Shows>,
}

impl Bells {
    /// Wakes the loops that have work.
    pub fn ring(&self, queued: &Queued) {
        if queued.jobs {
            self.jobs.notify_one();
        }
        if queued.inbound {
            self.inbound.notify_one();
        }
        if queued.deliveries {
            self.deliveries.notify_one();
        }
    }

    /// Tells every background loop to begin nothing more and to finish what is under way.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.ring(&Queued { jobs: true, inbound: true, deliveries: true, ..Queued::default() });
    }

    /// True once the process is about to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}

/// One transaction under way: the connection, the moment it began and the application.
pub struct Tx<'a> {
    /// Where stores write.
    pub conn: &'a mut Conn,
    /// The moment everything in this transaction happens.
    pub now: Time,
    /// The application, for ids, settings and addresses.
    pub app: &'a App,
    /// Which loops to wake once it is on disk; set by whoever queues work.
    pub queued: Queued,
    /// Facts to be written down at its end.
    pub(super) recorded: Vec<journal::Entry>,
}

impl Tx<'_> {
    /// A new id.
    pub fn new_id(&self) -> Id {
        self.app.ids.next(self.now)
    }
}

/// The greatest id stored anywhere new ids are made, so that none is ever used twice.
fn newest_id(conn: &mut Conn) -> Result<Id> {
    use diesel::dsl::max;
    let tops: [Option<i64>; 7] = [
        objects::table.select(max(objects::id)).first(conn)?,
        actors::table.select(max(actors::id)).first(conn)?,
        facts::table.select(max(facts::id)).first(conn)?,
        jobs::table.select(max(jobs::id)).first(conn)?,
        inbound::table.select(max(inbound::id)).first(conn)?,
        outbound::table.select(max(outbound::id)).first(conn)?,
        reactions::table.select(max(reactions::id)).first(conn)?,
    ];
    Ok(Id::from_raw(tops.into_iter().flatten().max().unwrap_or(0)))
}

/// Brings the tables up to date, creating the SQLite file when it is missing. A database that is about to change is copied
/// to `backups/` in the data folder first: the way back when the new version disappoints. Of several processes that start
/// on one PostgreSQL, the first does it and the others wait.
pub fn migrate(config: &Config, now: Time) -> anyhow::Result<Vec<String>> {
    let mut conn = db::open(&config.database_url, db::Use::Write)?;
    db::alone(&mut conn, |conn| {
        if !db::pending(conn)?.is_empty() {
            let folder = config.data_dir.join(db::COPIES);
            if let Some(copy) = db::keep_copy(&config.database_url, &folder, now)? {
                tracing::info!(copy = %copy.display(), "the database was copied before its tables change");
            }
        }
        db::up(conn)
    })
}
