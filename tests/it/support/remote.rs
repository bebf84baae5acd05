//! Another server of the fediverse, scripted: real documents and keys on a loopback port, an inbox that
//! records what it receives and answers as told.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use parvis::platform::app::App;
use parvis_federation::{
    iri::Iri,
    key::PrivateKey,
    signature::{Outgoing, sign_cavage, sign_rfc9421},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::keys::rsa_key;

/// A server and everything it saw.
pub struct Remote {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    name: String,
    shared: Arc<Shared>,
    ours: Router,
    app: App,
    server: tokio::task::JoinHandle<()>,
}

/// A request the server received.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

type Scripted = (u16, Vec<(&'static str, String)>, Vec<u8>);

#[derive(Default)]
struct Shared {
    documents: Mutex<HashMap<String, Scripted>>,
    seen: Mutex<Vec<Seen>>,
    inbox_answers: Mutex<VecDeque<Scripted>>,
    below: Mutex<Option<(String, Make)>>,
}

type Make = Box<dyn Fn(&str) -> Value + Send + Sync>;

/// Somebody on that server, with keys of their own.
#[derive(Clone)]
pub struct Person {
    pub iri: String,
    pub handle: String,
    pub host: String,
    pub key: PrivateKey,
    pub key_id: String,
    pub document: Value,
}

impl Person {
    /// `@alice@host`.
    pub fn address(&self) -> String {
        format!("@{}@{}", self.handle, self.host)
    }

    pub fn inbox(&self) -> String {
        format!("{}/inbox", self.iri)
    }
}

impl Remote {
    pub async fn start(name: &str, ours: Router, app: App) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::default());
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let remote = Self { base, name: name.to_owned(), shared, ours, app, server };
        remote.serve_nodeinfo();
        remote
    }

    /// The host other servers know it by.
    pub fn host(&self) -> String {
        self.base.trim_start_matches("http://").to_owned()
    }

    fn serve_nodeinfo(&self) {
        let link = format!("{}/nodeinfo/2.0", self.base);
        self.serve_kind(
            "/.well-known/nodeinfo",
            "application/json",
            &json!({"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": link}]}),
        );
        self.serve_kind(
            "/nodeinfo/2.0",
            "application/json",
            &json!({"version": "2.0", "software": {"name": self.name, "version": "1"},
                "protocols": ["activitypub"], "services": {"inbound": [], "outbound": []},
                "openRegistrations": false, "usage": {"users": {"total": 1}}, "metadata": {}}),
        );
    }

    /// Serves an ActivityPub document at a path.
    pub fn serve(&self, path: &str, document: &Value) {
        self.serve_kind(path, "application/activity+json", document);
    }

    /// Serves a document with a content type of its own.
    pub fn serve_kind(&self, path: &str, kind: &str, document: &Value) {
        self.script(path, 200, vec![("content-type", kind.to_owned())], document.to_string());
    }

    /// Answers anything at a path, from now on.
    pub fn script(
        &self,
        path: &str,
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: impl AsRef<[u8]>,
    ) {
        let answer = (status, headers, body.as_ref().to_vec());
        self.shared.documents.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Answers every path that begins like this with what `make` makes of the path.
    pub fn answer_below(&self, prefix: &str, make: impl Fn(&str) -> Value + Send + Sync + 'static) {
        *self.shared.below.lock().unwrap() = Some((prefix.to_owned(), Box::new(make)));
    }

    /// Answers the next request to any inbox this way; 202 when nothing is scripted.
    pub fn next_inbox_answer(&self, status: u16, headers: Vec<(&'static str, String)>, body: &str) {
        self.shared.inbox_answers.lock().unwrap().push_back((status, headers, body.into()));
    }

    /// Forgets what was scripted: the server is well again.
    pub fn back(&self) {
        self.shared.inbox_answers.lock().unwrap().clear();
    }

    /// Somebody who lives there, with an RSA key; served with WebFinger.
    pub fn person(&self, handle: &str) -> Person {
        self.person_with_key(handle, rsa_key())
    }

    pub fn person_with_key(&self, handle: &str, key: PrivateKey) -> Person {
        let iri = format!("{}/users/{handle}", self.base);
        let key_id = format!("{iri}#main-key");
        let mut document = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": iri, "type": "Person", "preferredUsername": handle, "name": handle,
            "summary": "<p>Bonjour</p>", "url": format!("{}/@{handle}", self.base),
            "inbox": format!("{iri}/inbox"), "outbox": format!("{iri}/outbox"),
            "followers": format!("{iri}/followers"), "following": format!("{iri}/following"),
            "endpoints": {"sharedInbox": format!("{}/inbox", self.base)},
            "manuallyApprovesFollowers": false, "discoverable": true,
            "published": "2024-01-01T00:00:00Z",
        });
        document["publicKey"] =
            json!({"id": key_id, "owner": iri, "publicKeyPem": key.public().to_pem()});
        self.serve(&format!("/users/{handle}"), &document);
        self.serve_webfinger(handle, &iri);
        Person { iri, handle: handle.to_owned(), host: self.host(), key, key_id, document }
    }

    /// An actor that is a whole server, as listings are.
    pub fn application(&self, handle: &str) -> Person {
        let mut person = self.person(handle);
        person.document["type"] = "Application".into();
        self.serve(&format!("/users/{handle}"), &person.document);
        person
    }

    pub fn serve_webfinger(&self, handle: &str, iri: &str) {
        let account = format!("acct:{handle}@{}", self.host());
        let jrd = json!({"subject": account, "links": [
            {"rel": "self", "type": "application/activity+json", "href": iri},
            {"rel": "http://ostatus.org/schema/1.0/subscribe",
             "template": format!("{}/authorize_interaction?uri={{uri}}", self.base)},
        ]});
        self.serve_kind(
            &format!("/.well-known/webfinger?resource={account}"),
            "application/jrd+json",
            &jrd,
        );
    }

    /// Everything it received.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The activities it received, in order.
    pub fn received(&self) -> Vec<Value> {
        self.seen().iter().filter(|s| s.method == Method::POST).map(Seen::json).collect()
    }

    /// The activities of a type it received.
    pub fn received_of(&self, kind: &str) -> Vec<Value> {
        self.received().into_iter().filter(|a| a["type"] == kind).collect()
    }

    pub fn forget(&self) {
        self.shared.seen.lock().unwrap().clear();
    }

    /// Delivers an activity to our shared inbox, signed by draft-cavage. Returns the status.
    pub async fn deliver(&self, person: &Person, activity: &Value) -> u16 {
        self.deliver_to("/inbox", person, activity, Scheme::Cavage).await
    }

    /// Delivers an activity signed by RFC 9421.
    pub async fn deliver_rfc9421(&self, person: &Person, activity: &Value) -> u16 {
        self.deliver_to("/inbox", person, activity, Scheme::Rfc9421).await
    }

    pub async fn deliver_to(
        &self,
        path: &str,
        person: &Person,
        activity: &Value,
        scheme: Scheme,
    ) -> u16 {
        let body = activity.to_string().into_bytes();
        let request = self.signed(path, person, body, scheme);
        self.send(request).await
    }

    /// A signed request that a test may spoil before sending it.
    pub fn signed(
        &self,
        path: &str,
        person: &Person,
        body: Vec<u8>,
        scheme: Scheme,
    ) -> Request<Body> {
        let target = Iri::parse(&self.app.config.address(path)).unwrap();
        let outgoing = Outgoing { method: &Method::POST, target: &target, body: Some(&body) };
        let key_id = Iri::parse(&person.key_id).unwrap();
        let now = self.app.now().utc();
        let headers = match scheme {
            Scheme::Cavage => sign_cavage(&outgoing, &person.key, &key_id, now),
            Scheme::Rfc9421 => sign_rfc9421(&outgoing, &person.key, &key_id, now),
        }
        .unwrap();
        let mut request = Request::post(path).body(Body::from(body)).unwrap();
        let map = request.headers_mut();
        for (name, value) in headers {
            map.insert(name, value);
        }
        map.entry(header::HOST).or_insert(HeaderValue::from_str(&target.authority()).unwrap());
        map.entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/activity+json"));
        request
    }

    /// Sends a request to our server and returns the whole answer.
    pub async fn ask(&self, request: Request<Body>) -> Response {
        self.ours.clone().oneshot(request).await.unwrap()
    }

    /// Sends a request to our server; returns the status.
    pub async fn send(&self, request: Request<Body>) -> u16 {
        self.ours.clone().oneshot(request).await.unwrap().status().as_u16()
    }

    /// A public Note in reply to something.
    pub fn note(&self, person: &Person, id: &str, reply_to: &str, html: &str) -> Value {
        json!({
            "id": format!("{}/notes/{id}", self.base), "type": "Note",
            "attributedTo": person.iri, "content": html, "inReplyTo": reply_to,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": [format!("{}/followers", person.iri)],
            "url": format!("{}/@{}/{id}", self.base, person.handle),
            "published": self.app.now().rfc3339(), "sensitive": false,
            "attachment": [], "tag": [],
        })
    }

    /// The Create of an object; also serves the object at its address.
    pub fn create(&self, person: &Person, object: &Value) -> Value {
        let id = object["id"].as_str().unwrap();
        let mut served = object.clone();
        served["@context"] = json!("https://www.w3.org/ns/activitystreams");
        self.serve(id.strip_prefix(&self.base).unwrap(), &served);
        self.wrap("Create", person, object)
    }

    /// Any activity around an object.
    pub fn wrap(&self, verb: &str, person: &Person, object: &Value) -> Value {
        let id = object["id"].as_str().or(object.as_str()).unwrap_or("x");
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{}/activities/{}", self.base, hash(&format!("{verb}{id}{}", person.iri))),
            "type": verb, "actor": person.iri, "object": object,
            "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [],
            "published": self.app.now().rfc3339(),
        })
    }
}

