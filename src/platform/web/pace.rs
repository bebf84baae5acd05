//! A request body must keep coming: whoever sends a byte a second is not waited for.
//!
//! For the accept loop, which wraps every body in it. Never judges how large a body is: readers do.

use std::{io, time::Duration};

use axum::body::{Body, HttpBody as _};
use futures::{StreamExt as _, stream};
use tokio::time::{Instant, timeout_at};

/// How patiently a body is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long any body may take.
    pub grace: Duration,
    /// How many bytes buy a second more: a slow telephone sends a picture at several times this.
    pub bytes_per_second: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { grace: Duration::from_secs(20), bytes_per_second: 8 * 1024 }
    }
}

impl Pace {
    /// The same body, which fails once it comes too slowly.
    pub fn hold(self, body: Body) -> Body {
        if body.is_end_stream() {
            return body;
        }
        let began = Instant::now();
        let state = (body.into_data_stream(), 0u64);
        Body::from_stream(stream::try_unfold(state, move |(mut body, received)| async move {
            match timeout_at(began + self.allowed(received), body.next()).await {
                Err(_) => Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))),
                Ok(None) => Ok(None),
                Ok(Some(Err(error))) => Err(error),
                Ok(Some(Ok(bytes))) => {
                    let received = received.saturating_add(bytes.len() as u64);
                    Ok(Some((bytes, (body, received))))
                }
            }
        }))
    }

    /// How long after its beginning a body of which this much is here may take.
    fn allowed(self, received: u64) -> Duration {
        self.grace + Duration::from_secs(received / u64::from(self.bytes_per_second.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn a_byte_a_second_is_given_up_and_a_slow_telephone_is_not() {
        let pace = Pace::default();
        let after = |seconds: u64, rate: u64| pace.allowed(seconds * rate).as_secs() >= seconds;
        assert!(after(20, 1) && !after(30, 1) && !after(60, 1000));
        assert!(after(3600, 16 * 1024), "a picture from a slow telephone takes minutes");
    }

    #[tokio::test]
    async fn silence_in_the_middle_ends_a_body_and_what_comes_in_time_is_whole() {
        let pace = Pace { grace: Duration::from_millis(20), ..Pace::default() };
        let part = || stream::once(async { Ok::<_, io::Error>(Bytes::from_static(b"login=")) });
        let silent = pace.hold(Body::from_stream(part().chain(stream::pending())));
        assert!(axum::body::to_bytes(silent, 100).await.is_err());
        let prompt = Pace::default().hold(Body::from_stream(part().chain(part())));
        assert_eq!(axum::body::to_bytes(prompt, 100).await.unwrap().as_ref(), b"login=login=");
    }
}
