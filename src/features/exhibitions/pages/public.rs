//! What visitors see of exhibitions: all of them, and one with what it showed.

use axum::{extract::Query, response::Response};
use serde::Serialize;

use crate::{
    features::exhibitions::{model::Exhibition, store},
    kernel::{
        clock::Time,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text,
    },
    platform::{
        feature::{self, Heading},
        objects,
        venue::in_language,
        web::{Crumb, Ctx, Page, PageNumber, Pager, Path, Sample},
    },
};

const PER_PAGE: i64 = 30;

#[derive(Serialize)]
struct ListPage {
    exhibitions: Vec<View>,
    pager: Pager,
    edit_url: Option<&'static str>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "exhibitions/list.html";
}

#[derive(Serialize)]
struct View {
    title: String,
    url: String,
    opens: Time,
    closes: Option<Time>,
    now: bool,
}

#[derive(Serialize)]
struct ShowPage {
    exhibition: View,
    description_html: Option<String>,
    subjects: Vec<Heading>,
    crumbs: Vec<Crumb>,
    edit_url: Option<String>,
}

impl Page for ShowPage {
    const TEMPLATE: &'static str = "exhibitions/page.html";
}

fn view(exhibition: &Exhibition, lang: Lang, now: Time) -> View {
    let facts = &exhibition.facts;
    View {
        title: exhibition.title(lang).to_owned(),
        url: exhibition.path(),
        opens: facts.opens_at,
        closes: exhibition.last_day(),
        now: facts.opens_at <= now && facts.closes_at.is_none_or(|end| end > now),
    }
}

pub(super) async fn list(ctx: Ctx, Query(page): Query<PageNumber>) -> Result<Response> {
    let found = ctx.app.read(move |conn| store::list(conn, page.offset(PER_PAGE), PER_PAGE));
    let (found, total) = found.await?;
    let now = ctx.app.now();
    ctx.html(&ListPage {
        exhibitions: found.iter().map(|one| view(one, ctx.lang, now)).collect(),
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
        edit_url: ctx.viewer.is_staff().then_some("/equipe/expositions"),
    })
}

pub(super) async fn show(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let asked = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let exhibition = store::find_by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
            let ids = store::objects_of(conn, exhibition.id)?;
            let known = objects::find_all(conn, &ids)?;
            let seen: Vec<Id> = ids
                .into_iter()
                .filter(|id| known.get(id).is_some_and(|one| one.visible_to(&asked.viewer)))
                .collect();
            let mut headings = feature::headings(&asked.app, conn, asked.lang, &seen)?;
            let facts = &exhibition.facts;
            let said = in_language(asked.lang, &facts.description_fr, &facts.description_en);
            Ok(ShowPage {
                exhibition: view(&exhibition, asked.lang, asked.app.now()),
                description_html: (!said.trim().is_empty()).then(|| text::markdown_to_html(said)),
                subjects: seen.iter().filter_map(|id| headings.remove(id)).collect(),
                crumbs: vec![Crumb {
                    label: asked.text("exhibitions-title"),
                    url: "/expositions".to_owned(),
                }],
                edit_url: asked
                    .viewer
                    .is_staff()
                    .then(|| format!("/equipe/expositions/{}", exhibition.id)),
            })
        })
        .await?;
    ctx.html(&page)
}

pub(super) fn samples() -> Vec<Sample> {
    let one = |now: bool| View {
        title: "L’eau et la pierre".to_owned(),
        url: "/expositions/l-eau-et-la-pierre".to_owned(),
        opens: Time::from_micros(1_780_000_000_000_000),
        closes: now.then(|| Time::from_micros(1_790_000_000_000_000)),
        now,
    };
    let list = |exhibitions: Vec<View>| ListPage {
        exhibitions,
        pager: Pager::default(),
        edit_url: Some("/equipe/expositions"),
    };
    let heading = Heading {
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        reference: Some("2020.074".to_owned()),
    };
    let show = |subjects: Vec<Heading>| ShowPage {
        exhibition: one(true),
        description_html: (!subjects.is_empty()).then(|| "<p>Trois salles.</p>".to_owned()),
        subjects,
        crumbs: Vec::new(),
        edit_url: None,
    };
    vec![
        Sample::of("one on show and one that stays", &list(vec![one(true), one(false)])),
        Sample::of("no exhibition yet", &list(Vec::new())),
        Sample::of("with a work", &show(vec![heading])),
        Sample::of("empty so far", &show(Vec::new())),
    ]
}
