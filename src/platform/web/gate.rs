//! What a request must be before anything else looks at it: asked of this venue by its name, with a body as it is.
//!
//! For the router, outside every other layer. A page reached by another name would let a stranger's domain that
//! points here read it (DNS rebinding) or stand in links; we never write an address from `Host` either.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::platform::{app::App, fediverse::mirror};

/// Lets a request through, or answers 421 (not our name, RFC 9110 §15.5.20), 400 (two names at once), 404 (a NUL in the
/// address, which no text of ours holds) or 415 (an encoded body: nothing here inflates what it is sent).
pub(super) async fn admit(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.uri().path() == mirror::PATH {
        // It exists to tell its owner by which name it was asked.
        return next.run(request).await;
    }
    let asked = request.uri().authority().map(Authority::as_str);
    let refusal = match host(request.headers()) {
        Err(why) => why,
        Ok(host) if !names(&app.config.domain(), asked, host) => {
            (StatusCode::MISDIRECTED_REQUEST, "this is not the server of that name\n")
        }
        Ok(_) if has_nul(request.uri()) => (StatusCode::NOT_FOUND, "no such address\n"),
        Ok(_) if is_encoded(request.headers()) => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "send the body unencoded\n")
        }
        Ok(_) => return next.run(request).await,
    };
    refusal.into_response()
}

fn has_nul(address: &Uri) -> bool {
    address.path_and_query().is_some_and(|path| path.as_str().contains("%00"))
}

/// The one `Host`, if there is one.
fn host(headers: &HeaderMap) -> Result<Option<&str>, (StatusCode, &'static str)> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (_, Some(_)) => Err((StatusCode::BAD_REQUEST, "say one host\n")),
        (first, None) => Ok(first.map(|host| host.to_str().unwrap_or_default())),
    }
}

/// Does a request name this venue, wherever it names somebody?
fn names(domain: &str, asked: Option<&str>, host: Option<&str>) -> bool {
    let mut named = asked.into_iter().chain(host).peekable();
    named.peek().is_some() && named.all(|name| is_ours(domain, name))
}

/// On a developer's machine every name of the loopback is ours.
fn is_ours(domain: &str, host: &str) -> bool {
    host.eq_ignore_ascii_case(domain) || (is_loopback(domain) && is_loopback(host))
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]")
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_configured_name_is_ours() {
        for (host, asked, good) in [
            (Some("musee.example"), None, true),
            (Some("MUSEE.example"), None, true),
            (None, Some("musee.example"), true),
            (Some("musee.example"), Some("musee.example"), true),
            (Some("musee.example"), Some("evil.example"), false),
            (Some("evil.example"), Some("musee.example"), false),
            (Some("musee.example.evil.example"), None, false),
            (Some("musee.example:8080"), None, false),
            (Some("user@musee.example"), None, false),
            (Some("127.0.0.1"), None, false),
            (Some(""), None, false),
            (None, None, false),
        ] {
            assert_eq!(names("musee.example", asked, host), good, "{host:?} {asked:?}");
        }
    }

    #[test]
    fn two_hosts_are_one_too_many() {
        let mut headers = HeaderMap::new();
        assert_eq!(host(&headers), Ok(None));
        headers.append(header::HOST, http::HeaderValue::from_static("musee.example"));
        assert_eq!(host(&headers), Ok(Some("musee.example")));
        headers.append(header::HOST, http::HeaderValue::from_static("musee.example"));
        assert!(host(&headers).is_err());
    }

    #[test]
    fn a_developer_may_use_any_name_of_the_loopback() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(names("localhost:8080", None, Some(host)), "{host}");
        }
        assert!(!names("localhost:8080", None, Some("evil.example:8080")));
    }
}
