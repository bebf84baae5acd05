//! The queue: what waits to be read, what was reported, what was decided lately.

use std::collections::{HashMap, HashSet};

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::Author;
use crate::{
    features::{
        accounts,
        moderation::{
            model::{Report, Verdict},
            store::{self, Entry},
        },
        traces::{self, Reader, TraceView},
    },
    kernel::{clock::Time, db::Conn, error::Result, i18n, id::Id},
    platform::{
        actors::{self, Actor},
        feature::{self, Heading, StaffNav},
        objects,
        web::{Ctx, Page, PageNumber, Pager, Staff},
    },
};

const PER_PAGE: i64 = 20;

/// The decisions that were about a case of this queue.
const DECIDED: [Verdict; 4] = [Verdict::Approve, Verdict::Hide, Verdict::Warn, Verdict::Dismiss];

#[derive(Serialize)]
pub(super) struct QueuePage {
    pub(super) staff_nav: StaffNav,
    pub(super) tabs: Vec<Tab>,
    pub(super) cases: Vec<CaseView>,
    pub(super) pager: Pager,
    pub(super) last_activity: Option<Time>,
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "moderation/queue.html";
}

#[derive(Serialize)]
pub(super) struct Tab {
    pub(super) label: String,
    pub(super) url: &'static str,
    pub(super) count: Option<i64>,
    pub(super) current: bool,
}

#[derive(Serialize)]
pub(super) struct CaseView {
    pub(super) id: Id,
    pub(super) kind: &'static str,
    pub(super) trace: Option<TraceView>,
    pub(super) about: Option<Heading>,
    pub(super) warn_url: Option<String>,
    pub(super) since: Time,
    pub(super) report: Option<ReportView>,
    pub(super) author: Author,
    pub(super) outcome: Option<Outcome>,
}

#[derive(Serialize)]
pub(super) struct ReportView {
    pub(super) from: String,
    pub(super) reason: String,
    pub(super) count: i64,
}

#[derive(Serialize)]
pub(super) struct Outcome {
    pub(super) action_label: String,
    pub(super) by: String,
    pub(super) at: Time,
    pub(super) undo_url: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum File {
    Pending,
    Reports,
    Done,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    file: Option<String>,
}

pub(super) async fn show(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let file = match asked.file.as_deref() {
        Some("signale") => File::Reports,
        Some("traite") => File::Done,
        _ => File::Pending,
    };
    let asking = ctx.clone();
    let shown = ctx
        .app
        .read(move |conn| {
            let ctx = asking;
            let waiting = store::pending(conn, 0, 0)?.1;
            let reported = store::open(conn, 0, 0)?.1;
            let (cases, total) = match file {
                File::Pending => pending(&ctx, conn, page)?,
                File::Reports => reports(&ctx, conn, page)?,
                File::Done => done(&ctx, conn, page)?,
            };
            let tab = |key: &str, url, count, its| Tab {
                label: ctx.text(key),
                url,
                count,
                current: file == its,
            };
            Ok(QueuePage {
                staff_nav: StaffNav::load(&ctx.app, conn)?,
                tabs: vec![
                    tab(
                        "moderation-tab-pending",
                        "/equipe/moderation",
                        Some(waiting),
                        File::Pending,
                    ),
                    tab(
                        "moderation-tab-reports",
                        "/equipe/moderation?file=signale",
                        Some(reported),
                        File::Reports,
                    ),
                    tab("moderation-tab-done", "/equipe/moderation?file=traite", None, File::Done),
                ],
                cases,
                pager: Pager::new(&ctx.path, page, PER_PAGE, total),
                last_activity: store::latest(conn, &DECIDED.map(Verdict::action))?,
            })
        })
        .await?;
    ctx.html(&shown)
}

/// What cases of one page need to know, in one query each.
struct Known {
    traces: HashMap<Id, TraceView>,
    headings: HashMap<Id, Heading>,
    team: HashSet<Id>,
    people: HashMap<Id, Actor>,
    history: HashMap<Id, (i64, i64)>,
}

impl Known {
    fn load(ctx: &Ctx, conn: &mut Conn, objects: &[Id], people: &[Id]) -> Result<Self> {
        let reader = Reader { app: &ctx.app, viewer: &ctx.viewer, lang: ctx.lang };
        let found = traces::find_all(conn, objects)?;
        let mut authors: Vec<Id> = found.values().map(|trace| trace.object.author_id).collect();
        authors.extend(people);
        let views = traces::views(&reader, conn, found.into_values().collect())?;
        let mut team = accounts::staff_among(conn, &authors)?;
        team.extend(ctx.app.venue().actor_id);
        Ok(Self {
            headings: feature::headings(&ctx.app, conn, ctx.lang, objects)?,
            team,
            traces: views.into_iter().map(|view| (view.id, view)).collect(),
            people: actors::find_all(conn, &authors)?,
            history: store::history(conn, &authors)?,
        })
    }

