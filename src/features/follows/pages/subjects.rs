//! Members follow artworks and places: the button on their pages, and the list of what one follows.

use axum::{
    Router,
    extract::Query,
    response::Response,
    routing::{get, post},
};
use serde::Serialize;

use crate::{
    features::follows::{actions, store},
    kernel::{
        clock::Time,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        actors::{self, ActorKind},
        app::App,
        feature::{self, Heading},
        fediverse::subjects,
        objects,
        web::{Ctx, Form, Member, Page, PageNumber, Pager, Path, Sample, limits},
    },
};

const PER_PAGE: i64 = 30;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/objets/{id}/suivre", post(follow)).route("/suivis", get(list))
}

#[derive(Serialize)]
struct ListPage {
    subjects: Vec<Subject>,
    total: i64,
    pager: Pager,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "follows/subjects.html";
}

#[derive(Serialize)]
struct Subject {
    #[serde(flatten)]
    heading: Heading,
    since: Time,
    follow_url: String,
}

/// Follows, or follows no more when the form says `non`, and goes back to where the button was. Sent twice, it means
/// the same.
async fn follow(ctx: Ctx, member: Member, Path(id): Path<Id>, form: Form) -> Result<Response> {
    limits::take_for_account(&ctx.app, &limits::ACT, member.account_id)?;
    let viewer = ctx.viewer.clone();
    let object = ctx.app.read(move |conn| objects::visible(conn, id, &viewer)).await?;
    let actor = subjects::ensure(&ctx.app, id).await?;
    let leaves = form.text("suivre") == "non";
    ctx.app
        .write(move |tx| {
            if leaves {
                return actions::leave(tx, member.actor_id, actor.id);
            }
            let me = actors::find(tx.conn, member.actor_id)?.ok_or(Error::NotFound)?;
            actions::follow(tx, &me, &actor)
        })
        .await?;
    let back = match form.text("back") {
        "" => ctx.app.config.local_path(&object.url),
        path => path.to_owned(),
    };
    let said = if leaves { "follows-subject-left" } else { "follows-subject-followed" };
    Ok(ctx.redirect_saying(&back, "ok", Message::new(said)))
}

async fn list(ctx: Ctx, member: Member, Query(page): Query<PageNumber>) -> Result<Response> {
    let asked = ctx.clone();
    let (subjects, total) = ctx
        .app
        .read(move |conn| {
            let (follows, total) = store::followed_by(
                conn,
                member.actor_id,
                ActorKind::Service,
                page.offset(PER_PAGE),
                PER_PAGE,
            )?;
            let mut found = Vec::new();
            for follow in follows {
                if let Some(object) = subjects::object_of(conn, follow.followed_id)? {
                    found.push((object, follow.created_at));
                }
            }
            let ids: Vec<Id> = found.iter().map(|(id, _)| *id).collect();
            let mut headings = feature::headings(&asked.app, conn, asked.lang, &ids)?;
            let views = found.into_iter().filter_map(|(id, since)| {
                let heading = headings.remove(&id)?;
                Some(Subject { heading, since, follow_url: format!("/objets/{id}/suivre") })
            });
            Ok((views.collect(), total))
        })
        .await?;
    let pager = Pager::new(&ctx.path, page, PER_PAGE, total);
    ctx.html(&ListPage { subjects, total, pager })
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |subjects: Vec<Subject>| ListPage {
        total: i64::try_from(subjects.len()).unwrap_or(0),
        subjects,
        pager: Pager::default(),
    };
    let one = Subject {
        heading: Heading {
            title: "Les Rives basses".to_owned(),
            url: "/oeuvres/les-rives-basses".to_owned(),
            reference: Some("2020.074".to_owned()),
        },
        since: Time::from_micros(1_780_000_000_000_000),
        follow_url: "/objets/1/suivre".to_owned(),
    };
    vec![
        Sample::of("an artwork somebody follows", &page(vec![one])),
        Sample::of("nothing followed yet", &page(Vec::new())),
    ]
}
