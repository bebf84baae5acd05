//! Rules of exhibitions that need no database.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::model::{Facts, check, day_begins, day_ends};
use crate::kernel::clock::Time;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

#[test]
fn a_day_is_one_by_the_venues_clocks() {
    let paris = Tz::Europe__Paris;
    let begins = day_begins(paris, day("2026-06-01")).unwrap();
    assert_eq!(begins.rfc3339(), "2026-05-31T22:00:00Z");
    // The day the clocks go back has twenty-five hours.
    let (begins, ends) = (
        day_begins(paris, day("2026-10-25")).unwrap(),
        day_ends(paris, day("2026-10-25")).unwrap(),
    );
    assert_eq!(ends.since(begins).as_secs(), 25 * 3600);
    // In Beirut they jump over midnight.
    let beirut = day_begins(Tz::Asia__Beirut, day("2022-03-27")).unwrap();
    assert_eq!(beirut.rfc3339(), "2022-03-26T22:00:00Z");
}

#[test]
fn an_exhibition_has_a_title_and_closes_after_it_opens() {
    let good = Facts {
        title_fr: "L’eau et la pierre".to_owned(),
        title_en: String::new(),
        description_fr: String::new(),
        description_en: String::new(),
        opens_at: Time::from_micros(1_000),
        closes_at: None,
    };
    assert!(check(&good).is_empty());
    let nameless = Facts { title_fr: String::new(), ..good.clone() };
    assert!(check(&nameless).0.contains_key("title_fr"));
    let backwards = Facts { closes_at: Some(Time::from_micros(999)), ..good };
    assert!(check(&backwards).0.contains_key("closes"));
}
