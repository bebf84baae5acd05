//! A form that arrives twice has its effect once: a double tap, a reload, an outbox that never heard the answer.
//!
//! For every form people post with. `Once::key(app, viewer)` goes into the page's data, `{{ ui.once(key, values) }}`
//! into its form, and in the handler
//!
//! ```text
//! let once = Once::of(&ctx.viewer, &form); // or Once::with_files for an UploadForm
//! let done = app.write(move |tx| once.run(tx, |tx| actions::leave(tx, …))).await?;
//! ```
//!
//! The closure may return anything that can be kept as JSON (an id, where to go next): the second time it does not run,
//! and what it returned the first time is returned again. The key is kept with the effect, in one transaction, so
//! neither is there without the other; of two at the same moment one waits for the other (both databases).
//!
//! A key belongs to who sent it: a member or guest by their actor, whoever has no name yet by the key alone, which is
//! random. The same key with other words is another deed, never swallowed: that is somebody who went back in their
//! browser and wrote anew. A form without a key is done each time it comes. Pages kept for everybody carry an empty key,
//! which the script fills: two visitors must never share one.

use std::time::Duration;

use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    form::{Form, UploadForm},
    viewer::Viewer,
};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::{Error, Result},
        id::Id,
    },
    platform::app::{App, Tx},
    schema::done_once,
};

/// The hidden field.
pub const FIELD: &str = "once";

/// How long a key is kept: an outbox gives up after two days, and a clock may be wrong.
const KEPT: Duration = Duration::from_secs(72 * 3600);

/// The shortest and longest key; browsers make 36 characters, we make 43.
const LENGTH: std::ops::RangeInclusive<usize> = 20..=64;

/// Fields that differ when the same form is sent again: the key itself and what proves that a person filled it in.
const PASSING: [&str; 3] = [FIELD, "stamp", "contact_url"];

/// Whoever has no name yet.
const NOBODY: Id = Id::from_raw(0);

/// What tells one sending of a form from another.
#[derive(Clone, Debug)]
pub struct Once {
    scope: Id,
    key: Option<String>,
    content: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = done_once)]
struct Row {
    scope: Id,
    form_key: String,
    content: String,
    answer: String,
    done_at: Time,
}

impl Once {
    /// A key for a form shown to this viewer; none on pages that are kept for everybody, where the script makes it.
    pub fn key(app: &App, viewer: &Viewer) -> String {
        viewer.actor_id().map(|_| app.entropy.token()).unwrap_or_default()
    }

    /// The sending of a form without files.
    pub fn of(viewer: &Viewer, form: &Form) -> Self {
        Self::read(viewer, form, &[])
    }

    /// The sending of a form with files.
    pub fn with_files(viewer: &Viewer, form: &UploadForm) -> Self {
        let files: Vec<String> = form
            .files
            .iter()
            .map(|file| format!("{} {}", file.field, sha256_hex(&file.bytes)))
            .collect();
        Self::read(viewer, &form.fields, &files)
    }

    fn read(viewer: &Viewer, form: &Form, files: &[String]) -> Self {
        let key = key_of(form).map(str::to_owned);
        let fields: Vec<(&str, &str)> =
            form.pairs().filter(|(name, _)| !PASSING.contains(name)).collect();
        let content = serde_json::to_vec(&(fields, files)).unwrap_or_default();
        Self { scope: viewer.actor_id().unwrap_or(NOBODY), key, content: sha256_hex(&content) }
    }

    /// Does `deed`, or returns what it returned when this form came before.
    pub fn run<T: Serialize + DeserializeOwned>(
        &self,
        tx: &mut Tx<'_>,
        deed: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let Some(key) = &self.key else {
            return deed(tx);
        };
        // Somebody who had no name when they sent it the first time may have one now.
        for scope in [self.scope, NOBODY] {
            if let Some(before) = find(tx.conn, scope, key)?
                && before.content == self.content
            {
                return serde_json::from_str(&before.answer).map_err(Error::internal);
            }
        }
        // Taken before the deed: of two at the same moment the second waits here, then finds the answer above.
        claim(tx, self, key)?;
        let done = deed(tx)?;
        let answer = serde_json::to_string(&done).map_err(Error::internal)?;
        let mine = done_once::scope.eq(self.scope).and(done_once::form_key.eq(key));
        diesel::update(done_once::table.filter(mine))
            .set(done_once::answer.eq(answer))
            .execute(tx.conn)?;
        Ok(done)
    }
}

/// The key of a form, if it has a good one.
pub(super) fn key_of(form: &Form) -> Option<&str> {
    let key = form.text(FIELD);
    let good = LENGTH.contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    good.then_some(key)
}

/// Takes something that may be used once, whichever process is asked; false when it was used. `with` is what it may come
/// again with. The effect goes into the same transaction: nothing is used up by what failed.
pub(super) fn use_up(tx: &mut Tx<'_>, what: &str, with: &str) -> Result<bool> {
    let key = sha256_hex(what.as_bytes());
    let used = find(tx.conn, NOBODY, &key)?;
    if let Some(used) = used {
        return Ok(!with.is_empty() && used.content == with);
    }
    let once = Once { scope: NOBODY, key: None, content: with.to_owned() };
    claim(tx, &once, &key)?;
    Ok(true)
}

fn find(conn: &mut Conn, scope: Id, key: &str) -> Result<Option<Row>> {
    Ok(done_once::table
        .filter(done_once::scope.eq(scope))
        .filter(done_once::form_key.eq(key))
        .select(Row::as_select())
        .first(conn)
        .optional()?)
}

/// Takes the key for this content.
fn claim(tx: &mut Tx<'_>, once: &Once, key: &str) -> Result<()> {
    let (content, now) = (once.content.clone(), tx.now);
    let row = Row {
        scope: once.scope,
        form_key: key.to_owned(),
        content: content.clone(),
        answer: String::new(),
        done_at: now,
    };
    both!(tx.conn, |c| diesel::insert_into(done_once::table)
        .values(row)
        .on_conflict((done_once::scope, done_once::form_key))
        .do_update()
        .set((done_once::content.eq(content), done_once::done_at.eq(now)))
        .execute(c))?;
    Ok(())
}

/// Forgets the keys of forms that will not come again. For the daily round; returns how many.
pub fn sweep(tx: &mut Tx<'_>) -> Result<usize> {
    let old = tx.now.minus(KEPT);
    Ok(diesel::delete(done_once::table.filter(done_once::done_at.lt(old))).execute(tx.conn)?)
}
