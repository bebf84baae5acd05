//! The application under test: fixed clock, seeded randomness, its own folder and database.

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::Router;
use diesel::prelude::*;
use parvis::{
    features::{self, setup},
    kernel::{
        clock::{Clock, Time},
        config::Config,
        entropy::Entropy,
        i18n::Lang,
    },
    platform::{
        app::{App, Parts},
        background,
        feature::Feature,
        fediverse::network::{Network, Terms},
        jobs,
        state::{self, Detail},
        web,
    },
};
use tempfile::TempDir;

use super::{Browser, Remote, TestNet, database::TestDatabase, keys};

/// When every test begins.
pub const START: &str = "2026-06-01T10:00:00Z";

/// A venue called *Musée des Rives*, handle `musee`, at `http://musee.test`.
pub struct TestApp {
    pub app: App,
    pub router: Router,
    pub dir: TempDir,
    pub net: Arc<TestNet>,
    may_fail: std::cell::Cell<bool>,
    _database: Arc<TestDatabase>,
}

impl TestApp {
    /// A venue that was just set up, with one administrator: `admin@musee.test`, handle `admin`.
    pub async fn new() -> Self {
        Self::configured(|_| {}).await
    }

    /// The same, run by an operator who decided something else.
    pub async fn configured(decide: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::installed(Self::started(dir, decide, Terms::default()).await).await
    }

    /// The same, with other terms for other servers.
    pub async fn on(terms: Terms) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::installed(Self::started(dir, |_| {}, terms).await).await
    }

    /// The same in a folder of its own under this one.
    pub async fn new_in(folder: &Path) -> Self {
        let dir = tempfile::tempdir_in(folder).unwrap();
        Self::installed(Self::started(dir, |_| {}, Terms::default()).await).await
    }

    async fn installed(test: Self) -> Self {
        setup::install(
            &test.app,
            setup::Installation {
                name: "Musée des Rives".to_owned(),
                handle: "musee".to_owned(),
                summary_fr: "Un musée au bord de l’eau.".to_owned(),
                summary_en: "A museum by the water.".to_owned(),
                languages: vec![Lang::Fr, Lang::En],
                time_zone: "Europe/Paris".to_owned(),
                admin_email: "admin@musee.test".to_owned(),
                admin_handle: "admin".to_owned(),
                admin_password: PASSWORD.to_owned(),
                ..setup::Installation::default()
            },
        )
        .await
        .unwrap();
        test
    }

    /// A venue nobody has set up yet.
    pub async fn empty() -> Self {
        Self::started(tempfile::tempdir().unwrap(), |_| {}, Terms::default()).await
    }

    /// A venue nobody has set up yet, with another program to decode pictures.
    pub async fn with_decoder(program: &Path) -> Self {
        Self::start(tempfile::tempdir().unwrap(), |_| {}, program, Terms::default()).await
    }

    async fn started(dir: TempDir, decide: impl FnOnce(&mut Config), terms: Terms) -> Self {
        Self::start(dir, decide, Path::new(PROGRAM), terms).await
    }

    async fn start(
        dir: TempDir,
        decide: impl FnOnce(&mut Config),
        program: &Path,
        terms: Terms,
    ) -> Self {
        let net = Arc::new(TestNet::default());
        let database = TestDatabase::new(dir.path());
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            metrics_listen: None,
            url: "http://musee.test".parse().unwrap(),
            trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
            venue_networks: Vec::new(),
            source_url: None,
            data_dir: dir.path().to_owned(),
            database_url: database.url.clone(),
            smtp_url: None,
            mail_from: None,
            backup_recipient: None,
            federation_allow_private: true,
            log_json: false,
            database_pool: 4,
        };
        decide(&mut config);
        let clock = Clock::fixed(Time::parse(START).unwrap());
        let parts = parts(config, clock, Entropy::seeded(7), program, net.network(terms));
        let app = App::start(parts).await.unwrap();
        let router = web::router(app.clone());
        Self {
            app,
            router,
            dir,
            net,
            may_fail: std::cell::Cell::new(false),
            _database: Arc::new(database),
        }
    }

    /// Another process on the same database and folder, with the same clock. It ends when it is dropped.
    pub async fn neighbour(&self) -> App {
        App::start(self.parts_of_a_neighbour()).await.unwrap()
    }

    fn parts_of_a_neighbour(&self) -> Parts {
        parts(
            self.app.config.clone(),
            self.app.clock.clone(),
            Entropy::seeded(8),
            Path::new(PROGRAM),
            self.net.network(Terms::default()),
        )
    }

    /// The same venue run by a program that has one more noun.
    pub async fn with_another_noun(&self, noun: &'static dyn Feature) -> App {
        let features = features::ALL.iter().copied().chain([noun]).collect::<Vec<_>>();
        let parts = Parts { features: features.leak(), ..self.parts_of_a_neighbour() };
        App::start(parts).await.unwrap()
    }

    /// The same venue as another process of it, or as it is after a restart, sees it.
    pub async fn another_process(&self) -> (App, Router) {
        let app = self.neighbour().await;
        (app.clone(), web::router(app))
    }

    /// A browser nobody signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which the administrator is signed in.
    pub async fn admin(&self) -> Browser {
        let mut browser = self.browser();
        let answer = browser
            .post("/connexion", &[("login", "admin@musee.test"), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }

    /// A venue that sends mail, into a folder.
    pub async fn with_mail() -> Self {
        Self::configured(|config| config.smtp_url = Some("file:mail".to_owned())).await
    }

    /// Another server, scripted, listening on loopback.
    pub async fn remote(&self, name: &str) -> Remote {
        Remote::start(name, self.router.clone(), self.app.clone()).await
    }

    /// Runs jobs, inbound activities and deliveries until nothing is due.
    pub async fn settle(&self) {
        background::settle(&self.app).await.unwrap();
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.app.clock.advance(by);
    }

    /// Moves the clock anywhere.
    pub fn set_clock(&self, to: Time) {
        if let Clock::Fixed(micros) = &self.app.clock {
            micros.store(to.micros(), Ordering::SeqCst);
        }
    }

    /// Failed jobs are what this test is about.
    pub fn expect_failed_jobs(&self) {
        self.may_fail.set(true);
    }

    /// Runs a query and returns its answer.
    pub async fn query<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut parvis::kernel::db::Conn) -> QueryResult<T> + Send + 'static,
    ) -> T {
        self.app.read(move |conn| Ok(work(conn)?)).await.unwrap()
    }

    /// The canonical state, one line per row and file.
    pub async fn state(&self) -> Vec<String> {
        let app = self.app.clone();
        self.app
            .read(move |conn| state::dump(conn, app.media.root(), Detail::Canonical))
            .await
            .unwrap()
    }

    /// Asserts that no job was given up.
    pub async fn assert_no_failed_jobs(&self) {
        let failed = self.app.read(|conn| jobs::failed(conn, 10)).await.unwrap();
        assert!(failed.is_empty() || self.may_fail.get(), "jobs failed: {failed:?}");
    }
}

/// The program itself, which decodes pictures.
const PROGRAM: &str = env!("CARGO_BIN_EXE_parvis");

fn parts(
    config: Config,
    clock: Clock,
    entropy: Entropy,
    program: &Path,
    network: Network,
) -> Parts {
    keys::stock(ACTORS);
    Parts { config, clock, entropy, features: features::ALL, program: program.to_owned(), network }
}

/// The venue, its administrator and some more people: as many as most tests make.
const ACTORS: usize = 6;

/// Every account of the tests has this password.
pub const PASSWORD: &str = "une phrase de passe assez longue";
