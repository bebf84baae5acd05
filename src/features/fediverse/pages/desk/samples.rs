//! Examples of the desk.

use std::collections::BTreeMap;

use super::{DeskPage, FailingView, Figures, Health, PeerView, RuleView};
use crate::{
    kernel::clock::Time,
    platform::{
        feature::StaffNav,
        web::{Pager, Sample},
    },
};

pub(in super::super) fn samples() -> Vec<Sample> {
    let at = Time::from_micros(1_700_000_000_000_000);
    let peer = |state| PeerView {
        domain: "social.example".to_owned(),
        software: Some("mastodon".to_owned()),
        last_in: Some(at),
        last_out: None,
        people: 3,
        queue: 0,
        state,
    };
    let states =
        [Health::Ok, Health::Slow, Health::Failing, Health::Gone, Health::Blocked, Health::Allowed];
    let rule = |kind| RuleView {
        id: "spam.example".to_owned(),
        domain: "spam.example".to_owned(),
        kind,
        note: Some("Publicité".to_owned()),
        by: "Ada".to_owned(),
        at,
    };
    let page = |mode: &'static str| DeskPage {
        staff_nav: StaffNav::default(),
        mode,
        figures: Figures { peers: 0, queue: 0, failing: 0, followers: 0 },
        failing: Vec::new(),
        peers: Vec::new(),
        rules: Vec::new(),
        values: BTreeMap::new(),
        errors: BTreeMap::new(),
        pager: Pager::default(),
    };
    let busy = DeskPage {
        figures: Figures { peers: 6, queue: 12, failing: 1, followers: 42 },
        failing: vec![FailingView {
            id: "mort.example".to_owned(),
            domain: "mort.example".to_owned(),
            reason: "Le serveur ne répond pas.".to_owned(),
            tries: 4,
            waiting: 12,
            next_try: Some(at),
        }],
        peers: states.into_iter().map(peer).collect(),
        rules: vec![rule("block"), rule("allow")],
        errors: BTreeMap::from([("domain".to_owned(), "Ce nom n’est pas lisible.".to_owned())]),
        ..page("allow-list")
    };
    vec![
        Sample::of("nobody met yet", &page("open")),
        Sample::of("closed", &page("closed")),
        Sample::of("many servers, one failing", &busy),
    ]
}
