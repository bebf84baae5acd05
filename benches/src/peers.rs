//! A small fediverse on this machine: many actors on many hosts behind one listener. Every address of 127.0.0.0/8 is
//! this machine, so each host is an address of its own.
//!
//! Signs what its actors send before the clock starts, serves their documents, and counts what is delivered to them.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    thread,
    time::Instant,
};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Method, Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use parvis_federation::{
    Iri, PUBLIC,
    key::PrivateKey,
    signature::{Outgoing, Scheme, sign_cavage, sign_rfc9421},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};

/// How many key pairs there are; actors share them, because making two thousand takes minutes and the server cannot
/// know.
const KEYS: usize = 32;

/// The hosts, their actors and what was delivered to them.
pub struct Peers {
    port: u16,
    hosts: usize,
    keys: Vec<PrivateKey>,
    delivered: watch::Sender<usize>,
    first: Mutex<Option<Instant>>,
}

impl Peers {
    /// Makes keys and opens the doors of `hosts` hosts.
    pub async fn open(hosts: usize) -> Result<Arc<Self>> {
        let listener = TcpListener::bind("0.0.0.0:0").await?;
        let keys = tokio::task::spawn_blocking(|| {
            (0..KEYS).map(|_| PrivateKey::generate_rsa_2048()).collect::<Result<Vec<_>, _>>()
        })
        .await??;
        let peers = Arc::new(Self {
            port: listener.local_addr()?.port(),
            hosts,
            keys,
            delivered: watch::Sender::new(0),
            first: Mutex::new(None),
        });
        tokio::spawn(peers.clone().serve(listener));
        Ok(peers)
    }

    /// `127.0.x.y:PORT` of the host an actor lives on.
    fn host(&self, actor: usize) -> String {
        let host = actor % self.hosts;
        format!("127.1.{}.{}:{}", host / 250, host % 250 + 1, self.port)
    }

    /// The address of an actor.
    pub fn actor(&self, actor: usize) -> String {
        format!("http://{}/u/{actor}", self.host(actor))
    }

    fn key(&self, actor: usize) -> Result<&PrivateKey> {
        self.keys.get(actor % KEYS).context("no keys")
    }

