//! The digest: what a member was told since the last one, in one letter, on the mornings they chose.
//!
//! A job per member and morning, queued by the one before it. Nothing new, no letter. Every letter carries the way out
//! in its head (RFC 8058): one click, no sign-in.

use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use super::{
    lines,
    model::{self, Channel, Rhythm, next_digest},
    store::{self, Wanted},
};
use crate::{
    features::accounts,
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::Result,
        i18n::{self, Args, Lang},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
        mail::{self, Address, Digest, Item, Letter},
    },
};

pub(super) const JOB: Job = Job { kind: "notifications.digest", run: send };

/// How many lines a letter has before it says how many more there are.
const LINES: i64 = 30;

#[derive(Serialize, Deserialize)]
struct Morning {
    member: Id,
    at: Time,
}

/// Queues the digest of that morning.
pub(super) fn queue(tx: &mut Tx<'_>, member: Id, at: Time) -> Result<()> {
    jobs::enqueue_at(tx, JOB.kind, at, &Morning { member, at })
}

fn send(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let morning: Morning =
            serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        app.write(move |tx| write(tx, &morning)).await?;
        Ok(())
    }
    .boxed()
}

fn write(tx: &mut Tx<'_>, morning: &Morning) -> Result<()> {
    let member = morning.member;
    // Chosen otherwise meanwhile, or sent already: then another job is on its way, or none is wanted.
    let Some((rhythm, Some(next))) = store::rhythm(tx.conn, member)? else {
        return Ok(());
    };
    if next != morning.at {
        return Ok(());
    }
    let again = next_digest(rhythm, tx.now, tx.app.venue().time_zone);
    store::set_rhythm(tx.conn, member, rhythm, again)?;
    if let Some(at) = again {
        queue(tx, member, at)?;
    }
    let Some((lang, Some(to))) = accounts::mailbox(tx.conn, member)? else {
        return Ok(());
    };
    let mut kinds = store::choices(tx.conn, member)?.kinds(Channel::Mail);
    kinds.retain(|kind| !kind.is_at_once());
    let wanted = Wanted { kinds, unread: true, unmailed: true };
    let some = store::list(tx.conn, member, &wanted, 0, LINES)?;
    let Some(until) = some.first().map(|newest| newest.id) else {
        return Ok(());
    };
    let more = store::count(tx.conn, member, &wanted)? - i64::try_from(some.len()).unwrap_or(0);
    let lines = lines::lines(tx.app, tx.conn, lang, model::grouped(some))?;
    let way_out = way_out(&token(tx.app, member)?);
    let (letter, digest) = letter(tx.app, (lang, &to), rhythm, &way_out, &lines, more);
    mail::send_digest(tx, &letter, &digest)?;
    let now = tx.now;
    store::set_mailed(tx.conn, member, until, now)
}

fn letter<'a>(
    app: &App,
    (lang, to): (Lang, &'a str),
    rhythm: Rhythm,
    way_out: &str,
    lines: &[lines::Line],
    more: i64,
) -> (Letter<'a>, Digest) {
    let args = Args::from([
        ("venue".into(), app.venue().name.clone().into()),
        ("count".into(), lines.len().into()),
        ("more".into(), more.into()),
    ]);
    let text = |key: &str| i18n::text(lang, key, &args);
    let items = lines.iter().map(|line| Item {
        text: line.text.clone(),
        excerpt: line.excerpt.clone(),
        url: app.config.address(&line.url),
    });
    let letter = Letter {
        to: Address(to),
        lang,
        subject: text("notifications-digest-subject"),
        paragraphs: vec![text(&format!("notifications-digest-intro-{rhythm}"))],
        code: None,
        action: Some(mail::Action {
            label: text("notifications-digest-open"),
            url: app.config.address("/notifications"),
        }),
        closing: text("notifications-digest-closing"),
        good_until: None,
    };
    let digest = Digest {
        items: items.collect(),
        after: (more > 0).then(|| text("notifications-digest-more")),
        way_out: mail::Action {
            label: text("notifications-digest-stop"),
            url: app.config.address(way_out),
        },
    };
    (letter, digest)
}

const PURPOSE: &str = "digest";

/// What the letters of a member end them by. Sealed, never stored: each letter carries it, and a copy of the database
/// opens nothing.
fn token(app: &App, member: Id) -> Result<String> {
    Ok(format!("{member}.{}", app.seal()?.text(PURPOSE, &member.to_string())))
}

/// Whose letters carry this token. Of those that were made when they were still kept, the sum is.
pub(super) fn holder(app: &App, conn: &mut Conn, token: &str) -> Result<Option<Id>> {
    let Some((id, sealed)) = token.split_once('.') else {
        return store::of_old_link(conn, &sha256_hex(token.as_bytes()));
    };
    let Ok(member) = id.parse::<Id>() else { return Ok(None) };
    if !app.seal()?.knows(PURPOSE, &member.to_string(), sealed) {
        return Ok(None);
    }
    // Whoever left has no letters to end.
    Ok(store::rhythm(conn, member)?.map(|_| member))
}

/// The path that ends the digest of whoever holds the letter.
pub(super) fn way_out(token: &str) -> String {
    format!("/notifications/arret/{token}")
}
