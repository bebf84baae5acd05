//! A person's page: of this server at `/@handle`, of another at `/@handle@server`.

use axum::{extract::Query, http::HeaderMap, response::Response};
use minijinja::{Value, value::Serde};
use serde::Serialize;

use super::role_key;
use crate::{
    features::accounts::store::{self, Account},
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        text,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        feature::ProfileAsk,
        fediverse::{serve, subjects},
        web::{Ctx, Page, PageNumber, Pager, Path, Role, Sample, wants_activity},
    },
};

#[derive(Serialize)]
struct ProfilePage {
    person: Person,
    months: Value,
    pager: Value,
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "accounts/profile.html";
}

/// The page of somebody who lives on another server: what they said here, and the way to them.
#[derive(Serialize)]
struct RemotePage {
    person: Person,
    origin: String,
    months: Value,
    pager: Value,
}

impl Page for RemotePage {
    const TEMPLATE: &'static str = "accounts/remote.html";
}

#[derive(Serialize)]
struct Person {
    name: String,
    handle: String,
    address: String,
    summary: String,
    bio_html: Option<String>,
    avatar: Option<String>,
    joined: Time,
    role_label: Option<String>,
    fields: Vec<Detail>,
    traces_total: Value,
    followers_total: Value,
    uri: String,
    is_self: bool,
    moderate_url: Value,
    report_url: Value,
    relation: Value,
    follows_url: Value,
    spoken: Option<String>,
    lists_traces: bool,
    moved: Option<Elsewhere>,
    suspended: bool,
    listed: bool,
}

#[derive(Serialize)]
struct Detail {
    term: String,
    detail_html: String,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(address): Path<String>,
    Query(page): Query<PageNumber>,
    headers: HeaderMap,
) -> Result<Response> {
    let domain = ctx.app.config.domain();
    match address.split_once('@') {
        None if wants_activity(&headers) => document(&ctx, address, &headers).await,
        None => show_local(&ctx, address, page).await,
        Some((handle, host)) if host.eq_ignore_ascii_case(&domain) => {
            Ok(ctx.redirect(&format!("/@{handle}")))
        }
        Some((handle, host)) => show_remote(&ctx, handle.to_owned(), host.to_owned(), page).await,
    }
}

/// The same person as other servers read them.
async fn document(ctx: &Ctx, handle: String, headers: &HeaderMap) -> Result<Response> {
    let actor = ctx.app.read(move |conn| actors::find_local(conn, &handle)).await?;
    serve::actor_document(&ctx.app, headers, actor.ok_or(Error::NotFound)?.id).await
}

async fn show_local(ctx: &Ctx, handle: String, page: PageNumber) -> Result<Response> {
    let asked = ctx.clone();
    let is_venue = handle.eq_ignore_ascii_case(&ctx.app.venue().handle);
    let found = ctx
        .app
        .read(move |conn| {
            let actor = actors::find_local(conn, &handle)?.ok_or(Error::NotFound)?;
            check_shown(&asked, &actor)?;
            if subjects::is_one(&actor) {
                return Ok(Err(asked.app.config.local_path(&actor.url)));
            }
            if actor.kind != ActorKind::Person {
                // The venue's page is the front page; the server itself is told about elsewhere.
                return Ok(Err(if is_venue { "/" } else { "/a-propos" }.to_owned()));
            }
            let account = store::find_by_actor(conn, actor.id)?;
            gather(&asked, conn, &actor, account.as_ref(), page).map(Ok)
        })
        .await?;
    match found {
        Ok((person, months, pager)) => ctx.html(&ProfilePage { person, months, pager }),
        Err(elsewhere) => Ok(ctx.redirect(&elsewhere)),
    }
}

async fn show_remote(
    ctx: &Ctx,
    handle: String,
    host: String,
    page: PageNumber,
) -> Result<Response> {
    let asked = ctx.clone();
    let (actor, (person, months, pager)) = ctx
        .app
        .read(move |conn| {
            let actor = actors::find_remote(conn, &handle, &host)?.ok_or(Error::NotFound)?;
            check_shown(&asked, &actor)?;
            let shown = gather(&asked, conn, &actor, None, page)?;
            Ok((actor, shown))
        })
        .await?;
    ctx.html(&RemotePage { person, origin: actor.url, months, pager })
}

