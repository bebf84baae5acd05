//! What an answer to a delivery means, and how long to wait before the next try. Pure.
//!
//! The meanings are those of the big servers' own senders and receivers, told in `docs/federation/delivery.md`.

use std::time::Duration;

/// What came of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server answered.
    Status {
        /// The HTTP status.
        code: u16,
        /// `Retry-After`, when it was there and readable.
        retry_after: Option<Duration>,
    },
    /// The connection stood, but no answer came in time.
    Silence,
    /// No connection, no TLS, no name: the text is for staff.
    Unreachable(String),
    /// We may not send there at all.
    Forbidden(&'static str),
}

/// What follows from an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It arrived.
    Delivered,
    /// Try again; after at least this long when the server said so.
    Retry {
        /// The wait the server asked for.
        after: Option<Duration>,
        /// The whole server is in trouble, not this one activity.
        host_down: bool,
    },
    /// It will never be accepted.
    GiveUp,
    /// The server wants nothing from us: give up, and leave it alone for a day.
    Refused,
    /// There is no such inbox any more.
    Gone,
}

/// How often a delivery is tried whose refusal may be permanent.
const DOUBTFUL_TRIES: i32 = 5;

/// How long a delivery is tried at all.
pub const HORIZON: Duration = Duration::from_secs(30 * 86_400);

/// How long a server that answered 403 is left alone.
pub const REFUSED_PAUSE: Duration = Duration::from_secs(86_400);

/// The longest wait we let a server ask for.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(86_400);

/// No delivery waits longer than this for its next try, whatever the reason.
pub const LONGEST_WAIT: Duration = Duration::from_secs(25 * 3600);

const LONGEST_BACK_OFF: u64 = 12 * 3600;

/// How many failures in a row open the circuit of a server.
const TOLERATED: i32 = 5;

const LONGEST_OPEN: u64 = 6 * 3600;

/// Judges an answer. `attempts` counts this one; `software` is what the server runs, if we know.
pub fn judge(answer: &Answer, attempts: i32, software: &str) -> Verdict {
    let retry = |after| Verdict::Retry { after, host_down: false };
    let doubtful = || {
        if attempts < DOUBTFUL_TRIES { retry(None) } else { Verdict::GiveUp }
    };
    let down = |after| Verdict::Retry { after, host_down: true };
    match answer {
        // Gancio leaves the connection open, without an answer, for what it does not know.
        Answer::Silence if software == "gancio" => Verdict::Delivered,
        Answer::Silence | Answer::Unreachable(_) => down(None),
        Answer::Forbidden(_) => Verdict::GiveUp,
        Answer::Status { code, retry_after } => match code {
            200..=299 => Verdict::Delivered,
            // A moved inbox is not followed; a login page in front of a server may go away.
            300..=399 => doubtful(),
            // The peer may not have been able to fetch our key yet.
            401 => doubtful(),
            403 => Verdict::Refused,
            408 | 429 => retry(*retry_after),
            410 => Verdict::Gone,
            501 => Verdict::GiveUp,
            503 if retry_after.is_some() => retry(*retry_after),
            500..=599 => down(*retry_after),
            _ => Verdict::GiveUp,
        },
    }
}

/// Should the other signature scheme be tried at once?
pub const fn knocks(answer: &Answer) -> bool {
    matches!(answer, Answer::Status { code: 400 | 401, .. })
}

/// The wait before try number `attempts + 1`: 15 s and the fourth power of the tries, at most twelve hours,
/// and up to a tenth more by `chance` (0 to 99).
pub fn back_off(attempts: i32, chance: u64) -> Duration {
    let tries = u64::try_from(attempts.clamp(0, 20)).unwrap_or(0);
    let seconds = (15 + tries.pow(4)).min(LONGEST_BACK_OFF);
    Duration::from_millis(seconds * 1000 + seconds * chance.min(99))
}

/// How long a server that failed this often in a row is left alone; `None` while it is still tolerated.
pub fn circuit(failures: i32) -> Option<Duration> {
    let beyond = u32::try_from(failures - TOLERATED).ok()?;
    let seconds = 60 * 2u64.pow(beyond.min(10));
    Some(Duration::from_secs(seconds.min(LONGEST_OPEN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: u16) -> Answer {
        Answer::Status { code, retry_after: None }
    }

    #[test]
    fn every_answer_has_its_meaning() {
        let down = Verdict::Retry { after: None, host_down: true };
        let later = Verdict::Retry { after: None, host_down: false };
        for (code, verdict) in [
            (200, Verdict::Delivered),
            (202, Verdict::Delivered),
            (301, later.clone()),
            (400, Verdict::GiveUp),
            (401, later.clone()),
            (403, Verdict::Refused),
            (404, Verdict::GiveUp),
            (406, Verdict::GiveUp),
            (408, later.clone()),
            (410, Verdict::Gone),
            (413, Verdict::GiveUp),
            (415, Verdict::GiveUp),
            (429, later.clone()),
            (500, down.clone()),
            (501, Verdict::GiveUp),
            (502, down.clone()),
            (503, down.clone()),
            (504, down.clone()),
        ] {
            assert_eq!(judge(&status(code), 1, ""), verdict, "{code}");
        }
        assert_eq!(judge(&Answer::Silence, 1, "mastodon"), down);
        assert_eq!(judge(&Answer::Unreachable(String::new()), 1, ""), down);
    }

    #[test]
    fn a_silent_gancio_has_it() {
        assert_eq!(judge(&Answer::Silence, 1, "gancio"), Verdict::Delivered);
    }

    #[test]
    fn a_refused_signature_is_not_tried_for_ever() {
        assert_eq!(judge(&status(401), 5, ""), Verdict::GiveUp);
    }

    #[test]
    fn a_wait_that_was_asked_for_is_kept() {
        for code in [429, 503] {
            let answer = Answer::Status { code, retry_after: Some(Duration::from_secs(90)) };
            let expected =
                Verdict::Retry { after: Some(Duration::from_secs(90)), host_down: false };
            assert_eq!(judge(&answer, 1, ""), expected);
        }
    }

    #[test]
    fn waits_grow_and_are_bounded() {
        assert_eq!(back_off(1, 0).as_secs(), 16);
        assert_eq!(back_off(2, 0).as_secs(), 31);
        assert_eq!(back_off(10, 0).as_secs(), 10_015);
        assert_eq!(back_off(20, 0).as_secs(), 43_200);
        assert!(back_off(3, 99) > back_off(3, 0));
        assert_eq!(circuit(4), None);
        assert_eq!(circuit(5), Some(Duration::from_secs(60)));
        assert_eq!(circuit(7), Some(Duration::from_secs(240)));
        assert_eq!(circuit(60), Some(Duration::from_secs(6 * 3600)));
    }
}
