//! *My traces*: what this browser, or whoever holds a receipt code, left here.

mod own;

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use serde::Serialize;

use super::actions;
use crate::{
    features::{
        feelings,
        traces::{self, Reader, TraceView},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        feature::{self, Heading},
        guests::{self, Guest},
        objects,
        web::{self, Ctx, Form, Member, Page, PageNumber, Pager, Peer, Sample, Viewer, limits},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/mes-traces", get(mine))
        .route("/compte/traces", get(own::show))
        .route("/mes-traces/recu", post(open))
        .route("/mes-traces/retirer", post(withdraw))
        .route("/mes-traces/tout-retirer", post(withdraw_all))
        .route("/mes-traces/rattacher", post(claim))
}

/// The cookie of whoever showed a receipt code, for a little while.
const PASS: &str = "parvis-recu";

/// How long a receipt code that was typed opens the page.
const OPEN: Duration = Duration::from_secs(30 * 60);

/// How many feelings are listed; nobody felt more in one visit.
const FEELINGS: i64 = 200;

#[derive(Serialize)]
struct MinePage {
    /// There is somebody whose traces these are.
    known: bool,
    /// Shown by a receipt code, not by this browser's own cookie.
    by_receipt: bool,
    /// Whoever is signed in may make them theirs.
    may_claim: bool,
    receipt: Option<String>,
    felt: Vec<FeltView>,
    traces: Vec<TraceView>,
    pager: Pager,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Page for MinePage {
    const TEMPLATE: &'static str = "guests/mine.html";
    const FOR_EVERYBODY: bool = false;
}

/// A feeling somebody left.
#[derive(Serialize)]
struct FeltView {
    object: Id,
    about: Heading,
    key: &'static str,
    word: String,
    at: Time,
}

/// Whose page it is, and how that is known.
#[derive(Clone)]
struct Whose {
    guest: Guest,
    by_receipt: bool,
}

/// The guest of this browser, whoever is signed in; else the one whose code was typed.
async fn whose(ctx: &Ctx, headers: &HeaderMap) -> Result<Option<Whose>> {
    if let Some(guest) = web::guest(&ctx.app, headers).await? {
        return Ok(Some(Whose { guest, by_receipt: false }));
    }
    let Some(actor) = opened(&ctx.app, headers)? else { return Ok(None) };
    let now = ctx.app.now();
    let guest = ctx.app.read(move |conn| guests::by_actor(conn, actor, now)).await?;
    Ok(guest.map(|guest| Whose { guest, by_receipt: true }))
}

/// The guest a pass was made for, while it is good.
fn opened(app: &App, headers: &HeaderMap) -> Result<Option<Id>> {
    let Some(pass) = web::read_cookie(app, headers, PASS) else { return Ok(None) };
    let Some((text, sealed)) = pass.rsplit_once('.') else { return Ok(None) };
    if !app.seal()?.knows("receipt pass", text, sealed) {
        return Ok(None);
    }
    let mut parts = text.split('.');
    let actor = parts.next().and_then(|id| id.parse().ok());
    let until = parts.next().and_then(|at| at.parse().ok()).map(Time::from_micros);
    Ok(actor.filter(|_| until.is_some_and(|until| until > app.now())))
}

async fn mine(ctx: Ctx, headers: HeaderMap, page: Query<PageNumber>) -> Result<Response> {
    let page = assemble(&ctx, &headers, *page, None).await?;
    ctx.html(&page)
}

async fn assemble(
    ctx: &Ctx,
    headers: &HeaderMap,
    page: PageNumber,
    wrong: Option<(&Form, &FieldErrors)>,
) -> Result<MinePage> {
    let whose = whose(ctx, headers).await?;
    let (values, errors) = match wrong {
        Some((form, errors)) => (form.values(), ctx.messages(errors)),
        None => (BTreeMap::new(), BTreeMap::new()),
    };
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let mut made = MinePage {
                known: whose.is_some(),
                by_receipt: whose.as_ref().is_some_and(|whose| whose.by_receipt),
                may_claim: whose.is_some() && asking.viewer.is_member(),
                receipt: None,
                felt: Vec::new(),
                traces: Vec::new(),
                pager: Pager::default(),
                values,
                errors,
            };
            if let Some(whose) = whose {
                fill(&asking, conn, &whose.guest, page, &mut made)?;
            }
            Ok(made)
        })
        .await
}

fn fill(
    ctx: &Ctx,
    conn: &mut Conn,
    guest: &Guest,
    page: PageNumber,
    made: &mut MinePage,
) -> Result<()> {
    made.receipt = Some(guest.receipt(&ctx.app)?);
    made.felt = felt(ctx, conn, guest.actor_id)?;
    // As the guest sees them, also when they look from another device.
    let viewer = Viewer::Guest(guest.clone());
    let reader = Reader { app: &ctx.app, viewer: &viewer, lang: ctx.lang };
    let (traces, pager) =
        traces::left_by(&reader, conn, guest.actor_id, (ctx.path.as_str(), page))?;
    made.traces = traces;
    made.pager = pager;
    Ok(())
}