/// Who left is gone; whom the venue blocked is known to staff alone.
fn check_shown(ctx: &Ctx, actor: &Actor) -> Result<()> {
    if actor.deleted_at.is_some() {
        return Err(Error::Gone);
    }
    if actor.standing == Standing::Blocked && !ctx.viewer.is_staff() {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// The person, and what every noun adds to their page.
fn gather(
    ctx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    account: Option<&Account>,
    page: PageNumber,
) -> Result<(Person, Value, Value)> {
    let ask = ProfileAsk {
        app: &ctx.app,
        person: actor,
        viewer: &ctx.viewer,
        lang: ctx.lang,
        page,
        path: &ctx.path,
    };
    let mut parts = Vec::new();
    for feature in ctx.app.features {
        parts.extend(feature.profile(&ask, conn)?);
    }
    let part = |name: &str| {
        parts.iter().filter_map(|map| map.get_attr(name).ok()).find(|value| !value.is_undefined())
    };
    let role = account.map_or(Role::Member, |known| known.role);
    let suspended = account.is_some_and(|known| known.disabled_at.is_some());
    // Whoever keeps their words off their page still finds them there, as do those who look after the venue.
    let lists_traces = account.is_none_or(|known| known.lists_traces)
        || ctx.viewer.is_staff()
        || ctx.viewer.actor_id() == Some(actor.id);
    let person = Person {
        name: actor.display_name(),
        handle: actor.handle.clone(),
        address: actor.address(),
        summary: text::shorten(&text::html_to_text(&actor.summary_html), 160),
        bio_html: Some(actor.summary_html.clone()).filter(|html| !html.is_empty()),
        avatar: avatar(actor),
        joined: actor.created_at,
        role_label: (role > Role::Member).then(|| ctx.text(role_key(role))),
        fields: actor
            .profile_fields()
            .into_iter()
            .map(|field| Detail { term: field.name, detail_html: field.value_html })
            .collect(),
        traces_total: part("traces_total").unwrap_or_else(|| Value::from(0)),
        followers_total: part("followers_total").unwrap_or_else(|| Value::from(0)),
        uri: actor.iri.clone(),
        is_self: ctx.viewer.actor_id() == Some(actor.id),
        moderate_url: part("moderate_url").unwrap_or_else(|| Value::from(())),
        report_url: part("report_url").unwrap_or_else(|| Value::from(())),
        relation: part("relation").unwrap_or_else(|| Value::from(())),
        follows_url: part("follows_url").unwrap_or_else(|| Value::from(())),
        spoken: account.map(|known| known.spoken.clone()).filter(|spoken| !spoken.is_empty()),
        lists_traces,
        moved: elsewhere(conn, actor)?,
        suspended: suspended && ctx.viewer.is_staff(),
        listed: actor.local && actor.discoverable,
    };
    let listed = |name: &str| part(name).filter(|_| lists_traces);
    let months = listed("months").unwrap_or_else(|| Value::from(Vec::<Value>::new()));
    let pager = listed("pager").unwrap_or_else(|| Value::from(Serde(Pager::default())));
    Ok((person, months, pager))
}

/// Where somebody lives now who moved.
#[derive(Serialize)]
struct Elsewhere {
    address: String,
    url: String,
}

fn elsewhere(conn: &mut Conn, actor: &Actor) -> Result<Option<Elsewhere>> {
    let Some(iri) = &actor.moved_to else { return Ok(None) };
    let to = actors::find_by_iri(conn, iri)?.filter(|to| to.deleted_at.is_none());
    Ok(to.map(|to| Elsewhere { address: to.address(), url: to.path() }))
}

/// A picture of ours; pictures of other servers are never linked to.
fn avatar(actor: &Actor) -> Option<String> {
    actor.icon_url.clone().filter(|_| actor.local)
}

pub(super) fn samples() -> Vec<Sample> {
    let person = || Person {
        name: "Léa".to_owned(),
        handle: "lea".to_owned(),
        address: "@lea@musee.example".to_owned(),
        summary: "Je viens le dimanche.".to_owned(),
        bio_html: Some("<p>Je viens le dimanche.</p>".to_owned()),
        avatar: Some("/media/x.jpg".to_owned()),
        joined: Time::from_micros(1_780_000_000_000_000),
        role_label: Some("Médiation".to_owned()),
        fields: vec![Detail {
            term: "Site".to_owned(),
            detail_html: "<a href=\"https://lea.example\">lea.example</a>".to_owned(),
        }],
        traces_total: Value::from(0),
        followers_total: Value::from(2),
        uri: "https://musee.example/actors/lea".to_owned(),
        is_self: false,
        moderate_url: Value::from("/equipe/moderation"),
        report_url: Value::from("/personnes/1/signaler"),
        relation: Value::from(()),
        follows_url: Value::from("/personnes/1/abonnements"),
        spoken: Some("français, LSF".to_owned()),
        lists_traces: true,
        moved: Some(Elsewhere {
            address: "@lea@social.example".to_owned(),
            url: "/@lea@social.example".to_owned(),
        }),
        suspended: true,
        listed: true,
    };
    let nothing = || Value::from(Vec::<Value>::new());
    let pager = || Value::from(Serde(Pager::default()));
    vec![
        Sample::of(
            "somebody of this server who has not written yet",
            &ProfilePage { person: person(), months: nothing(), pager: pager() },
        ),
        Sample::of(
            "somebody of another server",
            &RemotePage {
                person: Person { listed: false, avatar: None, ..person() },
                origin: "https://social.example/@lea".to_owned(),
                months: nothing(),
                pager: pager(),
            },
        ),
    ]
}
