//! Changing the address one signs in with: asking for the letter, and answering it.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::accounts::{actions, store},
    kernel::error::{Error, Message, Result},
    platform::{
        feature::Typed,
        web::{Ctx, Form, Member, Page, Path, Peer, Sample},
    },
};

#[derive(Serialize)]
struct AddressPage {
    email: Option<String>,
    proven: bool,
    has_password: bool,
    #[serde(flatten)]
    typed: Typed,
}

impl Page for AddressPage {
    const TEMPLATE: &'static str = "accounts/address.html";
}

#[derive(Serialize)]
struct ConfirmPage {
    action: String,
    email: Option<String>,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "accounts/address_confirm.html";
}

/// A venue without mail has none of these pages.
fn only_with_mail(ctx: &Ctx) -> Result<()> {
    if ctx.app.mail.is_there() { Ok(()) } else { Err(Error::NotFound) }
}

async fn page(ctx: &Ctx, member: &Member, typed: Typed) -> Result<AddressPage> {
    let (account, proven) = (member.account_id, member.proven);
    ctx.app
        .read(move |conn| {
            let found = store::find(conn, account)?.ok_or(Error::NotFound)?;
            let has_password = store::password_hash(conn, account)?.is_some();
            Ok(AddressPage { email: found.email, proven, has_password, typed })
        })
        .await
}

pub(super) async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    only_with_mail(&ctx)?;
    ctx.html(&page(&ctx, &member, Typed::default()).await?)
}

pub(super) async fn ask(ctx: Ctx, member: Member, peer: Peer, form: Form) -> Result<Response> {
    only_with_mail(&ctx)?;
    let typed = (form.text("email"), form.raw("password"));
    match actions::ask_address(&ctx.app, &member, peer, typed).await {
        Ok(()) => {
            let said = Message::new("accounts-address-sent").with("email", form.text("email"));
            Ok(ctx.redirect_saying("/compte/adresse", "ok", said))
        }
        Err(Error::Invalid(errors)) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let page = page(&ctx, &member, typed).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// Opening the link changes nothing: mail programs open links by themselves. The button does.
pub(super) async fn show_link(
    ctx: Ctx,
    member: Member,
    Path(link): Path<String>,
) -> Result<Response> {
    only_with_mail(&ctx)?;
    let email = actions::offered_address(&ctx.app, &member, &link).await?;
    let status = if email.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let action = format!("/compte/adresse/{link}");
    ctx.html_with(status, &ConfirmPage { action, email })
}

pub(super) async fn confirm(
    ctx: Ctx,
    member: Member,
    Path(link): Path<String>,
) -> Result<Response> {
    only_with_mail(&ctx)?;
    if actions::confirm_address(&ctx.app, &member, &link).await? {
        let said = Message::new("accounts-address-done");
        return Ok(ctx.redirect_saying("/compte/adresse", "ok", said));
    }
    let page = ConfirmPage { action: String::new(), email: None };
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |proven, has_password, typed| AddressPage {
        email: Some("lea@example.org".to_owned()),
        proven,
        has_password,
        typed,
    };
    let wrong = Typed {
        values: [("email".to_owned(), "lea".to_owned())].into(),
        errors: [("email".to_owned(), "…".to_owned())].into(),
    };
    let confirm = |email: Option<&str>| ConfirmPage {
        action: "/compte/adresse/x".to_owned(),
        email: email.map(str::to_owned),
    };
    vec![
        Sample::of("an address to correct", &page(false, true, wrong)),
        Sample::of("without a password", &page(false, false, Typed::default())),
        Sample::of("just shown who they are", &page(true, false, Typed::default())),
        Sample::of("a new address", &confirm(Some("lea@ailleurs.example"))),
        Sample::of("a link too old", &confirm(None)),
    ]
}
