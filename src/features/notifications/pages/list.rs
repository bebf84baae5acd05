//! The page of notifications. Reading it marks nothing: a member says what they read.

use axum::{extract::Query, response::Response};
use serde::Serialize;

use crate::{
    features::notifications::{
        lines::{self, Line},
        model::{self, Channel, Kind},
        store::{self, Wanted},
    },
    kernel::{
        clock::Time,
        error::{Message, Result},
        id::Id,
    },
    platform::{
        feature::{self, Heading, Notice},
        web::{Ctx, Form, Member, Page, PageNumber, Pager, Sample},
    },
};

const PER_PAGE: i64 = 40;

/// The most one form names at once.
const NAMED: usize = 500;

#[derive(Serialize)]
pub(super) struct ListPage {
    notices: Vec<Notice>,
    lines: Vec<Line>,
    unread: i64,
    newest: Option<Id>,
    pager: Pager,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "notifications/list.html";
}

pub(super) async fn list(
    ctx: Ctx,
    member: Member,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let asked = ctx.clone();
    let shown = ctx
        .app
        .read(move |conn| {
            let actor = member.actor_id;
            let kinds = store::choices(conn, actor)?.kinds(Channel::Site);
            let all = Wanted { kinds: kinds.clone(), ..Wanted::default() };
            let total = store::count(conn, actor, &all)?;
            let some = store::list(conn, actor, &all, page.offset(PER_PAGE), PER_PAGE)?;
            let unread = Wanted { kinds, unread: true, ..Wanted::default() };
            let newest = some.first().map(|newest| newest.id);
            Ok(ListPage {
                notices: feature::notices(&asked.app, conn, asked.lang, actor)?,
                unread: store::count(conn, actor, &unread)?,
                lines: lines::lines(&asked.app, conn, asked.lang, model::grouped(some))?,
                newest,
                pager: Pager::new(&asked.path, page, PER_PAGE, total),
            })
        })
        .await?;
    ctx.html(&shown)
}

/// The member read what `ids` names, or everything up to `until`, and goes on to `back`.
pub(super) async fn read(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    let ids: Vec<Id> =
        form.text("ids").split(' ').filter_map(|id| id.parse().ok()).take(NAMED).collect();
    let until: Option<Id> = form.parse("until");
    let all = ids.is_empty();
    if !all || until.is_some() {
        let until = until.unwrap_or(Id::from_raw(0));
        ctx.app
            .write(move |tx| {
                let now = tx.now;
                store::set_read(tx.conn, member.actor_id, &ids, until, now)
            })
            .await?;
    }
    let back = match form.text("back") {
        "" => "/notifications",
        path => path,
    };
    if all {
        return Ok(ctx.redirect_saying(back, "ok", Message::new("notifications-said-read")));
    }
    Ok(ctx.redirect(back))
}

pub(super) fn samples() -> Vec<Sample> {
    let line = |kind: Kind, unread: bool| Line {
        kind,
        text: "Léa a répondu à vos mots sur Les Rives basses".to_owned(),
        excerpt: unread.then(|| "Moi aussi, j’y ai vu la mer.".to_owned()),
        about: Some(Heading {
            title: "Les Rives basses".to_owned(),
            url: "/oeuvres/les-rives-basses".to_owned(),
            reference: Some("2020.074".to_owned()),
        }),
        url: "/traces/1".to_owned(),
        at: Time::from_micros(1_780_000_000_000_000),
        unread,
        id: Id::from_raw(1),
        ids: "1 2".to_owned(),
    };
    let page = |lines: Vec<Line>| ListPage {
        notices: Vec::new(),
        unread: i64::try_from(lines.len()).unwrap_or(0),
        newest: lines.first().map(|line| line.id),
        lines,
        pager: Pager::default(),
    };
    vec![
        Sample::of("some news", &page(vec![line(Kind::Answer, true), line(Kind::News, false)])),
        Sample::of("no news", &page(Vec::new())),
    ]
}
