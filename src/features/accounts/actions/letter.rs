//! Signing in with a letter: a code to type in the browser that asked, or a link to open anywhere.
//!
//! Nobody learns here who has an account: asking does the same work and gets the same answer for every address, and
//! only the owner of the address reads the rest.

use std::time::Duration;

use anyhow::Context as _;
use axum_extra::extract::cookie::Cookie;
use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use super::sign_in::{Arrival, enter};
use crate::{
    features::accounts::{
        model::Email,
        store::letters::{self, Key},
    },
    kernel::{
        entropy::sha256_hex,
        error::{Error, Result},
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobResult},
        mail::{self, Address, Letter},
        web::{Member, Peer, Proof, limits},
    },
};

/// How long a letter can be answered.
pub(in crate::features::accounts) const LIFE: Duration = Duration::from_secs(15 * 60);

/// How many codes may be typed for one letter. With the few letters an address is sent, a million codes are not
/// guessed.
const TRIES: i32 = 3;

/// The job that writes a letter.
pub(in crate::features::accounts) const WRITE: Job = Job { kind: "accounts.letter", run: write };

/// A letter somebody asked for. The address may belong to no account.
#[derive(Serialize, Deserialize)]
struct Wanted {
    email: String,
    asked_hash: String,
}

/// Somebody answering a letter.
pub(in crate::features::accounts) struct Answer<'a> {
    /// What the browser says about itself.
    pub(in crate::features::accounts) device: &'a str,
    /// Where it comes from.
    pub(in crate::features::accounts) peer: Peer,
    /// Who is signed in with this browser at present: that session ends.
    pub(in crate::features::accounts) before: Option<&'a Member>,
}

/// Asks for a letter to an address; the secret stays with the browser and goes with the code.
pub(in crate::features::accounts) async fn ask(
    app: &App,
    typed: &str,
    peer: Peer,
) -> Result<String> {
    let email = Email::parse(typed).map_err(|key| Error::field("email", key))?;
    app.limits.take(&limits::LETTER_PEER, peer, app.now())?;
    let asked = app.entropy.token();
    let secret = asked.clone();
    app.limits.take(&limits::LETTER_ADDRESS, email.as_str(), app.now())?;
    app.write(move |tx| queue(tx, &email, &secret)).await?;
    Ok(asked)
}

/// Queues a letter with what causes it. `asked` is the secret of the browser that will be asked for the code.
pub(super) fn queue(tx: &mut Tx<'_>, email: &Email, asked: &str) -> Result<()> {
    let wanted =
        Wanted { email: email.as_str().to_owned(), asked_hash: sha256_hex(asked.as_bytes()) };
    jobs::enqueue(tx, WRITE.kind, &wanted)
}

fn write(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let wanted: Wanted = serde_json::from_str(&payload).context("a letter that is not one")?;
        app.write(move |tx| write_now(tx, &wanted)).await?;
        Ok(())
    }
    .boxed()
}

fn write_now(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<()> {
    let Some(reader) = letters::reader(tx.conn, &wanted.email)? else {
        return Ok(());
    };
    let code = format!("{:06}", tx.app.entropy.below(1_000_000));
    let link = tx.app.entropy.token();
    let expires_at = tx.now.plus(LIFE);
    let hashes = letters::Hashes {
        asked: &wanted.asked_hash,
        code: &code_hash(&wanted.asked_hash, &code),
        link: &sha256_hex(link.as_bytes()),
    };
    letters::insert(tx, reader.account, &hashes, expires_at)?;
    let letter = words(tx.app, reader.language, &wanted.email, code, &link);
    mail::send(tx, &Letter { good_until: Some(expires_at), ..letter })
}

fn words<'a>(app: &App, lang: Lang, to: &'a str, code: String, link: &str) -> Letter<'a> {
    let venue = app.venue().name.clone();
    let args =
        i18n::Args::from([("venue".into(), venue.into()), ("code".into(), code.clone().into())]);
    let text = |key| i18n::text(lang, key, &args);
    Letter {
        to: Address(to),
        lang,
        subject: text("accounts-letter-subject"),
        paragraphs: vec![text("accounts-letter-code")],
        code: Some(code),
        action: Some(mail::Action {
            label: text("accounts-letter-open"),
            url: app.config.address(&format!("/connexion/lien/{link}")),
        }),
        closing: text("accounts-letter-closing"),
        good_until: None,
    }
}

/// Six digits are soon tried one after the other: what is stored says nothing without the letter they belong to.
fn code_hash(asked_hash: &str, code: &str) -> String {
    sha256_hex(format!("{asked_hash}:{code}").as_bytes())
}

/// The cookie of a new session for whoever typed the code of the letter they asked for; `None` when it is not the
/// code, or not any more.
pub(in crate::features::accounts) async fn answer_code(
    app: &App,
    asked: &str,
    typed: &str,
    answer: &Answer<'_>,
) -> Result<Option<Cookie<'static>>> {
    app.limits.take(&limits::SIGN_IN_PEER, answer.peer, app.now())?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let asked_hash = sha256_hex(asked.as_bytes());
    let right = code_hash(&asked_hash, &digits);
    let answer = answer.owned();
    app.write(move |tx| {
        let open = letters::open(tx.conn, Key::Asked(&asked_hash), tx.now)?;
        let Some(letter) = open.filter(|letter| letter.tries < TRIES) else {
            return Ok(None);
        };
        if letter.code_hash != right {
            letters::count_try(tx.conn, &letter)?;
            return Ok(None);
        }
        come_in(tx, letter.account, &answer).map(Some)
    })
    .await
}

/// The cookie of a new session for whoever opened the link of a letter; `None` when it is too old or used up.
pub(in crate::features::accounts) async fn answer_link(
    app: &App,
    link: &str,
    answer: &Answer<'_>,
) -> Result<Option<Cookie<'static>>> {
    app.limits.take(&limits::SIGN_IN_PEER, answer.peer, app.now())?;
    let hash = sha256_hex(link.as_bytes());
    let answer = answer.owned();
    app.write(move |tx| match letters::open(tx.conn, Key::Link(&hash), tx.now)? {
        Some(letter) => come_in(tx, letter.account, &answer).map(Some),
        None => Ok(None),
    })
    .await
}

/// What is kept of an [`Answer`] until its transaction.
struct Owned {
    device: String,
    before: Option<(Id, Id)>,
}

impl Answer<'_> {
    fn owned(&self) -> Owned {
        let before = self.before.map(|m| (m.account_id, m.session_id));
        Owned { device: self.device.to_owned(), before }
    }
}

fn come_in(tx: &mut Tx<'_>, account: Id, answer: &Owned) -> Result<Cookie<'static>> {
    letters::answered(tx.conn, account, tx.now)?;
    let (device, before) = (answer.device.clone(), answer.before);
    enter(tx, &Arrival { account, proof: Proof::Letter, device, before })
}