    /// Where whoever a case is about is warned; nobody warns the venue or its team.
    fn warn_url(&self, case: Id, author: Id) -> Option<String> {
        (!self.team.contains(&author)).then(|| format!("/equipe/moderation/{case}/avertir"))
    }

    fn author(&self, id: Id) -> Option<Author> {
        let history = self.history.get(&id).copied().unwrap_or_default();
        self.people.get(&id).map(|actor| Author::new(actor, history))
    }
}

fn pending(ctx: &Ctx, conn: &mut Conn, page: PageNumber) -> Result<(Vec<CaseView>, i64)> {
    let (ids, total) = store::pending(conn, page.offset(PER_PAGE), PER_PAGE)?;
    let mut known = Known::load(ctx, conn, &ids, &[])?;
    let found = objects::find_all(conn, &ids)?;
    let cases = ids.iter().filter_map(|id| {
        let object = found.get(id)?;
        Some(CaseView {
            id: *id,
            kind: "pending",
            author: known.author(object.author_id)?,
            trace: known.traces.remove(id),
            about: None,
            warn_url: known.warn_url(*id, object.author_id),
            since: object.created_at,
            report: None,
            outcome: None,
        })
    });
    Ok((cases.collect(), total))
}

fn reports(ctx: &Ctx, conn: &mut Conn, page: PageNumber) -> Result<(Vec<CaseView>, i64)> {
    let (reports, total) = store::open(conn, page.offset(PER_PAGE), PER_PAGE)?;
    let ids: Vec<Id> = reports.iter().map(|report| report.id).collect();
    let pointed = store::objects_of(conn, &ids)?;
    let objects: Vec<Id> = pointed.values().flatten().copied().collect();
    let counts = store::of_objects(conn, &objects)?;
    let people: Vec<Id> = reports
        .iter()
        .flat_map(|report| [report.subject_id, report.reporter_id])
        .flatten()
        .collect();
    let known = Known::load(ctx, conn, &objects, &people)?;
    let view = |report: &Report| {
        let object = pointed.get(&report.id).and_then(|objects| objects.first());
        let reporter = report.reporter_id.and_then(|id| known.people.get(&id));
        Some(CaseView {
            id: report.id,
            kind: "report",
            trace: object.and_then(|id| known.traces.get(id)).cloned(),
            about: object.and_then(|id| known.headings.get(id)).cloned(),
            warn_url: known.warn_url(report.id, report.subject_id?),
            since: report.created_at,
            report: Some(ReportView {
                // A server reports for its people; a name of ours stays with the staff who read this.
                from: reporter
                    .map(|r| if r.local { r.display_name() } else { r.domain.clone() })?,
                reason: report.comment.clone(),
                count: object.and_then(|id| counts.get(id)).copied().unwrap_or(1),
            }),
            author: known.author(report.subject_id?)?,
            outcome: None,
        })
    };
    Ok((reports.iter().filter_map(view).collect(), total))
}

fn done(ctx: &Ctx, conn: &mut Conn, page: PageNumber) -> Result<(Vec<CaseView>, i64)> {
    let actions = DECIDED.map(Verdict::action);
    let (entries, total) = store::verdicts(conn, &actions, page.offset(PER_PAGE), PER_PAGE)?;
    let ids: Vec<Id> = entries.iter().filter_map(|entry| entry.target.parse().ok()).collect();
    let accounts: Vec<Id> = entries.iter().filter_map(|entry| entry.account_id).collect();
    let names = store::names_of(conn, &accounts)?;
    let found = objects::find_all(conn, &ids)?;
    let known = Known::load(ctx, conn, &ids, &ids)?;
    let view = |entry: &Entry| {
        let target: Id = entry.target.parse().ok()?;
        let author = found.get(&target).map_or(target, |object| object.author_id);
        Some(CaseView {
            id: entry.id,
            kind: "done",
            trace: known.traces.get(&target).cloned(),
            about: known.headings.get(&target).cloned(),
            warn_url: None,
            since: found.get(&target).map_or(entry.created_at, |object| object.created_at),
            report: None,
            author: known.author(author)?,
            outcome: Some(Outcome {
                action_label: label(ctx, entry),
                by: entry
                    .account_id
                    .and_then(|id| names.get(&id).cloned())
                    .unwrap_or_else(|| ctx.text("moderation-log-program")),
                at: entry.created_at,
                undo_url: super::log::undo_url(entry),
            }),
        })
    };
    Ok((entries.iter().filter_map(view).collect(), total))
}

/// The decision in a word, as taken back when it was.
fn label(ctx: &Ctx, entry: &Entry) -> String {
    let word = Verdict::of_action(&entry.action)
        .map(|verdict| ctx.text(&format!("moderation-word-{verdict}")))
        .unwrap_or_default();
    if entry.undone_at.is_some() {
        let args = i18n::Args::from([("action".into(), word.into())]);
        i18n::text(ctx.lang, "moderation-word-undone", &args)
    } else {
        word
    }
}
