//! How an error reaches whoever asked: a page in their language, or problem+json (RFC 9457) for programs.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tower::ServiceExt as _;

use super::{context::Ctx, templates::Page};
use crate::{kernel::error::Error, platform::app::App};

/// What the error layer needs to know; rides on the response until it is shown.
#[derive(Clone, Debug)]
pub struct Failure {
    status: StatusCode,
    key: &'static str,
    text: Option<&'static str>,
    retry_after: Option<u64>,
    reference: Option<String>,
}

#[derive(Serialize)]
struct ErrorPage {
    error: Shown,
}

#[derive(Serialize)]
struct Shown {
    status: u16,
    key: &'static str,
    text: Option<&'static str>,
    reference: Option<String>,
    retry_after: Option<u64>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";
}

/// The same on a screen of the venue that leads nowhere else: see [`Feature::sealed`](crate::platform::feature::Feature::sealed).
#[derive(Serialize)]
struct SealedPage {
    error: Shown,
    /// Where the screen begins, and where it goes back to by itself.
    home: String,
}

impl Page for SealedPage {
    const TEMPLATE: &'static str = "error_sealed.html";
    const FOR_EVERYBODY: bool = false;
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut failure = Failure {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            key: "internal",
            text: None,
            retry_after: None,
            reference: None,
        };
        (failure.status, failure.key) = match &self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::Gone => (StatusCode::GONE, "gone"),
            Self::SignInRequired => (StatusCode::UNAUTHORIZED, "sign-in"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::SlowDown(_) => (StatusCode::TOO_MANY_REQUESTS, "slow-down"),
            Self::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "slow-down"),
            Self::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "no-room"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        match self {
            Self::Forbidden(text) | Self::Conflict(text) | Self::TooLarge(text) => {
                failure.text = Some(text);
            }
            Self::SlowDown(wait) | Self::Busy(wait) => {
                failure.retry_after = Some(wait.as_secs().max(1))
            }
            Self::Unavailable => failure.retry_after = Some(10),
            Self::Internal(why) => {
                // The visitor quotes the reference; the log has the reason beside it.
                let reference = crate::kernel::entropy::Entropy::System.token();
                let reference: String = reference.chars().take(8).collect();
                tracing::error!(reference, error = format!("{why:#}"), "internal error");
                failure.reference = Some(reference);
            }
            _ => {}
        }
        let mut response = failure.status.into_response();
        if let Some(seconds) = failure.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(failure);
        response
    }
}

/// The layer that shows errors. Sits outside every handler.
pub(super) async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let safe = parts.method.is_safe();
    let own_path = parts.uri.path().to_owned();
    let accept = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let ctx =
        <Ctx as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, &app).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let said = response.extensions().get::<Failure>().cloned();
    let Some(failure) = said.or_else(|| only_for_forms(&response, safe)) else {
        return response;
    };
    let Ok(ctx) = ctx else { return response };
    if accept.contains("json") {
        return with_headers(response, problem(&failure), "application/problem+json");
    }
    let page_of_the_form = ctx.path.split('?').next() != Some(own_path.as_str());
    if failure.status == StatusCode::UNAUTHORIZED && !safe && !page_of_the_form {
        // A form's own address shows nothing: there is no way back to it.
        return ctx.redirect("/connexion");
    }
    if failure.status == StatusCode::UNAUTHORIZED {
        let back =
            percent_encoding::utf8_percent_encode(&ctx.path, percent_encoding::NON_ALPHANUMERIC);
        return ctx.redirect(&format!("/connexion?next={back}"));
    }
    let error = Shown {
        status: failure.status.as_u16(),
        key: failure.key,
        text: failure.text,
        reference: failure.reference.clone(),
        retry_after: failure.retry_after,
    };
    let shown = match sealed(&app, &own_path) {
        Some(home) => ctx.html_with(failure.status, &SealedPage { error, home }),
        None => ctx.html_with(failure.status, &ErrorPage { error }),
    };
    match shown {
        Ok(mut shown) => {
            for name in [header::RETRY_AFTER, header::ALLOW] {
                if let Some(value) = response.headers().get(&name) {
                    shown.headers_mut().insert(name, value.clone());
                }
            }
            shown
        }
        Err(error) => {
            tracing::error!(%error, "the error page cannot be rendered");
            with_headers(response, failure.status.to_string(), "text/plain; charset=utf-8")
        }
    }
}

/// Leads whoever opens an address that only takes forms to the page nearest above it. Asks the whole site for it: outside
/// every other layer, because inside them the route is chosen already.
pub(super) async fn lead_on(app: App, site: Router, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if !reads || accept.is_none_or(|accept| !accept.contains("text/html")) {
        return next.run(request).await;
    }
    let (asked, body) = request.into_parts();
    let response = next.run(Request::from_parts(asked.clone(), body)).await;
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let page = nearest(&app, &site, &asked).await;
    (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response()
}

/// The page nearest above an address, in the language that was asked for.
async fn nearest(app: &App, site: &Router, asked: &Parts) -> String {
    let query = asked.uri.query().unwrap_or_default();
    let lang = query.split('&').find(|pair| pair.starts_with("lang="));
    let in_language = |page: &str| [page].into_iter().chain(lang).collect::<Vec<_>>().join("?");
    if let Some(home) = sealed(app, asked.uri.path()) {
        return in_language(&home);
    }
    let peer = asked.extensions.get::<ConnectInfo<SocketAddr>>().copied();
    let mut at = asked.uri.path();
    while let Some((above, _)) = at.trim_end_matches('/').rsplit_once('/') {
        let Some(uri) = above.parse().ok().filter(|_| !above.is_empty()) else { break };
        let mut parts = asked.clone();
        (parts.method, parts.uri) = (Method::HEAD, uri);
        // What the router found in the address that was asked is not in this one.
        parts.extensions.clear();
        if let Some(peer) = peer {
            parts.extensions.insert(peer);
        }
        let head = Request::from_parts(parts, Body::empty());
        let Ok(answer) = site.clone().oneshot(head).await;
        if answer.status().is_success() || answer.status().is_redirection() {
            return in_language(above);
        }
        at = above;
    }
    in_language("/")
}

/// Where a screen of the venue that leads nowhere else begins, when the address is one of its.
fn sealed(app: &App, path: &str) -> Option<String> {
    let mut parts = path.split('/').skip(1);
    let (kind, token) = (parts.next()?, parts.next().filter(|token| !token.is_empty())?);
    let is = app.features.iter().any(|feature| feature.sealed().contains(&kind));
    is.then(|| format!("/{kind}/{token}"))
}

/// The address a form is sent to, opened by hand: it is no page, and browsers would save the empty answer as a file.
fn only_for_forms(response: &Response, safe: bool) -> Option<Failure> {
    (safe && response.status() == StatusCode::METHOD_NOT_ALLOWED).then_some(Failure {
        status: StatusCode::METHOD_NOT_ALLOWED,
        key: "not-found",
        text: None,
        retry_after: None,
        reference: None,
    })
}

fn problem(failure: &Failure) -> String {
    serde_json::json!({
        "status": failure.status.as_u16(),
        "title": failure.status.canonical_reason().unwrap_or("error"),
        "error": failure.key,
        "detail": failure.text,
        "instance": failure.reference,
    })
    .to_string()
}

fn with_headers(response: Response, body: String, kind: &'static str) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body.into())
}
