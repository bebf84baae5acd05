//! New accounts: by people themselves, by an administrator, by set-up and the command line.

use tokio::sync::Semaphore;

use super::letter;
use crate::{
    features::accounts::{
        model::{self, Email, Handle, NewAccount, Password, SignUp},
        password, store,
    },
    kernel::{
        error::{Error, FieldErrors, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors::{self, ActorKind},
        app::{App, Tx},
        audit::{self, Entry},
        fediverse::local::{self, Keys, NewActor},
        web::{Peer, Role, Staff, limits},
    },
};

/// A new account whose slow parts are done: keys made, password hashed. Ready for a transaction.
#[derive(Clone)]
pub struct Prepared {
    new: NewAccount,
    keys: Keys,
    hash: Option<String>,
}

/// An account that was just made.
#[derive(Clone, Copy, Debug)]
pub struct Created {
    /// The account.
    pub account: Id,
    /// The actor it speaks as.
    pub actor: Id,
}

/// Making RSA keys takes a core for a tenth of a second: a wave of sign-ups must leave one for the visitors.
static KEYS_AT_ONCE: Semaphore = Semaphore::const_new(1);

/// Does what is too slow for a transaction.
pub async fn prepare(app: &App, new: NewAccount) -> Result<Prepared> {
    let hash = match &new.password {
        Some(password) => Some(password::hash(app, password).await?),
        None => None,
    };
    let turn = KEYS_AT_ONCE.acquire().await.map_err(Error::internal)?;
    // On its own: whoever asked may leave, and until the keys are made they count.
    let keys = tokio::spawn(async move {
        let _held = turn;
        Keys::make().await
    });
    let keys = keys.await.map_err(Error::internal)??;
    Ok(Prepared { new, keys, hash })
}

/// Makes the account and its actor. A handle or an address that is taken is an [`Error::Invalid`].
pub fn create(tx: &mut Tx<'_>, prepared: &Prepared) -> Result<Created> {
    let Prepared { new, keys, hash } = prepared;
    let mut errors = FieldErrors::default();
    if actors::find_local(tx.conn, new.handle.as_str())?.is_some() {
        errors.add("handle", "accounts-error-handle-taken");
    }
    if let Some(email) = &new.email
        && store::email_taken(tx.conn, email.as_str())?
    {
        errors.add("email", "accounts-error-email-taken");
    }
    errors.into_result()?;
    let actor = local::create(
        tx,
        &NewActor { kind: ActorKind::Person, handle: new.handle.as_str(), name: &new.name, keys },
    )?;
    let account = store::insert(tx, new, actor.id, hash.as_deref())?;
    Ok(Created { account, actor: actor.id })
}

/// Makes the account somebody asks for themselves. Where the venue sends mail, a letter goes to the address and the
/// answer is the secret that goes with its code; the account opens when the letter is answered.
///
/// An address that has an account already is no error and changes nothing: the page says the same to both, and the
/// letter lets its owner into the account there is. (Without mail, whoever asks can still find out by trying to sign
/// in afterwards; that is counted and slow.)
pub async fn sign_up(
    app: &App,
    form: &SignUp<'_>,
    language: Lang,
    peer: Peer,
) -> Result<Option<String>> {
    if !app.venue().open_registration {
        return Err(Error::NotFound);
    }
    let new = form.check(language).map_err(Error::Invalid)?;
    app.limits.take(&limits::SIGN_UP_PEER, peer, app.now())?;
    let asked = app.mail.is_there().then(|| app.entropy.token());
    if let (Some(_), Some(email)) = (&asked, &new.email) {
        app.limits.take(&limits::LETTER_ADDRESS, email.as_str(), app.now())?;
    }
    let prepared = prepare(app, NewAccount { confirmed: asked.is_none(), ..new }).await?;
    let secret = asked.clone();
    app.write(move |tx| {
        match create(tx, &prepared) {
            Err(Error::Invalid(mut errors)) => {
                errors.0.remove("email");
                errors.into_result()?;
            }
            other => other.map(drop)?,
        }
        match (&secret, &prepared.new.email) {
            (Some(secret), Some(email)) => letter::queue(tx, email, secret),
            _ => Ok(()),
        }
    })
    .await?;
    Ok(asked)
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
        let email = model::keep(&mut errors, "email", Email::parse(&self.email));
        let handle = match (self.handle.as_deref(), &email) {
            (Some(handle), _) => Handle::parse(handle),
            (None, Some(email)) => Handle::from_email(email),
            (None, None) => Err("accounts-error-handle"),
        };
        let handle = model::keep(&mut errors, "handle", handle);
        let password = model::keep(&mut errors, "password", Password::parse(&self.password));
        match (email, handle, password) {
            (Some(email), Some(handle), Some(password)) => Ok(NewAccount {
                email: Some(email),
                handle,
                name: String::new(),
                password: Some(password),
                role: self.role,
                language: app.venue().main_language(),
                confirmed: true,
            }),
            _ => Err(errors),
        }
    }
}

/// Makes an account for staff; returns its handle. What is wrong comes as [`Error::Invalid`] on the fields
/// `email`, `handle` and `password`.
pub async fn create_staff(app: &App, staff: NewStaff) -> Result<String> {
    create_and_note(app, None, staff).await
}

/// [`create_staff`] by an administrator.
pub(in crate::features::accounts) async fn create_staff_by(
    app: &App,
    by: &Staff,
    staff: NewStaff,
) -> Result<String> {
    by.require(Role::Admin)?;
    create_and_note(app, Some(by.0.account_id), staff).await
}

async fn create_and_note(app: &App, by: Option<Id>, staff: NewStaff) -> Result<String> {
    let new = staff.check(app).map_err(Error::Invalid)?;
    let handle = new.handle.as_str().to_owned();
    let role = new.role;
    let prepared = prepare(app, new).await?;
    app.write(move |tx| {
        let created = create(tx, &prepared)?;
        let entry = Entry {
            account: by,
            action: "account.create",
            target_kind: "account",
            target: &created.account.to_string(),
            reason: role.as_str(),
            before: "",
        };
        audit::record(tx, &entry)
    })
    .await?;
    Ok(handle)
}
