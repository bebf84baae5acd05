//! `/equipe/federation`: how other servers are doing, what does not arrive, with whom the venue talks.

mod samples;

use std::collections::BTreeMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Serialize;

use super::super::{
    actions,
    model::{self, Health, NewRule, Rule, Signs},
    store, wire,
};
use crate::{
    features::follows,
    kernel::{
        clock::Time,
        db::Conn,
        error::{FieldErrors, Message, Result},
        i18n::{self, Lang},
    },
    platform::{
        app::App,
        feature::StaffNav,
        fediverse::{
            deliver,
            hosts::Host,
            policy::{self, DomainPolicy, Policy},
        },
        venue::Federation,
        web::{Ctx, Form, Page, PageNumber, Pager, Path, Role, Staff},
    },
};

pub(super) use samples::samples;

const HERE: &str = "/equipe/federation";

const PER_PAGE: i64 = 50;

/// How many failing servers are shown; the figures above count them all.
const FAILING: i64 = 50;

/// How many rules are shown.
const RULES: i64 = 500;

#[derive(Serialize)]
struct DeskPage {
    staff_nav: StaffNav,
    mode: &'static str,
    figures: Figures,
    failing: Vec<FailingView>,
    peers: Vec<PeerView>,
    rules: Vec<RuleView>,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    pager: Pager,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "fediverse/staff.html";
}

#[derive(Serialize)]
struct Figures {
    peers: i64,
    queue: i64,
    failing: i64,
    followers: i64,
}

#[derive(Serialize)]
struct FailingView {
    id: String,
    domain: String,
    reason: String,
    tries: i32,
    waiting: i64,
    next_try: Option<Time>,
}

#[derive(Serialize)]
struct PeerView {
    domain: String,
    software: Option<String>,
    last_in: Option<Time>,
    last_out: Option<Time>,
    people: i64,
    queue: i64,
    state: Health,
}

#[derive(Serialize)]
struct RuleView {
    id: String,
    domain: String,
    kind: &'static str,
    note: Option<String>,
    by: String,
    at: Time,
}

pub(super) async fn show(
    ctx: Ctx,
    _staff: Staff,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let values = BTreeMap::from([("kind".to_owned(), "block".to_owned())]);
    let desk = load(&ctx, page, values, &FieldErrors::default()).await?;
    ctx.html(&desk)
}

pub(super) async fn retry(ctx: Ctx, _staff: Staff, Path(host): Path<String>) -> Result<Response> {
    again(&ctx, Some(host)).await
}

pub(super) async fn retry_all(ctx: Ctx, _staff: Staff) -> Result<Response> {
    again(&ctx, None).await
}

async fn again(ctx: &Ctx, host: Option<String>) -> Result<Response> {
    let count = ctx
        .app
        .write(move |tx| {
            let hosts = match &host {
                Some(host) => vec![host.clone()],
                None => store::failing_hosts(tx.conn)?,
            };
            let mut count = 0;
            for host in hosts {
                count += deliver::retry_now(tx, &host)?;
            }
            Ok(count)
        })
        .await?;
    let said = Message::new("fediverse-said-retry").with("count", count);
    Ok(ctx.redirect_saying(HERE, "ok", said))
}

pub(super) async fn add_rule(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Moderator)?;
    let checked = NewRule::check(
        wire::domain(form.text("domain")),
        &ctx.app.config.domain(),
        Rule::parse(form.text("kind")),
        form.text("note"),
    );
    let new = match checked {
        Ok(new) => new,
        Err(errors) => {
            let desk = load(&ctx, PageNumber::default(), form.values(), &errors).await?;
            return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &desk);
        }
    };
    let said = Message::new("fediverse-said-rule").with("domain", &new.domain);
    let member = staff.0;
    ctx.app.write(move |tx| actions::decide(tx, &member, &new)).await?;
    policy::reload(&ctx.app).await?;
    Ok(ctx.redirect_saying(HERE, "ok", said))
}

