//! The rules, without a database.

use std::time::Duration;

use super::model::{Doing, Happens, Neighbouring, Source};
use crate::{
    features::follows::State as Follow,
    kernel::{clock::Time, id::Id},
    platform::objects::State,
};

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn event() -> Neighbouring {
    Neighbouring {
        title: "  Une\n\nsoirée ".to_owned(),
        excerpt: "mot ".repeat(500),
        language: "fr".to_owned(),
        starts: at("2026-10-25T00:30:00Z"),
        ends: at("2026-10-25T00:30:00Z"),
        open_ended: true,
        zone: chrono_tz::Europe::Paris,
        place: String::new(),
        address: String::new(),
        coordinates: None,
        online_url: String::new(),
        happens: Happens::Confirmed,
    }
}

#[test]
fn texts_of_others_fit_on_a_line_and_an_end_that_makes_no_sense_is_not_shown() {
    let same = event().bounded(Some(at("2026-10-25T02:30:00Z")));
    assert_eq!(same.title, "Une soirée");
    assert!(same.excerpt.chars().count() <= 281, "{}", same.excerpt.len());
    assert!(!same.open_ended);
    for senseless in [None, Some(at("2026-10-24T00:00:00Z")), Some(at("2046-10-25T00:00:00Z"))] {
        let event = event().bounded(senseless);
        assert!(event.open_ended && event.period().ends.is_none(), "{senseless:?}");
        assert!(event.ends > event.starts);
    }
}

#[test]
fn the_hour_is_that_of_the_events_own_clock() {
    let mut event = event();
    // The night the clocks go back: half past two is still summer time.
    assert_eq!(event.period().starts.format("%H:%M").to_string(), "02:30");
    event.zone = chrono_tz::America::Montreal;
    assert_eq!(event.period().starts.format("%d %H:%M").to_string(), "24 20:30");
}

#[test]
fn how_a_source_is_doing_follows_from_what_it_answered() {
    let added = at("2026-06-01T10:00:00Z");
    let source = Source {
        actor: Id::from_raw(1),
        trusted: false,
        paused: false,
        added_at: added,
        heard_at: None,
    };
    let later = |days: u64| added.plus(Duration::from_secs(days * 86_400));
    let doing = |follow, days| Doing::of(&source, false, follow, later(days));
    assert_eq!(doing(Some(Follow::Pending), 1), Doing::Asked);
    assert_eq!(doing(Some(Follow::Pending), 4), Doing::Silent);
    assert_eq!(doing(Some(Follow::Accepted), 400), Doing::Accepted);
    assert_eq!(doing(Some(Follow::Rejected), 1), Doing::Refused);
    assert_eq!(doing(None, 1), Doing::Refused);
    let paused = Source { paused: true, ..source };
    assert_eq!(Doing::of(&paused, false, Some(Follow::Accepted), added), Doing::Paused);
    assert_eq!(Doing::of(&paused, true, Some(Follow::Accepted), added), Doing::Blocked);
}

#[test]
fn only_what_a_trusted_source_announces_is_shown_at_once() {
    let mut source = Source {
        actor: Id::from_raw(1),
        trusted: false,
        paused: false,
        added_at: at("2026-06-01T10:00:00Z"),
        heard_at: None,
    };
    assert_eq!(source.state_of_new(), State::Pending);
    source.trusted = true;
    assert_eq!(source.state_of_new(), State::Published);
}
