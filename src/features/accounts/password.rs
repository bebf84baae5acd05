//! Passwords at rest: Argon2id, a little at a time.
//!
//! Hashing is slow and hungry on purpose, so it runs on blocking threads, two at once, with a short queue:
//! whoever comes after that is asked to wait. A check against nobody costs the same as one against somebody.

use std::time::Duration;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};
use tokio::sync::Semaphore;

use super::model::Password;
use crate::{
    kernel::error::{Error, Result},
    platform::app::App,
};

/// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; about 20 ms on a small machine.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Two at once: 38 MiB and the two cores of the smallest machine we are made for. Thirty-two may wait.
static LINE: Line = Line::new(2, 34);

/// Where hashing waits for its turn.
struct Line {
    /// How many are at work at once.
    turns: Semaphore,
    /// How many may wait or be at work; the rest is turned away at once.
    places: Semaphore,
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not the password, or nobody to have one.
    Wrong,
    /// The password.
    Right,
    /// The password, hashed with other parameters than today's: hash it again.
    RightButStale,
}

/// The text to store for a password: a PHC string with its own salt.
pub(super) async fn hash(app: &App, password: &Password) -> Result<String> {
    let salt: [u8; 16] = app.entropy.bytes();
    let secret = password.secret().to_owned();
    LINE.take(move || {
        let hash: PasswordHash =
            argon2()?.hash_password_with_salt(secret.as_bytes(), &salt).map_err(Error::internal)?;
        Ok(hash.to_string())
    })
    .await
}

/// Checks what was typed against what is stored; `None` when there is no such account.
pub(super) async fn verify(typed: &str, stored: Option<String>) -> Result<Verdict> {
    let typed = typed.to_owned();
    LINE.take(move || {
        let Some(stored) = stored else {
            let _: PasswordHash = argon2()?
                .hash_password_with_salt(typed.as_bytes(), &[0; 16])
                .map_err(Error::internal)?;
            return Ok(Verdict::Wrong);
        };
        let known = PasswordHash::new(&stored).map_err(Error::internal)?;
        if argon2()?.verify_password(typed.as_bytes(), &known).is_err() {
            return Ok(Verdict::Wrong);
        }
        let today = params()?;
        let same = Params::try_from(&known).is_ok_and(|then| {
            (then.m_cost(), then.t_cost(), then.p_cost())
                == (today.m_cost(), today.t_cost(), today.p_cost())
        });
        Ok(if same { Verdict::Right } else { Verdict::RightButStale })
    })
    .await
}

impl Line {
    const fn new(turns: usize, places: usize) -> Self {
        Self { turns: Semaphore::const_new(turns), places: Semaphore::const_new(places) }
    }

    /// Does the work when its turn has come. Whoever asked may leave meanwhile: until it is done, it counts.
    async fn take<T: Send + 'static>(
        &'static self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = self.places.try_acquire().map_err(|_| Error::Busy(Duration::from_secs(3)))?;
        metrics::counter!("parvis_password_hashes_total").increment(1);
        let turn = self.turns.acquire().await.map_err(Error::internal)?;
        let counted = move || {
            let _held = (place, turn);
            work()
        };
        tokio::task::spawn_blocking(counted).await.map_err(Error::internal)?
    }
}

fn params() -> Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)
}

fn argon2() -> Result<Argon2<'static>> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Work that says when it begins and ends when it is told to.
    struct Slow {
        begun: tokio::sync::oneshot::Receiver<()>,
        end: mpsc::Sender<()>,
    }

    fn slow() -> (Slow, impl FnOnce() -> Result<()> + Send + 'static) {
        let (say, begun) = tokio::sync::oneshot::channel();
        let (end, told) = mpsc::channel::<()>();
        let work = move || {
            let _ = say.send(());
            let _ = told.recv();
            Ok(())
        };
        (Slow { begun, end }, work)
    }

    #[tokio::test]
    async fn so_many_hash_at_once_so_many_wait_and_the_rest_is_asked_to_come_back() {
        let line: &'static Line = Box::leak(Box::new(Line::new(1, 2)));
        let ((first, work), (second, later)) = (slow(), slow());
        let working = tokio::spawn(line.take(work));
        first.begun.await.unwrap();
        let waiting = tokio::spawn(line.take(later));
        while line.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(line.take(|| Ok(())).await, Err(Error::Busy(_))));
        first.end.send(()).unwrap();
        working.await.unwrap().unwrap();
        second.begun.await.unwrap();
        second.end.send(()).unwrap();
        waiting.await.unwrap().unwrap();
        line.take(|| Ok(())).await.unwrap();
    }

    #[tokio::test]
    async fn whoever_asks_and_leaves_makes_no_room_for_more() {
        let line: &'static Line = Box::leak(Box::new(Line::new(1, 2)));
        let (left, work) = slow();
        let asked = tokio::spawn(line.take(work));
        left.begun.await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!((line.turns.available_permits(), line.places.available_permits()), (0, 1));
        left.end.send(()).unwrap();
        line.take(|| Ok(())).await.unwrap();
    }
}
