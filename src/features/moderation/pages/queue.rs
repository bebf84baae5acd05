//! The queue: what waits to be read, what was shown unread, what was reported, what was decided lately.

use std::collections::{HashMap, HashSet};

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::Author;
use crate::{
    features::{
        accounts,
        moderation::{
            model::{Report, ReportState, Verdict},
            store::{self, Entry},
        },
        traces::{self, Fold, Held, Pile, Reader, Rung, TraceView, Wanted},
    },
    kernel::{clock::Time, db::Conn, error::Result, i18n, id::Id, text},
    platform::{
        actors::{self, Actor},
        feature::{self, Heading, StaffNav},
        objects::{self, State},
        web::{Choice, Ctx, Page, PageNumber, Pager, Staff},
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
    pub(super) filters: Option<Filters>,
    pub(super) seen: &'static str,
    pub(super) lot: Vec<Choice>,
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

/// What a pile can be narrowed to, and to what it is.
#[derive(Serialize)]
pub(super) struct Filters {
    pub(super) values: Asked,
    pub(super) origins: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
    pub(super) filtered: bool,
    pub(super) reset_url: &'static str,
}

/// Words nearly the same that wait with those shown.
#[derive(Serialize)]
pub(super) struct Same {
    pub(super) count: i64,
    pub(super) last: Id,
    pub(super) others: Vec<Like>,
}

/// One of them.
#[derive(Serialize)]
pub(super) struct Like {
    pub(super) author: String,
    pub(super) text: String,
    pub(super) url: String,
}

#[derive(Serialize)]
pub(super) struct CaseView {
    pub(super) id: Id,
    pub(super) held_for: Option<Held>,
    pub(super) same: Option<Same>,
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
    Unread,
    Reports,
    Done,
}

impl File {
    /// What is decided here of many cases at once.
    fn lot(self) -> &'static [Verdict] {
        match self {
            Self::Pending | Self::Unread => &[Verdict::Approve, Verdict::Hide],
            Self::Reports => &[Verdict::Dismiss],
            Self::Done => &[],
        }
    }

    /// Where what stands here stands.
    fn seen(self) -> &'static str {
        match self {
            Self::Pending => State::Pending.as_str(),
            Self::Unread => State::Published.as_str(),
            Self::Reports => ReportState::Open.as_str(),
            Self::Done => "",
        }
    }

    fn url(self) -> &'static str {
        match self {
            Self::Pending => "/equipe/moderation",
            Self::Unread => "/equipe/moderation?file=publie",
            Self::Reports => "/equipe/moderation?file=signale",
            Self::Done => "/equipe/moderation?file=traite",
        }
    }
}

/// The address: which file, and what of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) file: String,
    pub(super) de: String,
    pub(super) pourquoi: String,
    pub(super) qui: String,
    pub(super) q: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            local: match self.de.as_str() {
                "ici" => Some(true),
                "ailleurs" => Some(false),
                _ => None,
            },
            held_for: self.pourquoi.parse().ok(),
            author: self.qui.parse().ok(),
            text: self.q.trim().to_owned(),
            without: Vec::new(),
        }
    }

    fn narrows(&self) -> bool {
        [&self.de, &self.pourquoi, &self.qui, &self.q].iter().any(|value| !value.is_empty())
    }
}

pub(super) async fn show(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let file = match asked.file.as_str() {
        "publie" => File::Unread,
        "signale" => File::Reports,
        "traite" => File::Done,
        _ => File::Pending,
    };
    let asking = ctx.clone();
    let shown = ctx.app.read(move |conn| assemble(&asking, conn, file, asked, page)).await?;
    ctx.html(&shown)
}

fn assemble(
    ctx: &Ctx,
    conn: &mut Conn,
    file: File,
    asked: Asked,
    page: PageNumber,
) -> Result<QueuePage> {
    let (cases, total) = match file {
        File::Pending | File::Unread => pile(ctx, conn, file, asked.wanted(), page)?,
        File::Reports => reports(ctx, conn, page)?,
        File::Done => done(ctx, conn, page)?,
    };
    let tab = |key: &str, count, its: File| Tab {
        label: ctx.text(key),
        url: its.url(),
        count,
        current: file == its,
    };
    let tabs = vec![
        tab("moderation-tab-pending", Some(traces::waiting(conn)?), File::Pending),
        tab("moderation-tab-reports", Some(store::open(conn, 0, 0)?.1), File::Reports),
        tab("moderation-tab-unread", None, File::Unread),
        tab("moderation-tab-done", None, File::Done),
    ];
    let narrowed = matches!(file, File::Pending | File::Unread);
    Ok(QueuePage {
        staff_nav: StaffNav::load(&ctx.app, conn)?,
        tabs,
        cases,
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
        last_activity: store::latest(conn, &DECIDED.map(Verdict::action))?,
        filters: narrowed.then(|| filters(ctx, file, asked)),
        seen: file.seen(),
        lot: file
            .lot()
            .iter()
            .map(|verdict| Choice::new(verdict, ctx.text(&format!("moderation-lot-{verdict}"))))
            .collect(),
    })
}

