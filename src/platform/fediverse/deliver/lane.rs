//! Everything claimed for one host, sent: in order per actor, a few at a time, and no further when it fails.
//!
//! A slow or dead host holds up its own lanes and nobody else's.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures::future::join_all;
use parvis_federation::signature::Scheme;
use tokio::sync::{Semaphore, mpsc::UnboundedSender};

use super::{
    attempt::{self, Attempt},
    queue::Claimed,
    record::{End, Ended},
    verdict::{self, Answer, Verdict},
};
use crate::{
    kernel::{clock::Time, id::Id},
    platform::{app::App, fediverse::hosts::Host},
};

/// How many requests run at a time against one host.
const PER_HOST: usize = 4;

/// The longest one delivery may take: two knocks of twenty-five seconds (`Terms::delivery`), and some air.
const ONE_DELIVERY: Duration = Duration::from_secs(55);

/// What a lane tells the recorder.
pub(super) enum News {
    /// How one delivery ended.
    Ended(Ended),
    /// The host is done for now.
    Done(Box<Health>),
}

/// How a host has been doing.
pub(super) struct Health {
    pub(super) host: Host,
    /// It had been failing, or was left alone, and answers again.
    pub(super) recovered: bool,
    /// It answered, and nothing was known of it lately.
    pub(super) to_meet: bool,
}

/// One host's claimed deliveries.
pub(super) struct Lane {
    pub(super) app: App,
    /// What is known of the host; updated as it answers.
    pub(super) host: Host,
    /// The scheme to try first.
    pub(super) scheme: Scheme,
    /// In the order they must arrive.
    pub(super) rows: Vec<Claimed>,
    pub(super) bodies: Arc<HashMap<Id, Bytes>>,
    /// Until when the claim holds.
    pub(super) until: Time,
    /// Requests of all lanes together.
    pub(super) permits: Arc<Semaphore>,
    pub(super) news: UnboundedSender<News>,
}

/// A lane under way.
struct Running {
    app: App,
    host: Mutex<Host>,
    scheme: Mutex<Scheme>,
    bodies: Arc<HashMap<Id, Bytes>>,
    until: Time,
    turns: Semaphore,
    permits: Arc<Semaphore>,
    /// Nothing more is sent to this host for now.
    stopped: AtomicBool,
    news: UnboundedSender<News>,
}

impl Lane {
    /// Sends what can be sent and tells how each delivery ended.
    pub(super) async fn run(self) {
        let now = self.app.now();
        let troubled = self.host.failures > 0 || self.host.open_until.is_some();
        let stranger = self.host.remembered(now).is_none();
        // A host that has been failing is tried with one request before it gets more.
        let turns = if troubled { 1 } else { PER_HOST };
        let running = Running {
            app: self.app,
            host: Mutex::new(self.host),
            scheme: Mutex::new(self.scheme),
            bodies: self.bodies,
            until: self.until,
            turns: Semaphore::new(turns),
            permits: self.permits,
            stopped: AtomicBool::new(false),
            news: self.news,
        };
        let mut by_actor: BTreeMap<Id, Vec<Claimed>> = BTreeMap::new();
        for row in self.rows {
            by_actor.entry(row.actor_id).or_default().push(row);
        }
        join_all(by_actor.into_values().map(|rows| running.in_order(rows))).await;
        let host = running.host.into_inner().unwrap_or_else(PoisonError::into_inner);
        let health = Health {
            recovered: troubled && host.failures == 0 && host.open_until.is_none(),
            to_meet: stranger && host.scheme_at.is_some(),
            host,
        };
        let _ = running.news.send(News::Done(Box::new(health)));
    }
}

impl Running {
    /// One actor's deliveries: an activity begins when the one before it has arrived everywhere on this host.
    async fn in_order(&self, rows: Vec<Claimed>) {
        let mut held = false;
        for activity in rows.chunk_by(|a, b| a.outbound_id == b.outbound_id) {
            if held {
                activity.iter().for_each(|row| self.release(row));
                continue;
            }
            let through = join_all(activity.iter().map(|row| self.deliver(row))).await;
            held = through.contains(&false);
        }
    }