    /// What an actor is, as other servers read it. Without a shared inbox: every follower is a delivery.
    fn document(&self, actor: usize) -> Result<Value> {
        let id = self.actor(actor);
        Ok(json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": "Person", "preferredUsername": format!("u{actor}"),
            "name": format!("Visitor {actor}"), "summary": "<p>Somewhere else.</p>", "url": id,
            "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"),
            "followers": format!("{id}/followers"),
            "publicKey": { "id": format!("{id}#main-key"), "owner": id,
                "publicKeyPem": self.key(actor)?.public().to_pem() },
        }))
    }

    /// A public answer by an actor, of the size of an ordinary post.
    pub fn create(&self, actor: usize, name: &str, answers: &str) -> Value {
        let by = self.actor(actor);
        let id = format!("{by}/notes/{name}");
        let followers = format!("{by}/followers");
        let published = now().to_rfc3339();
        // Without a link: words of strangers with one wait for the team.
        let content = "<p>On ne voit d’abord que le fleuve, puis les gens sur la rive, \
            et l’on reste.<br>Les <em>rives</em> y sont, et <strong>personne</strong> ne parle.</p>";
        let note = json!({
            "id": id, "type": "Note", "attributedTo": by, "content": content, "inReplyTo": answers,
            "contentMap": { "fr": content }, "to": [PUBLIC], "cc": [followers],
            "published": published, "url": id, "sensitive": false,
            "attachment": [], "tag": [],
        });
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{id}/activity"),
            "type": "Create", "actor": by, "published": published,
            "to": [PUBLIC], "cc": [followers], "object": note,
        })
    }

    /// An actor begins to follow somebody.
    pub fn follow(&self, actor: usize, whom: &str) -> Value {
        let by = self.actor(actor);
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{by}/follows/1"),
            "type": "Follow", "actor": by, "object": whom,
        })
    }

    /// Whole requests to a server's shared inbox, signed on both cores.
    pub fn sign(
        &self,
        port: u16,
        scheme: Scheme,
        activities: &[(usize, Value)],
    ) -> Result<Arc<Vec<Bytes>>> {
        let half = activities.len().div_ceil(2).max(1);
        let all = |some: &[(usize, Value)]| -> Result<Vec<Bytes>> {
            some.iter().map(|(actor, one)| self.sign_one(port, scheme, *actor, one)).collect()
        };
        let parts: Vec<Result<Vec<Bytes>>> = thread::scope(|scope| {
            let halves: Vec<_> =
                activities.chunks(half).map(|some| scope.spawn(move || all(some))).collect();
            halves.into_iter().filter_map(|half| half.join().ok()).collect()
        });
        let mut requests = Vec::with_capacity(activities.len());
        for part in parts {
            requests.extend(part?);
        }
        Ok(Arc::new(requests))
    }

    fn sign_one(&self, port: u16, scheme: Scheme, actor: usize, body: &Value) -> Result<Bytes> {
        let body = body.to_string();
        let target = Iri::parse(&format!("http://localhost:{port}/inbox"))?;
        let outgoing =
            Outgoing { method: &Method::POST, target: &target, body: Some(body.as_bytes()) };
        let key_id = Iri::parse(&format!("{}#main-key", self.actor(actor)))?;
        let sign = match scheme {
            Scheme::Cavage => sign_cavage,
            Scheme::Rfc9421 => sign_rfc9421,
        };
        let headers = sign(&outgoing, self.key(actor)?, &key_id, now())?;
        let mut text = format!("POST /inbox HTTP/1.1\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| name == header::HOST) {
            text.push_str(&format!("host: {}\r\n", target.authority()));
        }
        for (name, value) in &headers {
            text.push_str(&format!("{name}: {}\r\n", value.to_str()?));
        }
        Ok(Bytes::from(format!("{text}\r\n{body}")))
    }

    /// Forgets what was delivered so far.
    pub fn forget(&self) {
        self.delivered.send_replace(0);
        if let Ok(mut first) = self.first.lock() {
            *first = None;
        }
    }

    /// Waits until so many deliveries came; returns when the first did.
    pub async fn wait_for(&self, count: usize) -> Result<Instant> {
        self.delivered.subscribe().wait_for(|so_far| *so_far >= count).await?;
        let first = self.first.lock().map_err(|_| anyhow::anyhow!("a peer panicked"))?;
        first.context("nothing was delivered")
    }

    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            let peers = self.clone();
            tokio::spawn(async move {
                let service = service_fn(|request| {
                    let peers = peers.clone();
                    async move { Ok::<_, Infallible>(peers.answer(request).await) }
                });
                // Whoever hangs up ends the connection.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if request.method() == Method::POST {
            // The body is read to its end, as any server would.
            let _ = request.into_body().collect().await;
            if let Ok(mut first) = self.first.lock() {
                first.get_or_insert_with(Instant::now);
            }
            self.delivered.send_modify(|count| *count += 1);
            return answer(202, "");
        }
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        match self.get(host.unwrap_or_default(), path) {
            Some(document) => answer(200, &document.to_string()),
            None => answer(404, ""),
        }
    }

    fn get(&self, host: &str, path: &str) -> Option<Value> {
        if let Some(actor) = path.strip_prefix("/u/") {
            return self.document(actor.parse().ok()?).ok();
        }
        if let Some(account) = path.strip_prefix("/.well-known/webfinger?resource=acct%3Au") {
            let actor: usize = account.split('%').next()?.parse().ok()?;
            return Some(json!({
                "subject": format!("acct:u{actor}@{host}"),
                "links": [{ "rel": "self", "type": "application/activity+json", "href": self.actor(actor) }],
            }));
        }
        match path {
            "/.well-known/nodeinfo" => Some(json!({ "links": [{
                "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                "href": format!("http://{host}/nodeinfo/2.0") }] })),
            "/nodeinfo/2.0" => {
                Some(json!({ "version": "2.0", "software": { "name": "load", "version": "1" },
                "protocols": ["activitypub"], "usage": { "users": {} }, "openRegistrations": false }))
            }
            _ => None,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "another server has a clock of its own")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

fn answer(status: u16, body: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::copy_from_slice(body.as_bytes())));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    let kind = http::HeaderValue::from_static("application/activity+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