fn filters(ctx: &Ctx, file: File, asked: Asked) -> Filters {
    let choice = |value: &str, key: &str| Choice::new(value, ctx.text(key));
    Filters {
        origins: vec![
            choice("ici", "moderation-origin-here"),
            choice("ailleurs", "moderation-origin-elsewhere"),
        ],
        reasons: Held::ALL
            .iter()
            .map(|held| choice(held.as_str(), &format!("moderation-held-{held}")))
            .collect(),
        filtered: asked.narrows(),
        reset_url: file.url(),
        values: asked,
    }
}

/// What cases of one page need to know, in one query each.
struct Known {
    traces: HashMap<Id, TraceView>,
    headings: HashMap<Id, Heading>,
    team: HashSet<Id>,
    people: HashMap<Id, Actor>,
    history: HashMap<Id, (i64, i64)>,
    rungs: HashMap<Id, Rung>,
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
        let people = actors::find_all(conn, &authors)?;
        Ok(Self {
            rungs: traces::rungs(conn, people.values())?,
            headings: feature::headings(&ctx.app, conn, ctx.lang, objects)?,
            team,
            traces: views.into_iter().map(|view| (view.id, view)).collect(),
            people,
            history: store::history(conn, &authors)?,
        })
    }

    /// Where whoever a case is about is warned; nobody warns the venue or its team.
    fn warn_url(&self, case: Id, author: Id) -> Option<String> {
        (!self.team.contains(&author)).then(|| format!("/equipe/moderation/{case}/avertir"))
    }

    fn author(&self, id: Id) -> Option<Author> {
        let history = self.history.get(&id).copied().unwrap_or_default();
        let rung = self.rungs.get(&id).copied().unwrap_or(Rung::Newcomer);
        self.people.get(&id).map(|actor| Author::new(actor, history, rung))
    }
}

/// How many of the words like one another are shown beside the first.
const ALIKE: i64 = 20;

/// Words that wait, or that were shown unread; those like one another as one case.
fn pile(
    ctx: &Ctx,
    conn: &mut Conn,
    file: File,
    mut wanted: Wanted,
    page: PageNumber,
) -> Result<(Vec<CaseView>, i64)> {
    let pile = if file == File::Unread { Pile::Unread } else { Pile::Waiting };
    if pile == Pile::Unread {
        // The team reads itself.
        wanted.without = accounts::team(conn)?;
        wanted.without.extend(ctx.app.venue().actor_id);
    }
    let (folds, total) = traces::folds(conn, pile, &wanted, page, PER_PAGE)?;
    let ids: Vec<Id> = folds.iter().map(|fold| fold.first).collect();
    let mut known = Known::load(ctx, conn, &ids, &[])?;
    let found = traces::find_all(conn, &ids)?;
    let mut cases = Vec::with_capacity(folds.len());
    for fold in folds {
        let Some(trace) = found.get(&fold.first) else { continue };
        let (id, author_id) = (fold.first, trace.object.author_id);
        let Some(author) = known.author(author_id) else { continue };
        let same = (pile == Pile::Waiting && fold.count > 1).then(|| same(conn, fold));
        cases.push(CaseView {
            id,
            kind: "pending",
            held_for: trace.held_for.filter(|_| pile == Pile::Waiting),
            same: same.transpose()?,
            author,
            trace: known.traces.remove(&id),
            about: None,
            warn_url: known.warn_url(id, author_id),
            since: trace.object.created_at,
            report: None,
            outcome: None,
        });
    }
    Ok((cases, total))
}

/// The words that wait beside the first of their fold.
fn same(conn: &mut Conn, fold: Fold) -> Result<Same> {
    let mut ids = traces::in_fold(conn, fold.first, fold.last, ALIKE + 1)?;
    ids.retain(|id| *id != fold.first);
    let found = traces::find_all(conn, &ids)?;
    let authors: Vec<Id> = found.values().map(|trace| trace.object.author_id).collect();
    let authors = actors::find_all(conn, &authors)?;
    let others = ids.iter().filter_map(|id| {
        let trace = found.get(id)?;
        Some(Like {
            author: authors.get(&trace.object.author_id)?.display_name(),
            text: text::shorten(&trace.words.text, 300),
            url: format!("/traces/{id}"),
        })
    });
    Ok(Same { count: fold.count, last: fold.last, others: others.collect() })
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
            held_for: None,
            same: None,
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
            held_for: None,
            same: None,
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