/// What somebody feels about what can be seen, the last first.
fn felt(ctx: &Ctx, conn: &mut Conn, actor: Id) -> Result<Vec<FeltView>> {
    let felt = feelings::by_actor(conn, actor, FEELINGS)?;
    let ids: Vec<Id> = felt.iter().map(|(object, _, _)| *object).collect();
    let mut headings = feature::headings(&ctx.app, conn, ctx.lang, &ids)?;
    let view = |(object, feeling, at): (Id, feelings::Feeling, Time)| {
        Some(FeltView {
            object,
            about: headings.remove(&object)?,
            key: feeling.as_str(),
            word: feelings::word(&ctx.app, feeling, ctx.lang),
            at,
        })
    };
    Ok(felt.into_iter().filter_map(view).collect())
}

/// Opens the page of whoever was given this code, for half an hour.
async fn open(ctx: Ctx, peer: Peer, headers: HeaderMap, form: Form) -> Result<Response> {
    let now = ctx.app.now();
    ctx.app.limits.take(&limits::RECEIPT_PEER, peer, now)?;
    ctx.app.limits.take(&limits::RECEIPT_ALL, (), now)?;
    let (app, code) = (ctx.app.clone(), form.text("code").to_owned());
    let found = ctx.app.read(move |conn| guests::by_receipt(&app, conn, &code, now)).await?;
    let Some(guest) = found else {
        let errors = FieldErrors::one("code", "guests-error-code");
        let page = assemble(&ctx, &headers, PageNumber::default(), Some((&form, &errors))).await?;
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let text = format!("{}.{}", guest.actor_id, now.plus(OPEN).micros());
    let sealed = ctx.app.seal()?.text("receipt pass", &text);
    let cookie = web::cookie(&ctx.app, PASS, format!("{text}.{sealed}"), OPEN);
    Ok(ctx.redirect_with_cookie("/mes-traces", &cookie))
}

/// Takes back one trace or one feeling.
async fn withdraw(ctx: Ctx, headers: HeaderMap, form: Form) -> Result<Response> {
    let actor = whose(&ctx, &headers).await?.ok_or(Error::NotFound)?.guest.actor_id;
    let trace: Option<Id> = form.parse("trace");
    let object: Option<Id> = form.parse("object");
    ctx.app
        .write(move |tx| {
            if let Some(id) = trace {
                let found = objects::find(tx.conn, id)?;
                let own = found.filter(|o| o.author_id == actor && o.kind == traces::KIND);
                let own = own.ok_or(Error::NotFound)?;
                return traces::withdraw(tx, own.id);
            }
            feelings::withdraw(tx, object.ok_or(Error::NotFound)?, actor)
        })
        .await?;
    Ok(ctx.redirect_saying("/mes-traces", "ok", Message::new("guests-withdrawn")))
}

/// Takes back everything, and forgets who left it.
async fn withdraw_all(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    let actor = whose(&ctx, &headers).await?.ok_or(Error::NotFound)?.guest.actor_id;
    while ctx.app.write(move |tx| actions::withdraw_all(tx, actor)).await? {}
    Ok(forgotten(&ctx, Message::new("guests-all-withdrawn")))
}

/// What was left without an account is the account's from now on.
async fn claim(ctx: Ctx, member: Member, headers: HeaderMap) -> Result<Response> {
    let Some(whose) = whose(&ctx, &headers).await? else {
        // Sent twice: the first time did it.
        return Ok(ctx.redirect(&format!("/@{}", member.handle)));
    };
    let (guest, account) = (whose.guest.actor_id, member.actor_id);
    ctx.app.write(move |tx| actions::claim(tx, guest, account)).await?;
    let mut response = forgotten(&ctx, Message::new("guests-claimed"));
    let page = format!("/@{}", member.handle);
    if let Ok(to) = page.parse() {
        response.headers_mut().insert(header::LOCATION, to);
    }
    Ok(response)
}

/// Back to the page, with neither cookie.
fn forgotten(ctx: &Ctx, said: Message) -> Response {
    let mut response = ctx.redirect_saying("/mes-traces", "ok", said);
    for name in [guests::COOKIE, PASS] {
        let gone = web::cookie(&ctx.app, name, String::new(), Duration::ZERO);
        if let Ok(value) = gone.to_string().parse() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

pub(super) fn samples() -> Vec<Sample> {
    let empty = || MinePage {
        known: false,
        by_receipt: false,
        may_claim: false,
        receipt: None,
        felt: Vec::new(),
        traces: Vec::new(),
        pager: Pager::default(),
        values: BTreeMap::new(),
        errors: [("code".to_owned(), "Ce code ne correspond à rien.".to_owned())].into(),
    };
    let mut all = own::samples(|| vec![felt_example()]);
    all.extend([
        Sample::of("nobody we know", &empty()),
        Sample::of(
            "somebody who felt something and has just signed in",
            &MinePage {
                known: true,
                may_claim: true,
                receipt: Some("ABCD-EFGH".to_owned()),
                felt: vec![felt_example()],
                ..empty()
            },
        ),
        Sample::of(
            "by a receipt code, nothing left",
            &MinePage { known: true, by_receipt: true, ..empty() },
        ),
    ]);
    all
}

fn felt_example() -> FeltView {
    FeltView {
        object: Id::from_raw(1),
        about: Heading {
            title: "Les Rives basses".to_owned(),
            url: "/oeuvres/les-rives-basses".to_owned(),
            reference: Some("1963.4".to_owned()),
        },
        key: "joy",
        word: "joie".to_owned(),
        at: Time::from_micros(0),
    }
}
