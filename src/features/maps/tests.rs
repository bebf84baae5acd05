//! Spots, sizes and seasons.

use chrono_tz::Tz;

use super::model::{Period, Spot, percent, radius, spot};
use crate::kernel::clock::Time;

#[test]
fn a_spot_is_typed_in_percent_with_a_point_or_a_comma() {
    assert_eq!(spot("12.5", "80"), Ok(Some(Spot { x: 125, y: 800 })));
    assert_eq!(spot("12,5", "0"), Ok(Some(Spot { x: 125, y: 0 })));
    assert_eq!(spot("", ""), Ok(None));
    for (x, y) in [("12", ""), ("101", "5"), ("-1", "5"), ("un", "5"), ("nan", "5")] {
        assert_eq!(spot(x, y), Err(()), "{x} {y}");
    }
    assert_eq!((percent(125), percent(800)), ("12.5".to_owned(), "80".to_owned()));
}

#[test]
fn a_pin_grows_with_what_is_felt_and_stays_within_bounds() {
    assert_eq!(radius(0, 100), 12);
    assert_eq!(radius(100, 100), 34);
    assert!(radius(25, 100) > radius(10, 100));
    assert_eq!(radius(5, 0), 12);
}

#[test]
fn periods_begin_by_the_clocks_of_the_venue() {
    let zone: Tz = "Europe/Paris".parse().unwrap();
    let at = |text: &str| Time::parse(text).unwrap();
    for (period, now, expected) in [
        (Period::Day, "2026-06-01T10:00:00Z", Some("2026-05-31T22:00:00Z")),
        (Period::Day, "2026-06-01T22:30:00Z", Some("2026-06-01T22:00:00Z")),
        (Period::Week, "2026-06-08T10:00:00Z", Some("2026-06-01T10:00:00Z")),
        (Period::Season, "2026-01-15T10:00:00Z", Some("2025-11-30T23:00:00Z")),
        (Period::Season, "2026-08-31T10:00:00Z", Some("2026-05-31T22:00:00Z")),
        (Period::Season, "2026-12-01T10:00:00Z", Some("2026-11-30T23:00:00Z")),
        (Period::Ever, "2026-06-01T10:00:00Z", None),
    ] {
        assert_eq!(period.since(at(now), zone), expected.map(at), "{period} at {now}");
    }
}
