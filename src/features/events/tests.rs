//! What holds for events whatever is around them.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Europe::Paris;

use super::{
    model::{Category, Event, Facts, Location, Rsvp, Stage, Status},
    when::{Every, Repeat, When, moment},
};
use crate::kernel::{clock::Time, id::Id};

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn evening(text: &str) -> When {
    let starts = moment(Paris, local(text)).unwrap();
    When {
        starts,
        ends: starts.plus(std::time::Duration::from_secs(7200)),
        doors: None,
        open_ended: false,
        all_day: false,
        zone: Paris,
    }
}

#[test]
fn an_hour_of_the_clock_is_one_moment_also_when_the_clocks_change() {
    let cases = [
        ("2026-12-12 20:00", "2026-12-12T19:00:00Z"),
        ("2026-07-14 20:00", "2026-07-14T18:00:00Z"),
        // Comes twice: the first of the two.
        ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),
        // Does not come: what clocks that jumped ahead show.
        ("2026-03-29 02:30", "2026-03-29T01:30:00Z"),
    ];
    for (typed, expected) in cases {
        assert_eq!(moment(Paris, local(typed)).unwrap().rfc3339(), expected, "{typed}");
    }
}

#[test]
fn an_event_that_repeats_begins_at_the_same_hour_on_both_sides_of_a_time_change() {
    let before = evening("2026-10-20 20:00");
    let after = before.days_later(7);
    assert_eq!(after.starts_local().format("%Y-%m-%d %H:%M").to_string(), "2026-10-27 20:00");
    assert_eq!(after.ends.since(after.starts).as_secs(), 7200);
    assert_eq!(after.starts.since(before.starts).as_secs(), 7 * 86_400 + 3600);
}

#[test]
fn a_month_later_is_the_same_weekday_of_the_same_week() {
    let first = evening("2026-12-08 20:00");
    let until = NaiveDate::from_ymd_opt(2027, 4, 30).unwrap();
    let days = Repeat { every: Every::Month, until }.days(&first).unwrap();
    let dates: Vec<String> = days
        .iter()
        .map(|days| first.days_later(*days).starts_local().format("%m-%d").to_string())
        .collect();
    assert_eq!(dates, ["01-12", "02-09", "03-09", "04-13"]);
    assert_eq!(
        Repeat { every: Every::Month, until }.rule(&first),
        "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270430"
    );
}

#[test]
fn a_month_without_a_fifth_saturday_is_passed_over() {
    let first = evening("2026-10-31 20:00");
    let until = NaiveDate::from_ymd_opt(2027, 2, 28).unwrap();
    let days = Repeat { every: Every::Month, until }.days(&first).unwrap();
    let dates: Vec<String> = days
        .iter()
        .map(|days| first.days_later(*days).starts_local().format("%Y-%m-%d").to_string())
        .collect();
    assert_eq!(dates, ["2027-01-30"]);
}

#[test]
fn a_repetition_without_end_or_without_a_date_is_refused() {
    let first = evening("2026-12-08 20:00");
    for until in ["2026-12-08", "2030-01-01"] {
        let until = NaiveDate::parse_from_str(until, "%Y-%m-%d").unwrap();
        assert!(Repeat { every: Every::Day, until }.days(&first).is_err(), "{until}");
    }
}

fn event(status: Status) -> Event {
    Event {
        id: Id::from_raw(1),
        slug: "nocturne".to_owned(),
        sequence: 0,
        status,
        facts: Facts {
            title: "Nocturne".to_owned(),
            description_fr: String::new(),
            description_en: String::new(),
            recap_fr: String::new(),
            recap_en: String::new(),
            category: Category::Tour,
            access: Vec::new(),
            when: evening("2026-12-08 20:00"),
            place: None,
            location: Location::default(),
            coordinates: None,
            price: String::new(),
            ticket_url: String::new(),
            rsvp: Rsvp::Open,
            capacity: None,
            party_max: 10,
            organisers: String::new(),
            performers: String::new(),
        },
        series: None,
        proposed_by: None,
    }
}

#[test]
fn what_was_called_off_stays_so_and_what_is_over_is_over_whatever_staff_said() {
    let at = |text: &str| Time::parse(text).unwrap();
    let (before, during, after) =
        (at("2026-12-08T18:59:59Z"), at("2026-12-08T19:00:00Z"), at("2026-12-08T21:00:00Z"));
    let cases = [
        (Status::Announced, [Stage::Announced, Stage::Now, Stage::Past]),
        (Status::Full, [Stage::Full, Stage::Now, Stage::Past]),
        (Status::Cancelled, [Stage::Cancelled; 3]),
        (Status::Postponed, [Stage::Postponed; 3]),
        (Status::Draft, [Stage::Draft; 3]),
    ];
    for (status, stages) in cases {
        assert_eq!([before, during, after].map(|now| event(status).stage(now)), stages, "{status}");
    }
}
