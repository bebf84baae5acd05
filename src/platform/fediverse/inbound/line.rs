//! Activities that are ready stand in line to be applied, several actors' in one transaction: a commit, and what a
//! transaction asks once of everything in it, cost as much for many as for one.
//!
//! One of them that fails never takes the others along: what failed together is applied apart. One actor's are applied in
//! order.

use std::{mem, sync::Arc};

use parvis_federation::activity::Verb;
use tokio::sync::{mpsc, oneshot};

use super::{
    apply,
    at_hand::AtHand,
    gather::Ready,
    put_back,
    queue::{self, Row},
    release,
};
use crate::{
    kernel::error::Result,
    platform::{
        app::{App, Tx},
        feature::Outcome,
    },
};

/// About how many activities share a transaction: bounds how long others wait to write.
const TOGETHER: usize = 64;

/// What is still to be done with an activity.
#[derive(Clone)]
pub enum Step {
    /// It is judged by its noun.
    Apply(Arc<Ready>),
    /// What became of it is known.
    Record(Outcome),
}

impl Step {
    fn ready(&self) -> Option<&Ready> {
        match self {
            Self::Apply(ready) => Some(ready),
            Self::Record(_) => None,
        }
    }

    /// Does it say something new?
    fn is_words(&self) -> bool {
        self.ready().is_some_and(|ready| ready.activity.verb == Verb::Create)
    }
}

/// Activities of one actor, in order.
type Steps = Arc<[(Row, Step)]>;

/// What one actor's work waits for.
pub struct Batch {
    steps: Steps,
    /// Whether all of it was applied.
    done: oneshot::Sender<bool>,
}

/// Has activities applied when it is their turn; false when one of them could not be.
pub async fn applied(line: &mpsc::Sender<Batch>, steps: Vec<(Row, Step)>) -> bool {
    if steps.is_empty() {
        return true;
    }
    let (done, answer) = oneshot::channel();
    // The line ends after those that stand in it.
    line.send(Batch { steps: steps.into(), done }).await.is_ok() && answer.await.unwrap_or(false)
}

/// Applies what stands in line until nobody can join it any more.
pub async fn apply(app: App, mut ready: mpsc::Receiver<Batch>) {
    while let Some(first) = ready.recv().await {
        let mut count = first.steps.len();
        let mut batches = vec![first];
        while count < TOGETHER
            && let Ok(next) = ready.try_recv()
        {
            count += next.steps.len();
            batches.push(next);
        }
        let all = batches.iter().map(|batch| batch.steps.clone()).collect();
        let whole = batches.len() > 1 && apply_together(&app, all).await.is_ok();
        for Batch { steps, done } in batches {
            // Whoever stopped waiting has stopped altogether.
            let _ = done.send(whole || apply_all(&app, &steps).await);
        }
    }
}

/// Applies one actor's activities in one transaction; when that fails, one by one up to the one that fails.
async fn apply_all(app: &App, steps: &Steps) -> bool {
    if apply_together(app, vec![steps.clone()]).await.is_ok() {
        return true;
    }
    let mut steps = steps.iter().cloned();
    for (row, step) in steps.by_ref() {
        if let Err(error) = apply_together(app, vec![[(row.clone(), step)].into()]).await {
            tracing::error!(
                activity = row.activity_iri,
                error = format!("{error:?}"),
                "an activity cannot be applied"
            );
            put_back(app, row, format!("{error}")).await;
            let left: Vec<Row> = steps.map(|(row, _)| row).collect();
            release(app, &left).await;
            return false;
        }
    }
    true
}

async fn apply_together(app: &App, steps: Vec<Steps>) -> Result<()> {
    let outcomes = app.write_behind(move |tx| apply_steps(tx, &steps)).await?;
    for outcome in outcomes {
        let outcome = match outcome {
            Outcome::Applied => "applied",
            Outcome::Ignored(_) => "ignored",
            Outcome::Rejected(_) => "rejected",
        };
        metrics::counter!("parvis_inbound_total", "outcome" => outcome).increment(1);
    }
    Ok(())
}

/// Applies activities in their order, those in a row that say something new at once; returns what became of each.
fn apply_steps(tx: &mut Tx<'_>, steps: &[Steps]) -> Result<Vec<Outcome>> {
    let steps: Vec<&(Row, Step)> = steps.iter().flat_map(|steps| steps.iter()).collect();
    let ready: Vec<&Ready> = steps.iter().filter_map(|(_, step)| step.ready()).collect();
    let mut at_hand = AtHand::of(tx.conn, &ready)?;
    let mut outcomes = Vec::with_capacity(steps.len());
    let mut unrecorded = Vec::with_capacity(steps.len());
    for run in steps.chunk_by(|(_, one), (_, next)| one.is_words() && next.is_words()) {
        let became = match run {
            [(_, Step::Record(outcome))] => vec![outcome.clone()],
            [(row, Step::Apply(ready))] if ready.activity.verb != Verb::Create => {
                // It may ask what became of those before it.
                queue::finish(tx, mem::take(&mut unrecorded))?;
                vec![apply::apply(tx, &at_hand, row, ready)?]
            }
            words => {
                let words = words.iter().copied();
                let words: Vec<(&Row, &Ready)> =
                    words.filter_map(|(row, step)| Some((row, step.ready()?))).collect();
                apply::apply_words(tx, &at_hand, &words)?
            }
        };
        for ((row, step), outcome) in run.iter().zip(became) {
            tracing::debug!(activity = row.activity_iri, ?outcome, "worked on");
            if let Some(ready) = step.ready() {
                at_hand.applied(ready);
            }
            unrecorded.push((row.id, outcome.clone()));
            outcomes.push(outcome);
        }
    }
    queue::finish(tx, unrecorded)?;
    Ok(outcomes)
}