fn hash(text: &str) -> String {
    parvis::kernel::entropy::sha256_hex(text.as_bytes())[..16].to_owned()
}

/// How a test signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Cavage,
    Rfc9421,
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let full = uri.path_and_query().map_or("/", |p| p.as_str());
    let decoded = percent_encoding::percent_decode_str(full).decode_utf8_lossy().into_owned();
    shared.seen.lock().unwrap().push(Seen {
        method: method.clone(),
        path: decoded.clone(),
        headers,
        body: body.to_vec(),
    });
    let scripted = if method == Method::POST && uri.path().ends_with("/inbox") {
        let queued = shared.inbox_answers.lock().unwrap().pop_front();
        Some(queued.unwrap_or((202, Vec::new(), Vec::new())))
    } else {
        let documents = shared.documents.lock().unwrap();
        let found = documents.get(&decoded).or_else(|| documents.get(uri.path())).cloned();
        found.or_else(|| {
            let below = shared.below.lock().unwrap();
            let (_, make) = below.as_ref().filter(|(prefix, _)| decoded.starts_with(prefix))?;
            let kind = ("content-type", "application/activity+json".to_owned());
            Some((200, vec![kind], make(&decoded).to_string().into_bytes()))
        })
    };
    let Some((status, extra, text)) = scripted else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in extra {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}
