//! How other servers and tools find their way: WebFinger, host-meta, NodeInfo, robots.txt, security.txt.
//!
//! For anybody, always unsigned: two servers that both demand signatures must still be able to meet.

use axum::{
    Router,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use diesel::prelude::*;
use http::{HeaderValue, StatusCode, header};
use parvis_federation::{
    Iri, WireError,
    nodeinfo::{self, NodeInfo, Version},
    webfinger::{self, Account, JRD_JSON, Jrd, Link, Resource, XRD_XML},
};
use serde_json::Value;

use super::{
    documents::{self, address},
    subjects,
};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
    },
    platform::{
        actors::{self, Actor, ActorKind},
        app::App,
        objects::State as Shown,
        objects::Visibility,
        web::Path,
    },
    schema::{accounts, objects},
};

/// Rels of what our people can do with an address from elsewhere (FEP-3b86). All lead to one page, which
/// offers what fits.
const INTENTS: [&str; 5] = ["Follow", "Object", "Create", "Like", "Announce"];

/// How long answers may be kept.
const CACHE: &str = "public, max-age=3600";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/webfinger", get(answer_webfinger))
        .route("/.well-known/host-meta", get(host_meta))
        .route("/.well-known/nodeinfo", get(nodeinfo_links))
        .route("/nodeinfo/{version}", get(answer_nodeinfo))
        .route("/.well-known/security.txt", get(security))
        .route("/robots.txt", get(robots))
}

