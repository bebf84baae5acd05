//! What staff read about other servers, and what people may ask of the follow page. Pure.

use serde::Serialize;

use crate::kernel::{clock::Time, error::FieldErrors};

/// How a server is doing, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// What we send arrives.
    Ok,
    /// It failed lately.
    Slow,
    /// It has failed so often that it is left alone for a while.
    Failing,
    /// It has failed for a month.
    Gone,
    /// The venue does not talk with it.
    Blocked,
    /// It is on the list of those the venue talks with.
    Allowed,
}

/// What is known of a server's health.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// How often it failed in a row.
    pub failures: i32,
    /// Since when.
    pub failing_since: Option<Time>,
    /// Blocked by the venue.
    pub blocked: bool,
    /// On the venue's list.
    pub allowed: bool,
}

/// This many failures in a row and deliveries make a pause.
const MANY: i32 = 5;

/// A server that failed this long will not come back.
const MONTH: std::time::Duration = std::time::Duration::from_secs(30 * 86_400);

impl Health {
    /// How a server with these signs is doing at `now`.
    pub fn of(signs: Signs, now: Time) -> Self {
        let long = signs.failing_since.is_some_and(|since| now.since(since) > MONTH);
        match signs {
            _ if signs.blocked => Self::Blocked,
            _ if long => Self::Gone,
            _ if signs.failures >= MANY => Self::Failing,
            _ if signs.failures > 0 => Self::Slow,
            _ if signs.allowed => Self::Allowed,
            _ => Self::Ok,
        }
    }
}

/// Why deliveries to a server fail, as a locale key and the HTTP status it mentions.
pub fn reason(status: Option<i32>, error: &str) -> (&'static str, Option<i32>) {
    match status {
        Some(401) => ("fediverse-why-signature", status),
        Some(403) => ("fediverse-why-refused", status),
        Some(404 | 410) => ("fediverse-why-nobody", status),
        Some(429) => ("fediverse-why-too-much", status),
        Some(500..=599) => ("fediverse-why-trouble", status),
        Some(_) => ("fediverse-why-other", status),
        None if error.contains("no answer") || error.contains("timed out") => {
            ("fediverse-why-silent", None)
        }
        None if error.contains("does not talk") => ("fediverse-why-blocked", None),
        None => ("fediverse-why-unreachable", None),
    }
}

/// What staff decide about a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing comes from there or goes there.
    Block,
    /// On the list.
    Allow,
}

impl Rule {
    /// The word in forms and templates.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Allow => "allow",
        }
    }

    /// The rule a form chose.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Block, Self::Allow].into_iter().find(|rule| rule.word() == word)
    }
}

/// A rule somebody wants to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    /// The server, as `host` or `host:port`, lower case.
    pub domain: String,
    /// What is decided.
    pub rule: Rule,
    /// Why, for the colleagues.
    pub note: String,
}

/// The longest note.
const NOTE: usize = 300;

impl NewRule {
    /// Checks a form. `domain` is what the wire makes of the name that was typed; `own` is our own.
    pub fn check(
        domain: Option<String>,
        own: &str,
        rule: Option<Rule>,
        note: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        match &domain {
            None => errors.add("domain", "fediverse-error-domain"),
            Some(domain) if domain == own => errors.add("domain", "fediverse-error-own"),
            Some(_) => {}
        }
        if rule.is_none() {
            errors.add("kind", "fediverse-error-kind");
        }
        if note.chars().count() > NOTE {
            errors.add("note", "fediverse-error-note");
        }
        match (domain, rule) {
            (Some(domain), Some(rule)) if errors.is_empty() => {
                Ok(Self { domain, rule, note: note.to_owned() })
            }
            _ => Err(errors),
        }
    }
}
