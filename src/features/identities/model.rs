//! Where a sign-in with another server stands, why one failed, and what people type for their server. Pure.

use crate::{
    kernel::{clock::Time, id::Id},
    text_enum,
};

text_enum! {
    /// Where a sign-in stands.
    Step {
        /// Their server is being asked what it is.
        Asked = "asked",
        /// The way to their server is known.
        Ready = "ready",
        /// They came back with a code; their server is being asked who they are.
        Returned = "returned",
        /// Who they are is known.
        Known = "known",
        /// It came to nothing.
        Failed = "failed",
    }
}

text_enum! {
    /// Why a sign-in came to nothing.
    Problem {
        /// The server does not answer, or not in time.
        Down = "down",
        /// It answers, but not as a server people can sign in with.
        Foreign = "foreign",
        /// The venue does not talk with it, or it is not a public server.
        Unwelcome = "unwelcome",
        /// The person said no.
        Declined = "declined",
        /// The server refused what it had promised.
        Refused = "refused",
        /// It vouched for somebody who is not its own.
        Impostor = "impostor",
        /// The account is linked to another account here.
        Taken = "taken",
        /// The account here may not be signed in with.
        Closed = "closed",
    }
}

/// A sign-in with another server, under way.
#[derive(Clone)]
pub(super) struct SignIn {
    pub(super) id: Id,
    /// The server as it was typed.
    pub(super) server: String,
    pub(super) step: Step,
    pub(super) problem: Option<Problem>,
    /// What the server knows us by.
    pub(super) app: Option<Id>,
    /// The account to link to; none for somebody who signs in.
    pub(super) account: Option<Id>,
    /// Where to go afterwards.
    pub(super) next: String,
    pub(super) code: String,
    pub(super) verifier: String,
    pub(super) person: Person,
}

/// Somebody their server vouches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// The address of their actor: who they are.
    pub(super) iri: String,
    /// `@me@server`, for people to read.
    pub(super) address: String,
    /// The name people read.
    pub(super) name: String,
}

/// What a server knows us by, and where it is asked.
#[derive(Clone, Debug)]
pub(super) struct RemoteApp {
    pub(super) id: Id,
    /// Where its client API is, with the port if it has one.
    pub(super) host: String,
    /// The right side of its people's addresses, as it says itself.
    pub(super) domain: String,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) authorize_url: String,
    pub(super) token_url: String,
    pub(super) revoke_url: String,
    /// How it names itself in its answers (RFC 9207); empty when it does not.
    pub(super) issuer: String,
    pub(super) scope: String,
    /// It reads PKCE challenges (RFC 7636).
    pub(super) pkce: bool,
    pub(super) created_at: Time,
}

/// A text that does not show in `Debug`.
#[derive(Clone)]
pub(super) struct Secret(pub(super) String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What somebody typed for their account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// The server, in small letters, with the port if one was typed.
    pub(super) domain: String,
    /// The name before the server, if it was typed.
    pub(super) name: Option<String>,
}

/// Reads `@me@server`, `me@server`, `server`, or any address of a page on it. `None` when it is none of these.
pub(super) fn read(typed: &str) -> Option<Typed> {
    let typed = typed.trim();
    let address = ["https://", "http://"].iter().find_map(|scheme| typed.strip_prefix(scheme));
    let (name, host) = match address {
        // Of an address the server is enough; `user@` before it would be somebody's trick.
        Some(rest) => (None, rest.split(['/', '?', '#']).next().unwrap_or_default()),
        None => match typed.trim_start_matches('@').split_once('@') {
            Some((name, host)) => (Some(name), host),
            None => (None, typed.trim_start_matches('@').trim_end_matches('/')),
        },
    };
    let host = host.to_lowercase();
    let alphabet = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    let (bare, port) = host.split_once(':').unwrap_or((&host, "1"));
    let named = bare.contains('.') && !bare.starts_with(['.', '-']) && !bare.ends_with(['.', '-']);
    let whole =
        named && host.len() <= 253 && host.chars().all(alphabet) && port.parse::<u16>().is_ok();
    let name = name.map(str::to_lowercase);
    let sane = name.as_ref().is_none_or(|name| {
        !name.is_empty()
            && name.len() <= 100
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    });
    (whole && sane).then_some(Typed { domain: host, name })
}
