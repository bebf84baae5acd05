//! What an account is made of, and the rules of its words. Pure: no database, no clock, no web.
//!
//! Addresses and passwords never show in `Debug`.

use std::fmt;

use crate::{
    kernel::{error::FieldErrors, i18n::Lang},
    platform::web::Role,
};

/// A rule that was not met, as a key of `accounts.ftl`.
pub type Broken = &'static str;

/// An e-mail address, in lower case: the key somebody signs in with. Never shown to others.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

/// The name before the `@`: 2–30 of `a-z 0-9 _`. Never changes, never given twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle(String);

/// A password as typed: 12–128 characters.
#[derive(Clone)]
pub struct Password(String);

/// Names nobody may take by themselves, because they speak for the venue or for its machinery. Staff may
/// be given one.
#[rustfmt::skip]
pub(super) const RESERVED: &[&str] = &[
    "abuse", "accueil", "actor", "admin", "administrateur", "administration", "administrator",
    "administratrice", "all", "anonyme", "anonymous", "api", "billetterie", "bot", "compte",
    "connexion", "contact", "direction", "equipe", "everyone", "help", "here", "hostmaster",
    "info", "inscription", "instance", "legal", "mailer_daemon", "me", "mediatheque",
    "mediation", "mod", "moderateur", "moderation", "moderator", "moderatrice", "moi", "museum",
    "news", "no_reply", "noreply", "null", "official", "officiel", "owner", "parvis",
    "postmaster", "presse", "relay", "root", "securite", "security", "staff", "support",
    "system", "systeme", "team", "tous", "undefined", "venue", "webmaster",
];

/// The length of a password, in characters. The upper bound keeps hashing a bounded piece of work.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 12..=128;

/// The longest name people read, in characters.
pub const NAME_LENGTH: usize = 80;

/// The longest text about oneself, in characters.
pub const BIO_LENGTH: usize = 500;

impl Email {
    /// Reads an address: one `@`, a name and a host; case is folded.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let text = text.trim().to_lowercase();
        let known = garde::rules::email::parse_email(&text).is_ok();
        // A host without a dot is a slip of the finger, except on a machine of one's own.
        let whole = text
            .rsplit_once('@')
            .is_some_and(|(_, host)| host.contains('.') || host == "localhost");
        if known && whole && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err("accounts-error-email")
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl Handle {
    /// Reads a handle; capitals become small letters, anything else out of the alphabet is refused.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let text = text.trim().trim_start_matches('@').to_lowercase();
        let alphabet = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if (2..=30).contains(&text.len()) && text.bytes().all(alphabet) {
            Ok(Self(text))
        } else {
            Err("accounts-error-handle")
        }
    }

    /// A handle from the name before the `@` of an e-mail address, when one can be made.
    pub fn from_email(email: &Email) -> Result<Self, Broken> {
        Self::from_name(email.as_str().split('@').next().unwrap_or_default())
    }

    /// A handle from a name of any kind, when one can be made.
    pub fn from_name(name: &str) -> Result<Self, Broken> {
        let letters: String = crate::kernel::text::fold(name)
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .take(30)
            .collect();
        Self::parse(letters.trim_matches('_'))
    }

    /// True when nobody may take it by themselves.
    pub fn is_reserved(&self) -> bool {
        RESERVED.binary_search(&self.as_str()).is_ok()
    }

    /// The handle.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Password {
    /// Reads a password. Spaces count, at the ends too.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let length = text.chars().count();
        if length < *PASSWORD_LENGTH.start() {
            return Err("accounts-error-password-short");
        }
        if length > *PASSWORD_LENGTH.end() {
            return Err("accounts-error-password-long");
        }
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        // "aaaaaaaaaaaa", "121212121212": long enough, and first in every list of guesses.
        if letters.len() < 5 {
            return Err("accounts-error-password-simple");
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret, for hashing alone.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What a new account needs, each part checked.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The address to sign in with; none for whoever has another way in.
    pub email: Option<Email>,
    /// The name before the `@`.
    pub handle: Handle,
    /// The name people read; empty shows the handle.
    pub name: String,
    /// The password; none for whoever has another way in.
    pub password: Option<Password>,
    /// What it may do.
    pub role: Role,
    /// The language of its pages.
    pub language: Lang,
    /// Is the address known to be its owner's?
    pub confirmed: bool,
}

/// A sign-up form as typed.
#[derive(Clone, Default)]
pub struct SignUp<'a> {
    /// The name people read.
    pub name: &'a str,
    /// The name before the `@`.
    pub handle: &'a str,
    /// The address to sign in with.
    pub email: &'a str,
    /// The password; none when the venue sends letters and somebody wants to sign in by them alone.
    pub password: &'a str,
    /// Must there be a password?
    pub needs_password: bool,
    /// Are the rules accepted?
    pub agreed: bool,
}

