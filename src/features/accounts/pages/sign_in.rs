//! Signing in, signing up, signing out.

use std::collections::BTreeMap;

use axum::{
    extract::Query,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use axum_extra::extract::cookie::Cookie;
use serde::{Deserialize, Serialize};

use super::letter;
use crate::{
    features::accounts::{
        actions::{self, Attempt, SignIn},
        model::SignUp,
    },
    kernel::error::{Error, FieldErrors, Message, Result},
    platform::web::{self, Ctx, Form, Page, Peer, Sample, Viewer},
};

#[derive(Serialize)]
struct SignInPage {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    sign_up_open: bool,
    by_letter: bool,
    passkeys: bool,
    reason: Option<String>,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "accounts/sign_in.html";
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub(super) struct Next {
    pub(super) next: Option<String>,
    /// To show once more who one is, though signed in.
    encore: Option<String>,
}

pub(super) async fn show(ctx: Ctx, Query(query): Query<Next>) -> Result<Response> {
    let next = query.next.unwrap_or_default();
    if ctx.viewer.is_member() && query.encore.is_none() {
        return Ok(ctx.redirect(after(&next)));
    }
    let reason = (!next.is_empty()).then(|| ctx.text("accounts-sign-in-needed"));
    ctx.html(&SignInPage {
        values: BTreeMap::from([("next".to_owned(), next)]),
        errors: BTreeMap::new(),
        sign_up_open: ctx.app.venue().open_registration,
        by_letter: ctx.app.mail.is_there(),
        passkeys: ctx.app.config.has_passkeys(),
        reason,
    })
}

pub(super) async fn submit(
    ctx: Ctx,
    peer: Peer,
    headers: HeaderMap,
    form: Form,
) -> Result<Response> {
    let attempt = Attempt {
        login: form.text("login"),
        password: form.raw("password"),
        device: agent(&headers),
        peer,
        before: ctx.viewer.member(),
    };
    match actions::sign_in(&ctx.app, &attempt).await? {
        SignIn::In(cookie) => Ok(arrived(&ctx, &cookie, form.text("next"))),
        SignIn::Unconfirmed(asked) => Ok(letter::to_code(&ctx, asked, form.text("next"))),
        SignIn::Wrong => {
            let errors = FieldErrors::one("login", "accounts-error-sign-in");
            let page = SignInPage {
                values: form.values(),
                errors: ctx.messages(&errors),
                sign_up_open: ctx.app.venue().open_registration,
                by_letter: ctx.app.mail.is_there(),
                passkeys: ctx.app.config.has_passkeys(),
                reason: None,
            };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Ends this browser's session. Signing out twice is no error.
pub(super) async fn sign_out(ctx: Ctx) -> Result<Response> {
    if let Viewer::Member(member) = &ctx.viewer {
        let (account, session) = (member.account_id, member.session_id);
        ctx.app.write(move |tx| web::end(tx.conn, account, session)).await?;
    }
    Ok(ctx.redirect_signed_out("/"))
}

#[derive(Serialize)]
struct SignUpPage {
    mode: &'static str,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    rules_url: &'static str,
    domain: String,
    by_letter: bool,
}

impl Page for SignUpPage {
    const TEMPLATE: &'static str = "accounts/sign_up.html";
}

impl SignUpPage {
    fn new(ctx: &Ctx, values: BTreeMap<String, String>, errors: &FieldErrors) -> Self {
        Self {
            mode: if ctx.app.venue().open_registration { "open" } else { "closed" },
            values,
            errors: ctx.messages(errors),
            rules_url: "/a-propos",
            domain: ctx.app.config.domain(),
            by_letter: ctx.app.mail.is_there(),
        }
    }
}

pub(super) async fn show_sign_up(ctx: Ctx) -> Result<Response> {
    if ctx.viewer.is_member() {
        return Ok(ctx.redirect("/compte"));
    }
    ctx.html(&SignUpPage::new(&ctx, BTreeMap::new(), &FieldErrors::default()))
}

pub(super) async fn submit_sign_up(ctx: Ctx, peer: Peer, form: Form) -> Result<Response> {
    let wanted = SignUp {
        name: form.text("name"),
        handle: form.text("handle"),
        email: form.text("email"),
        password: form.raw("password"),
        needs_password: !ctx.app.mail.is_there(),
        agreed: form.ticked("agree"),
    };
    match actions::sign_up(&ctx.app, &wanted, ctx.lang, peer).await {
        Ok(Some(asked)) => Ok(letter::to_code(&ctx, asked, "")),
        Ok(None) => Ok(ctx.redirect_saying("/connexion", "ok", Message::new("accounts-signed-up"))),
        Err(Error::Invalid(errors)) => {
            let page = SignUpPage::new(&ctx, form.values(), &errors);
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// The one answer that carries a new session, whichever way somebody signed in: on to where they wanted to go, else
/// to their account.
pub fn arrived(ctx: &Ctx, cookie: &Cookie<'_>, next: &str) -> Response {
    ctx.redirect_with_cookie(after(next), cookie)
}

fn after(next: &str) -> &str {
    if next.is_empty() { "/compte" } else { next }
}

/// What the browser says about itself.
pub fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub(super) fn samples() -> Vec<Sample> {
    let pair = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
    let sign_up = |mode| SignUpPage {
        mode,
        values: pair("name", "Léa"),
        errors: pair("handle", "Déjà pris."),
        rules_url: "/a-propos",
        domain: "musee.example".to_owned(),
        by_letter: mode == "open",
    };
    vec![
        Sample::of(
            "a wrong password",
            &SignInPage {
                values: pair("login", "lea@example.org"),
                errors: pair("login", "…"),
                sign_up_open: true,
                by_letter: true,
                passkeys: true,
                reason: None,
            },
        ),
        Sample::of(
            "sent here from another page",
            &SignInPage {
                values: pair("next", "/compte"),
                errors: BTreeMap::new(),
                sign_up_open: false,
                by_letter: false,
                passkeys: false,
                reason: Some("Cette page est liée à un compte.".to_owned()),
            },
        ),
        Sample::of("a handle that is taken", &sign_up("open")),
        Sample::of("no new accounts", &sign_up("closed")),
    ]
}
