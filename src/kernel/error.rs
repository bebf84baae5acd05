//! What a request can end in besides success.
//!
//! A variant exists only because somebody branches on it; anything unclassified is `Internal`. The text
//! of an error is written for a visitor by the web layer, never taken from here.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

/// The result of everything that a visitor, a peer or a job may ask for.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong with each field of a form: field name → message key of the locale files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(pub BTreeMap<String, Message>);

/// A text of the locale files with its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The key in `locales/*/*.ftl`.
    pub key: String,
    /// The values the text mentions.
    pub args: BTreeMap<String, String>,
}

impl Message {
    /// A text without arguments.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: BTreeMap::new() }
    }

    /// The same text with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

impl FieldErrors {
    /// One field, one message.
    pub fn one(field: &str, key: &str) -> Self {
        let mut errors = Self::default();
        errors.add(field, key);
        errors
    }

    /// Says what is wrong with `field`; the first word on a field stands.
    pub fn add(&mut self, field: &str, key: &str) {
        self.add_message(field, Message::new(key));
    }

    /// Says what is wrong with `field`, with arguments.
    pub fn add_message(&mut self, field: &str, message: Message) {
        self.0.entry(field.to_owned()).or_insert(message);
    }

    /// True when nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong, else the errors as an [`Error::Invalid`].
    pub fn into_result(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// Everything a request can end in besides success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the viewer may not know that there is.
    #[error("not found")]
    NotFound,
    /// It was here and was withdrawn.
    #[error("gone")]
    Gone,
    /// Only people with an account may do this.
    #[error("sign in first")]
    SignInRequired,
    /// The viewer is known and may not do this; the word is a key of `errors.ftl`.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// The form needs correcting.
    #[error("please correct the form")]
    Invalid(FieldErrors),
    /// Somebody was faster; the word is a key of `errors.ftl`.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// More bytes than are taken; the word is a key of `errors.ftl`.
    #[error("too large: {0}")]
    TooLarge(&'static str),
    /// Too much of one person at once: try again after this long.
    #[error("too many requests")]
    SlowDown(Duration),
    /// Too much of everybody at once: try again after this long.
    #[error("too busy")]
    Busy(Duration),
    /// The disk is full: nothing was changed.
    #[error("no room on the disk")]
    NoRoom,
    /// The database is away for a moment; whether a change was kept is not known.
    #[error("the database is away")]
    Unavailable,
    /// Our fault. Never shown; logged once with a reference.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl Error {
    /// An internal error from a sentence.
    pub fn internal(why: impl std::fmt::Display) -> Self {
        Self::Internal(anyhow::anyhow!("{why}"))
    }

    /// One wrong field.
    pub fn field(field: &str, key: &str) -> Self {
        Self::Invalid(FieldErrors::one(field, key))
    }

    /// True when the database refused because a unique key is taken.
    pub fn is_unique_violation(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error as Sql};
        matches!(self, Self::Internal(e) if matches!(
            e.downcast_ref::<Sql>(),
            Some(Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
        ))
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            diesel::result::Error::DatabaseError(_, why) if says_full(why.message()) => {
                Self::NoRoom
            }
            diesel::result::Error::DatabaseError(kind, why) if is_away(&kind, why.message()) => {
                tracing::error!(error = why.message(), "the connection to the database was lost");
                Self::Unavailable
            }
            other => Self::Internal(other.into()),
        }
    }
}

/// PostgreSQL's 57P01 to 57P03 and a connection that broke, which have no kind of their own either.
fn is_away(kind: &diesel::result::DatabaseErrorKind, message: &str) -> bool {
    use diesel::result::DatabaseErrorKind::{ClosedConnection, UnableToSendCommand};
    const WORDS: [&str; 5] = [
        "terminating connection",
        "server closed the connection",
        "no connection to the server",
        "the database system is",
        "connection not open",
    ];
    matches!(kind, ClosedConnection | UnableToSendCommand)
        || WORDS.iter().any(|words| message.contains(words))
}

/// Neither database has a kind of error for this: SQLite's SQLITE_FULL and PostgreSQL's 53100 are known by their words.
fn says_full(message: &str) -> bool {
    message.contains("database or disk is full") || message.contains("No space left on device")
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::NoRoom,
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}
