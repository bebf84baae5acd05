//! Traces: what people leave under a work or at a place, here or from anywhere in the fediverse.
//!
//! Pages of other nouns show them through [`Feature::thread`] and [`Feature::profile`].

mod actions;
mod attach;
mod form;
mod likeness;
mod model;
mod moment;
mod pages;
mod samples;
mod store;
#[cfg(test)]
mod tests;
mod thread;
mod trust;
mod wire;

use std::collections::HashMap;

use axum::Router;
use futures::FutureExt as _;
use minijinja::value::{Serde, Value};

pub use actions::{
    Attached, Leaving, Pinned, Received, leave, receive, said_wrong, set_read, withdraw,
};
pub use form::FormView;
pub use model::{Body, Draft, Held, Purpose, Trace, Voice, Words, words};
use moment::{Moment, Rail};
pub use store::Said;
pub use store::queue::{Fold, Pile, Wanted, in_fold, list as folds, waiting};
pub use store::wall::{Projected, projected};
use store::{Of, Slice, Threads};
pub use thread::{Reader, TraceView};
pub use trust::{APPROVALS, Rung, decided as rung_decided, rungs, set as set_rung};

use crate::{
    features::{exhibitions, reactions},
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        feature::{AskThread, Echo, Feature, Inbound, Outcome, ProfileAsk, Thread, Typed},
        jobs::{Consumer, JobResult},
        journal::{Fact as _, Recorded, Withdrawn},
        objects::{Object, State},
        web::{Form, PageNumber, Pager, Sample, Viewer},
    },
};

/// The object kind of this slice.
pub const KIND: &str = "trace";

/// The slice, as the server knows it.
pub struct Traces;

impl Feature for Traces {
    fn name(&self) -> &'static str {
        "traces"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn apply_words(&self, tx: &mut Tx<'_>, words: &[&Inbound]) -> Result<Vec<Option<Outcome>>> {
        wire::apply_words(tx, words)
    }

    fn describe(
        &self,
        app: &App,
        conn: &mut Conn,
        object: &Object,
    ) -> Result<Option<serde_json::Value>> {
        wire::describe(app, conn, object)
    }

    fn thread(&self, app: &App, conn: &mut Conn, ask: &AskThread) -> Result<Option<Thread>> {
        thread_of(app, conn, ask).map(Some)
    }

    fn profile(&self, ask: &ProfileAsk<'_>, conn: &mut Conn) -> Result<Option<Value>> {
        let reader = Reader { app: ask.app, viewer: ask.viewer, lang: ask.lang };
        let total = store::count(conn, Of::Author(ask.person.id), ask.viewer)?;
        let months = thread::months_by(&reader, conn, ask.person.id, slice(ask.page))?;
        let pager = Pager::new(ask.path, ask.page, thread::PER_PAGE, total);
        Ok(Some(minijinja::context! {
            months => Value::from(Serde(&months)),
            pager => Value::from(Serde(&pager)),
            traces_total => total,
        }))
    }

    fn echoes(&self, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Echo>> {
        let counts = store::echoes(conn, objects)?;
        Ok(counts
            .into_iter()
            .map(|(id, traces)| {
                let echo = Echo { traces, ..Echo::default() };
                (id, echo)
            })
            .collect())
    }

    fn excerpts(&self, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, String>> {
        let found = store::find_all(conn, objects)?;
        // A warning stands before the words wherever they are shown.
        let first = |trace: Trace| match trace.words.warning.is_empty() {
            true => trace.words.text,
            false => trace.words.warning,
        };
        Ok(found.into_iter().map(|(id, trace)| (id, first(trace))).collect())
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "traces.erase",
            topics: &[Withdrawn::TOPIC],
            heeds: None,
            run: |app, fact| erase(app, fact).boxed(),
        }]
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}

/// The trace with this id, whatever its state.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Trace>> {
    store::find(conn, id)
}

/// The traces with these ids, by id, whatever their state.
pub fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Trace>> {
    store::find_all(conn, ids)
}

/// Words everybody may read and pass on, the newest first.
pub fn said_publicly(conn: &mut Conn, said: &Said, offset: i64, limit: i64) -> Result<Vec<Trace>> {
    store::said_publicly(conn, said, offset, limit)
}

/// These traces as pages show them, without answers.
pub fn views(reader: &Reader<'_>, conn: &mut Conn, traces: Vec<Trace>) -> Result<Vec<TraceView>> {
    thread::views(reader, conn, traces, None)
}

/// The longest words that stand on a page as a quotation, in characters.
const QUOTATION: usize = 240;

/// Some short words left under an object: one's own that nobody else sees yet, then what the venue put on top, then the
/// last.
pub fn quotations(
    reader: &Reader<'_>,
    conn: &mut Conn,
    object: Id,
    most: usize,
) -> Result<Vec<TraceView>> {
    let threads = Threads::look(conn, &[object], reader.viewer)?;
    let some = Slice { offset: 0, limit: thread::PER_PAGE };
    let mut heads = threads.pinned.clone();
    let last = Of::Heads { threads: &threads, between: None };
    heads.extend(store::list(conn, last, reader.viewer, some)?);
    let own = |trace: &Trace| reader.viewer.actor_id() == Some(trace.object.author_id);
    let waits = |trace: &Trace| trace.object.state == State::Pending && own(trace);
    heads.retain(|trace| {
        let short = trace.words.text.chars().count() <= QUOTATION;
        let quotable = trace.object.state == State::Published
            && trace.words.warning.is_empty()
            && !trace.words.text.trim().is_empty();
        waits(trace) || (short && quotable)
    });
    heads.sort_by_key(|trace| !waits(trace));
    heads.truncate(most);
    thread::views(reader, conn, heads, None)
}

