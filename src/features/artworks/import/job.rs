//! Imports that came through a form: rehearsed at once, taken in by a background job a few lines at a time, so that
//! progress shows and a restart goes on where it was.

use std::time::Duration;

use futures::FutureExt as _;
use serde::{Deserialize, Serialize};

pub use super::store::Stored;
use super::{LineReport, Mode, Origin, Outcome, run, store, table};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        jobs::{self, Job, JobError, JobResult},
    },
    text_enum,
};

text_enum! {
    /// How far an import is.
    State {
        /// Rehearsed; waits for somebody to say yes.
        Review = "review",
        /// Being taken in.
        Running = "running",
        /// Every line is done.
        Done = "done",
    }
}

/// How many lines one job takes in: even when each fetches a slow picture, it ends before its lease does.
const LINES: usize = 15;

/// How many refused lines are kept to be shown.
const SHOWN: usize = 500;

/// How long files are kept after they came.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

const KIND: &str = "import-artworks";

/// The background work of imports.
pub const JOBS: &[Job] = &[Job { kind: KIND, run: |app, payload| go_on(app, payload).boxed() }];

#[derive(Serialize, Deserialize)]
struct Next {
    import: Id,
}

/// Reads and rehearses a file and keeps it until somebody says yes. What makes the whole file unusable is an error
/// of the field `file`.
pub async fn check_upload(
    app: &App,
    account: Id,
    file_name: &str,
    bytes: &[u8],
) -> Result<(Id, Vec<LineReport>)> {
    let refused = |message: Message| {
        let mut errors = crate::kernel::error::FieldErrors::default();
        errors.add_message("file", message);
        Error::Invalid(errors)
    };
    let table = table::read(bytes).map_err(refused)?;
    if table.lines.is_empty() {
        return Err(Error::field("file", "import-error-empty"));
    }
    let report = run(app, &table.lines, &Origin::Web, Mode::Rehearse).await?;
    let csv = String::from_utf8_lossy(bytes).into_owned();
    let file_name = crate::kernel::text::shorten(file_name, 200);
    let total = i32::try_from(table.lines.len()).unwrap_or(i32::MAX);
    let id = app
        .write(move |tx| {
            store::forget_before(tx.conn, tx.now.minus(KEPT))?;
            let stored = Stored {
                id: tx.new_id(),
                account_id: Some(account),
                file_name: file_name.clone(),
                csv: csv.clone(),
                state: State::Review,
                total,
                done: 0,
                created_count: 0,
                changed_count: 0,
                unchanged_count: 0,
                failed_count: 0,
                report: "[]".to_owned(),
                created_at: tx.now,
                finished_at: None,
            };
            let id = stored.id;
            store::insert(tx.conn, stored)?;
            Ok(id)
        })
        .await?;
    Ok((id, report))
}

/// Begins to take in a rehearsed file; once, however often it is asked.
pub async fn begin(app: &App, id: Id) -> Result<()> {
    app.write(move |tx| {
        if store::find(tx.conn, id)?.is_none() {
            return Err(Error::NotFound);
        }
        if store::pass(tx.conn, id, State::Review, State::Running)? {
            jobs::enqueue(tx, KIND, &Next { import: id })?;
        }
        Ok(())
    })
    .await
}

/// An import that came through a form.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Stored>> {
    store::find(conn, id)
}

impl Stored {
    /// The lines that were refused.
    pub fn refused(&self) -> Vec<LineReport> {
        serde_json::from_str(&self.report).unwrap_or_default()
    }

    /// Counts what became of more lines.
    fn add(&mut self, report: Vec<LineReport>, now: Time) -> Result<()> {
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let tally = LineReport::tally(&report);
        self.done += count(report.len());
        self.created_count += count(tally.created);
        self.changed_count += count(tally.changed);
        self.unchanged_count += count(tally.unchanged);
        self.failed_count += count(tally.failed);
        let mut refused = self.refused();
        refused
            .extend(report.into_iter().filter(|line| matches!(line.outcome, Outcome::Failed(_))));
        refused.truncate(SHOWN);
        self.report = serde_json::to_string(&refused)?;
        if self.done >= self.total {
            self.state = State::Done;
            self.finished_at = Some(now);
        }
        Ok(())
    }
}

/// Takes in the next lines, then queues what is left. Lines taken in twice change nothing the second time.
async fn go_on(app: App, payload: String) -> JobResult {
    let Next { import } =
        serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
    let found = app.read(move |conn| store::find(conn, import)).await?;
    let Some(mut stored) = found.filter(|stored| stored.state == State::Running) else {
        return Ok(());
    };
    let table = table::read(stored.csv.as_bytes())
        .map_err(|message| JobError::Discard(anyhow::anyhow!("{}", message.key)))?;
    let from = usize::try_from(stored.done).unwrap_or(0);
    let lines: Vec<_> = table.lines.into_iter().skip(from).take(LINES).collect();
    let report = run(&app, &lines, &Origin::Web, Mode::Apply).await?;
    stored.add(report, app.now())?;
    app.write(move |tx| {
        store::save_progress(tx.conn, &stored)?;
        if stored.state == State::Running {
            jobs::enqueue(tx, KIND, &Next { import })?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
