//! Asking for an archive, making it, fetching it, and letting it go.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use futures::{FutureExt as _, future::BoxFuture};

use super::{
    archive::{self, Entry},
    gather,
    model::{Export, KEPT, State},
    store,
};
use crate::{
    features::accounts,
    kernel::{
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors,
        app::App,
        jobs::{self, Job, JobError, JobResult},
        journal::Recorded,
        personal::{self, Subject},
        web::{Member, limits},
    },
};

/// The folder of archives in the data folder. Backups leave it out: what is in it can be made again.
const FOLDER: &str = "exports";

/// The job that makes an archive.
pub(super) const BUILD: Job = Job { kind: "exports.build", run: build };

/// The job that lets an archive go.
pub(super) const EXPIRE: Job = Job { kind: "exports.expire", run: expire };

fn path(app: &App, file: &str) -> PathBuf {
    app.config.data_dir.join(FOLDER).join(file)
}

/// Asks for an archive; the one before goes away. [`Error::Conflict`] while one is being made.
pub(super) async fn ask(app: &App, member: &Member, password: &str) -> Result<()> {
    accounts::prove(app, member, "password", password).await?;
    let (account, lang) = (member.account_id, member.language);
    limits::take_for_account(app, &limits::EXPORT, account)?;
    let file = format!("{}.tar.gz", app.entropy.token());
    let before = app
        .write(move |tx| {
            let before = store::of_account(tx.conn, account)?;
            if before.as_ref().is_some_and(|export| export.state == State::Running) {
                return Err(Error::Conflict("exports-error-running"));
            }
            let id = store::begin(tx, account, &file)?;
            jobs::enqueue(tx, BUILD.kind, &(id, lang))?;
            Ok(before)
        })
        .await?;
    if let Some(before) = before {
        remove_file(app, &before.file).await?;
    }
    Ok(())
}

fn build(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let (id, lang): (Id, Lang) =
            serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
        let found = app.read(move |conn| store::find(conn, id)).await?;
        let Some(export) = found.filter(|export| export.state == State::Running) else {
            return Ok(());
        };
        let made = make(&app, &export, lang).await;
        let (state, bytes) = match &made {
            Ok(bytes) => (State::Ready, i64::try_from(*bytes).unwrap_or(i64::MAX)),
            // Told to whoever waits, and to staff: it is not tried again by itself.
            Err(_) => (State::Failed, 0),
        };
        app.write(move |tx| {
            store::set_state(tx, id, state, bytes)?;
            let until = tx.now.plus(KEPT);
            jobs::enqueue_at(tx, EXPIRE.kind, until, &id)
        })
        .await?;
        made.map(drop).map_err(|error| JobError::Discard(error.into()))
    }
    .boxed()
}

/// Makes an archive, a table at a time, so that progress shows; returns its size.
async fn make(app: &App, export: &Export, lang: Lang) -> Result<u64> {
    let (id, account) = (export.id, export.account);
    let who = app
        .read(move |conn| {
            let actor = store::actor_of(conn, account)?.ok_or(Error::NotFound)?;
            actors::find(conn, actor)?.ok_or(Error::NotFound)
        })
        .await?;
    let subject = Subject { actor: who.id, account };
    let names = personal::tables();
    // One step for what was published, one for writing it all.
    let total = i32::try_from(names.len() + 2).unwrap_or(i32::MAX);
    let mut tables = BTreeMap::new();
    for (step, name) in names.into_iter().enumerate() {
        let rows = app.read(move |conn| gather::table(conn, name, subject)).await?;
        tables.insert(name.to_owned(), rows);
        let done = i32::try_from(step + 1).unwrap_or(i32::MAX);
        app.write(move |tx| store::set_progress(tx.conn, id, done, total)).await?;
    }
    let mut entries = gather::readable(app, lang, &who, &tables)?;
    let inner = app.clone();
    let published: Vec<Entry> = app.read(move |conn| gather::published(&inner, conn, &who)).await?;
    entries.extend(published);
    app.write(move |tx| store::set_progress(tx.conn, id, total - 1, total)).await?;
    let (path, seconds) = (path(app, &export.file), app.now().seconds());
    let written =
        tokio::task::spawn_blocking(move || archive::write(&path, &entries, seconds)).await;
    Ok(written.map_err(Error::internal)??)
}

fn expire(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let id: Id =
            serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
        let found = app.read(move |conn| store::find(conn, id)).await?;
        let Some(export) = found.filter(|export| !export.is_open(app.now())) else {
            return Ok(());
        };
        remove_file(&app, &export.file).await?;
        app.write(move |tx| store::remove(tx.conn, id)).await?;
        Ok(())
    }
    .boxed()
}

/// The archive of a member, while it can be fetched.
pub(super) async fn fetch(app: &App, member: &Member, id: Id, password: &str) -> Result<Fetched> {
    let (account, now) = (member.account_id, app.now());
    let found = app.read(move |conn| store::find(conn, id)).await?;
    let export = found.filter(|e| e.account == account && e.is_open(now)).ok_or(Error::NotFound)?;
    accounts::prove(app, member, "password", password).await?;
    let file = tokio::fs::File::open(path(app, &export.file)).await?;
    Ok(Fetched {
        file,
        bytes: export.bytes,
        day: export.created_at.rfc3339().chars().take(10).collect(),
    })
}

/// An archive about to be handed over.
pub(super) struct Fetched {
    pub(super) file: tokio::fs::File,
    pub(super) bytes: i64,
    /// The day it was asked for.
    pub(super) day: String,
}

async fn remove_file(app: &App, file: &str) -> Result<()> {
    let path = path(app, file);
    let removed = tokio::task::spawn_blocking(move || match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    });
    Ok(removed.await.map_err(Error::internal)??)
}

/// An account was closed: its row goes with the others, so every file without a row goes now.
pub(super) async fn forget_closed(app: App, fact: Recorded) -> JobResult {
    let Some(accounts::AccountClosed { actor }) = fact.read() else { return Ok(()) };
    let subject = app.read(move |conn| Subject::of_actor(conn, actor)).await?;
    let account = subject.account;
    let export = app.read(move |conn| store::of_account(conn, account)).await?;
    if let Some(export) = export {
        app.write(move |tx| store::remove(tx.conn, export.id)).await?;
    }
    let known = app.read(store::files).await?;
    let folder = app.config.data_dir.join(FOLDER);
    let swept = tokio::task::spawn_blocking(move || sweep(&folder, &known));
    swept.await.map_err(Error::internal)?.map_err(Error::from)?;
    Ok(())
}

/// Removes every archive that no row names.
fn sweep(folder: &std::path::Path, known: &[String]) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let whole = name.trim_end_matches(".part");
        if !known.iter().any(|file| file == &name || file.trim_end_matches(".gz") == whole) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