pub(super) async fn lift_rule(
    ctx: Ctx,
    staff: Staff,
    Path(domain): Path<String>,
) -> Result<Response> {
    staff.require(Role::Moderator)?;
    let said = Message::new("fediverse-said-lifted").with("domain", &domain);
    let member = staff.0;
    ctx.app.write(move |tx| actions::lift(tx, &member, &domain)).await?;
    policy::reload(&ctx.app).await?;
    Ok(ctx.redirect_saying(HERE, "ok", said))
}

async fn load(
    ctx: &Ctx,
    page: PageNumber,
    values: BTreeMap<String, String>,
    errors: &FieldErrors,
) -> Result<DeskPage> {
    let (app, lang, path) = (ctx.app.clone(), ctx.lang, ctx.path.clone());
    let errors = ctx.messages(errors);
    ctx.app
        .read(move |conn| {
            let (hosts, total) = store::peers(conn, page.offset(PER_PAGE), PER_PAGE)?;
            let failing = store::failing(conn, FAILING)?;
            let followers = match app.venue().actor_id {
                Some(venue) => follows::count(conn, venue)?,
                None => 0,
            };
            Ok(DeskPage {
                staff_nav: StaffNav::load(&app, conn)?,
                mode: match app.venue().federation {
                    Federation::Open => "open",
                    Federation::AllowList => "allow-list",
                    Federation::Closed => "closed",
                },
                figures: Figures {
                    peers: total,
                    queue: store::queue_length(conn)?,
                    failing: store::failing_count(conn)?,
                    followers,
                },
                failing: failing.into_iter().map(|one| failing_view(one, lang)).collect(),
                peers: peer_views(&app, conn, hosts)?,
                rules: rule_views(conn)?,
                values: values.clone(),
                errors: errors.clone(),
                pager: Pager::new(&path, page, PER_PAGE, total),
            })
        })
        .await
}

fn failing_view(one: store::Failing, lang: Lang) -> FailingView {
    let (key, status) = model::reason(one.status, &one.error);
    let mut reason = Message::new(key);
    if let Some(status) = status {
        // As text: "HTTP 1 404" is no status.
        reason = reason.with("status", format!("HTTP {status}"));
    }
    FailingView {
        id: one.host.clone(),
        domain: one.host,
        reason: i18n::message(lang, &reason),
        tries: one.tries,
        waiting: one.waiting,
        next_try: one.next_try,
    }
}

fn peer_views(app: &App, conn: &mut Conn, hosts: Vec<Host>) -> Result<Vec<PeerView>> {
    let names: Vec<String> = hosts.iter().map(|host| host.host.clone()).collect();
    let people = store::people(conn, &names)?;
    let queues = store::queues(conn, &names)?;
    let refused = policy::refuses_in(app, conn, &names)?;
    let listed: Vec<DomainPolicy> = policy::list(conn, 0, RULES)?;
    let now = app.now();
    let views = hosts.into_iter().zip(refused).map(|(host, blocked)| {
        let allowed =
            listed.iter().any(|rule| rule.domain == host.host && rule.policy == Policy::Allow);
        let signs =
            Signs { failures: host.failures, failing_since: host.failing_since, blocked, allowed };
        PeerView {
            state: Health::of(signs, now),
            people: people.get(&host.host).copied().unwrap_or(0),
            queue: queues.get(&host.host).copied().unwrap_or(0),
            software: (!host.software.is_empty()).then_some(host.software),
            last_in: host.last_received_at,
            last_out: host.last_sent_at,
            domain: host.host,
        }
    });
    Ok(views.collect())
}

fn rule_views(conn: &mut Conn) -> Result<Vec<RuleView>> {
    let rules = policy::list(conn, 0, RULES)?;
    let domains: Vec<String> = rules.iter().map(|rule| rule.domain.clone()).collect();
    let makers = store::rule_makers(conn, &domains)?;
    let views = rules.into_iter().map(|rule| RuleView {
        id: rule.domain.clone(),
        kind: match rule.policy {
            Policy::Block => Rule::Block.word(),
            Policy::Allow => Rule::Allow.word(),
        },
        note: (!rule.reason.is_empty()).then_some(rule.reason),
        by: makers.get(&rule.domain).cloned().unwrap_or_default(),
        at: rule.created_at,
        domain: rule.domain,
    });
    Ok(views.collect())
}
