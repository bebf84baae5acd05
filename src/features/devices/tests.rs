//! Which words a wall shows.

use super::model::{name, size, turn};
use crate::kernel::clock::Time;

#[test]
fn words_take_turns_and_nothing_has_none() {
    let at = |seconds: i64| Time::from_micros(seconds * 1_000_000);
    assert_eq!(turn(at(0), 0), None);
    let shown: Vec<usize> = [0, 19, 20, 40, 60].iter().filter_map(|s| turn(at(*s), 3)).collect();
    assert_eq!(shown, [0, 0, 1, 2, 0]);
    assert_eq!(turn(at(-1), 3), Some(2), "before 1970 too");
}

#[test]
fn few_words_are_large() {
    assert_eq!(size("Oh !"), "few");
    assert_eq!(size(&"a".repeat(61)), "some");
    assert_eq!(size(&"a".repeat(151)), "many");
}

#[test]
fn a_device_has_a_name() {
    assert!(name("  Borne du hall ").is_ok_and(|name| name == "Borne du hall"));
    assert!(name("  ").is_err() && name(&"x".repeat(81)).is_err());
}
