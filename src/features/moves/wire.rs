//! Finding the other account, and telling followers where somebody went.

use futures::{FutureExt as _, future::BoxFuture};
use parvis_federation::{
    Audience, Iri,
    activity::{Head, build},
    webfinger::parse_handle,
};

use super::{
    actions::{self, Moved},
    model::{Direction, Problem, State},
    store,
};
use crate::{
    kernel::id::Id,
    platform::{
        actors::{self, Actor},
        app::App,
        fediverse::{
            documents::address,
            fetch::FetchError,
            handles, lookup,
            outbox::{self, Post, Recipients},
            peers,
        },
        jobs::{Job, JobError, JobResult},
        journal::Recorded,
    },
};

/// Looks at the other account of a move, from its own server.
pub(super) const LOOK: Job = Job { kind: "moves.look", run: look };

fn look(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let id: Id =
            serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
        let known = app.read(move |conn| store::find(conn, id)).await?;
        let Some(known) = known.filter(|known| known.state == State::Asked) else { return Ok(()) };
        let account = known.account;
        let me = app
            .read(move |conn| {
                let actor = store::actor_of(conn, account)?;
                Ok(actor.map(|id| actors::find(conn, id)).transpose()?.flatten())
            })
            .await?;
        let Some(me) = me else { return Ok(()) };
        let problem = match find(&app, &known.address).await {
            Err(error) => Some(problem(&error)),
            Ok(other) if other.local => Some(Problem::Unwelcome),
            // Nobody is sent to an account that does not say that it is theirs.
            Ok(other)
                if known.direction == Direction::Away && !other.aliases().contains(&me.iri) =>
            {
                Some(Problem::Unnamed)
            }
            Ok(other) => {
                app.write(move |tx| actions::found(tx, &known, &other)).await?;
                None
            }
        };
        if let Some(problem) = problem {
            app.write(move |tx| store::failed(tx, id, problem)).await?;
        }
        Ok(())
    }
    .boxed()
}

fn problem(error: &FetchError) -> Problem {
    match error {
        FetchError::Refused(_) => Problem::Unwelcome,
        FetchError::Unreachable(_) | FetchError::TooOften(_) => Problem::Down,
        _ => Problem::Nobody,
    }
}

/// The account at an address, as its server describes it now.
async fn find(app: &App, typed: &str) -> Result<Actor, FetchError> {
    const NO_ADDRESS: FetchError = FetchError::Invalid("not an address");
    let iri = if typed.contains("://") {
        Iri::parse(typed).map_err(|_| NO_ADDRESS)?
    } else {
        let (name, domain) = parse_handle(typed).map_err(|_| NO_ADDRESS)?;
        let jrd = handles::look_up(app, &name, &domain, lookup::scheme(app)).await?;
        jrd.self_link().ok_or(FetchError::NotFound)?
    };
    peers::fetch(app, &iri).await
}

/// Tells the followers of somebody where they went.
pub(super) async fn tell(app: App, fact: Recorded) -> JobResult {
    let Some(Moved { from, to }) = fact.read() else { return Ok(()) };
    app.write(move |tx| {
        let mut both = actors::find_all(tx.conn, &[from, to])?;
        let (Some(from), Some(to)) = (both.remove(&from), both.remove(&to)) else { return Ok(()) };
        let followers = from.followers.as_deref().unwrap_or(&from.iri);
        let head = Head {
            id: &address(&format!("{}#move/{}", from.iri, to.id))?,
            actor: &address(&from.iri)?,
            audience: &Audience::direct(&[address(followers)?]),
            published: None,
        };
        let body = build::move_to(&head, &address(&to.iri)?);
        let recipients = Recipients { followers_of: vec![from.id], ..Recipients::default() };
        let post = Post { actor: from.id, object: None, public: false, body, to: recipients };
        outbox::post(tx, &post).map(drop)
    })
    .await?;
    Ok(())
}
