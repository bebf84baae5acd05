//! How a request of our own looks when it has gone out and come back in through whatever stands in front.
//!
//! For `parvis doctor` alone: only a token that was put into the database a moment ago opens it, so that it tells
//! nobody else anything, not even that it exists.

use std::{collections::HashMap, net::SocketAddr};

use axum::{
    Json, Router,
    extract::{ConnectInfo, Query, Request, State},
    http::{HeaderMap, request::Parts},
    routing::get,
};
use diesel::prelude::*;
use parvis_federation::{
    Iri,
    signature::{Policy, SignedRequest, inspect},
};
use serde::{Deserialize, Serialize};

use super::{client, inbox, local};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::{Error, Result},
    },
    platform::{app::App, web::Peer},
    schema::settings,
};

/// Where it stands; open before the venue is set up, too.
pub const PATH: &str = "/.well-known/parvis-doctor";
const NAME: &str = "doctor";

/// How long a token opens the mirror.
const OPEN: std::time::Duration = std::time::Duration::from_secs(60);

/// What the server saw of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The `Host` it was asked for.
    pub host: String,
    /// The scheme the web server in front says it was asked by.
    pub scheme: Option<String>,
    /// A web server in front said for whom it asks.
    pub forwarded: bool,
    /// It was believed, so that visitors are told apart.
    pub believed: bool,
    /// The signature of the instance actor arrived as it was made.
    pub signed: bool,
}

/// Why there is nothing to see.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The public address was not reached.
    #[error(transparent)]
    Client(#[from] client::ClientError),
    /// Something answered that is not this server.
    #[error("status {0}")]
    Stranger(u16),
    /// Our own database failed.
    #[error(transparent)]
    Ours(#[from] Error),
}

pub(super) fn routes() -> Router<App> {
    Router::new().route(PATH, get(show))
}

/// Asks the running server, by its public address, what it sees of a signed request of ours. Also its answer's `Date`.
pub async fn look(app: &App) -> Result<(Seen, Option<Time>), MirrorError> {
    let token = app.entropy.token();
    let (hash, until) = (sha256_hex(token.as_bytes()), app.now().plus(OPEN));
    app.write(move |tx| {
        let value = format!("{} {hash}", until.micros());
        both!(tx.conn, |c| diesel::insert_into(settings::table)
            .values((
                settings::name.eq(NAME),
                settings::value.eq(&value),
                settings::updated_at.eq(tx.now),
            ))
            .on_conflict(settings::name)
            .do_update()
            .set((settings::value.eq(&value), settings::updated_at.eq(tx.now)))
            .execute(c))?;
        Ok(())
    })
    .await?;
    let target = Iri::parse(&app.config.address(&format!("{PATH}?token={token}")))
        .map_err(Error::internal)?;
    let answer = client::get_signed(app, &target, "application/json").await;
    app.write(|tx| {
        diesel::delete(settings::table.filter(settings::name.eq(NAME))).execute(tx.conn)?;
        Ok(())
    })
    .await?;
    let answer = answer?;
    let date = chrono::DateTime::parse_from_rfc2822(answer.header(http::header::DATE));
    match serde_json::from_slice(&answer.body) {
        Ok(seen) if answer.status.is_success() => Ok((seen, date.ok().map(Time::from))),
        _ => Err(MirrorError::Stranger(answer.status.as_u16())),
    }
}

async fn show(
    State(app): State<App>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Result<Json<Seen>> {
    let token = query.get("token").ok_or(Error::NotFound)?;
    let (hash, now) = (sha256_hex(token.as_bytes()), app.now());
    if !app.read(move |conn| is_open(conn, &hash, now)).await? {
        return Err(Error::NotFound);
    }
    let (parts, _) = request.into_parts();
    let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let trusted = &app.config.trusted_proxies;
    let text = |name: &str| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
    Ok(Json(Seen {
        host: text("host").or_else(|| Some(parts.uri.host()?.to_owned())).unwrap_or_default(),
        scheme: text("x-forwarded-proto"),
        forwarded: parts.headers.contains_key("x-forwarded-for"),
        believed: Peer::new(connection, &parts.headers, trusted)
            != Peer::new(connection, &HeaderMap::new(), trusted),
        signed: is_signed(&app, &parts).await,
    }))
}

fn is_open(conn: &mut Conn, hash: &str, now: Time) -> Result<bool> {
    let kept: Option<String> = settings::table
        .filter(settings::name.eq(NAME))
        .select(settings::value)
        .first(conn)
        .optional()?;
    Ok(kept.as_deref().and_then(|kept| kept.split_once(' ')).is_some_and(|(until, kept)| {
        until.parse().is_ok_and(|until: i64| now.micros() < until) && kept == hash
    }))
}

/// Verifies the request with the instance actor's own key, as a peer would.
async fn is_signed(app: &App, parts: &Parts) -> bool {
    let Some(actor) = local::instance_actor(app) else { return false };
    let (Ok(signer), Ok(headers), Ok(target)) =
        (local::signer(app, actor).await, inbox::with_host(parts), inbox::target(app, parts))
    else {
        return false;
    };
    let request =
        SignedRequest { method: &parts.method, target_uri: &target, headers: &headers, body: None };
    inspect(&request, &Policy::default(), app.now().utc())
        .is_ok_and(|pending| pending.verify(signer.rsa.public()).is_ok())
}
