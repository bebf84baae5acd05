//! Background work that survives the process: queued in the transaction that needs it, run at least once.
//!
//! Jobs of one lane run in order, one at a time. A job never answers a request.

pub(super) mod queue;
mod runner;

use std::time::Duration;

use futures::future::BoxFuture;

pub use queue::{
    Failed, enqueue, enqueue_at, enqueue_in_lane, failed, retry, take_out, troubled, waiting,
};
pub(super) use queue::{New, enqueue_all};
pub use runner::{run, run_due};

use crate::{
    kernel::{db::Conn, error::Result},
    platform::{app::App, journal::Recorded},
};

/// How jobs made from journal facts are named: this, then the consumer's name.
pub const CONSUMER: &str = "fact:";

/// Why a job did not succeed.
#[derive(Debug)]
pub enum JobError {
    /// Something passing: try again later.
    Retry(anyhow::Error),
    /// Something passing that says when: try again after this long.
    RetryAfter(Duration, anyhow::Error),
    /// It will never work: keep it as failed, for staff to see.
    Discard(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry(error.into())
    }
}

/// How a job ended.
pub type JobResult = Result<(), JobError>;

/// A kind of job: its name in the queue and the function that does it.
pub struct Job {
    /// The name in the queue; never changes once released.
    pub kind: &'static str,
    /// Does the work. The payload is the JSON it was queued with.
    pub run: fn(App, String) -> BoxFuture<'static, JobResult>,
}

/// Tells, of several facts, which a consumer has to hear at all. Asked at the end of the transaction that records them, so
/// that what is nobody's business becomes no job. It may say yes too often, and never no when it matters.
pub type Heeds = fn(&mut Conn, &[Recorded]) -> Result<Vec<bool>>;

/// A reader of the journal.
pub struct Consumer {
    /// The name in the queue; never changes once released.
    pub name: &'static str,
    /// The topics it hears.
    pub topics: &'static [&'static str],
    /// Which of them are anything to it. Without this, all are.
    pub heeds: Option<Heeds>,
    /// What it does; may be called more than once for one fact.
    pub run: fn(App, Recorded) -> BoxFuture<'static, JobResult>,
}

/// Every consumer of the platform and the nouns.
pub fn consumers(app: &App) -> impl Iterator<Item = &'static Consumer> + use<> {
    let features = app.features;
    crate::platform::fediverse::CONSUMERS
        .iter()
        .chain(crate::platform::erasures::CONSUMERS)
        .chain(features.iter().flat_map(|feature| feature.consumers()))
}

/// Every kind of job of the platform and the nouns.
pub fn kinds(app: &App) -> impl Iterator<Item = &'static Job> + use<> {
    let features = app.features;
    crate::platform::fediverse::JOBS
        .iter()
        .chain(crate::platform::media::JOBS)
        .chain(crate::platform::mail::JOBS)
        .chain(features.iter().flat_map(|feature| feature.jobs()))
}
