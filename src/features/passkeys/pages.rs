//! The page of a member's passkeys, and the two small answers their script asks for.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Serialize;

use super::{
    actions::{self, Offered},
    store,
};
use crate::{
    features::accounts,
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        feature::Typed,
        web::{self, Ctx, Form, Member, Page, Path, Peer, Sample},
    },
};

/// The cookie that ties a ceremony to the browser that began it.
const COOKIE: &str = "parvis-passkey";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/connexion/cle", post(sign_in))
        .route("/connexion/cle/debut", post(begin_sign_in))
        .route("/compte/cles", get(show).post(register))
        .route("/compte/cles/debut", post(begin_registration))
        .route("/compte/cles/{id}", post(rename))
        .route("/compte/cles/{id}/retirer", post(remove))
}

#[derive(Serialize)]
struct KeysPage {
    possible: bool,
    keys: Vec<KeyView>,
    new: Typed,
    /// What is wrong with the new name of a key.
    renaming: BTreeMap<String, String>,
}

impl Page for KeysPage {
    const TEMPLATE: &'static str = "passkeys/keys.html";
}

#[derive(Serialize)]
struct KeyView {
    id: Id,
    name: String,
    created: Time,
    used: Option<Time>,
}

async fn page(ctx: &Ctx, member: &Member) -> Result<KeysPage> {
    let account = member.account_id;
    let keys = ctx.app.read(move |conn| store::of_account(conn, account)).await?;
    let view = |key: store::Key| KeyView {
        id: key.id,
        name: key.name,
        created: key.created_at,
        used: key.used_at,
    };
    Ok(KeysPage {
        possible: ctx.app.config.has_passkeys(),
        keys: keys.into_iter().map(view).collect(),
        new: Typed::default(),
        renaming: BTreeMap::new(),
    })
}

async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.html(&page(&ctx, &member).await?)
}

async fn begin_registration(ctx: Ctx, member: Member) -> Result<Response> {
    match actions::begin_registration(&ctx.app, &member).await {
        Ok(offered) => Ok(offer(&ctx, offered)),
        Err(Error::Conflict(key)) => {
            let said = serde_json::json!({ "error": ctx.text(key) });
            Ok((StatusCode::CONFLICT, Json(said)).into_response())
        }
        Err(other) => Err(other),
    }
}

async fn begin_sign_in(ctx: Ctx, peer: Peer) -> Result<Response> {
    let offered = actions::begin_sign_in(&ctx.app, peer).await?;
    Ok(offer(&ctx, offered))
}

/// The options for the browser, and the cookie that ties the answer to it.
fn offer(ctx: &Ctx, offered: Offered) -> Response {
    let cookie = web::cookie(&ctx.app, COOKIE, offered.token, actions::LIFE);
    let headers =
        [(header::SET_COOKIE, cookie.to_string()), (header::CACHE_CONTROL, "no-store".to_owned())];
    (headers, Json(offered.options)).into_response()
}

fn token(ctx: &Ctx, headers: &HeaderMap) -> String {
    web::read_cookie(&ctx.app, headers, COOKIE).unwrap_or_default()
}

async fn register(ctx: Ctx, member: Member, headers: HeaderMap, form: Form) -> Result<Response> {
    let (name, answer) = (form.text("name"), form.text("credential"));
    match actions::register(&ctx.app, &member, &token(&ctx, &headers), name, answer).await {
        Ok(()) => {
            Ok(ctx.redirect_saying("/compte/cles", "ok", Message::new("passkeys-said-added")))
        }
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.new.values.insert("name".to_owned(), name.to_owned());
            page.new.errors = ctx.messages(&errors);
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn rename(ctx: Ctx, member: Member, Path(id): Path<Id>, form: Form) -> Result<Response> {
    match actions::rename(&ctx.app, &member, id, form.text("name")).await {
        Ok(()) => {
            Ok(ctx.redirect_saying("/compte/cles", "ok", Message::new("passkeys-said-renamed")))
        }
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.renaming = ctx.messages(&errors);
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn remove(ctx: Ctx, member: Member, Path(id): Path<Id>) -> Result<Response> {
    let (kind, said) = match actions::remove(&ctx.app, &member, id).await {
        Ok(()) => ("ok", "passkeys-said-removed"),
        Err(Error::Conflict(key)) => ("error", key),
        Err(other) => return Err(other),
    };
    Ok(ctx.redirect_saying("/compte/cles", kind, Message::new(said)))
}

async fn sign_in(ctx: Ctx, peer: Peer, headers: HeaderMap, form: Form) -> Result<Response> {
    let who = (accounts::agent(&headers), peer);
    let (token, answer) = (token(&ctx, &headers), form.text("credential"));
    match actions::sign_in(&ctx.app, &token, answer, who, ctx.viewer.member()).await? {
        Some(cookie) => Ok(accounts::arrived(&ctx, &cookie, form.text("next"))),
        None => {
            Ok(ctx.redirect_saying("/connexion", "error", Message::new("passkeys-error-sign-in")))
        }
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let at = Time::from_micros(1_780_000_000_000_000);
    let key = |name: &str, used: Option<Time>| KeyView {
        id: Id::from_raw(7),
        name: name.to_owned(),
        created: at,
        used,
    };
    let errors = |field: &str| BTreeMap::from([(field.to_owned(), "…".to_owned())]);
    vec![
        Sample::of(
            "two keys",
            &KeysPage {
                possible: true,
                keys: vec![key("Mon téléphone", Some(at)), key("Clé bleue", None)],
                new: Typed::default(),
                renaming: BTreeMap::new(),
            },
        ),
        Sample::of(
            "a key that was refused",
            &KeysPage {
                possible: true,
                keys: Vec::new(),
                new: Typed { values: BTreeMap::new(), errors: errors("credential") },
                renaming: errors("name"),
            },
        ),
        Sample::of(
            "a site without TLS",
            &KeysPage {
                possible: false,
                keys: Vec::new(),
                new: Typed::default(),
                renaming: BTreeMap::new(),
            },
        ),
    ]
}
