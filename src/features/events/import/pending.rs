//! Files that came through a form: rehearsed whenever they are looked at, taken in once somebody says yes.

use std::time::Duration;

use super::{Line, Mode, Options, Report, read, run, store};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Result},
        id::Id,
        text::shorten,
    },
    platform::app::{App, Tx},
};

/// How long files are kept after they came.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// A file that came through a form.
pub struct Pending {
    /// The key.
    pub id: Id,
    /// Where it comes from, and how it is to be taken in.
    pub options: Options,
    /// What was read of it.
    pub lines: Vec<Line>,
    /// What became of it, once it was taken in.
    pub report: Option<Report>,
}

/// Reads a file and keeps it until somebody says yes. What makes the whole file unusable is an error of the field `file`.
/// A source without a name is called what the calendar calls itself, else `fallback`.
pub async fn keep(
    app: &App,
    account: Id,
    bytes: &[u8],
    options: Options,
    fallback: &str,
) -> Result<Id> {
    let read = read(app, bytes).map_err(|message| {
        let mut errors = FieldErrors::default();
        errors.add_message("file", message);
        Error::Invalid(errors)
    })?;
    let named = [&options.source, &read.name, fallback].map(str::trim);
    let source = named.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let source = shorten(source, 200);
    let lines = serde_json::to_string(&read.lines)?;
    app.write(move |tx| {
        let id = tx.new_id();
        let stored = store::Stored {
            id,
            account_id: Some(account),
            source: source.clone(),
            as_drafts: options.as_drafts,
            lines: lines.clone(),
            report: String::new(),
            created_at: tx.now,
            applied_at: None,
        };
        store::insert(tx.conn, stored)?;
        Ok(id)
    })
    .await
}

/// A file that came through a form.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Pending>> {
    let Some(stored) = store::find(conn, id)? else { return Ok(None) };
    let report = match stored.applied_at {
        Some(_) => Some(serde_json::from_str(&stored.report)?),
        None => None,
    };
    let lines = match report {
        Some(_) => Vec::new(),
        None => serde_json::from_str(&stored.lines)?,
    };
    let options = Options { source: stored.source, as_drafts: stored.as_drafts };
    Ok(Some(Pending { id, options, lines, report }))
}

/// Says what a file would do.
pub async fn check(app: &App, pending: &Pending) -> Result<Report> {
    run(app, &pending.lines, &pending.options, Mode::Rehearse).await
}

/// Takes a file in; once, however often it is asked. Lines taken in twice would change nothing the second time.
pub async fn apply(app: &App, id: Id) -> Result<Report> {
    let pending = app.read(move |conn| find(conn, id)).await?.ok_or(Error::NotFound)?;
    if let Some(report) = pending.report {
        return Ok(report);
    }
    let report = run(app, &pending.lines, &pending.options, Mode::Apply).await?;
    let kept = serde_json::to_string(&report)?;
    app.write(move |tx| store::finish(tx.conn, id, &kept, tx.now)).await?;
    Ok(report)
}

/// Lets go of old files; returns how many.
pub fn tidy(tx: &mut Tx<'_>) -> Result<usize> {
    store::forget_before(tx.conn, tx.now.minus(KEPT))
}
