//! What follows when a server says that an inbox is gone: whether its owner is gone too is asked, never assumed.
//!
//! For deliveries answered 410. A wrong answer must not cost anybody their followers.

use diesel::prelude::*;
use futures::FutureExt as _;
use parvis_federation::Iri;
use serde::{Deserialize, Serialize};

use super::fetch::{self, FetchError};
use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
    },
    schema::actors,
};

/// Asks the owners of an inbox whether they still are.
pub(super) const JOB: Job =
    Job { kind: "fediverse.confirm-departed", run: |app, payload| confirm(app, payload).boxed() };

/// How many owners of a shared inbox are asked. The others are found out one by one.
const ASKED: i64 = 20;

#[derive(Serialize, Deserialize)]
struct Suspected {
    inbox: String,
}

/// Notes that an inbox answered 410.
pub(super) fn suspect(tx: &mut Tx<'_>, inbox: &str) -> Result<()> {
    let suspected = Suspected { inbox: inbox.to_owned() };
    jobs::enqueue(tx, JOB.kind, &suspected)
}

async fn confirm(app: App, payload: String) -> JobResult {
    let Suspected { inbox } =
        serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
    let wanted = inbox.clone();
    let owners: Vec<(Id, String)> = app
        .read(move |conn| {
            Ok(actors::table
                .filter(actors::local.eq(false))
                .filter(actors::deleted_at.is_null())
                .filter(actors::inbox.eq(&wanted).or(actors::shared_inbox.eq(&wanted)))
                .select((actors::id, actors::iri))
                .limit(ASKED)
                .load(conn)?)
        })
        .await?;
    let mut gone: Vec<Id> = Vec::new();
    for (id, iri) in owners {
        let Ok(iri) = Iri::parse(&iri) else { continue };
        match fetch::fetch_document(&app, &iri).await {
            Err(FetchError::Gone) => gone.push(id),
            Err(error) if error.is_passing() => return Err(JobError::Retry(error.into())),
            // Still there, or not to be known: their own inbox will tell.
            Ok(_) | Err(_) => {}
        }
    }
    app.write(move |tx| {
        let left = actors::table.filter(actors::id.eq_any(&gone));
        diesel::update(left).set(actors::deleted_at.eq(Some(tx.now))).execute(tx.conn)?;
        // A shared inbox that is no more serves nobody: those who stay are reached at their own.
        let sharing = actors::table.filter(actors::shared_inbox.eq(&inbox));
        diesel::update(sharing).set(actors::shared_inbox.eq(None::<String>)).execute(tx.conn)?;
        Ok(())
    })
    .await?;
    Ok(())
}
