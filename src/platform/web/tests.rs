//! Pages, numbers and colours as people see them.

use chrono_tz::Europe::Paris;

use super::{
    dates::{self, Far},
    pager::{PageNumber, Pager},
    theme,
};
use crate::{
    kernel::{clock::Time, i18n::Lang},
    platform::venue::Theme,
};

#[test]
fn dates_are_written_as_people_write_them_on_both_sides_of_a_change_of_clocks() {
    let cases = [
        (
            "2026-03-29T00:59:00Z",
            "29\u{a0}mars 2026 à 1\u{a0}h\u{a0}59",
            "29\u{a0}March 2026 at 1:59",
        ),
        (
            "2026-03-29T01:00:00Z",
            "29\u{a0}mars 2026 à 3\u{a0}h\u{a0}00",
            "29\u{a0}March 2026 at 3:00",
        ),
        (
            "2026-12-31T23:30:00Z",
            "1ᵉʳ\u{a0}janvier 2027 à 0\u{a0}h\u{a0}30",
            "1\u{a0}January 2027 at 0:30",
        ),
        ("soon", "", ""),
    ];
    for (moment, french, english) in cases {
        assert_eq!(dates::datetime(Lang::Fr, Paris, moment), french);
        assert_eq!(dates::datetime(Lang::En, Paris, moment), english);
    }
}

#[test]
fn what_is_near_is_told_from_now_and_the_rest_by_its_date() {
    let now = Time::parse("2026-11-28T08:00:00Z");
    let cases = [
        ("2026-11-28T07:59:30Z", "à l’instant", "just now"),
        ("2026-11-28T07:59:00Z", "il y a 1\u{a0}minute", "1\u{a0}minute ago"),
        ("2026-11-28T07:15:00Z", "il y a 45\u{a0}minutes", "45\u{a0}minutes ago"),
        ("2026-11-28T05:59:00Z", "il y a 2\u{a0}heures", "2\u{a0}hours ago"),
        // Nine in the morning in Paris: eleven at night was yesterday.
        ("2026-11-27T22:00:00Z", "hier", "yesterday"),
        ("2026-11-26T23:30:00Z", "hier", "yesterday"),
        ("2026-11-25T12:00:00Z", "il y a 3\u{a0}jours", "3\u{a0}days ago"),
        ("2026-11-28T08:20:00Z", "dans 20\u{a0}minutes", "in 20\u{a0}minutes"),
        ("2026-11-29T20:00:00Z", "demain", "tomorrow"),
        ("2026-11-01T08:00:00Z", "1ᵉʳ\u{a0}novembre 2026", "1\u{a0}November 2026"),
    ];
    for (moment, french, english) in cases {
        assert_eq!(dates::relative(Lang::Fr, Paris, now, moment, Far::Alone), french);
        assert_eq!(dates::relative(Lang::En, Paris, now, moment, Far::Alone), english);
    }
    let far = "2026-11-01T08:00:00Z";
    let said = dates::relative(Lang::Fr, Paris, now, far, Far::Said);
    assert_eq!(said, "le 1ᵉʳ\u{a0}novembre 2026");
    let kept = dates::relative(Lang::Fr, Paris, None, "2026-11-27T08:00:00Z", Far::Alone);
    assert_eq!(kept, "27\u{a0}novembre 2026");
}

#[test]
fn numbers_are_grouped_as_each_language_groups_them() {
    assert_eq!(dates::number(Lang::Fr, 1_234_567), "1\u{202f}234\u{202f}567");
    assert_eq!(dates::number(Lang::En, 1_234_567), "1,234,567");
    assert_eq!(dates::number(Lang::Fr, -12), "−12");
}

#[test]
fn a_pager_keeps_the_filters_of_its_list() {
    let number: PageNumber = serde_json::from_str("{\"page\":\"2\"}").unwrap();
    let shown = serde_json::to_value(Pager::new("/oeuvres?q=eau&page=2", number, 24, 60)).unwrap();
    assert_eq!(shown["pages"], 3);
    assert_eq!(shown["prev_url"], "/oeuvres?q=eau");
    assert_eq!(shown["next_url"], "/oeuvres?q=eau&page=3");
    let wild: PageNumber = serde_json::from_str("{\"page\":\"-4\"}").unwrap();
    assert_eq!(wild.number(), 1);
}

/// The light and the dark value of a token.
fn token(sheet: &str, name: &str) -> (String, String) {
    let rest = sheet.split(&format!("{name}: light-dark(")).nth(1).unwrap();
    let (light, rest) = rest.split_once(", ").unwrap();
    (light.to_owned(), rest.split(')').next().unwrap().to_owned())
}

#[test]
fn whatever_colours_a_venue_chooses_its_pages_can_be_read() {
    for brand in ["#ffffff", "#000000", "#ffff00", "#0000ff", "#b3321c", "#777777", "#00ff88"] {
        let sheet = theme::stylesheet(&Theme { brand: brand.to_owned(), ..Theme::default() });
        let (light, dark) = token(&sheet, "--v-brand");
        assert!(theme::contrast(&light, "#fbf8f3") >= 4.4, "{brand} became {light} on light paper");
        assert!(theme::contrast(&dark, "#15130f") >= 4.4, "{brand} became {dark} on dark paper");
        let (ink_light, ink_dark) = token(&sheet, "--v-brand-ink");
        assert!(theme::contrast(&light, &ink_light) >= 4.5, "{brand}: words on the button, light");
        assert!(theme::contrast(&dark, &ink_dark) >= 4.5, "{brand}: words on the button, dark");
    }
}
