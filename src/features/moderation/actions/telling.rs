//! Telling other servers what was decided: not at once, so that a decision taken back in time leaves no mark elsewhere.
//!
//! A post that was recalled cannot be told again on most servers; a wrong key must not have that price.

use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
        journal::{self, Published, Revised},
        objects::{self, Object, State},
    },
};

/// How long nothing leaves.
pub const PAUSE: Duration = Duration::from_secs(10);

const KIND: &str = "moderation.tell";

/// The job that tells.
pub const JOB: Job = Job { kind: KIND, run };

#[derive(Serialize, Deserialize)]
struct Tell {
    object: Id,
    state: State,
}

/// Tells the network where an object stands once nobody took the decision back.
pub(super) fn later(tx: &mut Tx<'_>, object: &Object, state: State) -> Result<()> {
    if !object.local {
        return Ok(());
    }
    let at = tx.now.plus(PAUSE);
    jobs::enqueue_at(tx, KIND, at, &Tell { object: object.id, state })
}

/// Tells the network where an object stands: what is shown is announced, and changed if it was known before; what is
/// not is taken back where it was told, and only there.
pub(super) fn now(tx: &mut Tx<'_>, object: &Object, state: State) -> Result<()> {
    if !object.local {
        return Ok(());
    }
    if state == State::Published {
        journal::record(tx, &Published { object: object.id })?;
    }
    if object.updated_at.is_some() || state != State::Published {
        journal::record(tx, &Revised { object: object.id })?;
    }
    Ok(())
}

fn run(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let tell: Tell = serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        app.write(move |tx| match objects::find(tx.conn, tell.object)? {
            Some(object) if object.state == tell.state && object.deleted_at.is_none() => {
                now(tx, &object, tell.state)
            }
            _ => Ok(()),
        })
        .await?;
        Ok(())
    }
    .boxed()
}
