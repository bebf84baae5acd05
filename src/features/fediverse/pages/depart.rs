//! `/suivre`: from a page of this venue to one's own server, to follow or answer from there.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use super::{super::actions, excuse};
use crate::{
    kernel::error::{Error, FieldErrors, Result},
    platform::{
        fediverse::{lookup, subjects},
        web::{Ctx, Form, Page, Peer, Quota, Sample},
    },
};

/// Look-ups one place may cause: each is a request of ours to a server of somebody's choosing.
const LOOK_UPS: Quota = Quota { name: "follow-look-up", burst: 30, every: Duration::from_secs(4) };

#[derive(Serialize)]
struct FollowPage {
    target: Target,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Page for FollowPage {
    const TEMPLATE: &'static str = "fediverse/follow.html";
}

#[derive(Serialize)]
struct Target {
    name: String,
    address: Option<String>,
    uri: String,
    kind: String,
    url: String,
    excerpt: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    uri: String,
}

pub(super) async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let target = find(&ctx, &asked.uri).await?;
    page(&ctx, StatusCode::OK, target, BTreeMap::new(), &FieldErrors::default())
}

pub(super) async fn go(ctx: Ctx, peer: Peer, form: Form) -> Result<Response> {
    ctx.app.limits.take(&LOOK_UPS, peer, ctx.app.now())?;
    let target = find(&ctx, form.text("uri")).await?;
    match lookup::page_at_home(&ctx.app, form.text("account"), &target.uri).await {
        Ok(home) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, home)]).into_response()),
        Err(error) => {
            let errors = FieldErrors::one("account", excuse(&error));
            page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, target, form.values(), &errors)
        }
    }
}

async fn find(ctx: &Ctx, uri: &str) -> Result<Target> {
    let find = || {
        let (app, uri, lang) = (ctx.app.clone(), uri.to_owned(), ctx.lang);
        ctx.app.read(move |conn| actions::find_ours(&app, conn, &uri, lang))
    };
    let ours = match find().await {
        // An artwork or a place nobody followed yet.
        Err(Error::NotFound) if subjects::at(&ctx.app, uri).await?.is_some() => find().await?,
        found => found?,
    };
    Ok(Target {
        name: ours.name,
        address: Some(ours.address),
        uri: ours.uri,
        kind: ours.kind,
        url: ours.url,
        excerpt: ours.excerpt,
    })
}

fn page(
    ctx: &Ctx,
    status: StatusCode,
    target: Target,
    values: BTreeMap<String, String>,
    errors: &FieldErrors,
) -> Result<Response> {
    let page = FollowPage { target, values, errors: ctx.messages(errors) };
    ctx.html_with(status, &page)
}

pub(super) fn samples() -> Vec<Sample> {
    let target = |kind: &str, excerpt: Option<&str>| Target {
        name: "Musée des Rives".to_owned(),
        address: Some("@musee@musee.example".to_owned()),
        uri: "https://musee.example/actors/musee".to_owned(),
        kind: kind.to_owned(),
        url: "/".to_owned(),
        excerpt: excerpt.map(str::to_owned),
    };
    let none = BTreeMap::new;
    let one = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
    vec![
        Sample::of(
            "the venue",
            &FollowPage { target: target("venue", None), values: none(), errors: none() },
        ),
        Sample::of(
            "a trace, and a server that does not answer",
            &FollowPage {
                target: target("trace", Some("La lumière, toujours.")),
                values: one("account", "@lea@nulle.part"),
                errors: one("account", "Ce serveur ne répond pas."),
            },
        ),
    ]
}
