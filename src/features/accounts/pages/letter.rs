//! Signing in with a letter: asking for it, typing its code, opening its link.

use std::collections::BTreeMap;

use axum::{
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Serialize;

use super::sign_in::{Next, agent, arrived};
use crate::{
    features::accounts::actions::{self, Answer},
    kernel::error::{Error, FieldErrors, Result},
    platform::web::{self, Ctx, Form, Page, Path, Peer, Sample},
};

/// The cookie that ties a code to the browser that asked for it.
const ASKED: &str = "parvis-letter";

#[derive(Serialize)]
struct AskPage {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "accounts/letter_ask.html";
}

#[derive(Serialize)]
struct CodePage {
    next: String,
    errors: BTreeMap<String, String>,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "accounts/letter_code.html";
}

#[derive(Serialize)]
struct LinkPage {
    action: String,
    expired: bool,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "accounts/letter_link.html";
}

pub(super) async fn show_ask(ctx: Ctx, Query(query): Query<Next>) -> Result<Response> {
    only_with_mail(&ctx)?;
    let next = query.next.unwrap_or_default();
    ctx.html(&AskPage {
        values: BTreeMap::from([("next".to_owned(), next)]),
        errors: BTreeMap::new(),
    })
}

pub(super) async fn ask(ctx: Ctx, peer: Peer, form: Form) -> Result<Response> {
    only_with_mail(&ctx)?;
    match actions::ask(&ctx.app, form.text("email"), peer).await {
        Ok(asked) => Ok(to_code(&ctx, asked, form.text("next"))),
        Err(Error::Invalid(errors)) => {
            let page = AskPage { values: form.values(), errors: ctx.messages(&errors) };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// On to the page that asks for the code, with the secret that goes with it.
pub(super) fn to_code(ctx: &Ctx, asked: String, next: &str) -> Response {
    let cookie = web::cookie(&ctx.app, ASKED, asked, actions::LIFE);
    let to = if next.is_empty() {
        "/connexion/code".to_owned()
    } else {
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("/connexion/code?next={next}")
    };
    ctx.redirect_with_cookie(&to, &cookie)
}

pub(super) async fn show_code(ctx: Ctx, Query(query): Query<Next>) -> Result<Response> {
    only_with_mail(&ctx)?;
    ctx.html(&CodePage { next: query.next.unwrap_or_default(), errors: BTreeMap::new() })
}

pub(super) async fn submit_code(
    ctx: Ctx,
    peer: Peer,
    headers: HeaderMap,
    form: Form,
) -> Result<Response> {
    only_with_mail(&ctx)?;
    let asked = web::read_cookie(&ctx.app, &headers, ASKED).unwrap_or_default();
    let answer = Answer { device: agent(&headers), peer, before: ctx.viewer.member() };
    match actions::answer_code(&ctx.app, &asked, form.text("code"), &answer).await? {
        Some(cookie) => Ok(arrived(&ctx, &cookie, form.text("next"))),
        None => {
            let errors = FieldErrors::one("code", "accounts-error-code");
            let page =
                CodePage { next: form.text("next").to_owned(), errors: ctx.messages(&errors) };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Opening the link signs nobody in: mail programs open links by themselves. The button does.
pub(super) async fn show_link(ctx: Ctx, Path(link): Path<String>) -> Result<Response> {
    only_with_mail(&ctx)?;
    ctx.html(&LinkPage { action: format!("/connexion/lien/{link}"), expired: false })
}

pub(super) async fn submit_link(
    ctx: Ctx,
    peer: Peer,
    headers: HeaderMap,
    Path(link): Path<String>,
) -> Result<Response> {
    only_with_mail(&ctx)?;
    let answer = Answer { device: agent(&headers), peer, before: ctx.viewer.member() };
    match actions::answer_link(&ctx.app, &link, &answer).await? {
        Some(cookie) => Ok(arrived(&ctx, &cookie, "")),
        None => {
            let page = LinkPage { action: String::new(), expired: true };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A venue without mail has none of these pages.
fn only_with_mail(ctx: &Ctx) -> Result<()> {
    if ctx.app.mail.is_there() { Ok(()) } else { Err(Error::NotFound) }
}

pub(super) fn samples() -> Vec<Sample> {
    let pair = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
    vec![
        Sample::of(
            "an address that is not one",
            &AskPage { values: pair("email", "lea"), errors: pair("email", "…") },
        ),
        Sample::of(
            "a wrong code",
            &CodePage { next: "/compte".to_owned(), errors: pair("code", "…") },
        ),
        Sample::of(
            "a link just opened",
            &LinkPage { action: "/connexion/lien/x".to_owned(), expired: false },
        ),
        Sample::of("a link too old", &LinkPage { action: String::new(), expired: true }),
    ]
}
