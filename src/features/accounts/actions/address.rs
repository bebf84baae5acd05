//! Another address to sign in with: asked for by whoever shows once more who they are, confirmed from the new one, told
//! to the old one.
//!
//! Nobody learns here whose an address is: asking gets the same answer for every address, and only its owner reads the
//! rest. Nothing is stored meanwhile: the link in the letter says, sealed, what it confirms, and is good for one change.

use std::time::Duration;

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::{FutureExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use super::profile::prove;
use crate::{
    features::accounts::{
        model::Email,
        store::{self, letters},
    },
    kernel::{
        clock::Time,
        error::{Error, Result},
        i18n::{self, Args, Lang},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        jobs::{self, Job, JobResult},
        mail::{self, Address, Letter},
        web::{Member, Peer, limits},
    },
};

/// How long the letter can be answered.
const LIFE: Duration = Duration::from_secs(24 * 3600);

const PURPOSE: &str = "another address";

/// The job that writes the letter to a new address.
pub(in crate::features::accounts) const WRITE_NEW: Job =
    Job { kind: "accounts.address", run: write };

/// Who wants which address.
#[derive(Serialize, Deserialize)]
struct Wanted {
    account: Id,
    email: String,
}

/// What a link confirms: good as long as the account still has the address it had then.
#[derive(Serialize, Deserialize)]
struct Change {
    account: Id,
    email: String,
    was: Option<String>,
    until: i64,
}

/// Asks for a letter to the new address. [`Error::Invalid`] says what to correct in `email` or `password`.
pub(in crate::features::accounts) async fn ask(
    app: &App,
    member: &Member,
    peer: Peer,
    (typed, password): (&str, &str),
) -> Result<()> {
    let email = Email::parse(typed).map_err(|key| Error::field("email", key))?;
    prove(app, member, "password", password).await?;
    app.limits.take(&limits::LETTER_PEER, peer, app.now())?;
    app.limits.take(&limits::LETTER_ADDRESS, email.as_str(), app.now())?;
    let wanted = Wanted { account: member.account_id, email: email.as_str().to_owned() };
    app.write(move |tx| jobs::enqueue(tx, WRITE_NEW.kind, &wanted)).await
}

fn write(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let wanted: Wanted = serde_json::from_str(&payload).context("an address that is none")?;
        app.write(move |tx| write_now(tx, &wanted)).await?;
        Ok(())
    }
    .boxed()
}

fn write_now(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<()> {
    let Some(account) = store::find(tx.conn, wanted.account)? else {
        return Ok(());
    };
    let lang = account.language;
    if store::email_taken(tx.conn, &wanted.email)? {
        // Its owner is told, whoever that is: perhaps they forgot that they have an account.
        return mail::send(tx, &plain(tx.app, lang, &wanted.email, "accounts-address-taken"));
    }
    let until = tx.now.plus(LIFE);
    let change = Change {
        account: wanted.account,
        email: wanted.email.clone(),
        was: account.email,
        until: until.micros(),
    };
    let link = sealed(tx.app, &change)?;
    let letter = Letter {
        action: Some(mail::Action {
            label: said(tx.app, lang, "accounts-address-confirm", ""),
            url: tx.app.config.address(&format!("/compte/adresse/{link}")),
        }),
        good_until: Some(until),
        ..plain(tx.app, lang, &wanted.email, "accounts-address-new")
    };
    mail::send(tx, &letter)
}

/// A letter without a button: its subject, its paragraph and its end are under `key`.
fn plain<'a>(app: &App, lang: Lang, to: &'a str, key: &str) -> Letter<'a> {
    Letter {
        to: Address(to),
        lang,
        subject: said(app, lang, &format!("{key}-subject"), ""),
        paragraphs: vec![said(app, lang, &format!("{key}-letter"), "")],
        code: None,
        action: None,
        closing: said(app, lang, &format!("{key}-closing"), ""),
        good_until: None,
    }
}

fn said(app: &App, lang: Lang, key: &str, email: &str) -> String {
    let args = Args::from([
        ("venue".into(), app.venue().name.clone().into()),
        ("email".into(), email.to_owned().into()),
    ]);
    i18n::text(lang, key, &args)
}

fn sealed(app: &App, change: &Change) -> Result<String> {
    let json = serde_json::to_vec(change).map_err(Error::internal)?;
    let text = URL_SAFE_NO_PAD.encode(json);
    let seal = app.seal()?.text(PURPOSE, &text);
    Ok(format!("{text}.{seal}"))
}

/// The change a link confirms for this account, while it is good.
fn opened(app: &App, account: Id, link: &str) -> Result<Option<Change>> {
    let Some((text, seal)) = link.split_once('.') else { return Ok(None) };
    if !app.seal()?.knows(PURPOSE, text, seal) {
        return Ok(None);
    }
    let json = URL_SAFE_NO_PAD.decode(text).map_err(Error::internal)?;
    let change: Change = serde_json::from_slice(&json).map_err(Error::internal)?;
    let good = change.account == account && Time::from_micros(change.until) > app.now();
    Ok(Some(change).filter(|_| good))
}

/// The address a link would give this account; none when it is not this account's, too old or used up.
pub(in crate::features::accounts) async fn offered(
    app: &App,
    member: &Member,
    link: &str,
) -> Result<Option<String>> {
    let Some(change) = opened(app, member.account_id, link)? else { return Ok(None) };
    app.read(move |conn| {
        let account = store::find(conn, change.account)?;
        let same = account.is_some_and(|account| account.email == change.was);
        Ok((same && !store::email_taken(conn, &change.email)?).then_some(change.email))
    })
    .await
}

/// Gives the account the address of the link, and tells the old one; false when the link is not good any more.
pub(in crate::features::accounts) async fn confirm(
    app: &App,
    member: &Member,
    link: &str,
) -> Result<bool> {
    let Some(change) = opened(app, member.account_id, link)? else { return Ok(false) };
    let actor = member.actor_id;
    app.write(move |tx| {
        let account = store::find(tx.conn, change.account)?.ok_or(Error::NotFound)?;
        if account.email != change.was || store::email_taken(tx.conn, &change.email)? {
            return Ok(false);
        }
        let email = Email::parse(&change.email).map_err(|key| Error::field("email", key))?;
        let before = store::mailbox(tx.conn, actor)?.and_then(|(_, address)| address);
        store::set_email(tx.conn, change.account, &email)?;
        // Letters to the old address open nothing any more; the new one is known to be its owner's.
        letters::answered(tx.conn, change.account, tx.now)?;
        if let Some(old) = before {
            let letter = plain(tx.app, account.language, &old, "accounts-address-changed");
            mail::send(tx, &letter)?;
        }
        Ok(true)
    })
    .await
}
