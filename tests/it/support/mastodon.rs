//! Another server people have their account on, scripted: Mastodon's client API and its OAuth, as real servers speak
//! them, and as hostile ones pretend to. It checks what it is sent as strictly as they do.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use parvis::kernel::entropy::Sha256;
use serde_json::{Value, json};

use super::TestApp;

/// What kind of server it is, and how it misbehaves.
#[derive(Clone, Debug)]
pub struct Manners {
    /// The right side of its people's addresses, as it says.
    pub domain: String,
    /// Speaks version 2 of the instance API.
    pub v2: bool,
    /// Publishes its OAuth metadata, with these scopes.
    pub metadata: Option<Vec<&'static str>>,
    /// Names itself in its answers (RFC 9207).
    pub issuer: bool,
    /// Reads PKCE challenges, and insists on the verifier once it has one.
    pub pkce: bool,
    /// Says the address of the actor with the account.
    pub says_uri: bool,
    /// The address it says, when it is not that of its own actor.
    pub uri: Option<String>,
    /// Grants applications a token of their own.
    pub client_credentials: bool,
    /// Every path answers with this redirect.
    pub redirect: Option<String>,
    /// What its metadata says of the token endpoint, when it is not its own.
    pub token_endpoint: Option<String>,
    /// How long it thinks before each answer.
    pub delay: Duration,
    /// Every answer is this status.
    pub broken: Option<u16>,
    /// host-meta leads here.
    pub host_meta: Option<String>,
    /// Only host-meta and WebFinger are answered: the API is elsewhere.
    pub bare: bool,
}

impl Manners {
    /// Mastodon 4.3 and later.
    pub fn mastodon(domain: &str) -> Self {
        Self {
            domain: domain.to_owned(),
            v2: true,
            metadata: Some(vec!["profile", "read", "read:accounts", "write", "push"]),
            issuer: false,
            pkce: true,
            says_uri: true,
            uri: None,
            client_credentials: true,
            redirect: None,
            token_endpoint: None,
            delay: Duration::ZERO,
            broken: None,
            host_meta: None,
            bare: false,
        }
    }

    /// Mastodon before 4.0: no version 2, no metadata, no address of the actor.
    pub fn old_mastodon(domain: &str) -> Self {
        Self { v2: false, metadata: None, pkce: false, says_uri: false, ..Self::mastodon(domain) }
    }

    /// GoToSocial: no token for applications alone, scopes of its own.
    pub fn gotosocial(domain: &str) -> Self {
        Self {
            metadata: Some(vec!["read", "write", "push", "read:accounts"]),
            client_credentials: false,
            ..Self::mastodon(domain)
        }
    }

    /// Pleroma: version 1 says a whole address.
    pub fn pleroma(domain: &str) -> Self {
        Self { metadata: None, pkce: false, v2: false, says_uri: false, ..Self::mastodon(domain) }
    }
}

/// A server and everything it gave out.
pub struct Mastodon {
    /// The host its API is at.
    pub host: String,
    /// Where it listens.
    pub at: SocketAddr,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    host: String,
    manners: Mutex<Option<Manners>>,
    apps: Mutex<HashMap<String, AppKnown>>,
    codes: Mutex<HashMap<String, Code>>,
    tokens: Mutex<HashMap<String, String>>,
    counter: Mutex<u32>,
    /// Method and path of every request.
    seen: Mutex<Vec<String>>,
}

#[derive(Clone)]
struct AppKnown {
    secret: String,
    redirect: String,
    scopes: String,
}

struct Code {
    client: String,
    redirect: String,
    challenge: Option<String>,
    user: String,
}

impl TestApp {
    /// A server of this name on the network of the test.
    pub async fn mastodon(&self, host: &str, manners: Manners) -> Mastodon {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            host: host.to_owned(),
            manners: Mutex::new(Some(manners)),
            ..Shared::default()
        });
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        self.net.name(host, &[&[at]]);
        Mastodon { host: host.to_owned(), at, shared, server }
    }
}

impl Drop for Mastodon {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Mastodon {
    /// The address of an actor there.
    pub fn actor(&self, user: &str) -> String {
        format!("http://{}/users/{user}", self.host)
    }

    /// Changes how it behaves from now on.
    pub fn behave(&self, change: impl FnOnce(&mut Manners)) {
        change(self.shared.manners.lock().unwrap().as_mut().unwrap());
    }

    /// Forgets every application, as servers do with those nobody uses.
    pub fn forget_apps(&self) {
        self.shared.apps.lock().unwrap().clear();
    }

    /// How many applications registered so far and are still known.
    pub fn apps(&self) -> usize {
        self.shared.apps.lock().unwrap().len()
    }

