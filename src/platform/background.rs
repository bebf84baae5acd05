//! The loops that run beside the web server: jobs, activities that came in, deliveries that go out, the daily round,
//! what open pages are told, what other
//! processes say, how much room the disk has.

use std::time::Duration;

use tokio::{
    task::{AbortHandle, JoinSet},
    time::timeout,
};

use crate::{
    kernel::error::Result,
    platform::{
        app::App,
        fediverse::{deliver, inbound},
        jobs, live, processes, storage, tidy,
    },
};

/// The loops of a running server.
pub struct Background {
    app: App,
    tasks: JoinSet<()>,
    /// Loops that mostly sleep and may be ended anywhere.
    watchers: Vec<AbortHandle>,
}

/// How long work under way may take after a stop. What takes longer is leased, and taken up again by the next process.
const STOP_TIME: Duration = Duration::from_secs(15);

/// Takes up what a process that died left behind, then starts every loop.
pub async fn start(app: &App) -> Result<Background> {
    processes::take_over(app).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(jobs::run(app.clone()));
    tasks.spawn(inbound::run(app.clone()));
    tasks.spawn(deliver::run(app.clone()));
    let watchers = vec![
        tasks.spawn(live::run(app.clone())),
        tasks.spawn(tidy::run(app.clone())),
        tasks.spawn(processes::run(app.clone())),
        tasks.spawn(storage::run(app.clone())),
    ];
    Ok(Background { app: app.clone(), tasks, watchers })
}

impl Background {
    /// Lets the loops finish what they are doing, then stops them.
    pub async fn stop(mut self) {
        self.app.bells.stop();
        self.watchers.iter().for_each(AbortHandle::abort);
        let finished = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(STOP_TIME, finished).await.is_err() {
            tracing::warn!("some work did not finish in time and will be taken up again");
        }
        self.tasks.shutdown().await;
    }
}

/// Runs everything that is due until nothing is; returns how much was done. For tests and one-off
/// commands, which have no loops.
pub async fn settle(app: &App) -> Result<usize> {
    let mut total = 0;
    loop {
        let done = jobs::run_due(app).await?
            + inbound::run_due(app).await?
            + deliver::run_due(app).await?
            + live::run_due(app).await?;
        if done == 0 {
            return Ok(total);
        }
        total += done;
    }
}