    /// Tries one delivery. False when what comes after it has to wait for it.
    async fn deliver(&self, row: &Claimed) -> bool {
        let _turn = self.turns.acquire().await;
        let _permit = self.permits.acquire().await;
        let late = self.app.now().plus(ONE_DELIVERY) > self.until;
        if late || self.stopped.load(Ordering::SeqCst) {
            self.release(row);
            return false;
        }
        let Some(body) = self.bodies.get(&row.outbound_id) else {
            // What it was about was withdrawn since: the row went with the activity.
            self.release(row);
            return true;
        };
        let scheme = *self.scheme.lock().unwrap_or_else(PoisonError::into_inner);
        let attempt = Attempt { actor: row.actor_id, inbox: &row.inbox, body, scheme };
        let (answer, worked) = attempt::deliver(&self.app, &attempt).await;
        let attempts = row.attempts.saturating_add(1);
        let now = self.app.now();
        let verdict = {
            let mut host = self.host.lock().unwrap_or_else(PoisonError::into_inner);
            let verdict = verdict::judge(&answer, attempts, &host.software);
            self.note(&mut host, &answer, &verdict, now);
            if verdict == Verdict::Delivered && (worked != scheme || host.remembered(now).is_none())
            {
                host.remember(worked, now);
                *self.scheme.lock().unwrap_or_else(PoisonError::into_inner) = worked;
            }
            verdict
        };
        let end = self.end(row, &answer, &verdict, attempts, now);
        let through = !matches!(end, End::Later { .. });
        self.tell(row, attempts, end);
        through
    }

    /// Draws from an answer what it says about the whole host.
    fn note(&self, host: &mut Host, answer: &Answer, verdict: &Verdict, now: Time) {
        let stop = match verdict {
            Verdict::Delivered => {
                host.failures = 0;
                host.open_until = None;
                host.failing_since = None;
                host.last_error = None;
                host.last_sent_at = Some(now);
                false
            }
            Verdict::Retry { host_down: true, after } => {
                // Requests that failed side by side are one failure of the host.
                if !self.stopped.load(Ordering::SeqCst) {
                    host.failures = host.failures.saturating_add(1);
                }
                host.failing_since = host.failing_since.or(Some(now));
                host.last_error = Some(attempt::explain(answer));
                let pause = verdict::circuit(host.failures).max(*after);
                host.open_until = pause.map(|pause| now.plus(pause));
                true
            }
            Verdict::Retry { after: Some(wait), .. } => {
                host.open_until = Some(now.plus(*wait));
                true
            }
            Verdict::Refused => {
                host.open_until = Some(now.plus(verdict::REFUSED_PAUSE));
                host.last_error = Some(attempt::explain(answer));
                true
            }
            Verdict::Retry { .. } | Verdict::GiveUp | Verdict::Gone => false,
        };
        if stop {
            self.stopped.store(true, Ordering::SeqCst);
        }
    }

    /// What becomes of the row.
    fn end(
        &self,
        row: &Claimed,
        answer: &Answer,
        verdict: &Verdict,
        attempts: i32,
        now: Time,
    ) -> End {
        let status = answer.status();
        let why = attempt::explain(answer);
        match verdict {
            Verdict::Delivered => End::Delivered,
            Verdict::Gone => End::Gone { inbox: row.inbox.clone() },
            Verdict::GiveUp | Verdict::Refused => End::Failed { status, why },
            Verdict::Retry { .. } if now.since(row.created_at) > verdict::HORIZON => {
                End::Failed { status, why }
            }
            Verdict::Retry { after, .. } => {
                let wait = verdict::back_off(attempts, self.app.entropy.below(100));
                let at = now.plus(after.unwrap_or_default().max(wait));
                End::Later { at, status, why }
            }
        }
    }

    fn release(&self, row: &Claimed) {
        self.tell(row, row.attempts, End::Released);
    }

    fn tell(&self, row: &Claimed, attempts: i32, end: End) {
        // The recorder is gone only when the program stops; the lease then ends by itself.
        let _ = self.news.send(News::Ended(Ended { id: row.id, attempts, end }));
    }
}
