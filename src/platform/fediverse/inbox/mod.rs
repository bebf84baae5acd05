//! The inboxes: a signed activity is verified, stored, and only then answered 202. What it does comes later.
//!
//! For other servers, which are told in JSON why they are refused. Nothing of a body is read past its envelope
//! before its sender is believed, nothing is fetched for a server the venue does not talk with, and nothing that was
//! answered 202 is lost. The steps and their answers are in `docs/federation/inbox.md`.

mod verify;

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::post,
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use parvis_federation::{
    actor::Actor as WireActor,
    digest::sha256,
    iri::Iri,
    is_activity_type,
    lenient::MAX_BYTES,
    signature::{SignatureError, SignedRequest},
};

use verify::open;
pub(super) use verify::{NoSigner, check_claim, signer};

use super::{hosts, inbound::queue, peers};
use crate::{
    kernel::error::{Error, Result as KernelResult},
    platform::{
        actors,
        app::App,
        storage::COME_BACK,
        web::{Path, Peer},
    },
};

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(20);

/// How long a signature is remembered: as long as it could be sent again, both clocks' slack included.
const REPLAY: Duration = Duration::from_secs(130 * 60);

/// How often it is written down that a server was heard from.
const HEARD: Duration = Duration::from_secs(10);

/// How long it is remembered that a handle is one of ours.
const HANDLE: Duration = Duration::from_secs(600);

/// The inboxes of the server, of the instance actor and of every actor.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/inbox", post(shared))
        .route("/actor/inbox", post(shared))
        .route("/actors/{handle}/inbox", post(personal))
}

/// Why an activity is not taken: the status and a few words for whoever runs the other server.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// What is wrong.
    pub why: &'static str,
    /// When to try again, if that helps.
    pub retry_after: Option<Duration>,
}

impl Refusal {
    /// A refusal that trying again does not change.
    pub const fn new(status: StatusCode, why: &'static str) -> Self {
        Self { status, why, retry_after: None }
    }

    /// A refusal for now.
    pub const fn later(status: StatusCode, why: &'static str, after: Duration) -> Self {
        Self { status, why, retry_after: Some(after) }
    }
}

