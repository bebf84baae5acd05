//! What the statement may say, and what the texts say of a venue.

use std::collections::BTreeMap;

use super::model::{Name, access, contact, problem};
use crate::{
    kernel::i18n::Lang,
    platform::venue::{Conformity, Contact, Venue},
};

fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_statement_claims_no_more_than_its_audit_allows() {
    for (status, rate, fine) in [
        ("none", "", true),
        ("none", "49", true),
        ("none", "50", false),
        ("partial", "", false),
        ("partial", "49", false),
        ("partial", "50 %", true),
        ("partial", "99", true),
        ("partial", "100", false),
        ("full", "", false),
        ("full", "99", false),
        ("full", "100", true),
        ("full", "101", false),
        ("perfect", "100", false),
    ] {
        let read = access(&form(&[("status", status), ("rate", rate)]));
        assert_eq!(read.is_ok(), fine, "{status} {rate}: {read:?}");
    }
    let read = access(&form(&[("status", "partial"), ("rate", "72"), ("drawn_up", "2026-02-30")]));
    assert!(read.unwrap_err().0.contains_key("drawn_up"));
    assert_eq!(Venue::default().access.status, Conformity::None, "nothing is claimed unaudited");
}

#[test]
fn an_address_to_write_to_is_one_or_none() {
    for (email, fine) in [
        ("", true),
        ("acces@musee.example", true),
        ("acces@musee", false),
        ("acces musee@rives.example", false),
        ("@musee.example", false),
        ("a@b@c.example", false),
    ] {
        assert_eq!(contact(&form(&[("email", email)])).is_ok(), fine, "{email}");
        let told = problem(&form(&[("text", "Rien ne s’ouvre"), ("email", email)]));
        assert_eq!(told.is_ok(), fine, "{email}");
    }
    assert!(problem(&form(&[("text", "  ")])).is_err());
}

#[test]
fn the_texts_that_come_with_the_program_say_what_the_venue_said_of_itself() {
    let bare = Venue { name: "Musée des Rives".to_owned(), ..Venue::default() };
    let told = Venue {
        contact: Contact {
            publisher: "Ville des *Rives*".to_owned(),
            director: "Anna Delorme".to_owned(),
            host: "Une cave".to_owned(),
            email: "bonjour@rives.example".to_owned(),
        },
        ..bare.clone()
    };
    for name in Name::ALL {
        for lang in Lang::ALL {
            let without = name.default_text(&bare, "https://rives.example/", *lang);
            assert!(without.contains("Musée des Rives"), "{name} {lang}: {without}");
            assert!(
                !without.contains("none") && !without.contains("{ $"),
                "{name} {lang}: {without}"
            );
            let with = name.default_text(&told, "https://rives.example/", *lang);
            assert!(with.contains("bonjour@rives.example"), "{name} {lang}: {with}");
            assert!(!with.contains("*Rives*"), "a name is no Markdown");
        }
    }
}
