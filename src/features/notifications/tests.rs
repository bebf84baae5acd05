//! Rules of notifications that need no database.

use chrono_tz::Tz;

use super::model::{Group, Kind, Notification, Rhythm, grouped, next_digest};
use crate::kernel::{clock::Time, id::Id};

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

#[test]
fn a_digest_leaves_at_eight_by_the_venues_clocks() {
    let paris = Tz::Europe__Paris;
    let next = |rhythm, now: &str| next_digest(rhythm, at(now), paris).map(Time::rfc3339);
    assert_eq!(next(Rhythm::Never, "2026-06-01T10:00:00Z"), None);
    assert_eq!(next(Rhythm::Daily, "2026-06-01T05:59:00Z").unwrap(), "2026-06-01T06:00:00Z");
    assert_eq!(next(Rhythm::Daily, "2026-06-01T06:00:00Z").unwrap(), "2026-06-02T06:00:00Z");
    // A Monday, and the change to winter time in between.
    assert_eq!(next(Rhythm::Weekly, "2026-10-19T06:00:00Z").unwrap(), "2026-10-26T07:00:00Z");
    assert_eq!(next(Rhythm::Weekly, "2026-06-03T00:00:00Z").unwrap(), "2026-06-08T06:00:00Z");
}

fn one(id: i64, kind: Kind, object: i64, by: i64, unread: bool) -> Notification {
    Notification {
        id: Id::from_raw(id),
        kind,
        object: Some(Id::from_raw(object)),
        by: Some(Id::from_raw(by)),
        created_at: Time::from_micros(id),
        read_at: (!unread).then(|| Time::from_micros(0)),
    }
}

#[test]
fn likes_of_the_same_words_are_one_line_and_answers_are_not() {
    let all = grouped(vec![
        one(5, Kind::Like, 1, 30, false),
        one(4, Kind::Answer, 8, 20, true),
        one(3, Kind::Like, 1, 20, true),
        one(2, Kind::Like, 2, 20, false),
        one(1, Kind::Answer, 7, 20, true),
    ]);
    let shape = |g: &Group| (g.newest.id.raw(), g.by.len(), g.ids.len(), g.unread);
    let shapes: Vec<_> = all.iter().map(shape).collect();
    assert_eq!(shapes, [(5, 2, 2, true), (4, 1, 1, true), (2, 1, 1, false), (1, 1, 1, true)]);
}
