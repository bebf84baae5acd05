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
        regulars: false,
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

#[test]
fn a_map_has_the_north_above_and_says_how_far_and_which_way_things_are() {
    use super::map::{Way, draw, journey};
    let nantes = (47.2065, -1.5636);
    let (far, way) = journey(nantes, (47.2173, -1.5534));
    assert!((1_380.0..1_480.0).contains(&far), "{far}");
    assert_eq!(way, Some(Way::NorthEast));
    assert_eq!(journey(nantes, nantes).1, None);
    // Over the date line it is the short way.
    let (far, way) = journey((0.0, 179.9), (0.0, -179.9));
    assert!(far < 23_000.0 && way == Some(Way::East), "{far} {way:?}");
    let north_east = (47.2173, -1.5534);
    let south = (47.19, -1.5636);
    let paris = (48.8566, 2.3522);
    let drawing = draw(nantes, &[north_east, south, nantes, (47.2066, -1.5636), paris]).unwrap();
    assert_eq!(drawing.far, [4], "what is hundreds of kilometres away squeezes nothing");
    let place = |n: usize| drawing.marks.iter().find(|mark| mark.points.contains(&n)).unwrap();
    assert!(place(0).x > drawing.here.0 && place(0).y < drawing.here.1);
    assert!(place(1).y > drawing.here.1);
    assert_eq!(place(2).points, [2, 3], "two doors of one house are one mark");
    for mark in &drawing.marks {
        assert!(
            (40.0..=960.0).contains(&mark.x) && (40.0..=drawing.height - 40.0).contains(&mark.y)
        );
    }
    let (drawn, metres) = drawing.scale;
    assert!(drawn <= 210.0 && metres >= 50);
    assert!(draw(nantes, &[paris]).is_none() && draw(nantes, &[]).is_none());
}

proptest::proptest! {
    #[test]
    fn wherever_things_are_the_drawing_holds_them(
        here in (-90.0..=90.0f64, -180.0..=180.0f64),
        points in proptest::collection::vec((-90.0..=90.0f64, -180.0..=180.0f64), 0..12),
    ) {
        let Some(drawing) = super::map::draw(here, &points) else { return Ok(()) };
        let shown: usize = drawing.marks.iter().map(|mark| mark.points.len()).sum();
        proptest::prop_assert_eq!(shown + drawing.far.len(), points.len());
        for mark in &drawing.marks {
            proptest::prop_assert!((0.0..=1000.0).contains(&mark.x));
            proptest::prop_assert!((0.0..=drawing.height).contains(&mark.y));
        }
    }
}
