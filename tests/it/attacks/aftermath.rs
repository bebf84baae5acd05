//! What holds after every attack, whoever played it.
//!
//! A play hands back the proof that somebody looked: one that forgets to look does not compile.

use std::process::{ExitCode, Termination};

use diesel::prelude::*;
use parvis::schema::{inbound, jobs};

use super::world::{NOBODY, assert_unchanged};
use crate::{
    support::{Browser, TestApp},
    voices::follow_of,
};

/// The proof. Only the functions here make one.
#[must_use = "a play hands it back"]
pub struct Ended(());

impl Termination for Ended {
    fn report(self) -> ExitCode {
        ExitCode::SUCCESS
    }
}

impl Ended {
    /// Nothing is left undone or broken, we went nowhere but to these servers, and an honest stranger is served as ever.
    pub async fn well(test: &TestApp, known: &[&str]) -> Self {
        test.settle().await;
        test.assert_no_failed_jobs().await;
        let (failed, undone): (i64, i64) = test
            .query(|conn| {
                Ok((
                    inbound::table.filter(inbound::state.eq("failed")).count().get_result(conn)?,
                    jobs::table.filter(jobs::failed_at.is_not_null()).count().get_result(conn)?,
                ))
            })
            .await;
        assert_eq!((failed, undone), (0, 0), "an activity or a job was given up");
        for visit in test.net.visits() {
            // A scheme is the same in capitals.
            let visit = visit.replacen("HTTP://", "http://", 1);
            let is_known = known
                .iter()
                .any(|base| visit.strip_prefix(base).is_some_and(|rest| rest.starts_with('/')));
            assert!(is_known, "we went to {visit}");
        }
        let honest = test.remote("honest").await;
        let nour = honest.person("nour");
        let venue = test.app.config.address("/actors/musee");
        assert_eq!(honest.deliver(&nour, &follow_of(&honest, &nour, &venue)).await, 202);
        test.settle().await;
        assert_eq!(honest.received_of("Accept").len(), 1, "an honest follower is answered");
        Self(())
    }

    /// The same after an attack that was to change nothing at all.
    pub async fn unchanged(test: &TestApp, before: &[String], known: &[&str]) -> Self {
        test.settle().await;
        assert_unchanged(test, before, "the attack changed something").await;
        Self::well(test, known).await
    }

    /// After an attack on what has no venue around it: a reader of bytes, or an accept loop with a router of its own that
    /// was asked something honest in the end.
    pub const fn without_a_venue() -> Self {
        Self(())
    }
}

/// To whoever asks, what is somebody else's and what never was are one: the same status, the same page.
pub async fn assert_alike(
    who: &mut Browser,
    status: u16,
    foreign: &str,
    address: impl Fn(&str) -> String,
) {
    // What is still to be said to them is said on the first page they open.
    who.get("/").await;
    let fields = [("name", "À moi")];
    let theirs = who.post(&address(foreign), &fields).await;
    let nobodys = who.post(&address(NOBODY), &fields).await;
    assert_eq!((theirs.status, nobodys.status), (status, status), "{}", address(foreign));
    assert_eq!(
        (theirs.location().replace(foreign, NOBODY), theirs.text().replace(foreign, NOBODY)),
        (nobodys.location().to_owned(), nobodys.text()),
        "{}",
        address(foreign)
    );
}
