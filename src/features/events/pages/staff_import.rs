//! A programme comes in from a file: differences first, then a yes, then what became of each line. And the programme as a
//! table that can be taken in again.

use std::collections::BTreeMap;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::form::Values;
use crate::{
    features::events::import::{self, LineReport, Options, Outcome, Report, Vanished},
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        audit,
        feature::StaffNav,
        tables::{Change, Tally},
        web::{Ctx, Page, Path, Staff, UploadForm},
    },
};

/// How many lines are shown.
const ROWS: usize = 500;

#[derive(Serialize)]
pub(super) struct ImportPage {
    pub(super) staff_nav: StaffNav,
    pub(super) columns: &'static [&'static str],
    pub(super) values: Values,
    pub(super) errors: BTreeMap<String, String>,
    pub(super) review: Option<Review>,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "events/staff_import.html";
}

/// What a file would do, or did.
#[derive(Serialize)]
pub(super) struct Review {
    pub(super) url: String,
    pub(super) source: String,
    pub(super) as_drafts: bool,
    pub(super) done: bool,
    pub(super) tally: Tally,
    pub(super) rows: Vec<Row>,
    pub(super) more: usize,
    pub(super) vanished: Vec<Gone>,
}

#[derive(Serialize)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) uid: String,
    pub(super) title: String,
    pub(super) starts: String,
    pub(super) state: &'static str,
    pub(super) changes: Vec<Change>,
    pub(super) problems: Vec<String>,
}

/// An event its source no longer has.
#[derive(Serialize)]
pub(super) struct Gone {
    pub(super) title: String,
    pub(super) when: String,
    pub(super) url: String,
}

impl ImportPage {
    pub(super) fn empty(staff_nav: StaffNav) -> Self {
        Self {
            staff_nav,
            columns: &import::COLUMNS,
            values: Values::new(),
            errors: BTreeMap::new(),
            review: None,
        }
    }
}

async fn nav(ctx: &Ctx) -> Result<StaffNav> {
    let app = ctx.app.clone();
    ctx.app.read(move |conn| StaffNav::load(&app, conn)).await
}

/// The first step.
pub(super) async fn new(ctx: Ctx, _staff: Staff) -> Result<Response> {
    ctx.html(&ImportPage::empty(nav(&ctx).await?))
}

/// Reads a file, or what was pasted, and keeps it until somebody says yes.
pub(super) async fn upload(ctx: Ctx, staff: Staff, form: UploadForm) -> Result<Response> {
    let file = form.files.iter().find(|file| file.field == "file");
    let pasted = form.fields.text("text").to_owned();
    let source = form.fields.text("source").to_owned();
    let options = Options { source, as_drafts: form.fields.ticked("as_drafts") };
    let account = staff.0.account_id;
    let kept = match file {
        Some(file) => import::keep(&ctx.app, account, &file.bytes, options, &file.file_name).await,
        None if pasted.is_empty() => Err(Error::field("file", "import-error-none")),
        None => {
            let fallback = ctx.text("events-import-pasted");
            import::keep(&ctx.app, account, pasted.as_bytes(), options, &fallback).await
        }
    };
    match kept {
        Ok(id) => Ok(ctx.redirect(&address(id))),
        Err(Error::Invalid(errors)) => refused(&ctx, &form, &errors).await,
        Err(other) => Err(other),
    }
}

fn address(id: Id) -> String {
    format!("/equipe/agenda/import/{id}")
}

async fn refused(ctx: &Ctx, form: &UploadForm, errors: &FieldErrors) -> Result<Response> {
    let page = ImportPage {
        values: form.fields.values(),
        errors: ctx.messages(errors),
        ..ImportPage::empty(nav(ctx).await?)
    };
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What a file would do, or did.
pub(super) async fn review(
    ctx: Ctx,
    _staff: Staff,
    Path(import): Path<String>,
) -> Result<Response> {
    let id: Id = import.parse().map_err(|_| Error::NotFound)?;
    let pending = ctx.app.read(move |conn| import::find(conn, id)).await?.ok_or(Error::NotFound)?;
    let done = pending.report.is_some();
    let report = match &pending.report {
        Some(report) => report.clone(),
        None => import::check(&ctx.app, &pending).await?,
    };
    let page = ImportPage {
        review: Some(shown(id, pending.options, report, done, ctx.lang)),
        ..ImportPage::empty(nav(&ctx).await?)
    };
    ctx.html(&page)
}

fn shown(id: Id, options: Options, report: Report, done: bool, lang: Lang) -> Review {
    let tally = report.tally();
    let (mut rows, mut more) = (Vec::new(), 0);
    for line in report.lines {
        if line.outcome == Outcome::Unchanged {
            continue;
        }
        if rows.len() < ROWS { rows.push(row(line, lang)) } else { more += 1 }
    }
    let gone = |event: Vanished| Gone {
        title: event.title,
        when: event.when,
        url: format!("/equipe/agenda/{}", event.event),
    };
    Review {
        url: address(id),
        source: options.source,
        as_drafts: options.as_drafts,
        done,
        tally,
        rows,
        more,
        vanished: report.vanished.into_iter().map(gone).collect(),
    }
}

fn row(line: LineReport, lang: Lang) -> Row {
    let (state, changes, problems) = match line.outcome {
        Outcome::Created => ("created", Vec::new(), Vec::new()),
        Outcome::Changed(changes) => ("changed", changes, Vec::new()),
        Outcome::Unchanged => ("unchanged", Vec::new(), Vec::new()),
        Outcome::Failed(why) => {
            let why = why.iter().map(|message| i18n::message(lang, message)).collect();
            ("refused", Vec::new(), why)
        }
    };
    Row {
        line: line.line,
        uid: line.uid,
        title: line.title,
        starts: line.starts,
        state,
        changes,
        problems,
    }
}

/// Somebody said yes.
pub(super) async fn confirm(
    ctx: Ctx,
    staff: Staff,
    Path(import): Path<String>,
) -> Result<Response> {
    let id: Id = import.parse().map_err(|_| Error::NotFound)?;
    let pending = ctx.app.read(move |conn| import::find(conn, id)).await?.ok_or(Error::NotFound)?;
    if pending.report.is_none() {
        import::apply(&ctx.app, id).await?;
        let account = staff.0.account_id;
        ctx.app
            .write(move |tx| {
                let entry = audit::Entry {
                    account: Some(account),
                    action: "event.import",
                    target_kind: "event",
                    target: &pending.options.source,
                    ..audit::Entry::default()
                };
                audit::record(tx, &entry).map(|_| ())
            })
            .await?;
    }
    Ok(ctx.redirect_saying(&address(id), "ok", Message::new("events-import-done")))
}

/// The programme as a file.
pub(super) async fn export(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let table = import::export(&ctx.app).await?;
    Ok(file("programme.csv", format!("\u{feff}{table}")))
}

/// A file to start from.
pub(super) async fn example(_staff: Staff) -> Response {
    file("modele.csv", format!("\u{feff}{}", import::EXAMPLE))
}

fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}
