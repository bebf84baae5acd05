//! The answers of a set-up form, good and bad.

use super::Installation;
use crate::kernel::i18n::Lang;

fn good() -> Installation {
    Installation {
        name: "Musée des Rives".to_owned(),
        handle: "musee".to_owned(),
        languages: vec![Lang::En, Lang::Fr, Lang::En],
        time_zone: "Europe/Paris".to_owned(),
        admin_name: "Ada".to_owned(),
        admin_email: "ada@musee.example".to_owned(),
        admin_handle: "ada".to_owned(),
        admin_password: "une phrase assez longue".to_owned(),
        ..Installation::default()
    }
}

#[test]
fn good_answers_are_taken_and_each_language_once() {
    let checked = good().check().unwrap();
    assert_eq!(checked.languages, [Lang::En, Lang::Fr]);
    assert_eq!(checked.time_zone, chrono_tz::Europe::Paris);
    assert_eq!(checked.admin.language, Lang::En);
}

#[test]
fn each_wrong_answer_is_told_beside_its_field() {
    type Spoil = fn(&mut Installation);
    let cases: [(&str, &str, Spoil); 9] = [
        ("venue_name", "accounts-error-name-missing", |i| i.name = "  ".to_owned()),
        ("handle", "accounts-error-handle", |i| i.handle = "musée".to_owned()),
        ("time_zone", "setup-error-zone", |i| i.time_zone = "Europe/Rivage".to_owned()),
        ("summary", "setup-error-summary-long", |i| i.summary_en = "x".repeat(301)),
        ("brand", "setup-error-colour", |i| i.theme.brand = "red".to_owned()),
        ("accent", "setup-error-colour", |i| i.theme.accent = "#12345".to_owned()),
        ("login", "setup-error-same-handle", |i| i.admin_handle = "Musee".to_owned()),
        ("email", "accounts-error-email", |i| i.admin_email = "ada".to_owned()),
        ("password", "accounts-error-password-short", |i| i.admin_password = "court".to_owned()),
    ];
    for (field, key, spoil) in cases {
        let mut answers = good();
        spoil(&mut answers);
        let Err(errors) = answers.check() else { panic!("{field} was taken") };
        let told: Vec<_> = errors.0.iter().map(|(f, m)| (f.as_str(), m.key.as_str())).collect();
        assert_eq!(told, [(field, key)]);
    }
}
