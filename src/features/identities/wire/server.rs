//! From what somebody typed to the server that speaks Mastodon's client API for it.
//!
//! People know the right side of their address; the API may be at another host (Mastodon's `WEB_DOMAIN`, GoToSocial's
//! `host`). It is found where the typed name leads: its own API, a redirect, host-meta, or WebFinger.

use parvis_federation::{Iri, lenient};
use serde_json::Value;

use super::{FOREIGN, Failed};
use crate::platform::{
    app::App,
    fediverse::{client, client::ClientError, handles, lookup},
};

/// The largest description of a server read; big ones list their rules and emoji limits.
const MOST: usize = 256 * 1024;

/// A server people sign in with.
pub(super) struct Server {
    /// Where its client API is.
    pub(super) base: Iri,
    /// The right side of its people's addresses, as it says itself: for people to read, never believed alone.
    pub(super) domain: String,
}

impl Server {
    /// An address of it.
    pub(super) fn at(&self, path: &str) -> Result<Iri, Failed> {
        Iri::parse(&format!("{}{path}", self.base.origin())).map_err(|_| FOREIGN)
    }
}

/// The server behind a typed domain; `name` helps where the domain says little.
pub(super) async fn discover(
    app: &App,
    domain: &str,
    name: Option<&str>,
) -> Result<Server, Failed> {
    let first = ask(app, domain).await;
    let Err(failed) = first else { return first };
    // A host we may not go to stays one, whatever else it says.
    if matches!(failed, Failed::Theirs(super::Problem::Unwelcome) | Failed::Ours(_)) {
        return Err(failed);
    }
    if let Some(host) = host_meta(app, domain).await.filter(|host| host != domain)
        && let Ok(server) = ask(app, &host).await
    {
        return Ok(server);
    }
    if let Some(name) = name
        && let Ok(jrd) = handles::look_up(app, name, domain, lookup::scheme(app)).await
        && let Some(host) = jrd.self_link().map(|actor| actor.authority())
        && host != domain
    {
        return ask(app, &host).await;
    }
    Err(failed)
}

/// Asks a host for the description of its server: version 2 of the API, else version 1 (Mastodon before 4.0,
/// Pleroma). A redirect to another host is where the API is.
async fn ask(app: &App, host: &str) -> Result<Server, Failed> {
    let address = |path: &str| {
        Iri::parse(&format!("{}://{host}{path}", lookup::scheme(app))).map_err(|_| FOREIGN)
    };
    for (path, member) in [("/api/v2/instance", "domain"), ("/api/v1/instance", "uri")] {
        let (at, answer) =
            client::get_open_at(app, &address(path)?, "application/json", MOST).await?;
        if answer.status.is_server_error() {
            return Err(ClientError::Unreachable(format!("status {}", answer.status)).into());
        }
        if !answer.status.is_success() {
            continue;
        }
        let Ok(said) = lenient::parse_json_strict(&answer.body) else { continue };
        let Some(domain) = lenient::text(&said, member) else { continue };
        // Before 4.0 `uri` is a bare domain, with Pleroma a whole address.
        let domain = domain.split("://").last().unwrap_or_default().trim_end_matches('/');
        if domain.is_empty() || domain.len() > 253 || domain.contains('/') {
            return Err(FOREIGN);
        }
        let base = Iri::parse(&at.origin()).map_err(|_| FOREIGN)?;
        return Ok(Server { base, domain: domain.to_lowercase() });
    }
    Err(FOREIGN)
}

/// The host that host-meta (RFC 6415) sends WebFinger questions to: with a split domain, the server's own.
async fn host_meta(app: &App, domain: &str) -> Option<String> {
    let at = format!("{}://{domain}/.well-known/host-meta", lookup::scheme(app));
    let at = Iri::parse(&at).ok()?;
    let answer = client::get_open(app, &at, "application/xrd+xml", MOST).await.ok()?;
    let text = std::str::from_utf8(&answer.body).ok().filter(|_| answer.status.is_success())?;
    let template = text.split("template=").nth(1)?.trim_start_matches(['"', '\'']);
    let end = template.find(['"', '\''])?;
    let plain = template.get(..end)?.replace("{uri}", "");
    Some(Iri::parse(&plain).ok()?.authority())
}

/// A text of a JSON answer.
pub(super) fn text(said: &Value, member: &str) -> Option<String> {
    lenient::text(said, member).filter(|text| !text.is_empty() && text.len() <= 4096)
}
