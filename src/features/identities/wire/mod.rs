//! The jobs that ask somebody's server: what it is, and who came back with its code.
//!
//! Each has an end whatever the server does, and is never tried again: somebody is waiting, and may try again
//! themselves. What goes wrong becomes a [`Problem`], told in plain words.

mod oauth;
mod person;
mod server;

use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use super::{
    model::{Problem, Step},
    store,
};
use crate::{
    kernel::{error::Error, id::Id},
    platform::{
        app::App,
        fediverse::{client::ClientError, fetch::FetchError},
        jobs::{Job, JobError, JobResult},
    },
};

/// How long a server may take for everything it is asked at one step.
const PATIENCE: Duration = Duration::from_secs(25);

/// Asks a server what it is and how people sign in there.
pub(super) const PREPARE: Job = Job { kind: "identities.prepare", run: prepare };

/// Asks a server who came back with its code.
pub(super) const FINISH: Job = Job { kind: "identities.finish", run: finish };

/// A sign-in whose server is to be asked, and the name at that server, if one was typed.
#[derive(Serialize, Deserialize)]
pub(super) struct Prepare {
    pub(super) id: Id,
    pub(super) name: Option<String>,
}

/// Why asking came to nothing: the server's doing, or our own failure.
enum Failed {
    Theirs(Problem),
    Ours(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl From<ClientError> for Failed {
    fn from(error: ClientError) -> Self {
        Self::Theirs(match error {
            ClientError::Refused(_) => Problem::Unwelcome,
            ClientError::Unreachable(_) => Problem::Down,
            ClientError::TooLarge => Problem::Foreign,
        })
    }
}

impl From<FetchError> for Failed {
    fn from(error: FetchError) -> Self {
        Self::Theirs(match error {
            FetchError::Refused(_) => Problem::Unwelcome,
            FetchError::Unreachable(_) | FetchError::TooOften(_) => Problem::Down,
            _ => Problem::Foreign,
        })
    }
}

const FOREIGN: Failed = Failed::Theirs(Problem::Foreign);

fn prepare(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let Prepare { id, name } =
            serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
        let found = app.read(move |conn| store::sign_in(conn, id)).await?;
        let Some(found) = found.filter(|found| found.step == Step::Asked) else { return Ok(()) };
        let asked = async {
            let server = server::discover(&app, &found.server, name.as_deref()).await?;
            oauth::introduce(&app, &server).await
        };
        match end(tokio::time::timeout(PATIENCE, asked).await)? {
            Ok(known) => app.write(move |tx| store::ready(tx.conn, id, known)).await?,
            Err(problem) => app.write(move |tx| store::failed(tx.conn, id, problem)).await?,
        }
        Ok(())
    }
    .boxed()
}

fn finish(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let id: Id =
            serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
        let found = app.read(move |conn| store::sign_in(conn, id)).await?;
        let Some(found) = found.filter(|found| found.step == Step::Returned) else { return Ok(()) };
        let Some(known) = found.app else { return Ok(()) };
        let Some(known) = app.read(move |conn| store::app(conn, known)).await? else {
            app.write(move |tx| store::failed(tx.conn, id, Problem::Refused)).await?;
            return Ok(());
        };
        let asked = async {
            let token = oauth::redeem(&app, &known, &found.code, &found.verifier).await?;
            let person = person::of_token(&app, &known, &token).await;
            oauth::revoke(&app, &known, &token).await;
            person
        };
        match end(tokio::time::timeout(PATIENCE, asked).await)? {
            Ok(person) => app.write(move |tx| store::known(tx.conn, id, &person)).await?,
            Err(problem) => app.write(move |tx| store::failed(tx.conn, id, problem)).await?,
        }
        Ok(())
    }
    .boxed()
}

/// What came out, or the problem to tell; our own failures are the job's.
fn end<T>(
    outcome: Result<Result<T, Failed>, tokio::time::error::Elapsed>,
) -> Result<Result<T, Problem>, JobError> {
    match outcome {
        Ok(Ok(value)) => Ok(Ok(value)),
        Ok(Err(Failed::Theirs(problem))) => Ok(Err(problem)),
        Ok(Err(Failed::Ours(error))) => Err(error.into()),
        Err(_) => Ok(Err(Problem::Down)),
    }
}