/// A page of everything somebody said that the reader may see, the last first.
pub fn left_by(
    reader: &Reader<'_>,
    conn: &mut Conn,
    author: Id,
    (path, page): (&str, PageNumber),
) -> Result<(Vec<TraceView>, Pager)> {
    let total = store::count(conn, Of::Author(author), reader.viewer)?;
    let traces = store::list(conn, Of::Author(author), reader.viewer, slice(page))?;
    let pager = Pager::new(path, page, thread::PER_PAGE, total);
    Ok((thread::views(reader, conn, traces, None)?, pager))
}

/// What somebody said things about and when, the last first.
pub fn times_of(conn: &mut Conn, author: Id, limit: i64) -> Result<Vec<(Id, Time)>> {
    store::rail::times_of(conn, author, limit)
}

/// The form for words about an object, on a page made for one visitor that is come back to.
pub fn form_on(
    app: &App,
    conn: &mut Conn,
    viewer: &Viewer,
    object: &Object,
    page: &str,
) -> Result<Option<FormView>> {
    let reader = Reader { app, viewer, lang: app.venue().main_language() };
    let asking = form::Asking {
        parent: object,
        action: &format!("/objets/{}/mot", object.id),
        typed: Typed::default(),
        personal: true,
    };
    Ok(form::form(&reader, conn, asking)?.map(|form| form.coming_back(page)))
}

/// The words of a form without picture and sound.
pub fn words_of(form: &Form, lang: Lang) -> Result<Words> {
    form::words(form, lang, false)
}

/// What a form lets the venue do with its words.
pub fn reuse_of(form: &Form) -> Vec<Purpose> {
    form::reuse(form)
}

fn slice(page: PageNumber) -> Slice {
    Slice { offset: page.offset(thread::PER_PAGE), limit: thread::PER_PAGE }
}

/// The thread under an object and the threads of what is kept there, with the form for new words.
fn thread_of(app: &App, conn: &mut Conn, ask: &AskThread) -> Result<Thread> {
    let reader = Reader { app, viewer: &ask.viewer, lang: ask.lang };
    let roots: Vec<Id> =
        std::iter::once(ask.subject.id).chain(ask.others.iter().copied()).collect();
    let threads = Threads::look(conn, &roots, &ask.viewer)?;
    let (moment, rail) = memory(&reader, conn, ask, &roots, &threads)?;
    let between = moment.map(|moment| (moment.from, moment.to));
    let total = match between {
        None => threads.count(conn, &ask.viewer)?,
        Some(_) => store::count(conn, Of::Heads { threads: &threads, between }, &ask.viewer)?,
    };
    let months = thread::months_of(&reader, conn, &threads, between, slice(ask.reading.page))?;
    let liked = match ask.viewer.actor_id() {
        Some(actor) => !reactions::liked(conn, actor, &[ask.subject.id])?.is_empty(),
        None => false,
    };
    let asking = form::Asking {
        parent: &ask.subject,
        action: &ask.action,
        typed: ask.reading.typed.clone(),
        personal: false,
    };
    let mut form = form::form(&reader, conn, asking)?;
    let answered = match ask.reading.reply_to.filter(|_| form.is_some()) {
        Some(id) => store::find(conn, id)?.filter(|trace| trace.object.visible_to(&ask.viewer)),
        None => None,
    };
    if let Some(trace) = answered {
        let page = ask.path.split('?').next().unwrap_or_default().to_owned();
        let name = views(&reader, conn, vec![trace])?.pop();
        form = form.zip(name).map(|(form, view)| form.answering(view.id, view.author_name, page));
    }
    let acts = thread::acts(&reader, &ask.subject, liked);
    let acts = thread::followed(&reader, conn, &ask.subject, acts)?;
    Ok(Thread {
        form: Value::from(Serde(&form)),
        months: Value::from(Serde(&months)),
        rail: Value::from(Serde(&rail)),
        pager: Pager::new(&ask.path, ask.reading.page, thread::PER_PAGE, total),
        live_topic: ask.subject.id.to_string(),
        acts,
    })
}

/// Which stretch of time is read, and the rail to the others, where there are any.
fn memory(
    reader: &Reader<'_>,
    conn: &mut Conn,
    ask: &AskThread,
    roots: &[Id],
    threads: &Threads,
) -> Result<(Option<Moment>, Option<Rail>)> {
    let zone = reader.app.venue().time_zone;
    let shown = exhibitions::of(conn, roots)?;
    let moment = ask.reading.moment.as_deref().and_then(|asked| {
        let exhibition = shown.iter().find(|one| one.slug == asked);
        exhibition.map(Moment::of).or_else(|| Moment::read(asked, zone))
    });
    let shifts = moment::shifts(zone, reader.app.now());
    let days = store::rail::days(conn, threads, reader.viewer, &shifts)?;
    if days.is_empty() && shown.is_empty() {
        return Ok((moment, None));
    }
    let path = ask.path.split('?').next().unwrap_or_default();
    let rail = moment::rail(path, (reader.lang, zone), &days, &shown, moment.as_ref());
    Ok((moment, Some(rail)))
}

/// Whatever withdrew an object, its words are erased.
async fn erase(app: App, fact: Recorded) -> JobResult {
    let Some(Withdrawn { object }) = fact.read() else {
        return Ok(());
    };
    app.write(move |tx| match store::find(tx.conn, object)? {
        Some(_) => actions::erase(tx, object),
        None => Ok(()),
    })
    .await?;
    Ok(())
}