impl SignUp<'_> {
    /// The account asked for, or what is wrong with each field.
    pub fn check(&self, language: Lang) -> Result<NewAccount, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = keep(&mut errors, "name", name(self.name));
        let handle = Handle::parse(self.handle).and_then(|handle| {
            if handle.is_reserved() { Err("accounts-error-handle-reserved") } else { Ok(handle) }
        });
        let handle = keep(&mut errors, "handle", handle);
        let email = keep(&mut errors, "email", Email::parse(self.email));
        let password = if self.password.is_empty() && !self.needs_password {
            None
        } else {
            keep(&mut errors, "password", Password::parse(self.password))
        };
        if !self.agreed {
            errors.add("agree", "accounts-error-agree");
        }
        match (name, handle, email) {
            (Some(name), Some(handle), Some(email)) if errors.is_empty() => Ok(NewAccount {
                email: Some(email),
                handle,
                name,
                password,
                role: Role::Member,
                language,
                confirmed: false,
            }),
            _ => Err(errors),
        }
    }
}

/// A name people read: one line, something in it, not too long.
pub fn name(text: &str) -> Result<String, Broken> {
    let text = one_line(text);
    if text.is_empty() {
        return Err("accounts-error-name-missing");
    }
    if text.chars().count() > NAME_LENGTH {
        return Err("accounts-error-name-long");
    }
    Ok(text)
}

/// A text about oneself.
pub fn bio(text: &str) -> Result<String, Broken> {
    let text = text.trim();
    if text.chars().count() > BIO_LENGTH {
        return Err("accounts-error-bio-long");
    }
    Ok(text.to_owned())
}

/// How many name–value pairs a profile has: what Mastodon shows.
pub const FIELDS: usize = 4;

/// The longest name and the longest value of a pair, in characters: what Mastodon keeps.
pub const FIELD_LENGTH: usize = 255;

/// The longest list of languages somebody speaks, in characters.
pub const SPOKEN_LENGTH: usize = 100;

/// The pairs of a profile as typed, without those left empty.
pub fn fields(typed: &[(String, String)]) -> Result<Vec<(String, String)>, Broken> {
    let pairs = typed.iter().map(|(name, value)| (one_line(name), one_line(value)));
    let pairs: Vec<_> =
        pairs.filter(|(name, value)| !(name.is_empty() && value.is_empty())).collect();
    if pairs.iter().any(|(name, value)| name.is_empty() || value.is_empty()) {
        return Err("accounts-error-field-half");
    }
    let long = |text: &str| text.chars().count() > FIELD_LENGTH;
    if pairs.len() > FIELDS || pairs.iter().any(|(name, value)| long(name) || long(value)) {
        return Err("accounts-error-field-long");
    }
    Ok(pairs)
}

/// The languages somebody speaks, in their words.
pub fn spoken(text: &str) -> Result<String, Broken> {
    let text = one_line(text);
    if text.chars().count() > SPOKEN_LENGTH {
        return Err("accounts-error-spoken-long");
    }
    Ok(text)
}

/// The value, or a word on the field.
pub fn keep<T>(errors: &mut FieldErrors, field: &str, value: Result<T, Broken>) -> Option<T> {
    value.map_err(|key| errors.add(field, key)).ok()
}

/// Text without line ends and invisible controls, which could turn a name into another one.
fn one_line(text: &str) -> String {
    let bidi = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String =
        text.chars().filter(|c| !bidi(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
