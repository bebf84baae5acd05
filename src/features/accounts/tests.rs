//! The words of an account, good and bad.

use super::model::{self, Email, Handle, Password, SignUp};
use crate::kernel::i18n::Lang;

#[test]
fn handles_are_small_letters_digits_and_underscores() {
    let cases = [
        ("lea", Ok("lea")),
        ("Lea_2", Ok("lea_2")),
        ("@lea", Ok("lea")),
        (" lea ", Ok("lea")),
        ("a", Err(())),
        ("", Err(())),
        ("léa", Err(())),
        ("le a", Err(())),
        ("lea.b", Err(())),
        ("lea@ailleurs", Err(())),
        ("abcdefghijklmnopqrstuvwxyz0123", Ok("abcdefghijklmnopqrstuvwxyz0123")),
        ("abcdefghijklmnopqrstuvwxyz01234", Err(())),
    ];
    for (typed, expected) in cases {
        let read = Handle::parse(typed);
        let read = read.as_ref().map(Handle::as_str).map_err(|_| ());
        assert_eq!(read, expected, "{typed:?}");
    }
}

#[test]
fn handles_that_speak_for_the_venue_are_reserved() {
    for name in ["abuse", "admin", "moderation", "parvis", "postmaster", "webmaster"] {
        assert!(Handle::parse(name).unwrap().is_reserved(), "{name}");
    }
    for name in ["lea", "administree", "zoe"] {
        assert!(!Handle::parse(name).unwrap().is_reserved(), "{name}");
    }
    // The list is searched by halves: it works only while it is in order.
    assert!(model::RESERVED.is_sorted());
}

#[test]
fn a_handle_can_be_made_from_an_address() {
    let cases = [
        ("lea@example.org", Ok("lea")),
        ("Lea.Martin+musee@example.org", Ok("lea_martin_musee")),
        ("x@example.org", Err(())),
    ];
    for (address, expected) in cases {
        let made = Handle::from_email(&Email::parse(address).unwrap());
        assert_eq!(made.as_ref().map(Handle::as_str).map_err(|_| ()), expected, "{address}");
    }
}

#[test]
fn addresses_are_folded_and_slips_are_caught() {
    let cases = [
        ("Lea@Example.org", Some("lea@example.org")),
        (" lea@example.org ", Some("lea@example.org")),
        ("lea+musee@sub.example.org", Some("lea+musee@sub.example.org")),
        ("lea", None),
        ("lea@", None),
        ("@example.org", None),
        ("lea@example", None),
        ("lea@exa mple.org", None),
        ("lea@b@example.org", None),
        ("lea\n@example.org", None),
    ];
    for (typed, expected) in cases {
        let read = Email::parse(typed).ok();
        assert_eq!(read.as_ref().map(Email::as_str), expected, "{typed:?}");
    }
    let long = format!("{}@example.org", "a".repeat(250));
    assert!(Email::parse(&long).is_err());
}

#[test]
fn passwords_are_long_and_varied_and_keep_their_spaces() {
    let cases = [
        ("une phrase assez longue", Ok(())),
        ("douze signes", Ok(())),
        ("onze signes", Err("accounts-error-password-short")),
        ("ééééééééé", Err("accounts-error-password-short")),
        ("121212121212", Err("accounts-error-password-simple")),
    ];
    for (typed, expected) in cases {
        assert_eq!(Password::parse(typed).map(drop), expected, "{typed:?}");
    }
    assert_eq!(Password::parse(" deux espaces  ").unwrap().secret(), " deux espaces  ");
    let exact: String = "abcdefgh".repeat(16);
    assert!(Password::parse(&exact).is_ok());
    assert!(Password::parse(&format!("{exact}x")).is_err());
}

#[test]
fn secrets_and_addresses_never_show_in_debug() {
    let new = SignUp {
        name: "Léa",
        handle: "lea",
        email: "lea@example.org",
        needs_password: true,
        password: "une phrase secrète",
        agreed: true,
    };
    let shown = format!("{:?}", new.check(Lang::Fr).unwrap());
    assert!(shown.contains("lea"), "{shown}");
    for secret in ["phrase", "secr", "example.org"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_sign_up_form_tells_everything_that_is_wrong_at_once() {
    let form = SignUp {
        name: " ",
        handle: "admin",
        email: "x",
        password: "court",
        needs_password: true,
        agreed: false,
    };
    let errors = form.check(Lang::Fr).unwrap_err();
    let told: Vec<_> = errors.0.iter().map(|(f, m)| (f.as_str(), m.key.as_str())).collect();
    assert_eq!(
        told,
        [
            ("agree", "accounts-error-agree"),
            ("email", "accounts-error-email"),
            ("handle", "accounts-error-handle-reserved"),
            ("name", "accounts-error-name-missing"),
            ("password", "accounts-error-password-short"),
        ]
    );
}

#[test]
fn a_name_is_one_line_that_reads_as_it_is_written() {
    let cases = [
        ("  Léa   Martin ", Ok("Léa Martin")),
        ("Léa\nMartin", Ok("Léa Martin")),
        ("Léa\u{202e}nitraM", Ok("LéanitraM")),
        ("", Err("accounts-error-name-missing")),
        ("\u{200f}", Err("accounts-error-name-missing")),
    ];
    for (typed, expected) in cases {
        assert_eq!(model::name(typed).as_deref().map_err(|e| *e), expected, "{typed:?}");
    }
    assert!(model::name(&"é".repeat(80)).is_ok());
    assert!(model::name(&"é".repeat(81)).is_err());
}
