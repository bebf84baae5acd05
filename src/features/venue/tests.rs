//! The rules of the venue's settings.

use super::model::{Look, Profile, theme};
use crate::{kernel::i18n::Lang, platform::venue::Venue};

fn profile() -> Profile {
    Profile {
        name: "Musée des Rives".to_owned(),
        lang: "en".to_owned(),
        time_zone: "Europe/Lisbon".to_owned(),
        website: "https://rives.example/".to_owned(),
        ..Profile::default()
    }
}

#[test]
fn a_profile_is_taken_whole_or_not_at_all() {
    let mut venue = Venue::default();
    assert!(profile().apply(&mut venue).is_empty());
    assert_eq!(venue.name, "Musée des Rives");
    assert_eq!(venue.languages, [Lang::En, Lang::Fr], "the main language comes first");
    assert_eq!(venue.time_zone.name(), "Europe/Lisbon");
    let cases: [(&str, fn(&mut Profile)); 5] = [
        ("name", |p| p.name.clear()),
        ("summary_fr", |p| p.summary_fr = "x".repeat(301)),
        ("website", |p| p.website = "javascript:alert(1)".to_owned()),
        ("time_zone", |p| p.time_zone = "Mars/Olympus".to_owned()),
        ("lang", |p| p.lang = "tlh".to_owned()),
    ];
    for (field, spoil) in cases {
        let mut answers = profile();
        answers.address = "ailleurs".to_owned();
        spoil(&mut answers);
        let errors: Vec<String> = answers.apply(&mut venue).0.into_keys().collect();
        assert_eq!(errors, [field]);
        assert_eq!(venue.address, "", "nothing of a wrong form is kept");
    }
}

#[test]
fn only_colours_and_known_words_make_a_theme() {
    let fine = Look {
        brand: "#b3321c",
        accent: "#284b63",
        display_font: "serif",
        text_font: "hyperlegible",
        corners: "soft",
    };
    assert!(theme(&fine).is_ok());
    for (look, wrong) in [
        (Look { brand: "red", ..fine }, "brand"),
        (Look { brand: "#b3321c;}", ..fine }, "brand"),
        (Look { display_font: "comic", ..fine }, "display_font"),
        (Look { text_font: "comic", ..fine }, "text_font"),
        (Look { corners: "round", ..fine }, "corners"),
    ] {
        let errors = theme(&look).unwrap_err();
        assert!(errors.0.contains_key(wrong), "{wrong}: {errors:?}");
    }
}
