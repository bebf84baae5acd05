//! The staff's pages of exhibitions: the list and the form.

use std::collections::BTreeMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    features::{
        exhibitions::{
            actions,
            model::{Exhibition, Facts, day_begins, day_ends},
            store,
        },
        places,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        audit,
        feature::StaffNav,
        web::{Ctx, Form, Member, Page, PageNumber, Pager, Path, Sample, Staff},
    },
};

const PER_PAGE: i64 = 50;

type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
struct ListPage {
    staff_nav: StaffNav,
    exhibitions: Vec<Row>,
    pager: Pager,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "exhibitions/staff_list.html";
}

#[derive(Serialize)]
struct Row {
    title: String,
    edit_url: String,
    opens: Time,
    closes: Option<Time>,
    size: i64,
}

#[derive(Serialize)]
struct FormPage {
    staff_nav: StaffNav,
    exhibition: Option<Edited>,
    values: Texts,
    errors: Texts,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "exhibitions/staff_form.html";
}

#[derive(Serialize)]
struct Edited {
    id: Id,
    title: String,
    url: String,
}

pub(super) async fn list(
    ctx: Ctx,
    _staff: Staff,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let asked = ctx.clone();
    let shown = ctx
        .app
        .read(move |conn| {
            let (found, total) = store::list(conn, page.offset(PER_PAGE), PER_PAGE)?;
            let ids: Vec<Id> = found.iter().map(|one| one.id).collect();
            let sizes = store::sizes(conn, &ids)?;
            let row = |one: &Exhibition| Row {
                title: one.title(asked.lang).to_owned(),
                edit_url: format!("/equipe/expositions/{}", one.id),
                opens: one.facts.opens_at,
                closes: one.last_day(),
                size: sizes.get(&one.id).copied().unwrap_or(0),
            };
            Ok(ListPage {
                staff_nav: StaffNav::load(&asked.app, conn)?,
                exhibitions: found.iter().map(row).collect(),
                pager: Pager::new(&asked.path, page, PER_PAGE, total),
            })
        })
        .await?;
    ctx.html(&shown)
}

