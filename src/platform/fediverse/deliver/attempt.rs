//! One attempt at one delivery: signed now, sent once, and once more with the other signature scheme when the
//! first is refused.

use std::time::Duration;

use bytes::Bytes;
use chrono::DateTime;
use http::{HeaderName, HeaderValue, Method, header};
use parvis_federation::{
    Iri,
    signature::{Outgoing, Scheme, sign_cavage, sign_rfc9421},
};

use super::verdict::{self, Answer};
use crate::{
    kernel::{clock::Time, error::Error, id::Id},
    platform::{
        app::App,
        fediverse::{
            client::{self, ClientError},
            local, policy,
        },
    },
};

/// What is to be sent where.
pub(super) struct Attempt<'a> {
    /// Whose key signs.
    pub(super) actor: Id,
    /// Where it goes.
    pub(super) inbox: &'a str,
    /// The exact bytes.
    pub(super) body: &'a Bytes,
    /// The scheme to try first.
    pub(super) scheme: Scheme,
}

/// Sends it. Returns the answer that counts and the scheme it was an answer to: when both knocks are
/// refused, the first, because a peer that does not know the other scheme cannot judge it.
pub(super) async fn deliver(app: &App, attempt: &Attempt<'_>) -> (Answer, Scheme) {
    let Ok(inbox) = Iri::parse(attempt.inbox) else {
        return (Answer::Forbidden("not an address"), attempt.scheme);
    };
    // Staff may have blocked the server after this was queued.
    if policy::refuses(app, &inbox.authority()) {
        let why = "the venue does not talk with this server";
        return (Answer::Forbidden(why), attempt.scheme);
    }
    let first = knock(app, attempt, &inbox, attempt.scheme).await;
    if !verdict::knocks(&first) {
        return (first, attempt.scheme);
    }
    let other = match attempt.scheme {
        Scheme::Cavage => Scheme::Rfc9421,
        Scheme::Rfc9421 => Scheme::Cavage,
    };
    let second = knock(app, attempt, &inbox, other).await;
    match second {
        Answer::Status { code: 200..=299, .. } => (second, other),
        _ => (first, attempt.scheme),
    }
}

async fn knock(app: &App, attempt: &Attempt<'_>, inbox: &Iri, scheme: Scheme) -> Answer {
    let headers = match signed(app, attempt, inbox, scheme).await {
        Ok(headers) => headers,
        Err(error) => {
            tracing::error!(%error, "a delivery cannot be signed");
            return Answer::Forbidden("it cannot be signed");
        }
    };
    match client::post(app, inbox, headers, attempt.body.clone()).await {
        Ok(answer) => {
            let code = answer.status.as_u16();
            if (200..300).contains(&code) && answer.body.trim_ascii() == b"\"error\"" {
                // Mobilizon accepts everything and says in the body that it did not.
                tracing::warn!(host = inbox.authority(), "accepted, but answered \"error\"");
            }
            if matches!(code, 406 | 413 | 415) {
                tracing::error!(host = inbox.authority(), code, "our request was not usable");
            }
            Answer::Status {
                code,
                retry_after: retry_after(answer.header(header::RETRY_AFTER), app.now()),
            }
        }
        Err(ClientError::Refused(why)) => Answer::Forbidden(why),
        Err(ClientError::TooLarge) => Answer::Forbidden("its answer is too large"),
        // The client's words are the system's: a connection that stood and stayed silent has no "Connect".
        Err(ClientError::Unreachable(why))
            if why.contains("timed out") && !why.contains("Connect") =>
        {
            Answer::Silence
        }
        Err(ClientError::Unreachable(why)) => Answer::Unreachable(why),
    }
}

/// The headers of this moment: a signature is as old as its date.
async fn signed(
    app: &App,
    attempt: &Attempt<'_>,
    inbox: &Iri,
    scheme: Scheme,
) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
    let signer = local::signer(app, attempt.actor).await?;
    let (inbox, body, now) = (inbox.clone(), attempt.body.clone(), app.now().utc());
    // Half a millisecond of arithmetic: not where pages are served.
    tokio::task::spawn_blocking(move || {
        let request = Outgoing { method: &Method::POST, target: &inbox, body: Some(&body) };
        match scheme {
            Scheme::Cavage => sign_cavage(&request, &signer.rsa, &signer.key_id, now),
            Scheme::Rfc9421 => sign_rfc9421(&request, &signer.rsa, &signer.key_id, now),
        }
        .map_err(Error::internal)
    })
    .await
    .map_err(Error::internal)?
}

/// `Retry-After`: seconds, or a date. Bounded, so that no server can silence us for good.
fn retry_after(text: &str, now: Time) -> Option<Duration> {
    let wait = match text.trim().parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let at = DateTime::parse_from_rfc2822(text.trim()).ok()?;
            Time::from(at).since(now)
        }
    };
    Some(wait.min(verdict::LONGEST_RETRY_AFTER))
}

/// The answer in words, for staff and the log.
pub(super) fn explain(answer: &Answer) -> String {
    match answer {
        Answer::Status { code, .. } => format!("HTTP {code}"),
        Answer::Silence => "no answer in time".to_owned(),
        Answer::Unreachable(why) => why.clone(),
        Answer::Forbidden(why) => (*why).to_owned(),
    }
}

impl Answer {
    /// The HTTP status, when there was one.
    pub(super) fn status(&self) -> Option<i32> {
        match self {
            Self::Status { code, .. } => Some(i32::from(*code)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_may_be_seconds_or_a_date_and_is_bounded() {
        let now = Time::parse("2026-06-01T10:00:00Z").unwrap();
        let seconds = |text: &str| retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Mon, 01 Jun 2026 10:05:00 GMT"), Some(300));
        assert_eq!(seconds("Mon, 01 Jun 2026 09:00:00 GMT"), Some(0));
        assert_eq!(seconds("99999999"), Some(86_400));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds(""), None);
    }
}