async fn answer_webfinger(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Response> {
    let asked = Resource::from_query(&query.unwrap_or_default(), &app.config.domain());
    let resource = match asked {
        Ok(resource) => resource,
        Err(WireError::WrongOrigin(_)) => return Err(Error::NotFound),
        Err(_) => return Ok(open(StatusCode::BAD_REQUEST.into_response())),
    };
    let (inner, wanted) = (app.clone(), resource.clone());
    let known = app.read(move |conn| find(&inner, conn, &wanted)).await;
    let jrd = match (known, resource) {
        // An artwork or a place, by the end of its address or the number of its label.
        (Err(Error::NotFound), Resource::Account { name }) => {
            let actor = subjects::called(&app, &name).await?.ok_or(Error::NotFound)?;
            let inner = app.clone();
            app.read(move |conn| {
                let icon = documents::icon(&inner, conn, &actor)?;
                describe(&inner, &actor, icon.as_deref())
            })
            .await?
        }
        (known, _) => known?,
    };
    Ok(json(JRD_JSON, &jrd.to_json()))
}

fn find(app: &App, conn: &mut Conn, resource: &Resource) -> Result<Jrd> {
    let config = &app.config;
    let domain = config.domain();
    let actor = match resource {
        // Mobilizon asks for `relay` where NodeInfo does not tell it the instance actor.
        Resource::Account { name } if *name == domain || name == "relay" => {
            actors::find_by_iri(conn, &config.address("/actor"))?
        }
        Resource::Account { name } => actors::find_local(conn, name)?,
        Resource::Address(at) => {
            if matches!(at.path().as_str(), "" | "/") {
                let instance = address(&config.address("/actor"))?;
                return Ok(Jrd::server(at, &instance));
            }
            find_by_address(app, conn, at)?
        }
    };
    let actor = actor.filter(|actor| actor.local && subjects::may_be_told(app, actor));
    let actor = actor.ok_or(Error::NotFound)?;
    if actor.deleted_at.is_some() {
        return Err(Error::Gone);
    }
    let icon = documents::icon(app, conn, &actor)?;
    describe(app, &actor, icon.as_deref())
}

/// An actor by its id or by its page.
fn find_by_address(app: &App, conn: &mut Conn, at: &Iri) -> Result<Option<Actor>> {
    if let Some(actor) = actors::find_by_iri(conn, at.as_str())? {
        return Ok(Some(actor));
    }
    let path = at.path();
    match path.strip_prefix("/@") {
        Some(handle) if at.origin() == app.config.url.origin().ascii_serialization() => {
            actors::find_local(conn, handle)
        }
        _ => Ok(None),
    }
}

fn describe(app: &App, actor: &Actor, icon: Option<&str>) -> Result<Jrd> {
    let id = address(&actor.iri)?;
    let page = address(&actor.url)?;
    let avatar = icon.map(address).transpose()?;
    let kind = icon.map(documents::media_type).unwrap_or_default();
    let template = app.config.address("/authorize_interaction?uri={uri}");
    let domain = app.config.domain();
    let mut jrd = Jrd::build(&Account {
        name: &actor.handle,
        domain: &domain,
        actor: &id,
        page: Some(&page),
        avatar: avatar.as_ref().map(|avatar| (avatar, kind)),
        subscribe_template: (actor.kind != ActorKind::Application).then_some(template.as_str()),
    });
    if actor.kind != ActorKind::Application {
        let template = app.config.address("/authorize_interaction?uri={object}");
        jrd.links.extend(INTENTS.map(|intent| Link {
            rel: format!("https://w3id.org/fep/3b86/{intent}"),
            template: Some(template.clone()),
            ..Link::default()
        }));
    }
    Ok(jrd)
}

async fn host_meta(State(app): State<App>) -> Response {
    let origin = app.config.address("");
    plain(XRD_XML, webfinger::host_meta(&origin))
}

async fn nodeinfo_links(State(app): State<App>) -> Result<Response> {
    let instance = address(&app.config.address("/actor"))?;
    let links = nodeinfo::well_known(&app.config.address(""), &instance);
    Ok(json("application/json", &links))
}

async fn answer_nodeinfo(State(app): State<App>, Path(version): Path<String>) -> Result<Response> {
    let version = match version.as_str() {
        "2.0" => Version::V2_0,
        "2.1" => Version::V2_1,
        _ => return Err(Error::NotFound),
    };
    let now = app.now();
    let counts = app.read(move |conn| count(conn, now)).await?;
    let venue = app.venue();
    let info =
        NodeInfo {
            software: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            // The licence asks for it: every venue tells where the source of what it runs can be had.
            repository: Some(app.config.source_url.as_ref().map_or_else(
                || app.config.address("/a-propos#source"),
                |source| source.to_string(),
            )),
            homepage: Some(app.config.address("/")),
            open_registrations: venue.open_registration,
            node_name: venue.name.clone(),
            node_description: venue.summary(venue.main_language()).to_owned(),
            ..counts
        };
    Ok(json("application/json", &info.to_json(version)))
}

/// How many people and posts there are, counting what everybody may know.
fn count(conn: &mut Conn, now: Time) -> Result<NodeInfo> {
    const DAY: u64 = 86_400;
    let days = |n: u64| Some(now.minus(std::time::Duration::from_secs(n * DAY)));
    let people = || accounts::table.filter(accounts::disabled_at.is_null());
    let posts = || {
        objects::table
            .filter(objects::local.eq(true))
            .filter(objects::state.eq(Shown::Published))
            .filter(objects::visibility.eq_any([Visibility::Public, Visibility::Unlisted]))
            .filter(objects::deleted_at.is_null())
    };
    let total = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(NodeInfo {
        users: total(people().count().get_result(conn)?),
        active_month: total(
            people().filter(accounts::seen_at.ge(days(30))).count().get_result(conn)?,
        ),
        active_half_year: total(
            people().filter(accounts::seen_at.ge(days(180))).count().get_result(conn)?,
        ),
        local_posts: total(posts().filter(objects::parent_iri.is_null()).count().get_result(conn)?),
        local_comments: total(
            posts().filter(objects::parent_iri.is_not_null()).count().get_result(conn)?,
        ),
        ..NodeInfo::default()
    })
}

async fn robots() -> Response {
    plain(
        "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /equipe\nDisallow: /compte\nDisallow: /connexion\n".to_owned(),
    )
}

/// Where to report a weakness (RFC 9116): to the venue, whose page tells how to reach it.
async fn security(State(app): State<App>) -> Response {
    let expires = app.now().plus(std::time::Duration::from_secs(180 * 86_400));
    plain(
        "text/plain; charset=utf-8",
        format!(
            "Contact: {}\nExpires: {expires}\nPreferred-Languages: fr, en\nCanonical: {}\n",
            app.config.address("/a-propos"),
            app.config.address("/.well-known/security.txt")
        ),
    )
}

fn json(kind: &'static str, document: &Value) -> Response {
    plain(kind, document.to_string())
}

fn plain(kind: &'static str, body: String) -> Response {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, CACHE)];
    open((headers, body).into_response())
}

/// Readable from any site's scripts.
fn open(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
