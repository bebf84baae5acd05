//! The staff page of followers: who follows, who waits, accept and remove.

mod subjects;

use axum::{
    Router,
    extract::Query,
    response::Response,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use super::{
    actions,
    model::{Follow, State},
    store,
};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        actors,
        app::App,
        feature::StaffNav,
        web::{Ctx, Form, Page, PageNumber, Pager, Path, Sample, Staff},
    },
};

const PER_PAGE: i64 = 50;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/equipe/abonnes", get(list))
        .route("/equipe/abonnes/{id}", post(answer))
        .merge(subjects::routes())
}

#[derive(Serialize)]
struct ListPage {
    staff_nav: StaffNav,
    tabs: Vec<Tab>,
    followers: Vec<Follower>,
    total: i64,
    pager: Pager,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "follows/staff_list.html";
}

#[derive(Serialize)]
struct Tab {
    label: String,
    url: &'static str,
    count: Option<i64>,
    current: bool,
}

#[derive(Serialize)]
struct Follower {
    id: Id,
    name: String,
    address: String,
    url: String,
    follows: String,
    since: Time,
    waiting: bool,
}

#[derive(Deserialize)]
struct Queue {
    file: Option<String>,
}

async fn list(
    ctx: Ctx,
    _staff: Staff,
    Query(queue): Query<Queue>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let state = match queue.file.as_deref() {
        Some("attente") => State::Pending,
        _ => State::Accepted,
    };
    let tabs = |waiting: i64| {
        vec![
            Tab {
                label: ctx.text("follows-tab-accepted"),
                url: "/equipe/abonnes",
                count: None,
                current: state == State::Accepted,
            },
            Tab {
                label: ctx.text("follows-tab-pending"),
                url: "/equipe/abonnes?file=attente",
                count: Some(waiting),
                current: state == State::Pending,
            },
        ]
    };
    let app = ctx.app.clone();
    let (staff_nav, waiting, (followers, total)) = ctx
        .app
        .read(move |conn| {
            let (_, waiting) = store::of_ours(conn, State::Pending, 0, 0)?;
            let (follows, total) = store::of_ours(conn, state, page.offset(PER_PAGE), PER_PAGE)?;
            Ok((StaffNav::load(&app, conn)?, waiting, (views(conn, &follows)?, total)))
        })
        .await?;
    ctx.html(&ListPage {
        staff_nav,
        tabs: tabs(waiting),
        followers,
        total,
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
    })
}

fn views(conn: &mut Conn, follows: &[Follow]) -> Result<Vec<Follower>> {
    let ids: Vec<Id> =
        follows.iter().flat_map(|follow| [follow.follower_id, follow.followed_id]).collect();
    let people = actors::find_all(conn, &ids)?;
    let views = follows.iter().filter_map(|follow| {
        let follower = people.get(&follow.follower_id)?;
        Some(Follower {
            id: follow.id,
            name: follower.display_name(),
            address: follower.address(),
            url: follower.path(),
            follows: people.get(&follow.followed_id)?.display_name(),
            since: follow.answered_at.unwrap_or(follow.created_at),
            waiting: follow.state == State::Pending,
        })
    });
    Ok(views.collect())
}

async fn answer(ctx: Ctx, _staff: Staff, Path(id): Path<Id>, form: Form) -> Result<Response> {
    let (state, said) = match form.text("action") {
        "accept" => (State::Accepted, "follows-said-accepted"),
        "remove" => (State::Rejected, "follows-said-removed"),
        _ => return Err(Error::NotFound),
    };
    ctx.app.write(move |tx| actions::decide(tx, id, state)).await?;
    Ok(ctx.redirect_saying("/equipe/abonnes", "ok", Message::new(said)))
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |followers: Vec<Follower>| ListPage {
        staff_nav: StaffNav::default(),
        tabs: vec![Tab {
            label: "Acceptés".to_owned(),
            url: "/equipe/abonnes",
            count: Some(2),
            current: true,
        }],
        total: i64::try_from(followers.len()).unwrap_or(0),
        followers,
        pager: Pager::default(),
    };
    let since = Time::from_micros(1_700_000_000_000_000);
    let someone = |waiting| Follower {
        id: Id::from_raw(1),
        name: "Léa".to_owned(),
        address: "@lea@social.example".to_owned(),
        url: "/@lea@social.example".to_owned(),
        follows: "Musée".to_owned(),
        since,
        waiting,
    };
    let mut all = vec![
        Sample::of("followers", &page(vec![someone(false), someone(true)])),
        Sample::of("nobody yet", &page(Vec::new())),
    ];
    all.extend(subjects::samples());
    all
}
