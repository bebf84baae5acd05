//! The accessibility statement with its form for problems, and the desk where the team keeps both.

use std::collections::BTreeMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Serialize;

use super::public::{Sibling, siblings};
use crate::{
    features::texts::{
        actions,
        model::{self, LONGEST},
        store,
    },
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        i18n,
        id::Id,
        text::{markdown_to_html, typed_to_html},
    },
    platform::{
        feature::{StaffNav, Typed},
        venue::{Access, Conformity, Venue, in_language},
        web::{Choice, Ctx, Form, Page, PageNumber, Pager, Path, Role, Staff, guard, limits},
    },
};

const PATH: &str = "/accessibilite";

#[derive(Serialize)]
pub(super) struct StatementPage {
    pub(super) body_html: String,
    pub(super) drawn_up: Option<String>,
    pub(super) email: Option<String>,
    /// Makes the form one person's: see [`guard`].
    pub(super) stamp: String,
    #[serde(flatten)]
    pub(super) typed: Typed,
    pub(super) siblings: Vec<Sibling>,
}

impl Page for StatementPage {
    const TEMPLATE: &'static str = "texts/statement.html";
    const FOR_EVERYBODY: bool = false;
}

pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    ctx.html(&statement(&ctx, Typed::default(), guard::stamp(&ctx.app)?))
}

fn statement(ctx: &Ctx, typed: Typed, stamp: String) -> StatementPage {
    let venue = ctx.app.venue();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    StatementPage {
        body_html: markdown_to_html(&source(ctx, &venue)),
        drawn_up: some(&venue.access.drawn_up).map(|day| format!("{day}T12:00:00Z")),
        email: some(&venue.contact.email),
        stamp,
        typed,
        siblings: siblings(ctx, PATH),
    }
}

/// The statement in Markdown, after the model of the RGAA: who, how far, what does not, how it was drawn up.
fn source(ctx: &Ctx, venue: &Venue) -> String {
    let access = &venue.access;
    let mut args = model::about(venue, &ctx.app.config.address("/"));
    args.insert("rate".into(), access.rate.map_or_else(|| "none".into(), |rate| rate.into()));
    let auditor = if access.auditor.is_empty() { "none" } else { &access.auditor };
    args.insert("auditor".into(), auditor.to_owned().into());
    let text = |key: &str| i18n::text(ctx.lang, key, &args);
    let mut parts = vec![text("texts-access-who")];
    parts.push(text(&format!("texts-access-status-{}", access.status)));
    parts.push(text("texts-access-results"));
    if access.status != Conformity::Full {
        parts.push(text("texts-access-failures"));
        let failures = in_language(ctx.lang, &access.failures_fr, &access.failures_en);
        parts.push(if failures.trim().is_empty() {
            text("texts-access-failures-unknown")
        } else {
            failures.to_owned()
        });
    }
    let exempt = in_language(ctx.lang, &access.exempt_fr, &access.exempt_en);
    if !exempt.trim().is_empty() {
        parts.push(text("texts-access-exempt"));
        parts.push(exempt.to_owned());
    }
    parts.push(text("texts-access-made"));
    parts.push(text("texts-access-recourse"));
    parts.join("\n\n")
}

/// Somebody could not do something: kept for the team, whoever says so.
pub(super) async fn report(ctx: Ctx, peer: limits::Peer, form: Form) -> Result<Response> {
    ctx.app.limits.take(&limits::PROBLEM_PEER, peer, ctx.app.now())?;
    match keep(&ctx, &form).await {
        Ok(()) => Ok(ctx.redirect_saying(PATH, "ok", Message::new("texts-problem-thanks"))),
        Err(Error::Invalid(errors)) => {
            let mut values = form.values();
            values.remove(guard::HONEYPOT);
            let typed = Typed { values, errors: ctx.messages(&errors) };
            let page = statement(&ctx, typed, guard::again(&ctx.app, &form)?);
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn keep(ctx: &Ctx, form: &Form) -> Result<()> {
    let problem = model::problem(&form.values()).map_err(Error::Invalid)?;
    let admitted = guard::admit(&ctx.app, form)?;
    let (lang, used) = (ctx.lang, admitted.clone());
    let kept = ctx.app.write(move |tx| {
        used.use_up(tx)?;
        actions::report(tx, &problem, lang)
    });
    let kept = kept.await;
    if !matches!(kept, Ok(()) | Err(Error::Invalid(_))) {
        admitted.give_back(&ctx.app);
    }
    kept
}

#[derive(Serialize)]
pub(super) struct DeskPage {
    pub(super) staff_nav: StaffNav,
    pub(super) problems: Vec<ProblemView>,
    pub(super) pager: Pager,
    pub(super) may_write: bool,
    #[serde(flatten)]
    pub(super) typed: Typed,
    pub(super) statuses: Vec<Choice>,
    pub(super) longest: usize,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "texts/desk.html";
}

/// What somebody could not do.
#[derive(Serialize)]
pub(super) struct ProblemView {
    pub(super) id: Id,
    pub(super) page: String,
    pub(super) text_html: String,
    pub(super) email: String,
    pub(super) at: Time,
    pub(super) answered: Option<Time>,
}

const PER_PAGE: i64 = 20;

pub(super) async fn desk(
    ctx: Ctx,
    staff: Staff,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let values = model::access_values(&ctx.app.venue().access);
    let typed = Typed { values, errors: BTreeMap::new() };
    let shown = assemble(&ctx, &staff, page, typed).await?;
    ctx.html(&shown)
}

async fn assemble(ctx: &Ctx, staff: &Staff, page: PageNumber, typed: Typed) -> Result<DeskPage> {
    let (asking, may_write) = (ctx.clone(), staff.0.role >= Role::Admin);
    ctx.app
        .read(move |conn| {
            let (problems, total) = store::problems(conn, page.offset(PER_PAGE), PER_PAGE)?;
            Ok(DeskPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                problems: problems
                    .into_iter()
                    .map(|met| ProblemView {
                        id: met.id,
                        page: met.page,
                        text_html: typed_to_html(&met.text),
                        email: met.email,
                        at: met.created_at,
                        answered: met.answered_at,
                    })
                    .collect(),
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                may_write,
                typed,
                statuses: statuses(&asking),
                longest: LONGEST,
            })
        })
        .await
}

fn statuses(ctx: &Ctx) -> Vec<Choice> {
    Conformity::ALL
        .iter()
        .map(|status| Choice::new(status, ctx.text(&format!("texts-conformity-{status}"))))
        .collect()
}

/// Saves what the statement says.
pub(super) async fn save(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let access: Access = match model::access(&form.values()) {
        Ok(access) => access,
        Err(errors) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            let page = assemble(&ctx, &staff, PageNumber::default(), typed).await?;
            return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            actions::settle(tx, account, "accessibilite", |venue| venue.access = access.clone())
        })
        .await?;
    ctx.app.reload_venue().await?;
    let said = Message::new("venue-settings-saved");
    Ok(ctx.redirect_saying("/equipe/accessibilite", "ok", said))
}

/// The team answered somebody.
pub(super) async fn answered(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let account = staff.0.account_id;
    let done = ctx.app.write(move |tx| actions::answer(tx, account, id)).await;
    let (kind, said) = match done {
        Ok(()) => ("ok", "texts-problem-answered"),
        Err(Error::NotFound) => ("warn", "moderation-already"),
        Err(other) => return Err(other),
    };
    Ok(ctx.redirect_saying("/equipe/accessibilite", kind, Message::new(said)))
}
