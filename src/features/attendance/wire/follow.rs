//! Whoever follows an event from a server without a word for answering is asked, by the same poll as whoever asks how.
//!
//! Once for each person and event, whatever they do afterwards. Never asks whom their own software lets answer, who has
//! answered already, or who says on their profile that no program should write to them.

use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use parvis_federation::Iri;

use super::send;
use crate::{
    features::{
        attendance::{model::Who, store},
        events, follows,
    },
    kernel::{error::Result, id::Id, text},
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        app::{App, Tx},
        barriers,
        fediverse::{hosts, subjects},
        jobs::{self, Job, JobError, JobResult},
        objects,
    },
};

/// Software whose people answer events in words of their own, or who do not come to any.
const SPEAKS_FOR_ITSELF: [&str; 6] =
    ["mobilizon", "friendica", "hubzilla", "gathio", "gancio", "wordpress"];

/// How people say on their profile that no program should write to them.
const NO_PROGRAM: &str = "#nobot";

/// How long a server has to say what it runs before its people are asked all the same: a new one is asked for that at the
/// same moment.
const PATIENCE: Duration = Duration::from_secs(60);

/// The job that asks whoever follows from a server we have only just met.
pub(in crate::features::attendance) const JOB: Job =
    Job { kind: "attendance.ask-follower", run: run_late };

fn run_late(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let follow: Id = serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        app.write(move |tx| ask(tx, follow, true)).await?;
        Ok(())
    }
    .boxed()
}

/// A follow was answered: was it of an event?
pub(in crate::features::attendance) fn followed(tx: &mut Tx<'_>, follow: Id) -> Result<()> {
    ask(tx, follow, false)
}

fn ask(tx: &mut Tx<'_>, follow: Id, late: bool) -> Result<()> {
    let Some(follow) = follows::find(tx.conn, follow)? else {
        return Ok(());
    };
    if follow.state != follows::State::Accepted {
        return Ok(());
    }
    let Some(object) = subjects::object_of(tx.conn, follow.followed_id)? else {
        return Ok(());
    };
    let (event, object) = (events::find(tx.conn, object)?, objects::find(tx.conn, object)?);
    let Some((event, object)) = event.zip(object).filter(|(_, object)| object.federates()) else {
        return Ok(());
    };
    let Some(follower) = actors::find(tx.conn, follow.follower_id)? else {
        return Ok(());
    };
    if !may_be_asked(tx, &follower)? {
        return Ok(());
    }
    let hosts = hosts::find_all(tx.conn, std::slice::from_ref(&follower.domain))?;
    match hosts.get(&follower.domain).map_or("", |host| host.software.as_str()) {
        "" if !late => {
            return jobs::enqueue_at(tx, JOB.kind, tx.now.plus(PATIENCE), &follow.id);
        }
        software if SPEAKS_FOR_ITSELF.contains(&software) => return Ok(()),
        _ => {}
    }
    if store::of(tx.conn, event.id, &Who::Actor(follower.id))?.is_some() {
        return Ok(());
    }
    match Iri::parse(&object.iri) {
        Ok(iri) => send::ask(tx, &follower, &object, &iri),
        Err(_) => Ok(()),
    }
}

fn may_be_asked(tx: &mut Tx<'_>, follower: &Actor) -> Result<bool> {
    let somebody = !follower.local
        && follower.kind == ActorKind::Person
        && follower.standing == Standing::Good
        && follower.deleted_at.is_none();
    let profile = text::html_to_text(&follower.summary_html).to_lowercase();
    if !somebody || profile.contains(NO_PROGRAM) {
        return Ok(false);
    }
    match tx.app.venue().actor_id {
        Some(venue) => Ok(!barriers::is_blocked(tx.conn, follower.id, venue)?),
        None => Ok(false),
    }
}
