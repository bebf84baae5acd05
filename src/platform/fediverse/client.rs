//! The one outgoing HTTP client: every request this server makes to another one goes through it.
//!
//! It reaches addresses of the public internet over https and port 443 and nothing else, checked when the
//! connection is made; it follows no redirect by itself, uses no proxy, and reads no more than it was told to.
//! `PARVIS_FEDERATION_ALLOW_PRIVATE` adds http, any port and this machine, for tests.

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use parvis_federation::{
    iri::Iri,
    signature::{Outgoing, Scheme, sign_cavage, sign_rfc9421},
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;

use super::{
    addresses, fetch, hosts, local,
    network::{Names, Network, Terms},
    policy,
};
use crate::{kernel::config::Config, platform::app::App};

/// The largest document read.
pub const DOCUMENT: usize = 1024 * 1024;

/// How many fetches run at a time against one host.
const PER_HOST: usize = 4;

/// How many redirects a fetch follows.
pub const REDIRECTS: usize = 3;

/// The client and its lanes.
pub struct Client {
    http: reqwest::Client,
    allow_private: bool,
    names: Arc<dyn Names>,
    terms: Terms,
    lanes: moka::sync::Cache<String, Arc<Semaphore>>,
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status, whatever it is.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
}

/// Why there is no answer. The texts are for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// We do not go there.
    #[error("not an address we go to: {0}")]
    Refused(&'static str),
    /// It did not answer, or not in time.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// It answered with more than we read.
    #[error("the answer is too large")]
    TooLarge,
}

impl Answer {
    /// The `Content-Type`.
    pub fn content_type(&self) -> &str {
        self.header(header::CONTENT_TYPE)
    }

    /// A header's text, empty when absent.
    pub fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads from `here`.
    pub fn redirect(&self, here: &Iri) -> Option<Iri> {
        if !self.status.is_redirection() {
            return None;
        }
        let location = self.header(header::LOCATION);
        let to = here.as_url().join(location).ok()?;
        Iri::parse(to.as_str()).ok().filter(|_| !location.is_empty())
    }
}

impl Client {
    /// Builds the client; says loudly when it may reach this machine.
    pub fn new(config: &Config, network: &Network) -> anyhow::Result<Self> {
        let allow_private = config.federation_allow_private;
        if allow_private {
            tracing::warn!(
                "PARVIS_FEDERATION_ALLOW_PRIVATE is set: other servers are reached over http and on \
                 this machine; never run a public site like this"
            );
        }
        let names = network.names.clone();
        let http = reqwest::Client::builder()
            .user_agent(format!("Parvis/{} (+{})", env!("CARGO_PKG_VERSION"), config.url))
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .https_only(!allow_private)
            .connect_timeout(network.terms.connect)
            .pool_max_idle_per_host(PER_HOST * 2)
            .pool_idle_timeout(Duration::from_secs(30))
            .dns_resolver(Arc::new(PublicNames { allow_private, names: names.clone() }))
            .build()?;
        Ok(Self {
            http,
            allow_private,
            names,
            terms: network.terms,
            lanes: moka::sync::Cache::new(10_000),
        })
    }

    /// Is this an address we may go to? Names are judged again by what they resolve to.
    pub fn check(&self, target: &Iri) -> Result<(), ClientError> {
        let url = target.as_url();
        match url.host() {
            Some(url::Host::Ipv4(ip)) => self.check_literal(ip.into())?,
            Some(url::Host::Ipv6(ip)) => self.check_literal(ip.into())?,
            Some(url::Host::Domain(_)) => {}
            None => return Err(ClientError::Refused("no host")),
        }
        if self.allow_private {
            return Ok(());
        }
        if target.scheme() != "https" {
            return Err(ClientError::Refused("not https"));
        }
        if url.port().is_some() {
            return Err(ClientError::Refused("not the usual port"));
        }
        Ok(())
    }

    fn check_literal(&self, ip: std::net::IpAddr) -> Result<(), ClientError> {
        if reachable(ip, self.allow_private) {
            Ok(())
        } else {
            Err(ClientError::Refused("not a public address"))
        }
    }

    /// One request, one answer, no redirect. `headers` are sent as they are.
    pub async fn send(
        &self,
        method: Method,
        target: &Iri,
        headers: Vec<(HeaderName, HeaderValue)>,
        body: Option<Bytes>,
        most: usize,
    ) -> Result<Answer, ClientError> {
        self.check(target)?;
        let time = if method == Method::POST { self.terms.delivery } else { self.terms.answer };
        let mut request = self.http.request(method, target.as_url().clone()).timeout(time);
        let mut map = HeaderMap::with_capacity(headers.len());
        for (name, value) in headers {
            map.insert(name, value);
        }
        request = request.headers(map);
        if let Some(body) = body {
            request = request.body(body);
        }
        self.names.going(target);
        // Its host alone: whoever knows the address of a device at its maker's may send to it.
        tracing::trace!(host = target.authority(), "going");
        let mut response = request.send().await.map_err(unreachable)?;
        let length = response.content_length().unwrap_or_default();
        if usize::try_from(length).unwrap_or(usize::MAX) > most {
            return Err(ClientError::TooLarge);
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > most {
                return Err(ClientError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: body.freeze(),
        })
    }

    /// Waits for a turn at this host.
    async fn turn(&self, host: &str) -> Option<tokio::sync::OwnedSemaphorePermit> {
        let lane = self.lanes.get_with_by_ref(host, || Arc::new(Semaphore::new(PER_HOST)));
        lane.acquire_owned().await.ok()
    }
}

/// One GET signed by the instance actor, without redirects: draft-cavage, and on 400 or 401 once more by RFC 9421.
/// The scheme that worked is tried first next time.
pub async fn get_signed(
    app: &App,
    target: &Iri,
    accept: &'static str,
) -> Result<Answer, ClientError> {
    let client = &app.fediverse.client;
    client.check(target)?;
    let host = target.authority();
    let _turn = client.turn(&host).await;
    let first = hosts::scheme(app, &host)
        .await
        .map_err(|error| ClientError::Unreachable(format!("our own database: {error}")))?;
    let answer = get_by(app, target, accept, first).await?;
    if !matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) {
        return Ok(answer);
    }
    let second = match first {
        Scheme::Cavage => Scheme::Rfc9421,
        Scheme::Rfc9421 => Scheme::Cavage,
    };
    let again = get_by(app, target, accept, second).await?;
    if again.status.is_success() {
        let now = app.now();
        let kept = app.db.write(move |conn| hosts::remember_scheme(conn, &host, second, now)).await;
        if let Err(error) = kept {
            tracing::error!(%error, "a server's signature scheme cannot be remembered");
        }
    }
    Ok(again)
}

async fn get_by(
    app: &App,
    target: &Iri,
    accept: &'static str,
    scheme: Scheme,
) -> Result<Answer, ClientError> {
    let mut headers = vec![(header::ACCEPT, HeaderValue::from_static(accept))];
    if let Some(actor) = local::instance_actor(app) {
        let failed = |_| ClientError::Unreachable("the request cannot be signed".to_owned());
        let signer = local::signer(app, actor)
            .await
            .map_err(|error| ClientError::Unreachable(error.to_string()))?;
        let outgoing = Outgoing { method: &Method::GET, target, body: None };
        let now = app.now().utc();
        headers.extend(
            match scheme {
                Scheme::Cavage => sign_cavage(&outgoing, &signer.rsa, &signer.key_id, now),
                Scheme::Rfc9421 => sign_rfc9421(&outgoing, &signer.rsa, &signer.key_id, now),
            }
            .map_err(failed)?,
        );
    }
    app.fediverse.client.send(Method::GET, target, headers, None, DOCUMENT).await
}

/// One POST with headers that were signed for it. Redirects are answers; nothing is tried twice.
pub async fn post(
    app: &App,
    target: &Iri,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
) -> Result<Answer, ClientError> {
    /// Peers say little when they accept, and what they say when they refuse goes to the log.
    const ANSWER: usize = 64 * 1024;
    app.fediverse.client.send(Method::POST, target, headers, Some(body), ANSWER).await
}

/// One POST of a form, without redirects, to a server somebody wants to sign in with. Never signed: it is not from us
/// as an actor.
pub async fn post_form(
    app: &App,
    target: &Iri,
    fields: &[(&str, &str)],
) -> Result<Answer, ClientError> {
    may_ask(app, target)?;
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    let json = HeaderValue::from_static("application/json");
    let headers = vec![(header::CONTENT_TYPE, form), (header::ACCEPT, json)];
    let client = &app.fediverse.client;
    let _turn = client.turn(&target.authority()).await;
    client.send(Method::POST, target, headers, Some(body.into()), DOCUMENT).await
}

/// One GET with somebody's own token, without redirects: a token never goes anywhere but where it came from.
pub async fn get_with_token(app: &App, target: &Iri, token: &str) -> Result<Answer, ClientError> {
    may_ask(app, target)?;
    let mut bearer = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| ClientError::Refused("a token that is none"))?;
    bearer.set_sensitive(true);
    let json = HeaderValue::from_static("application/json");
    let headers = vec![(header::AUTHORIZATION, bearer), (header::ACCEPT, json)];
    let client = &app.fediverse.client;
    let _turn = client.turn(&target.authority()).await;
    client.send(Method::GET, target, headers, None, DOCUMENT).await
}

