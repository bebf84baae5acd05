//! The first time: somebody whose server vouched for them chooses what they are called here.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Serialize;

use super::{pair, secrets};
use crate::{
    features::{
        accounts::{self, Handle},
        identities::{
            actions::{self, Wanted},
            model::{SignIn, Step},
        },
    },
    kernel::error::{Error, Result},
    platform::web::{Ctx, Form, Page, Peer, Sample},
};

#[derive(Serialize)]
struct JoinPage {
    address: String,
    open: bool,
    domain: String,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Page for JoinPage {
    const TEMPLATE: &'static str = "identities/join.html";
}

/// The sign-in of this browser, when its server has vouched for somebody.
async fn vouched(ctx: &Ctx, headers: &HeaderMap) -> Result<Option<SignIn>> {
    let Some(secrets) = secrets(ctx, headers) else { return Ok(None) };
    let found = actions::under_way(&ctx.app, &secrets).await?;
    Ok(found.map(|(found, _)| found).filter(|f| f.step == Step::Known && f.account.is_none()))
}

fn page(
    ctx: &Ctx,
    found: &SignIn,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
) -> JoinPage {
    JoinPage {
        address: found.person.address.clone(),
        open: ctx.app.venue().open_registration,
        domain: ctx.app.config.domain(),
        values,
        errors,
    }
}

pub(super) async fn show(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    let Some(found) = vouched(&ctx, &headers).await? else {
        return Ok(ctx.redirect("/connexion/fediverse"));
    };
    let name = found.person.address.trim_start_matches('@').split('@').next().unwrap_or_default();
    let mut values = pair("name", &found.person.name);
    // What they are called there, when it can be a handle here.
    if let Ok(handle) = Handle::from_name(name) {
        values.insert("handle".to_owned(), handle.as_str().to_owned());
    }
    ctx.html(&page(&ctx, &found, values, BTreeMap::new()))
}

pub(super) async fn submit(
    ctx: Ctx,
    peer: Peer,
    headers: HeaderMap,
    form: Form,
) -> Result<Response> {
    let Some(found) = vouched(&ctx, &headers).await? else {
        return Ok(ctx.redirect("/connexion/fediverse"));
    };
    let wanted = Wanted {
        handle: form.text("handle"),
        name: form.text("name"),
        agreed: form.ticked("agree"),
        language: ctx.lang,
        device: accounts::agent(&headers),
        peer,
    };
    match actions::join(&ctx.app, &found, &wanted).await {
        Ok((cookie, next)) => Ok(accounts::arrived(&ctx, &cookie, &next)),
        Err(Error::Invalid(errors)) => {
            let page = page(&ctx, &found, form.values(), ctx.messages(&errors));
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |open| JoinPage {
        address: "@lea@mastodon.example".to_owned(),
        open,
        domain: "musee.example".to_owned(),
        values: pair("handle", "lea"),
        errors: pair("handle", "Déjà pris."),
    };
    vec![
        Sample::of("a handle that is taken", &page(true)),
        Sample::of("no new accounts", &page(false)),
    ]
}
