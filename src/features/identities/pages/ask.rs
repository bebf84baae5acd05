//! Which server somebody has their account on.

use std::collections::BTreeMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{COOKIE, pair};
use crate::{
    features::identities::{actions, store},
    kernel::error::{Error, Result},
    platform::web::{self, Ctx, Form, Page, Peer, Sample},
};

/// How many servers are offered beside the field.
const OFFERED: i64 = 200;

/// Where one waits for the server.
pub(super) const WAIT: &str = "/connexion/fediverse/attente";

#[derive(Serialize)]
struct AskPage {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    known: Vec<String>,
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "identities/ask.html";
}

#[derive(Deserialize)]
pub(super) struct Asked {
    next: Option<String>,
}

pub(super) async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let known = known(&ctx).await?;
    let values = pair("next", &asked.next.unwrap_or_default());
    ctx.html(&AskPage { values, errors: BTreeMap::new(), known })
}

/// The servers people of this venue come from, to save typing.
pub(super) async fn known(ctx: &Ctx) -> Result<Vec<String>> {
    ctx.app.read(|conn| store::known_domains(conn, OFFERED)).await
}

pub(super) async fn submit(ctx: Ctx, peer: Peer, form: Form) -> Result<Response> {
    match actions::begin(&ctx.app, form.text("server"), peer, None, form.text("next")).await {
        Ok(token) => Ok(waiting(&ctx, token)),
        Err(Error::Invalid(errors)) => {
            let known = known(&ctx).await?;
            let page = AskPage { values: form.values(), errors: ctx.messages(&errors), known };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// On to the page that waits, with the secret that ties what comes to this browser.
pub(super) fn waiting(ctx: &Ctx, token: String) -> Response {
    let cookie = web::cookie(&ctx.app, COOKIE, token, actions::LIFE);
    ctx.redirect_with_cookie(WAIT, &cookie)
}

pub(super) fn samples() -> Vec<Sample> {
    let known = || vec!["mastodon.example".to_owned(), "social.example".to_owned()];
    vec![
        Sample::of(
            "a server to name",
            &AskPage { values: BTreeMap::new(), errors: BTreeMap::new(), known: Vec::new() },
        ),
        Sample::of(
            "a server that is none",
            &AskPage {
                values: pair("server", "moi"), errors: pair("server", "…"), known: known()
            },
        ),
    ]
}
