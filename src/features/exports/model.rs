//! How far an archive is, and how Mastodon writes lists of people. Pure.

use std::time::Duration;

use crate::{
    kernel::{clock::Time, id::Id},
    text_enum,
};

/// How long an archive is kept.
pub(super) const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

text_enum! {
    /// How far an archive is.
    State {
        /// Being made.
        Running = "running",
        /// There.
        Ready = "ready",
        /// It could not be made.
        Failed = "failed",
    }
}

/// An archive.
#[derive(Clone)]
pub(super) struct Export {
    pub(super) id: Id,
    pub(super) account: Id,
    pub(super) state: State,
    pub(super) done: i32,
    pub(super) total: i32,
    /// Its name in the folder: a secret.
    pub(super) file: String,
    pub(super) bytes: i64,
    pub(super) created_at: Time,
    pub(super) finished_at: Option<Time>,
}

impl Export {
    /// Until when it can be fetched.
    pub(super) fn expires_at(&self) -> Option<Time> {
        self.finished_at.map(|at| at.plus(KEPT))
    }

    /// Is it there, and not too old?
    pub(super) fn is_open(&self, now: Time) -> bool {
        self.state == State::Ready && self.expires_at().is_some_and(|until| until > now)
    }
}

/// A list of people that Mastodon can import.
#[derive(Clone, Copy)]
pub(super) enum People {
    Following,
    Followers,
    Muted,
    Blocked,
}

impl People {
    pub(super) const ALL: [Self; 4] =
        [Self::Following, Self::Followers, Self::Muted, Self::Blocked];

    /// Its name in the archive, as Mastodon calls it.
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Following => "following_accounts.csv",
            Self::Followers => "followers.csv",
            Self::Muted => "muted_accounts.csv",
            Self::Blocked => "blocked_accounts.csv",
        }
    }

    /// The list as Mastodon writes and reads it. `addresses` are `me@server`, without the first `@`.
    pub(super) fn csv(self, addresses: &[String]) -> String {
        let (header, rest) = match self {
            Self::Following => {
                ("Account address,Show boosts,Notify on new posts,Languages\n", ",true,false,")
            }
            Self::Followers => ("Account address\n", ""),
            Self::Muted => ("Account address,Hide notifications\n", ",true"),
            Self::Blocked => ("", ""),
        };
        let lines: String =
            addresses.iter().map(|address| format!("{}{rest}\n", cell(address))).collect();
        format!("{header}{lines}")
    }
}

/// A cell of CSV (RFC 4180). Nothing that a spreadsheet takes for a formula begins one.
fn cell(text: &str) -> String {
    let text = text.trim_start_matches(['=', '+', '-', '@', '\t', '\r']);
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_written_as_mastodon_reads_them() {
        let people = ["alice@mastodon.example".to_owned(), "=cmd@x.example".to_owned()];
        assert_eq!(
            People::Following.csv(&people),
            "Account address,Show boosts,Notify on new posts,Languages\n\
             alice@mastodon.example,true,false,\ncmd@x.example,true,false,\n"
        );
        assert_eq!(
            People::Muted.csv(&people),
            "Account address,Hide notifications\nalice@mastodon.example,true\ncmd@x.example,true\n"
        );
        assert_eq!(People::Blocked.csv(&people), "alice@mastodon.example\ncmd@x.example\n");
    }

    #[test]
    fn an_archive_is_open_for_a_week() {
        let at = Time::from_micros(0);
        let export = Export {
            id: Id::from_raw(1),
            account: Id::from_raw(2),
            state: State::Ready,
            done: 1,
            total: 1,
            file: String::new(),
            bytes: 0,
            created_at: at,
            finished_at: Some(at),
        };
        let day = Duration::from_secs(24 * 3600);
        assert!(export.is_open(at.plus(6 * day)) && !export.is_open(at.plus(7 * day)));
        assert!(!Export { state: State::Running, ..export }.is_open(at));
    }
}