/// An unsigned GET that follows redirects, each checked: WebFinger, NodeInfo.
pub async fn get_open(
    app: &App,
    target: &Iri,
    accept: &'static str,
    most: usize,
) -> Result<Answer, ClientError> {
    get_open_at(app, target, accept, most).await.map(|(_, answer)| answer)
}

/// [`get_open`], and where the answer was found.
pub async fn get_open_at(
    app: &App,
    target: &Iri,
    accept: &'static str,
    most: usize,
) -> Result<(Iri, Answer), ClientError> {
    let client = &app.fediverse.client;
    let mut here = target.clone();
    for _ in 0..=REDIRECTS {
        may_ask(app, &here)?;
        let _turn = client.turn(&here.authority()).await;
        let headers = vec![(header::ACCEPT, HeaderValue::from_static(accept))];
        let answer = client.send(Method::GET, &here, headers, None, most).await?;
        match answer.redirect(&here) {
            Some(next) => here = next,
            None => return Ok((here, answer)),
        }
    }
    Err(ClientError::Refused("too many redirects"))
}

/// The bytes of a picture or another file of a peer: at most `most` of them. The type is what the server says.
pub async fn get_bytes(app: &App, url: &str, most: usize) -> Result<(Bytes, String), ClientError> {
    let target = Iri::parse(url).map_err(|_| ClientError::Refused("not an address"))?;
    let answer = get_open(app, &target, "image/*, audio/*;q=0.5", most).await?;
    if answer.status.is_success() {
        let kind = answer.content_type().to_owned();
        Ok((answer.body, kind))
    } else {
        Err(ClientError::Unreachable(format!("status {}", answer.status)))
    }
}

