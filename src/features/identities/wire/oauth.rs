//! OAuth 2.0 with a server of the fediverse (RFC 6749, as Mastodon's client API has it): becoming known to it, redeeming
//! a code, giving a token back.

use http::StatusCode;
use parvis_federation::{Iri, lenient};
use serde_json::Value;

use super::{
    FOREIGN, Failed,
    server::{Server, text},
};
use crate::{
    features::identities::{
        actions::way_back,
        model::{Problem, RemoteApp, Secret},
        store,
    },
    kernel::id::Id,
    platform::{
        app::App,
        fediverse::client::{self, Answer},
    },
};

/// What a server says about its OAuth (RFC 8414), or what Mastodon had before it said so.
struct Endpoints {
    authorize: Iri,
    token: Iri,
    revoke: Iri,
    register: Iri,
    issuer: String,
    scope: &'static str,
    pkce: bool,
}

/// What the server knows us by; we introduce ourselves first if it does not know us, or no longer.
pub(super) async fn introduce(app: &App, server: &Server) -> Result<Id, Failed> {
    let host = server.base.authority();
    let known = app.read(move |conn| store::app_at(conn, &host)).await?;
    if let Some(known) = known {
        if is_known(app, &known).await? {
            return Ok(known.id);
        }
        app.write(move |tx| store::forget_app(tx.conn, known.id)).await?;
    }
    let endpoints = endpoints(app, server).await?;
    let fresh = register(app, server, &endpoints).await?;
    let id = fresh.id;
    app.write(move |tx| store::keep_app(tx.conn, &fresh)).await?;
    Ok(id)
}

/// Servers forget applications nobody uses (Mastodon before 4.3 every night). Asked before somebody is sent there,
/// because there they would meet a page of errors. Only a plain "no" counts: not every server answers the question.
async fn is_known(app: &App, known: &RemoteApp) -> Result<bool, Failed> {
    let token = address(&known.token_url)?;
    let mut fields = credentials(known);
    fields.push(("grant_type", "client_credentials"));
    fields.push(("scope", &known.scope));
    let answer = client::post_form(app, &token, &fields).await?;
    Ok(!is_unknown_client(&answer))
}

fn is_unknown_client(answer: &Answer) -> bool {
    let said = lenient::parse_json_strict(&answer.body).unwrap_or_default();
    answer.status.is_client_error() && text(&said, "error").as_deref() == Some("invalid_client")
}

async fn endpoints(app: &App, server: &Server) -> Result<Endpoints, Failed> {
    let at = server.at("/.well-known/oauth-authorization-server")?;
    let answer = client::get_open(app, &at, "application/json", 64 * 1024).await?;
    let said = lenient::parse_json_strict(&answer.body).ok().filter(|_| answer.status.is_success());
    let said = said.unwrap_or_default();
    // What it says of other hosts is not followed: a secret given by one server is shown to no other.
    let own = |member: &str, path: &str| match text(&said, member).map(|url| Iri::parse(&url)) {
        Some(Ok(url)) if url.authority() == server.base.authority() => Ok(url),
        Some(_) => Err(FOREIGN),
        None => server.at(path),
    };
    let list = |member: &str| -> Vec<String> {
        let items = said.get(member).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let scopes = list("scopes_supported");
    let offers = |scope: &str| scopes.iter().any(|one| one == scope);
    Ok(Endpoints {
        authorize: own("authorization_endpoint", "/oauth/authorize")?,
        token: own("token_endpoint", "/oauth/token")?,
        revoke: own("revocation_endpoint", "/oauth/revoke")?,
        register: own("app_registration_endpoint", "/api/v1/apps")?,
        issuer: text(&said, "issuer").unwrap_or_default(),
        // The least that tells who somebody is: `profile` since Mastodon 4.3.
        scope: if offers("profile") {
            "profile"
        } else if scopes.is_empty() || offers("read:accounts") {
            "read:accounts"
        } else {
            "read"
        },
        pkce: list("code_challenge_methods_supported").iter().any(|method| method == "S256"),
    })
}

async fn register(app: &App, server: &Server, endpoints: &Endpoints) -> Result<RemoteApp, Failed> {
    let id = app.new_id();
    let (name, back) = (app.venue().name.clone(), way_back(app, id));
    let website = app.config.address("/");
    let fields = [
        ("client_name", if name.is_empty() { "Parvis" } else { name.as_str() }),
        ("redirect_uris", back.as_str()),
        ("scopes", endpoints.scope),
        ("website", website.as_str()),
    ];
    let said = json(&client::post_form(app, &endpoints.register, &fields).await?)?;
    let member = |name: &str| text(&said, name).ok_or(FOREIGN);
    Ok(RemoteApp {
        id,
        host: server.base.authority(),
        domain: server.domain.clone(),
        client_id: member("client_id")?,
        client_secret: Secret(member("client_secret")?),
        authorize_url: endpoints.authorize.to_string(),
        token_url: endpoints.token.to_string(),
        revoke_url: endpoints.revoke.to_string(),
        issuer: endpoints.issuer.clone(),
        scope: endpoints.scope.to_owned(),
        pkce: endpoints.pkce,
        created_at: app.now(),
    })
}

/// The token for a code. It lives as long as this job.
pub(super) async fn redeem(
    app: &App,
    known: &RemoteApp,
    code: &str,
    verifier: &str,
) -> Result<Secret, Failed> {
    let back = way_back(app, known.id);
    let mut fields = credentials(known);
    fields.push(("grant_type", "authorization_code"));
    fields.push(("redirect_uri", &back));
    fields.push(("code", code));
    fields.push(("scope", &known.scope));
    if known.pkce {
        fields.push(("code_verifier", verifier));
    }
    let answer = client::post_form(app, &address(&known.token_url)?, &fields).await?;
    if is_unknown_client(&answer) {
        // Next time we introduce ourselves again.
        let id = known.id;
        app.write(move |tx| store::forget_app(tx.conn, id)).await?;
        return Err(Failed::Theirs(Problem::Refused));
    }
    let said = json(&answer)?;
    text(&said, "access_token").map(Secret).ok_or(FOREIGN)
}

/// Gives a token back: it has said whose it is, and that was all it was for. A server that does not take it back
/// keeps a token nobody has.
pub(super) async fn revoke(app: &App, known: &RemoteApp, token: &Secret) {
    let Ok(at) = address(&known.revoke_url) else { return };
    let mut fields = credentials(known);
    fields.push(("token", &token.0));
    if let Err(error) = client::post_form(app, &at, &fields).await {
        tracing::debug!(host = %known.host, %error, "a token cannot be given back");
    }
}

fn credentials(known: &RemoteApp) -> Vec<(&str, &str)> {
    vec![("client_id", &known.client_id), ("client_secret", &known.client_secret.0)]
}

/// The JSON of an answer that says yes.
pub(super) fn json(answer: &Answer) -> Result<Value, Failed> {
    match answer.status {
        status if status.is_success() => {}
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            return Err(Failed::Theirs(Problem::Down));
        }
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => return Err(FOREIGN),
        status if status.is_redirection() => return Err(FOREIGN),
        _ => return Err(Failed::Theirs(Problem::Refused)),
    }
    lenient::parse_json_strict(&answer.body).map_err(|_| FOREIGN)
}

pub(super) fn address(text: &str) -> Result<Iri, Failed> {
    Iri::parse(text).map_err(|_| FOREIGN)
}