    /// Tokens that are still good.
    pub fn tokens(&self) -> usize {
        self.shared.tokens.lock().unwrap().len()
    }

    /// Requests so far, `GET /path`.
    pub fn seen(&self) -> Vec<String> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Somebody opens the page they were sent to and says yes; where their browser is sent back to.
    pub fn approve(&self, page: &str, user: &str) -> String {
        let query = self.asked(page);
        let code = self.shared.fresh("code");
        self.shared.codes.lock().unwrap().insert(
            code.clone(),
            Code {
                client: query["client_id"].clone(),
                redirect: query["redirect_uri"].clone(),
                challenge: query.get("code_challenge").cloned(),
                user: user.to_owned(),
            },
        );
        let mut back = vec![("code", code.as_str()), ("state", query["state"].as_str())];
        let issuer = format!("http://{}/", self.host);
        if self.shared.manners().issuer {
            back.push(("iss", &issuer));
        }
        with(&query["redirect_uri"], &back)
    }

    /// Somebody says no.
    pub fn decline(&self, page: &str) -> String {
        let query = self.asked(page);
        let back = [("error", "access_denied"), ("state", query["state"].as_str())];
        with(&query["redirect_uri"], &back)
    }

    /// The question as the page reads it: a known application, its own way back, scopes it asked for.
    fn asked(&self, page: &str) -> HashMap<String, String> {
        let url: url::Url = page.parse().unwrap();
        assert_eq!(url.host_str(), Some(self.host.as_str()));
        assert_eq!(url.path(), "/oauth/authorize");
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        let apps = self.shared.apps.lock().unwrap();
        let app = &apps[&query["client_id"]];
        assert_eq!(query["redirect_uri"], app.redirect, "the way back is the registered one");
        assert_eq!(query["scope"], app.scopes);
        if self.shared.manners().pkce {
            assert_eq!(query["code_challenge_method"], "S256");
            assert_eq!(query["code_challenge"].len(), 43);
        }
        query
    }
}

fn with(address: &str, pairs: &[(&str, &str)]) -> String {
    let mut url: url::Url = address.parse().unwrap();
    url.query_pairs_mut().extend_pairs(pairs);
    url.to_string()
}

impl Shared {
    fn manners(&self) -> Manners {
        self.manners.lock().unwrap().clone().unwrap()
    }

