//! What administrators do with the accounts of others. Every act is written down in the audit.

use crate::{
    features::accounts::{
        model::Email,
        store::{self, Account},
    },
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        audit::{self, Entry},
        web::{self, Role, Staff},
    },
};

/// Changes what an account may do, and the address it signs in with. Its sessions end when it may do less.
pub(in crate::features::accounts) async fn change(
    app: &App,
    by: &Staff,
    account: Id,
    role: Role,
    email: &str,
) -> Result<()> {
    by.require(Role::Admin)?;
    let email = match email.trim() {
        "" => None,
        typed => Some(Email::parse(typed).map_err(|key| Error::field("email", key))?),
    };
    let by = by.0.account_id;
    app.write(move |tx| {
        let known = get(tx, account)?;
        if known.email.as_deref() != email.as_ref().map(Email::as_str) {
            let Some(email) = &email else {
                return Err(Error::field("email", "accounts-error-email"));
            };
            if store::email_taken(tx.conn, email.as_str())? {
                return Err(Error::field("email", "accounts-error-email-taken"));
            }
            store::set_email(tx.conn, account, email)?;
            note(tx, by, &known, "account.email", "", "")?;
        }
        if known.role != role {
            if role < Role::Admin {
                keep_an_admin(tx, account)
                    .map_err(|_| Error::field("role", "accounts-error-last-admin"))?;
            }
            store::set_role(tx.conn, account, role)?;
            if role < known.role {
                web::end_all(tx, account, known.actor_id, None)?;
            }
            note(tx, by, &known, "account.role", "", known.role.as_str())?;
        }
        Ok(())
    })
    .await
}

/// Closes an account to signing in and ends its sessions. What it published stays.
pub(in crate::features::accounts) async fn suspend(
    app: &App,
    by: &Staff,
    account: Id,
    reason: &str,
) -> Result<()> {
    by.require(Role::Admin)?;
    let (by, reason) = (by.0.account_id, reason.trim().to_owned());
    app.write(move |tx| {
        let known = get(tx, account)?;
        if known.disabled_at.is_some() {
            return Ok(());
        }
        keep_an_admin(tx, account)?;
        store::set_disabled(tx.conn, account, Some(tx.now))?;
        web::end_all(tx, account, known.actor_id, None)?;
        note(tx, by, &known, "account.suspend", &reason, "active")
    })
    .await
}

/// Opens a suspended account again.
pub(in crate::features::accounts) async fn restore(
    app: &App,
    by: &Staff,
    account: Id,
) -> Result<()> {
    by.require(Role::Admin)?;
    let by = by.0.account_id;
    app.write(move |tx| {
        let known = get(tx, account)?;
        if known.disabled_at.is_none() {
            return Ok(());
        }
        store::set_disabled(tx.conn, account, None)?;
        note(tx, by, &known, "account.restore", "", "suspended")
    })
    .await
}

/// Ends every session of an account.
pub(in crate::features::accounts) async fn end_sessions(
    app: &App,
    by: &Staff,
    account: Id,
) -> Result<()> {
    by.require(Role::Admin)?;
    let by = by.0.account_id;
    app.write(move |tx| {
        let known = get(tx, account)?;
        web::end_all(tx, account, known.actor_id, None)?;
        note(tx, by, &known, "account.sessions", "", "")
    })
    .await
}

/// Refuses when nobody else could administer the venue without this account.
pub(super) fn keep_an_admin(tx: &mut Tx<'_>, account: Id) -> Result<()> {
    let known = get(tx, account)?;
    let needed = known.role == Role::Admin && known.disabled_at.is_none();
    if needed && store::other_admins(tx.conn, account)? == 0 {
        return Err(Error::Conflict("accounts-error-last-admin"));
    }
    Ok(())
}

/// An account that was not closed by its owner.
fn get(tx: &mut Tx<'_>, account: Id) -> Result<Account> {
    store::find(tx.conn, account)?.filter(|known| !known.is_closed()).ok_or(Error::NotFound)
}

fn note(
    tx: &mut Tx<'_>,
    by: Id,
    on: &Account,
    action: &str,
    reason: &str,
    before: &str,
) -> Result<()> {
    let entry = Entry {
        account: Some(by),
        action,
        target_kind: "account",
        target: &on.id.to_string(),
        reason,
        before,
    };
    audit::record(tx, &entry).map(drop)
}