impl From<SignatureError> for Refusal {
    fn from(error: SignatureError) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
        let why = match error {
            SignatureError::Malformed(why) | SignatureError::Refused(why) => why,
            SignatureError::Misdirected => "signed for another host",
        };
        Self::new(status, why)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        tracing::error!(error = format!("{error:?}"), "an activity cannot be stored");
        Self::later(StatusCode::SERVICE_UNAVAILABLE, "try again later", Duration::from_secs(60))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(serde_json::json!({ "error": self.why }));
        let mut response = (self.status, body).into_response();
        if let Some(after) = self.retry_after {
            let seconds = HeaderValue::from(after.as_secs().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

async fn shared(State(app): State<App>, request: Request) -> Response {
    answer(receive(&app, request, None).await)
}

async fn personal(
    State(app): State<App>,
    Path(handle): Path<String>,
    request: Request,
) -> Response {
    answer(receive(&app, request, Some(&handle)).await)
}

fn answer(outcome: Result<(), Refusal>) -> Response {
    let response = match outcome {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(refusal) => {
            tracing::debug!(status = refusal.status.as_u16(), why = refusal.why, "not taken");
            refusal.into_response()
        }
    };
    let status = response.status().as_u16().to_string();
    metrics::counter!("parvis_inbox_requests_total", "status" => status).increment(1);
    response
}

/// A verified activity, ready to be stored.
pub struct Arrival {
    /// What it is stored under: its id, or a name of its own when it was only passed on by somebody else.
    key: String,
    /// Who claims to have done it.
    actor: Iri,
    /// Whose key signed the request.
    signer: Iri,
    verb: String,
    body: String,
    /// The signer's document, when it had to be fetched.
    fetched: Option<Arc<WireActor>>,
    signature: [u8; 32],
}

async fn receive(app: &App, request: Request, handle: Option<&str>) -> Result<(), Refusal> {
    if app.storage.is_full() {
        return Err(NO_ROOM);
    }
    let (parts, body) = request.into_parts();
    let from = Peer::of(app, &parts);
    let headers = with_host(&parts)?;
    check_form(&headers)?;
    check_claim(app, &headers)?;
    let body = read(body).await?;
    let target = target(app, &parts)?;
    let request = SignedRequest {
        method: &parts.method,
        target_uri: &target,
        headers: &headers,
        body: Some(&body),
    };
    let Some(arrival) = open(app, &request, &body, from).await? else {
        return Ok(());
    };
    if let Some(handle) = handle {
        check_handle(app, handle).await?;
    }
    if app.fediverse.seen.get(&arrival.signature, app.now()).is_some() {
        return Ok(());
    }
    let signature = arrival.signature;
    keep(app, arrival).await?;
    app.fediverse.seen.keep(signature, (), app.now(), REPLAY);
    Ok(())
}

/// Over HTTP/2 the host stands in the address; it must agree with a `Host` header that is there too.
pub(super) fn with_host(parts: &Parts) -> Result<HeaderMap, Refusal> {
    let mut headers = parts.headers.clone();
    if let Some(authority) = parts.uri.authority() {
        let value = HeaderValue::from_str(authority.as_str())
            .map_err(|_| Refusal::from(SignatureError::Misdirected))?;
        match headers.get(header::HOST) {
            None => {
                headers.insert(header::HOST, value);
            }
            Some(host) if host.as_bytes().eq_ignore_ascii_case(value.as_bytes()) => {}
            Some(_) => return Err(SignatureError::Misdirected.into()),
        }
    }
    Ok(headers)
}

/// What the headers alone can get wrong.
fn check_form(headers: &HeaderMap) -> Result<(), Refusal> {
    const TYPE: Refusal =
        Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send application/activity+json");
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.trim().parse::<u64>().ok());
    if length.is_some_and(|length| length > MAX_BYTES as u64) {
        return Err(TOO_LARGE);
    }
    if text(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
    {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send the body unencoded"));
    }
    match text(header::CONTENT_TYPE) {
        Some(kind) if is_activity_type(kind) => Ok(()),
        _ => Err(TYPE),
    }
}

const TOO_LARGE: Refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "more than 1 MiB");

/// Not 507: servers know 503 for what it says.
const NO_ROOM: Refusal =
    Refusal::later(StatusCode::SERVICE_UNAVAILABLE, "no room on the disk", COME_BACK);

async fn read(body: Body) -> Result<Bytes, Refusal> {
    let slow = Refusal::new(StatusCode::REQUEST_TIMEOUT, "the body is too slow");
    tokio::time::timeout(BODY_TIME, read_bounded(body)).await.map_err(|_| slow)?
}

async fn read_bounded(body: Body) -> Result<Bytes, Refusal> {
    let mut stream = body.into_data_stream();
    let mut all = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk =
            chunk.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "the body cannot be read"))?;
        if all.len() + chunk.len() > MAX_BYTES {
            return Err(TOO_LARGE);
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// The address that was asked, at our configured origin: never from forwarding headers, and not normalised.
pub(super) fn target(app: &App, parts: &Parts) -> Result<Iri, Refusal> {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    Iri::parse(&app.config.address(path))
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "not an address of ours"))
}

/// Is there somebody here with this inbox?
async fn check_handle(app: &App, handle: &str) -> Result<(), Refusal> {
    let known = &app.fediverse.handles;
    if known.get(handle, app.now()).is_some() {
        return Ok(());
    }
    let wanted = handle.to_owned();
    let found = app.read(move |conn| actors::find_local(conn, &wanted)).await?;
    match found {
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "no such actor")),
        Some(actor) if actor.deleted_at.is_some() => {
            Err(Refusal::new(StatusCode::GONE, "this actor is gone"))
        }
        Some(_) => {
            known.keep(handle.to_owned(), (), app.now(), HANDLE);
            Ok(())
        }
    }
}

/// Stores the activity, and whoever signed it when they are new, in one transaction.
async fn keep(app: &App, arrival: Arrival) -> KernelResult<()> {
    let host = arrival.signer.authority();
    let now = app.now();
    let noted = app.fediverse.heard.get(&host, now).is_some();
    let name = host.clone();
    app.write(move |tx| {
        if !noted {
            hosts::heard_from(tx, &name)?;
        }
        if let Some(actor) = &arrival.fetched {
            peers::store(tx, actor)?;
        }
        queue::insert(
            tx,
            &queue::New {
                key: &arrival.key,
                actor: arrival.actor.as_str(),
                signer: arrival.signer.as_str(),
                verb: &arrival.verb,
                body: &arrival.body,
            },
        )
    })
    .await?;
    if !noted {
        app.fediverse.heard.keep(host, (), now, HEARD);
    }
    Ok(())
}

/// What a replay is known by.
fn fingerprint(signature: &[u8]) -> [u8; 32] {
    sha256(signature)
}
