//! Waiting for somebody's server without a request of ours waiting: a page that renews itself until the jobs have
//! asked, then the way to that server, and the way back in.

use axum::{
    extract::Query,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};

use super::{ask::WAIT, secrets};
use crate::{
    features::{
        accounts,
        identities::{
            actions::{self, Back, Entered, Secrets},
            model::{Problem, RemoteApp, SignIn, Step},
        },
    },
    kernel::{
        error::{Error, Message, Result},
        id::Id,
    },
    platform::web::{Ctx, Page, Path, Sample},
};

#[derive(Serialize)]
struct WaitPage {
    server: String,
    /// `asking` while the server is asked what it is, `returned` while it is asked who came back.
    step: &'static str,
}

impl Page for WaitPage {
    const TEMPLATE: &'static str = "identities/wait.html";
    // It is about what this browser began.
    const FOR_EVERYBODY: bool = false;
}

#[derive(Serialize)]
struct FailedPage {
    server: String,
    problem: &'static str,
    /// Somebody who is signed in goes back to their account, a stranger tries again.
    linking: bool,
    next: String,
}

impl Page for FailedPage {
    const TEMPLATE: &'static str = "identities/failed.html";
    // It is about what this browser began.
    const FOR_EVERYBODY: bool = false;
}

pub(super) async fn show(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    let Some(secrets) = secrets(&ctx, &headers) else {
        return Ok(ctx.redirect("/connexion/fediverse"));
    };
    let Some((found, known)) = actions::under_way(&ctx.app, &secrets).await? else {
        return Ok(ctx.redirect("/connexion/fediverse"));
    };
    match (found.step, known) {
        (Step::Ready, Some(known)) => Ok(send_there(&ctx, &secrets, &known)),
        (Step::Known, _) => enter(ctx, &headers, &found).await,
        (Step::Failed, _) => {
            let problem = found.problem.unwrap_or(Problem::Refused);
            failed(&ctx, &found.server, problem, found.account.is_some(), &found.next)
        }
        (step, _) => ctx.html(&WaitPage {
            server: found.server,
            step: if step == Step::Returned { "returned" } else { "asking" },
        }),
    }
}

/// To the page of their server that asks whether we may know who they are. The one way out of this site that a person
/// is sent by us, and only to the server they named.
fn send_there(ctx: &Ctx, secrets: &Secrets, known: &RemoteApp) -> Response {
    let back = actions::way_back(&ctx.app, known.id);
    let challenge = secrets.challenge();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &known.client_id)
        .append_pair("redirect_uri", &back)
        .append_pair("scope", &known.scope)
        .append_pair("state", &secrets.state)
        .append_pair("lang", ctx.lang.as_str());
    if known.pkce {
        query.append_pair("code_challenge", &challenge);
        query.append_pair("code_challenge_method", "S256");
    }
    let mark = if known.authorize_url.contains('?') { '&' } else { '?' };
    let to = format!("{}{mark}{}", known.authorize_url, query.finish());
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

async fn enter(ctx: Ctx, headers: &HeaderMap, found: &SignIn) -> Result<Response> {
    let device = accounts::agent(headers);
    match actions::enter(&ctx.app, found, device, ctx.viewer.member()).await? {
        Entered::In(cookie, next) => Ok(accounts::arrived(&ctx, &cookie, &next)),
        Entered::Linked => {
            let said =
                Message::new("identities-said-linked").with("address", &found.person.address);
            Ok(ctx.redirect_saying("/compte/fediverse", "ok", said))
        }
        Entered::New => Ok(ctx.redirect("/connexion/fediverse/nouveau")),
        Entered::Not(problem) => {
            failed(&ctx, &found.server, problem, found.account.is_some(), &found.next)
        }
    }
}

fn failed(
    ctx: &Ctx,
    server: &str,
    problem: Problem,
    linking: bool,
    next: &str,
) -> Result<Response> {
    ctx.html(&FailedPage {
        server: server.to_owned(),
        problem: problem.as_str(),
        linking,
        next: next.to_owned(),
    })
}

/// What their server sends back with them (RFC 6749 §4.1.2, RFC 9207).
#[derive(Deserialize)]
pub(super) struct Returned {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    iss: String,
}

/// Back from their server. What it sent stays in this address no longer than it takes to read it.
pub(super) async fn come_back(
    ctx: Ctx,
    headers: HeaderMap,
    Path(app): Path<Id>,
    Query(returned): Query<Returned>,
) -> Result<Response> {
    let back = Back {
        app,
        state: &returned.state,
        code: &returned.code,
        error: &returned.error,
        issuer: &returned.iss,
    };
    let outcome = match secrets(&ctx, &headers) {
        Some(secrets) => actions::come_back(&ctx.app, &secrets, &back).await,
        None => Err(Error::NotFound),
    };
    match outcome {
        Ok(()) => Ok(ctx.redirect(WAIT)),
        // Not begun in this browser, or too long ago, or answered already: nothing of it is believed.
        Err(Error::NotFound) => Ok(ctx.redirect_saying(
            "/connexion/fediverse",
            "error",
            Message::new("identities-said-stray"),
        )),
        Err(other) => Err(other),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let server = || "mastodon.example".to_owned();
    let mut samples = vec![
        Sample::of("a server is asked", &WaitPage { server: server(), step: "asking" }),
        Sample::of("somebody came back", &WaitPage { server: server(), step: "returned" }),
    ];
    samples.extend(Problem::ALL.iter().map(|problem| {
        let page = FailedPage {
            server: server(),
            problem: problem.as_str(),
            linking: *problem == Problem::Taken,
            next: String::new(),
        };
        Sample::of(problem.as_str(), &page)
    }));
    samples
}
