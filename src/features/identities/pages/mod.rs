//! The pages of signing in with an account of another server.

mod ask;
mod join;
mod linked;
mod wait;

use std::collections::BTreeMap;

use axum::{
    Router,
    http::HeaderMap,
    routing::{get, post},
};

use super::actions::Secrets;
use crate::platform::{
    app::App,
    web::{self, Ctx, Sample},
};

/// The cookie that ties a sign-in to the browser that began it.
const COOKIE: &str = "parvis-elsewhere";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/connexion/fediverse", get(ask::show).post(ask::submit))
        .route("/connexion/fediverse/attente", get(wait::show))
        .route("/connexion/fediverse/retour/{id}", get(wait::come_back))
        .route("/connexion/fediverse/nouveau", get(join::show).post(join::submit))
        .route("/compte/fediverse", get(linked::show).post(linked::submit))
        .route("/compte/fediverse/{id}/delier", post(linked::unlink))
}

pub(super) fn samples() -> Vec<Sample> {
    let all = [ask::samples(), wait::samples(), join::samples(), linked::samples()];
    all.into_iter().flatten().collect()
}

/// The secrets of the sign-in that this browser began, if it began one.
fn secrets(ctx: &Ctx, headers: &HeaderMap) -> Option<Secrets> {
    web::read_cookie(&ctx.app, headers, COOKIE).map(|token| Secrets::of(&token))
}

fn pair(key: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(key.to_owned(), value.to_owned())])
}
