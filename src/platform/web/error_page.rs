//! How an error reaches whoever asked: a page in their language, or problem+json (RFC 9457) for programs.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

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
    if failure.status == StatusCode::UNAUTHORIZED && !safe {
        // A form's own address shows nothing: there is no way back to it.
        return ctx.redirect("/connexion");
    }
    if failure.status == StatusCode::UNAUTHORIZED {
        let back =
            percent_encoding::utf8_percent_encode(&ctx.path, percent_encoding::NON_ALPHANUMERIC);
        return ctx.redirect(&format!("/connexion?next={back}"));
    }
    let page = ErrorPage {
        error: Shown {
            status: failure.status.as_u16(),
            key: failure.key,
            text: failure.text,
            reference: failure.reference.clone(),
            retry_after: failure.retry_after,
        },
    };
    match ctx.html_with(failure.status, &page) {
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