/// How long one answer may take.
pub fn patience(app: &App) -> Duration {
    app.fediverse.client.terms.answer
}

/// May we ask there? Our own server is asked through the database, one the venue does not talk with not at all.
pub fn may_ask(app: &App, target: &Iri) -> Result<(), ClientError> {
    if fetch::is_ours(app, target) {
        return Err(ClientError::Refused("our own server"));
    }
    if policy::refuses(app, &target.authority()) {
        return Err(ClientError::Refused("a server the venue does not talk with"));
    }
    app.fediverse.client.check(target)
}

/// May we go there at all, whoever it is: the public internet, and not our own server.
pub fn may_reach(app: &App, target: &Iri) -> Result<(), ClientError> {
    if fetch::is_ours(app, target) {
        return Err(ClientError::Refused("our own server"));
    }
    app.fediverse.client.check(target)
}

/// May a connection be made to this address?
fn reachable(ip: std::net::IpAddr, allow_private: bool) -> bool {
    addresses::is_public(ip) || (allow_private && ip.is_loopback())
}

/// Resolves names to addresses of the public internet; one other address among them refuses them all.
struct PublicNames {
    allow_private: bool,
    names: Arc<dyn Names>,
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        let found = self.names.resolve(name.as_str());
        Box::pin(async move {
            let found = found.await?;
            if found.iter().any(|at| !reachable(at.ip(), allow_private)) {
                return Err("the name leads to an address that is not public".into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The error and its causes, without the address, which the caller knows.
fn unreachable(error: reqwest::Error) -> ClientError {
    let error = error.without_url();
    ClientError::Unreachable(format!("{:#}", anyhow::Error::from(error)))
}
