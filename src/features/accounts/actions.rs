//! What people and staff do with accounts: made, signed in with, changed, closed.

use super::{
    model::{Email, Handle, NewAccount, Password},
    password, store,
};
use crate::{
    kernel::{
        error::{Error, FieldErrors, Result},
        id::Id,
    },
    platform::{
        actors::{self, ActorKind},
        app::{App, Tx},
        fediverse::local::{self, Keys, NewActor},
        web::Role,
    },
};

/// A new account whose slow parts are done: keys made, password hashed. Ready for a transaction.
#[derive(Clone)]
pub struct Prepared {
    new: NewAccount,
    keys: Keys,
    hash: String,
}

/// An account that was just made.
#[derive(Clone, Copy, Debug)]
pub struct Created {
    /// The account.
    pub account: Id,
    /// The actor it speaks as.
    pub actor: Id,
}

/// Does what is too slow for a transaction.
pub async fn prepare(app: &App, new: NewAccount) -> Result<Prepared> {
    let keys = Keys::make().await?;
    let hash = password::hash(app, &new.password).await?;
    Ok(Prepared { new, keys, hash })
}

/// Makes the account and its actor. A handle or an address that is taken is an [`Error::Invalid`].
pub fn create(tx: &mut Tx<'_>, prepared: &Prepared) -> Result<Created> {
    let Prepared { new, keys, hash } = prepared;
    let mut errors = FieldErrors::default();
    if actors::find_local(tx.conn, new.handle.as_str())?.is_some() {
        errors.add("handle", "accounts-error-handle-taken");
    }
    if store::email_taken(tx.conn, new.email.as_str())? {
        errors.add("email", "accounts-error-email-taken");
    }
    errors.into_result()?;
    let actor = local::create(
        tx,
        &NewActor {
            kind: ActorKind::Person,
            handle: new.handle.as_str(),
            name: &new.name,
            keys,
        },
    )?;
    let account = store::insert(tx, new, actor.id, hash)?;
    Ok(Created {
        account,
        actor: actor.id,
    })
}

/// Somebody of the venue's staff, as an administrator or the command line names them.
#[derive(Clone)]
pub struct NewStaff {
    /// The address they sign in with.
    pub email: String,
    /// The name before the `@`; made from the address when it is not given.
    pub handle: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Their first password.
    pub password: String,
}

impl NewStaff {
    fn check(&self, app: &App) -> Result<NewAccount, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = super::model::keep(&mut errors, "email", Email::parse(&self.email));
        let handle = match (self.handle.as_deref(), &email) {
            (Some(handle), _) => Handle::parse(handle),
            (None, Some(email)) => Handle::from_email(email),
            (None, None) => Err("accounts-error-handle"),
        };
        let handle = super::model::keep(&mut errors, "handle", handle);
        let password = super::model::keep(&mut errors, "password", Password::parse(&self.password));
        match (email, handle, password) {
            (Some(email), Some(handle), Some(password)) => Ok(NewAccount {
                email,
                handle,
                name: String::new(),
                password,
                role: self.role,
                language: app.venue().main_language(),
            }),
            _ => Err(errors),
        }
    }
}

/// Makes an account for staff; returns its handle. What is wrong comes as [`Error::Invalid`] on the fields
/// `email`, `handle` and `password`.
pub async fn create_staff(app: &App, staff: NewStaff) -> Result<String> {
    let new = staff.check(app).map_err(Error::Invalid)?;
    let handle = new.handle.as_str().to_owned();
    let prepared = prepare(app, new).await?;
    app.write(move |tx| create(tx, &prepared)).await?;
    Ok(handle)
}
