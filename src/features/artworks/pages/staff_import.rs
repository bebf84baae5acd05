//! A table comes in: differences first, then a yes, then a page that shows how far it is. And the catalogue as a
//! table.

use std::collections::BTreeMap;

use axum::{
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use crate::{
    features::artworks::import::{self, LineReport, Outcome, State, Stored},
    kernel::{
        error::{Error, FieldErrors, Result},
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        feature::StaffNav,
        web::{Ctx, Form, Page, Staff, UploadForm},
    },
};

/// How many lines of differences are shown.
const ROWS: usize = 500;

#[derive(Serialize)]
pub(super) struct ImportPage {
    pub(super) staff_nav: StaffNav,
    pub(super) step: &'static str,
    pub(super) errors: BTreeMap<String, String>,
    pub(super) columns: &'static [&'static str],
    pub(super) example_url: &'static str,
    pub(super) review: Option<Review>,
    pub(super) job: Option<Progress>,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "artworks/staff_import.html";
}

#[derive(Serialize)]
pub(super) struct Review {
    pub(super) token: Id,
    pub(super) created: usize,
    pub(super) changed: usize,
    pub(super) unchanged: usize,
    pub(super) refused: usize,
    pub(super) rows: Vec<Row>,
}

#[derive(Serialize)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) inventory: String,
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) changes: Vec<import::Change>,
    pub(super) problems: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Progress {
    pub(super) done: i32,
    pub(super) total: i32,
    pub(super) label: String,
    pub(super) report: Vec<String>,
}

/// `?import=`: which import is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    import: String,
}

impl ImportPage {
    pub(super) fn at(step: &'static str, staff_nav: StaffNav) -> Self {
        Self {
            staff_nav,
            step,
            errors: BTreeMap::new(),
            columns: &import::COLUMNS,
            example_url: "/equipe/oeuvres/modele.csv",
            review: None,
            job: None,
        }
    }
}

async fn nav(ctx: &Ctx) -> Result<StaffNav> {
    let app = ctx.app.clone();
    ctx.app.read(move |conn| StaffNav::load(&app, conn)).await
}

/// The first step, or how far an import is.
pub(super) async fn page(ctx: Ctx, _staff: Staff, Query(asked): Query<Asked>) -> Result<Response> {
    if asked.import.is_empty() {
        return ctx.html(&ImportPage::at("upload", nav(&ctx).await?));
    }
    let id: Id = asked.import.parse().map_err(|_| Error::NotFound)?;
    let stored = ctx
        .app
        .read(move |conn| import::find(conn, id))
        .await?
        .filter(|stored| stored.state != State::Review)
        .ok_or(Error::NotFound)?;
    let running = stored.state == State::Running;
    let mut page = ImportPage::at(if running { "running" } else { "done" }, nav(&ctx).await?);
    page.job = Some(progress(&stored, ctx.lang));
    let mut response = ctx.html(&page)?;
    if running {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

fn progress(stored: &Stored, lang: Lang) -> Progress {
    let line = |report: LineReport| {
        let args = i18n::Args::from([
            ("line".into(), report.line.into()),
            ("inventory".into(), report.inventory.clone().into()),
            ("why".into(), problems(&report.outcome, lang).join(" ").into()),
        ]);
        i18n::text(lang, "artworks-import-refused-line", &args)
    };
    let counts = i18n::Args::from([
        ("created".into(), stored.created_count.into()),
        ("changed".into(), stored.changed_count.into()),
        ("unchanged".into(), stored.unchanged_count.into()),
        ("refused".into(), stored.failed_count.into()),
    ]);
    let summary = i18n::text(lang, "artworks-import-counts", &counts);
    Progress {
        done: stored.done,
        total: stored.total,
        label: stored.file_name.clone(),
        report: std::iter::once(summary).chain(stored.refused().into_iter().map(line)).collect(),
    }
}

fn problems(outcome: &Outcome, lang: Lang) -> Vec<String> {
    match outcome {
        Outcome::Failed(why) => why.iter().map(|message| i18n::message(lang, message)).collect(),
        _ => Vec::new(),
    }
}

/// Reads and rehearses a file; shows what it would do.
pub(super) async fn upload(ctx: Ctx, staff: Staff, form: UploadForm) -> Result<Response> {
    let file = form.files.iter().find(|file| file.field == "file");
    let checked = match file {
        None => Err(Error::field("file", "import-error-none")),
        Some(file) => {
            import::check_upload(&ctx.app, staff.0.account_id, &file.file_name, &file.bytes).await
        }
    };
    match checked {
        Ok((token, report)) => {
            let mut page = ImportPage::at("review", nav(&ctx).await?);
            page.review = Some(review(token, report, ctx.lang));
            ctx.html(&page)
        }
        Err(Error::Invalid(errors)) => refused(&ctx, &errors).await,
        Err(other) => Err(other),
    }
}

async fn refused(ctx: &Ctx, errors: &FieldErrors) -> Result<Response> {
    let mut page = ImportPage::at("upload", nav(ctx).await?);
    page.errors = ctx.messages(errors);
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn review(token: Id, report: Vec<LineReport>, lang: Lang) -> Review {
    let tally = LineReport::tally(&report);
    let rows = report.into_iter().filter(|line| line.outcome != Outcome::Unchanged).take(ROWS).map(
        |line| Row {
            line: line.line,
            state: match line.outcome {
                Outcome::Created => "created",
                Outcome::Failed(_) => "refused",
                Outcome::Changed(_) | Outcome::Unchanged => "changed",
            },
            problems: problems(&line.outcome, lang),
            changes: match line.outcome {
                Outcome::Changed(changes) => changes,
                _ => Vec::new(),
            },
            inventory: line.inventory,
            title: line.title,
        },
    );
    Review {
        token,
        created: tally.created,
        changed: tally.changed,
        unchanged: tally.unchanged,
        refused: tally.failed,
        rows: rows.collect(),
    }
}

/// Somebody said yes.
pub(super) async fn confirm(ctx: Ctx, _staff: Staff, form: Form) -> Result<Response> {
    let id: Id = form.parse("token").ok_or(Error::NotFound)?;
    import::begin(&ctx.app, id).await?;
    Ok(ctx.redirect(&format!("/equipe/oeuvres/import?import={id}")))
}

/// The catalogue as a file.
pub(super) async fn export(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let table = import::export(&ctx.app).await?;
    Ok(file("catalogue.csv", format!("\u{feff}{table}")))
}

/// A file to start from.
pub(super) async fn example(_staff: Staff) -> Response {
    file("modele.csv", format!("\u{feff}{}", import::EXAMPLE))
}

fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        text,
    )
        .into_response()
}
