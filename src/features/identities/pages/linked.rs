//! The accounts of other servers that open a member's account.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    ask::{known, waiting},
    pair,
};
use crate::{
    features::identities::{actions, store},
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::web::{Ctx, Form, Member, Page, Path, Peer, Sample},
};

#[derive(Serialize)]
struct LinkedPage {
    linked: Vec<Linked>,
    known: Vec<String>,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Page for LinkedPage {
    const TEMPLATE: &'static str = "identities/linked.html";
}

#[derive(Serialize)]
struct Linked {
    id: Id,
    address: String,
    linked: Time,
    used: Time,
}

async fn page(ctx: &Ctx, member: &Member) -> Result<LinkedPage> {
    let account = member.account_id;
    let rows = ctx.app.read(move |conn| store::of_account(conn, account)).await?;
    let linked = rows.into_iter().map(|row| Linked {
        id: row.id,
        address: row.address,
        linked: row.linked_at,
        used: row.used_at,
    });
    Ok(LinkedPage {
        linked: linked.collect(),
        known: known(ctx).await?,
        values: BTreeMap::new(),
        errors: BTreeMap::new(),
    })
}

pub(super) async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.html(&page(&ctx, &member).await?)
}

/// Begins to link another account.
pub(super) async fn submit(ctx: Ctx, member: Member, peer: Peer, form: Form) -> Result<Response> {
    let link = Some(member.account_id);
    match actions::begin(&ctx.app, form.text("server"), peer, link, "").await {
        Ok(token) => Ok(waiting(&ctx, token)),
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.values = form.values();
            page.errors = ctx.messages(&errors);
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn unlink(ctx: Ctx, member: Member, Path(id): Path<Id>) -> Result<Response> {
    let (kind, said) = match actions::unlink(&ctx.app, &member, id).await {
        Ok(()) => ("ok", "identities-said-unlinked"),
        Err(Error::Conflict(key)) => ("error", key),
        Err(other) => return Err(other),
    };
    Ok(ctx.redirect_saying("/compte/fediverse", kind, Message::new(said)))
}

pub(super) fn samples() -> Vec<Sample> {
    let at = Time::from_micros(1_780_000_000_000_000);
    let linked = || Linked {
        id: Id::from_raw(7),
        address: "@lea@mastodon.example".to_owned(),
        linked: at,
        used: at,
    };
    let page = |linked: Vec<Linked>, errors| LinkedPage {
        linked,
        known: vec!["mastodon.example".to_owned()],
        values: BTreeMap::new(),
        errors,
    };
    vec![
        Sample::of("nothing linked", &page(Vec::new(), BTreeMap::new())),
        Sample::of("an account linked", &page(vec![linked()], pair("server", "…"))),
    ]
}
