//! Closing an account: at once for everything personal, in the background for what was published.

use serde::{Deserialize, Serialize};

use crate::{
    features::accounts::{store, wire},
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors,
        app::{App, Tx},
        erasures::{self, Erased},
        fediverse::outbox::{self, Post, Recipients},
        jobs::{Consumer, JobResult},
        journal::{self, Fact, Recorded},
        mail, objects,
        personal::{self, Subject},
        web::{self, Member},
    },
};

/// Somebody closed their account; its personal data is gone already.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AccountClosed {
    /// The actor it spoke as.
    pub actor: Id,
}

impl Fact for AccountClosed {
    const TOPIC: &'static str = "account.closed";
    fn lane(&self) -> Option<Id> {
        Some(self.actor)
    }
}

/// Closes the account of a member who typed their password or has just answered a letter: erases what is personal, ends every session,
/// asks other servers to forget the actor. The handle is never given again.
pub(in crate::features::accounts) async fn close(
    app: &App,
    member: &Member,
    password: &str,
) -> Result<()> {
    super::profile::prove(app, member, "password", password).await?;
    let (account, actor) = (member.account_id, member.actor_id);
    app.write(move |tx| {
        super::staff::keep_an_admin(tx, account)?;
        close_now(tx, account, actor)
    })
    .await
}

fn close_now(tx: &mut Tx<'_>, account: Id, actor: Id) -> Result<()> {
    let person = actors::find(tx.conn, actor)?.ok_or(Error::NotFound)?;
    if let Some(email) = store::find(tx.conn, account)?.and_then(|known| known.email) {
        mail::forget(tx, &email)?;
    }
    // Whoever saw this person, followed or fetched: nobody writes down who read what, so all are asked to forget.
    let body = wire::deleted(&person)?;
    outbox::post(
        tx,
        &Post {
            actor,
            object: None,
            public: false,
            body,
            to: Recipients { everyone: true, ..Recipients::default() },
        },
    )?;
    store::erase(tx, account, actor)?;
    web::end_all(tx, account, actor, None)?;
    journal::record(tx, &AccountClosed { actor })
}

/// Closes again the account of somebody who had closed it.
pub(in crate::features::accounts) fn erase(tx: &mut Tx<'_>, actor: Id) -> Result<()> {
    match store::account_of(tx.conn, actor)? {
        Some(account) => close_now(tx, account, actor),
        None => Ok(()),
    }
}

/// Withdraws what a closed account had published, after the erasure ledger knows of it.
pub(in crate::features::accounts) const WITHDRAW: Consumer = Consumer {
    name: "accounts.withdraw",
    topics: &[AccountClosed::TOPIC],
    heeds: None,
    run: |app, fact| Box::pin(withdraw_all(app, fact)),
};

/// How many objects one transaction withdraws, so that other writers do not wait long.
const AT_ONCE: i64 = 50;

async fn withdraw_all(app: App, fact: Recorded) -> JobResult {
    let Some(AccountClosed { actor }) = fact.read() else {
        return Ok(());
    };
    erasures::remember(&app, Erased::Actor(actor)).await?;
    loop {
        let left = app
            .write(move |tx| {
                let some = objects::authored(tx.conn, actor, AT_ONCE)?;
                for object in &some {
                    objects::withdraw(tx, *object)?;
                }
                Ok(some.len())
            })
            .await?;
        if left == 0 {
            break;
        }
    }
    app.write(move |tx| {
        let subject = Subject::of_actor(tx.conn, actor)?;
        personal::erase(tx.conn, subject)
    })
    .await?;
    app.db.scrub().await?;
    Ok(())
}
