//! The page where a member moves, and says which addresses elsewhere are theirs.

use std::collections::BTreeMap;

use axum::{
    Router,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Serialize;

use super::{
    actions,
    model::{Direction, Move, Problem, State},
    store,
};
use crate::{
    features::accounts,
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        feature::Typed,
        web::{Ctx, Form, Member, Page, Path, Sample},
    },
};

const PATH: &str = "/compte/demenagement";

/// How many moves are shown.
const SHOWN: i64 = 10;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(show))
        .route("/compte/demenagement/partir", post(leave))
        .route("/compte/demenagement/venir", post(claim))
        .route("/compte/demenagement/{id}/annuler", post(take_back))
}

#[derive(Serialize)]
struct MovesPage {
    address: String,
    away: Vec<View>,
    here: Vec<View>,
    /// Something is being asked: the page renews itself.
    waiting: bool,
    proven: bool,
    has_password: bool,
    leaving: Typed,
    claiming: Typed,
}

impl Page for MovesPage {
    const TEMPLATE: &'static str = "moves/moves.html";
}

#[derive(Serialize)]
struct View {
    id: Id,
    address: String,
    state: State,
    problem: Option<&'static str>,
    at: Time,
}

impl View {
    fn new(one: Move) -> Self {
        Self {
            id: one.id,
            address: one.address,
            state: one.state,
            problem: one.problem.map(Problem::as_str),
            at: one.finished_at.unwrap_or(one.created_at),
        }
    }
}

async fn page(ctx: &Ctx, member: &Member) -> Result<MovesPage> {
    let account = member.account_id;
    let (away, here, has_password) = ctx
        .app
        .read(move |conn| {
            let away = store::of_account(conn, account, Direction::Away, SHOWN)?;
            let here = store::of_account(conn, account, Direction::Here, SHOWN)?;
            Ok((away, here, accounts::has_password(conn, account)?))
        })
        .await?;
    let waiting = away.iter().chain(&here).any(|one| one.state == State::Asked);
    Ok(MovesPage {
        address: format!("@{}@{}", member.handle, ctx.app.config.domain()),
        away: away.into_iter().map(View::new).collect(),
        here: here.into_iter().map(View::new).collect(),
        waiting,
        proven: member.proven,
        has_password,
        leaving: Typed::default(),
        claiming: Typed::default(),
    })
}

async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.html(&page(&ctx, &member).await?)
}

async fn leave(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    let (target, password) = (form.text("target"), form.raw("password"));
    match actions::leave(&ctx.app, &member, target, password).await {
        Ok(()) => Ok(ctx.redirect(PATH)),
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.leaving = Typed { values: form.values(), errors: ctx.messages(&errors) };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn claim(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    match actions::claim(&ctx.app, &member, form.text("alias")).await {
        Ok(()) => Ok(ctx.redirect(PATH)),
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.claiming = Typed { values: form.values(), errors: ctx.messages(&errors) };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn take_back(ctx: Ctx, member: Member, Path(id): Path<Id>) -> Result<Response> {
    actions::take_back(&ctx.app, &member, id).await?;
    Ok(ctx.redirect_saying(PATH, "ok", Message::new("moves-said-taken-back")))
}

pub(super) fn samples() -> Vec<Sample> {
    let view = |state: State, problem: Option<Problem>| View {
        id: Id::from_raw(7),
        address: "@lea@mastodon.example".to_owned(),
        state,
        problem: problem.map(Problem::as_str),
        at: Time::from_micros(1_780_000_000_000_000),
    };
    let failed = || Problem::ALL.iter().map(|one| view(State::Failed, Some(*one)));
    let page = |away: Vec<View>, here: Vec<View>, waiting: bool, has_password: bool| MovesPage {
        address: "@lea@musee.example".to_owned(),
        away,
        here,
        waiting,
        proven: false,
        has_password,
        leaving: Typed::default(),
        claiming: Typed {
            values: BTreeMap::from([("alias".to_owned(), "x".to_owned())]),
            errors: BTreeMap::from([("alias".to_owned(), "…".to_owned())]),
        },
    };
    vec![
        Sample::of("nothing moved", &page(Vec::new(), Vec::new(), false, true)),
        Sample::of(
            "somebody who is moving",
            &page(vec![view(State::Asked, None)], vec![view(State::Done, None)], true, true),
        ),
        Sample::of(
            "somebody who moved",
            &page(vec![view(State::Done, None)], Vec::new(), false, false),
        ),
        Sample::of("what can go wrong", &page(failed().collect(), failed().collect(), false, true)),
    ]
}