    fn fresh(&self, what: &str) -> String {
        let mut counter = self.counter.lock().unwrap();
        *counter += 1;
        format!("{what}-{}-{counter}", self.host)
    }
}

fn said(status: u16, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (StatusCode::from_u16(status).unwrap(), headers, body.to_string()).into_response()
}

fn error(status: u16, error: &str) -> Response {
    said(status, &json!({"error": error, "error_description": "…"}))
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let manners = shared.manners();
    shared.seen.lock().unwrap().push(format!("{method} {}", uri.path()));
    if !manners.delay.is_zero() {
        tokio::time::sleep(manners.delay).await;
    }
    if let Some(to) = &manners.redirect {
        return (StatusCode::FOUND, [(header::LOCATION, to.clone())]).into_response();
    }
    if let Some(status) = manners.broken {
        return error(status, "broken");
    }
    let form: HashMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();
    let base = format!("http://{}", shared.host);
    let path = uri.path();
    if let Some(host) = manners.host_meta.as_ref().filter(|_| path == "/.well-known/host-meta") {
        let xml = format!(
            "<?xml version=\"1.0\"?><XRD><Link rel=\"lrdd\" template=\"http://{host}/.well-known/webfinger?resource={{uri}}\"/></XRD>"
        );
        return ([(header::CONTENT_TYPE, "application/xrd+xml")], xml).into_response();
    }
    if manners.bare && !path.starts_with("/.well-known/webfinger") {
        return StatusCode::NOT_FOUND.into_response();
    }
    match (method.as_str(), path) {
        ("GET", "/api/v2/instance") if manners.v2 => {
            said(200, &json!({"domain": manners.domain, "title": "Un serveur", "version": "4.4.0"}))
        }
        ("GET", "/api/v1/instance") => {
            let uri = if manners.metadata.is_none() && !manners.v2 && !manners.says_uri {
                format!("https://{}/", manners.domain)
            } else {
                manners.domain.clone()
            };
            said(200, &json!({"uri": uri, "title": "Un serveur", "version": "3.5.0"}))
        }
        ("GET", "/.well-known/oauth-authorization-server") if manners.metadata.is_some() => {
            let token = manners.token_endpoint.unwrap_or_else(|| format!("{base}/oauth/token"));
            let methods = if manners.pkce { vec!["S256"] } else { vec![] };
            said(
                200,
                &json!({
                    "issuer": format!("{base}/"),
                    "authorization_endpoint": format!("{base}/oauth/authorize"),
                    "token_endpoint": token,
                    "revocation_endpoint": format!("{base}/oauth/revoke"),
                    "app_registration_endpoint": format!("{base}/api/v1/apps"),
                    "scopes_supported": manners.metadata,
                    "code_challenge_methods_supported": methods,
                }),
            )
        }
        ("GET", "/.well-known/webfinger") => webfinger(&shared, &manners, &uri),
        ("POST", "/api/v1/apps") => register(&shared, &form),
        ("POST", "/oauth/token") => token(&shared, &manners, &form),
        ("POST", "/oauth/revoke") => {
            shared.tokens.lock().unwrap().remove(&form["token"]);
            said(200, &json!({}))
        }
        ("GET", "/api/v1/accounts/verify_credentials") => {
            let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
            let token = bearer.and_then(|v| v.strip_prefix("Bearer ")).unwrap_or_default();
            match shared.tokens.lock().unwrap().get(token) {
                Some(user) => credentials(&manners, &base, user),
                None => error(401, "The access token is invalid"),
            }
        }
        _ => error(404, "Record not found"),
    }
}

fn credentials(manners: &Manners, base: &str, user: &str) -> Response {
    let mut account = json!({
        "id": "1", "username": user, "acct": user, "display_name": format!("Mme {user}"),
        "url": format!("{base}/@{user}"), "created_at": "2024-01-01T00:00:00.000Z",
        "avatar": format!("{base}/a.png"), "note": "<p></p>",
    });
    if manners.says_uri {
        let own = format!("{base}/users/{user}");
        account["uri"] = json!(manners.uri.clone().unwrap_or(own));
    }
    said(200, &account)
}

fn webfinger(shared: &Shared, manners: &Manners, uri: &Uri) -> Response {
    let query = uri.query().unwrap_or_default();
    let resource = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "resource")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    let account = resource.trim_start_matches("acct:");
    let Some((user, domain)) = account.split_once('@') else { return error(400, "no account") };
    if domain != shared.host && domain != manners.domain {
        return error(404, "Record not found");
    }
    let host = manners.host_meta.clone().unwrap_or_else(|| shared.host.clone());
    let actor = manners.uri.clone().unwrap_or(format!("http://{host}/users/{user}"));
    let jrd = json!({"subject": format!("acct:{user}@{}", manners.domain), "links": [
        {"rel": "self", "type": "application/activity+json", "href": actor}]});
    ([(header::CONTENT_TYPE, "application/jrd+json")], jrd.to_string()).into_response()
}

fn register(shared: &Shared, form: &HashMap<String, String>) -> Response {
    let missing = ["client_name", "redirect_uris", "scopes"].iter().any(|f| !form.contains_key(*f));
    if missing {
        return error(422, "Validation failed");
    }
    let (id, secret) = (shared.fresh("client"), shared.fresh("secret"));
    let app = AppKnown {
        secret: secret.clone(),
        redirect: form["redirect_uris"].clone(),
        scopes: form["scopes"].clone(),
    };
    shared.apps.lock().unwrap().insert(id.clone(), app);
    said(
        200,
        &json!({"id": "1", "name": form["client_name"], "client_id": id, "client_secret": secret}),
    )
}

fn token(shared: &Shared, manners: &Manners, form: &HashMap<String, String>) -> Response {
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let app = shared.apps.lock().unwrap().get(&text("client_id")).cloned();
    let Some(app) = app.filter(|app| app.secret == text("client_secret")) else {
        return error(401, "invalid_client");
    };
    match text("grant_type").as_str() {
        "client_credentials" if manners.client_credentials => {
            said(200, &json!({"access_token": "app", "token_type": "Bearer", "scope": app.scopes}))
        }
        "authorization_code" => {
            // Once only, whatever becomes of it.
            let Some(code) = shared.codes.lock().unwrap().remove(&text("code")) else {
                return error(400, "invalid_grant");
            };
            let proven = match (&code.challenge, manners.pkce) {
                (Some(challenge), true) => *challenge == s256(&text("code_verifier")),
                (None, true) => false,
                (_, false) => true,
            };
            let same = code.client == text("client_id") && code.redirect == text("redirect_uri");
            if !proven || !same {
                return error(400, "invalid_grant");
            }
            let token = shared.fresh("token");
            shared.tokens.lock().unwrap().insert(token.clone(), code.user);
            said(200, &json!({"access_token": token, "token_type": "Bearer", "scope": app.scopes}))
        }
        _ => error(400, "unsupported_grant_type"),
    }
}

fn s256(verifier: &str) -> String {
    let mut sum = Sha256::default();
    sum.update(verifier.as_bytes());
    URL_SAFE_NO_PAD.encode(sum.bytes())
}
