//! Attacks, each with what must happen and what must remain: the cases of `cases.jsonl`.
//!
//! Every case names the tests that play it, or stands in `not-yet.txt` with what it waits for; a test here sees to that.
//! A case played by [`cases!`] gets a [`siege::Siege`] and ends it; a case played by a test of its own is named by
//! [`played!`]. Either hands back [`Ended`], and so ends with what holds after every attack on a venue: no job and no
//! activity given up, no request to anywhere but the servers of the scene, an honest stranger served; and the same state as
//! before wherever the attack was to change nothing. What has no venue around it, a reader of bytes or an accept loop of its
//! own, says so: the loop has answered an honest request last.

/// Tests that are given a siege and end it: `"A-SIG-01" => a_function_of_this_module`.
macro_rules! cases {
    ($($id:literal => $name:ident),+ $(,)?) => {
        pub const COVERED: &[&str] = &[$($id),+];
        mod played {
            $(
                #[tokio::test]
                async fn $name() -> crate::attacks::Ended {
                    let mut siege = crate::attacks::siege::Siege::new().await;
                    super::$name(&mut siege).await;
                    siege.ended().await
                }
            )+
        }
    };
}

/// Tests that stand for themselves and hand back [`Ended`]: `"A-FLD-01" => a_test_of_this_module`.
macro_rules! played {
    ($($id:literal => $name:path),+ $(,)?) => {
        pub const PLAYED: &[&str] = &[$({ const _: fn() -> crate::attacks::Ended = $name; $id }),+];
    };
}

pub(crate) use played;

mod aftermath;
mod connections;
mod erasure;
mod fetching;
mod flooding;
mod identity;
mod leaks;
mod listings;
mod logs;
mod markup;
mod people;
mod polls;
mod programme;
mod roles;
mod siege;
mod signatures;
mod spoofing;
mod uploads;
mod vectors;
mod world;

use std::collections::BTreeSet;

pub use aftermath::{Ended, assert_alike};

const LISTS: &[&[&str]] = &[
    signatures::COVERED,
    signatures::PLAYED,
    identity::COVERED,
    identity::PLAYED,
    fetching::COVERED,
    fetching::PLAYED,
    flooding::COVERED,
    flooding::PLAYED,
    leaks::PLAYED,
    listings::PLAYED,
    logs::PLAYED,
    spoofing::COVERED,
    connections::PLAYED,
    erasure::PLAYED,
    markup::PLAYED,
    people::PLAYED,
    polls::COVERED,
    programme::PLAYED,
    crate::personal::PLAYED,
    roles::PLAYED,
    uploads::PLAYED,
];

#[test]
fn every_case_is_played_or_waits_for_something_named() {
    let cases: Vec<String> = include_str!("cases.jsonl")
        .lines()
        .map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            case["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(cases.len(), 94);
    let played: BTreeSet<&str> = LISTS.iter().copied().flatten().copied().collect();
    let mut waiting = BTreeSet::new();
    for line in include_str!("not-yet.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (id, why) = line.split_once(": ").unwrap_or_else(|| panic!("without a reason: {line}"));
        assert!(why.len() > 10, "{id} waits for nothing");
        assert!(waiting.insert(id), "{id} is listed twice");
    }
    for case in &cases {
        let (plays, waits) = (played.contains(case.as_str()), waiting.contains(case.as_str()));
        assert!(plays || waits, "{case} is forgotten");
        assert!(!(plays && waits), "{case} is played: take it from not-yet.txt");
    }
    for id in played.iter().chain(&waiting) {
        assert!(cases.iter().any(|case| case == id), "{id} is no case");
    }
}
