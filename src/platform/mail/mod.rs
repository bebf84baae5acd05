//! Mail: letters to one person, in their language, queued with what causes them and sent by a job.
//!
//! A request never waits for the mail server, and a letter is never sent for something that was undone. The words come
//! from the locale files, the frame from `letter.html` and `letter.txt`. An address is never written to the log.

mod transport;

use futures::{FutureExt as _, future::BoxFuture};
use minijinja::value::{Serde, Value};
use serde::{Deserialize, Serialize};

pub use transport::Transport;

use crate::{
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
    },
};

/// A letter to one person. Texts are plain; the frame escapes them.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The address it goes to.
    pub to: Address<'a>,
    /// The language it is written in.
    pub lang: Lang,
    /// The subject, which is also its heading.
    pub subject: String,
    /// What it says, a paragraph each.
    pub paragraphs: Vec<String>,
    /// A code to type, shown large.
    pub code: Option<String>,
    /// What to open.
    pub action: Option<Action>,
    /// Why it came and what to do when it was not asked for.
    pub closing: String,
    /// When it is of no use any more: it is not sent later than that.
    pub good_until: Option<Time>,
}

/// An e-mail address that does not show in `Debug`.
#[derive(Clone, Copy)]
pub struct Address<'a>(pub &'a str);

impl std::fmt::Debug for Address<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A link of a letter: a label, and a full address.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// The words of the link.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// What a letter that comes by itself, again and again, has besides: what is new, and the way to end it.
#[derive(Clone, Debug, Serialize)]
pub struct Digest {
    /// What is new.
    pub items: Vec<Item>,
    /// What is said after them.
    pub after: Option<String>,
    /// Ends these letters, by a click and by the mail program itself (RFC 8058).
    pub way_out: Action,
}

/// Something new in a letter.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// What happened.
    pub text: String,
    /// The first words of it.
    pub excerpt: Option<String>,
    /// The full address it is at.
    pub url: String,
}

/// A letter as it waits in the queue: written, but not yet sent.
#[derive(Serialize, Deserialize)]
struct Sealed {
    id: Id,
    to: String,
    subject: String,
    text: String,
    html: String,
    good_until: Option<Time>,
    /// Where mail programs end these letters.
    #[serde(default)]
    way_out: Option<String>,
}

/// What the frame of every letter shows.
#[derive(Serialize)]
struct Frame<'a> {
    lang: Lang,
    venue: &'a str,
    home: String,
}

/// What the templates of a letter show.
#[derive(Serialize)]
struct Words<'a> {
    subject: &'a str,
    paragraphs: &'a [String],
    code: Option<&'a str>,
    action: Option<&'a Action>,
    digest: Option<&'a Digest>,
    closing: &'a str,
}

/// The jobs of mail.
pub const JOBS: &[Job] = &[Job { kind: SEND, run: deliver }];

const SEND: &str = "mail.send";

/// What keeps letters from arriving, for staff. Never says to whom they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// Letters that wait for another try.
    pub waiting: i64,
    /// Letters that were given up.
    pub given_up: i64,
    /// Why the last one did not leave: a key of `mail.ftl`.
    pub why: &'static str,
    /// What the mail server answered, if it did.
    pub code: Option<String>,
}

/// What keeps letters from arriving at present; `None` when nothing does.
pub fn trouble(conn: &mut Conn) -> Result<Option<Trouble>> {
    let all = jobs::troubled(conn, SEND)?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let given_up = count(all.iter().filter(|job| job.failed_at.is_some()).count());
    Ok(all.first().map(|last| {
        let (why, code) = transport::told(last.last_error.as_deref().unwrap_or_default());
        Trouble { waiting: count(all.len()) - given_up, given_up, why, code }
    }))
}

/// Tries every letter again that did not leave.
pub fn try_again(tx: &mut Tx<'_>) -> Result<()> {
    jobs::retry(tx, SEND)
}

/// Writes a letter and queues it; it leaves once the transaction is on disk. Without a mail server nothing is queued:
/// ask [`Transport::is_there`] before promising anybody a letter.
pub fn send(tx: &mut Tx<'_>, letter: &Letter<'_>) -> Result<()> {
    post(tx, letter, None)
}

/// The same for a letter that comes again and again.
pub fn send_digest(tx: &mut Tx<'_>, letter: &Letter<'_>, digest: &Digest) -> Result<()> {
    post(tx, letter, Some(digest))
}

fn post(tx: &mut Tx<'_>, letter: &Letter<'_>, digest: Option<&Digest>) -> Result<()> {
    if !tx.app.mail.is_there() {
        return Ok(());
    }
    let sealed = seal(tx.app, tx.new_id(), letter, digest)?;
    jobs::enqueue(tx, SEND, &sealed)
}

/// Takes out every letter to an address that waits or was given up: whoever leaves is written to no more, and a letter
/// that failed does not keep their address.
pub fn forget(tx: &mut Tx<'_>, address: &str) -> Result<()> {
    let quoted = serde_json::to_string(address)?;
    jobs::take_out(tx.conn, &[SEND, "accounts.letter"], &quoted)
}

fn seal(app: &App, id: Id, letter: &Letter<'_>, digest: Option<&Digest>) -> Result<Sealed> {
    let venue = app.venue();
    let frame = Value::from(Serde(&Frame {
        lang: letter.lang,
        venue: &venue.name,
        home: app.config.address("/"),
    }));
    let words = Value::from(Serde(&Words {
        subject: &letter.subject,
        paragraphs: &letter.paragraphs,
        code: letter.code.as_deref(),
        action: letter.action.as_ref(),
        digest,
        closing: &letter.closing,
    }));
    let render = |template| {
        let (frame, words) = (frame.clone(), words.clone());
        app.templates.render_value(template, letter.lang, venue.time_zone, frame, words)
    };
    Ok(Sealed {
        id,
        to: letter.to.0.to_owned(),
        subject: letter.subject.clone(),
        text: render("letter.txt")?,
        html: render("letter.html")?,
        good_until: letter.good_until,
        way_out: digest.map(|digest| digest.way_out.url.clone()),
    })
}

fn deliver(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let letter: Sealed = serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        if letter.good_until.is_some_and(|until| until < app.now()) {
            tracing::info!(letter = %letter.id, "a letter came too late to be of use and was not sent");
            return Ok(());
        }
        let sender = sender(&app);
        app.mail.send(&letter, &sender, app.now()).await
    }
    .boxed()
}

/// Who letters come from: the venue, at the address the operator chose, else `no-reply@` its domain.
fn sender(app: &App) -> transport::Sender {
    let domain = app.config.url.host_str().unwrap_or("localhost").to_owned();
    transport::Sender {
        name: app.venue().name.clone(),
        address: app.config.mail_from.clone().unwrap_or_else(|| format!("no-reply@{domain}")),
        domain,
    }
}
