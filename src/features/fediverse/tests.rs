//! The rules of the desk.

use std::time::Duration;

use super::{
    model::{Health, NewRule, Rule, Signs, reason},
    wire,
};
use crate::kernel::clock::Time;

#[test]
fn a_server_is_as_well_as_its_last_deliveries() {
    let now = Time::parse("2026-06-01T10:00:00Z").unwrap();
    let ago = |days: u64| Some(now.minus(Duration::from_secs(days * 86_400)));
    let cases = [
        (Signs::default(), Health::Ok),
        (Signs { allowed: true, ..Signs::default() }, Health::Allowed),
        (Signs { failures: 1, allowed: true, ..Signs::default() }, Health::Slow),
        (Signs { failures: 5, failing_since: ago(1), ..Signs::default() }, Health::Failing),
        (Signs { failures: 90, failing_since: ago(31), ..Signs::default() }, Health::Gone),
        (Signs { failures: 90, blocked: true, ..Signs::default() }, Health::Blocked),
    ];
    for (signs, expected) in cases {
        assert_eq!(Health::of(signs, now), expected, "{signs:?}");
    }
}

#[test]
fn a_rule_needs_a_server_that_is_not_ours_and_a_choice() {
    let check = |typed: &str, kind: &str| {
        NewRule::check(wire::domain(typed), "musee.example", Rule::parse(kind), "")
    };
    for typed in ["spam.example", "https://SPAM.example/", " @spam.example "] {
        assert_eq!(check(typed, "block").unwrap().domain, "spam.example", "{typed}");
    }
    for (typed, kind, field) in [
        ("", "block", "domain"),
        ("spam example", "block", "domain"),
        ("spam.example/path", "block", "domain"),
        ("musee.example", "block", "domain"),
        ("spam.example", "", "kind"),
        ("spam.example", "burn", "kind"),
    ] {
        let errors = check(typed, kind).unwrap_err();
        assert!(errors.0.contains_key(field), "{typed} {kind}: {errors:?}");
    }
}

#[test]
fn every_failure_has_words() {
    for (status, error, key) in [
        (Some(401), "HTTP 401", "fediverse-why-signature"),
        (Some(404), "HTTP 404", "fediverse-why-nobody"),
        (Some(502), "HTTP 502", "fediverse-why-trouble"),
        (Some(418), "HTTP 418", "fediverse-why-other"),
        (None, "no answer in time", "fediverse-why-silent"),
        (None, "connection refused", "fediverse-why-unreachable"),
    ] {
        assert_eq!(reason(status, error).0, key);
    }
}