pub(super) async fn new(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let page = form_page(&ctx, None, None, &FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn edit(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let page = form_page(&ctx, Some(id), None, &FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn publish(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    save(ctx, staff.0, None, form).await
}

pub(super) async fn revise(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    save(ctx, staff.0, Some(id), form).await
}

async fn save(ctx: Ctx, member: Member, id: Option<Id>, form: Form) -> Result<Response> {
    let saved = match read_form(&ctx.app, &form) {
        Ok((facts, labels)) => {
            ctx.app
                .write(move |tx| {
                    let saved = actions::save(tx, id, &facts, &labels)?;
                    let action =
                        if id.is_none() { "exhibition.publish" } else { "exhibition.revise" };
                    note(tx, &member, action, saved.id)
                })
                .await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => {
            let said = Message::new("exhibitions-saved");
            Ok(ctx.redirect_saying("/equipe/expositions", "ok", said))
        }
        Err(Error::Invalid(errors)) => {
            let page = form_page(&ctx, id, Some(&form), &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn remove(ctx: Ctx, staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    ctx.app
        .write(move |tx| {
            actions::remove(tx, id)?;
            note(tx, &staff.0, "exhibition.remove", id)
        })
        .await?;
    let said = Message::new("exhibitions-removed");
    Ok(ctx.redirect_saying("/equipe/expositions", "ok", said))
}

fn note(tx: &mut Tx<'_>, by: &Member, action: &str, id: Id) -> Result<()> {
    audit::record(
        tx,
        &audit::Entry {
            account: Some(by.account_id),
            action,
            target_kind: "exhibition",
            target: &id.to_string(),
            ..audit::Entry::default()
        },
    )
    .map(|_| ())
}

/// Reads what was typed; days are the venue's.
fn read_form(app: &App, form: &Form) -> Result<(Facts, String)> {
    let zone = app.venue().time_zone;
    let day = |field: &str| {
        let read = NaiveDate::parse_from_str(form.text(field), "%Y-%m-%d");
        read.map_err(|_| actions::unreadable(field))
    };
    let opens_at = day_begins(zone, day("opens")?).ok_or_else(|| actions::unreadable("opens"))?;
    let closes_at = match form.text("closes") {
        "" => None,
        _ => {
            let end = day_ends(zone, day("closes")?);
            Some(end.ok_or_else(|| actions::unreadable("closes"))?)
        }
    };
    let text = |name: &str| form.text(name).to_owned();
    let facts = Facts {
        title_fr: text("title_fr"),
        title_en: text("title_en"),
        description_fr: text("description_fr"),
        description_en: text("description_en"),
        opens_at,
        closes_at,
    };
    Ok((facts, text("labels")))
}

async fn form_page(
    ctx: &Ctx,
    id: Option<Id>,
    typed: Option<&Form>,
    errors: &FieldErrors,
) -> Result<FormPage> {
    let (asked, typed, errors) = (ctx.clone(), typed.map(Form::values), ctx.messages(errors));
    ctx.app
        .read(move |conn| {
            let known = match id {
                Some(id) => Some(store::find(conn, id)?.ok_or(Error::NotFound)?),
                None => None,
            };
            let stored = match &known {
                Some(exhibition) => values(&asked.app, conn, exhibition)?,
                None => Texts::new(),
            };
            Ok(FormPage {
                staff_nav: StaffNav::load(&asked.app, conn)?,
                exhibition: known.map(|known| Edited {
                    id: known.id,
                    title: known.title(asked.lang).to_owned(),
                    url: known.path(),
                }),
                values: typed.unwrap_or(stored),
                errors,
            })
        })
        .await
}

fn values(app: &App, conn: &mut Conn, exhibition: &Exhibition) -> Result<Texts> {
    let zone = app.venue().time_zone;
    let day = |at: Time| at.utc().with_timezone(&zone).format("%Y-%m-%d").to_string();
    let ids = store::objects_of(conn, exhibition.id)?;
    let codes = places::codes(conn, &ids)?;
    let labels: Vec<&str> = ids.iter().filter_map(|id| codes.get(id)).map(String::as_str).collect();
    let facts = &exhibition.facts;
    Ok([
        ("title_fr", facts.title_fr.clone()),
        ("title_en", facts.title_en.clone()),
        ("description_fr", facts.description_fr.clone()),
        ("description_en", facts.description_en.clone()),
        ("opens", day(facts.opens_at)),
        ("closes", exhibition.last_day().map(day).unwrap_or_default()),
        ("labels", labels.join("\n")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into())
}

pub(super) fn samples() -> Vec<Sample> {
    let list = |exhibitions: Vec<Row>| ListPage {
        staff_nav: StaffNav::default(),
        exhibitions,
        pager: Pager::default(),
    };
    let row = Row {
        title: "L’eau et la pierre".to_owned(),
        edit_url: "/equipe/expositions/1".to_owned(),
        opens: Time::from_micros(1_780_000_000_000_000),
        closes: None,
        size: 12,
    };
    let form = |wrong: bool| FormPage {
        staff_nav: StaffNav::default(),
        exhibition: wrong.then(|| Edited {
            id: Id::from_raw(1),
            title: "L’eau et la pierre".to_owned(),
            url: "/expositions/l-eau-et-la-pierre".to_owned(),
        }),
        values: [("title_fr".to_owned(), "L’eau et la pierre".to_owned())].into(),
        errors: if wrong {
            [("closes".to_owned(), "Elle se termine avant de commencer.".to_owned())].into()
        } else {
            Texts::new()
        },
    };
    vec![
        Sample::of("one exhibition", &list(vec![row])),
        Sample::of("no exhibition", &list(Vec::new())),
        Sample::of("a new exhibition", &form(false)),
        Sample::of("dates to correct", &form(true)),
    ]
}
