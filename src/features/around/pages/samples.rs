//! The pages with example data.

use std::collections::BTreeMap;

use super::{
    public::{ListPage, Month},
    staff::{Row, SourceView, StaffPage, Tab},
};
use crate::{
    features::around::model::Doing,
    kernel::{clock::Time, id::Id},
    platform::{
        feature::{Beside, StaffNav},
        web::{Pager, Sample},
    },
};

const SOON: Time = Time::from_micros(1_796_500_000_000_000);

fn event(stage: &'static str, place: Option<&str>) -> Beside {
    Beside {
        title: "Répétition ouverte".to_owned(),
        url: "https://mobilizon.example/events/e1".to_owned(),
        lang: place.map(|_| "fr".to_owned()),
        when: "samedi 12 décembre 2026, 20\u{a0}h".to_owned(),
        starts: SOON,
        day: 12,
        place: place.map(str::to_owned),
        online: place.is_none(),
        stage,
        excerpt: "On entre, on s’assoit, on regarde travailler.".to_owned(),
        source: "Théâtre du Port".to_owned(),
        host: "mobilizon.example".to_owned(),
        picture: None,
    }
}

fn source(doing: Doing) -> SourceView {
    SourceView {
        id: Id::from_raw(7),
        name: "Théâtre du Port".to_owned(),
        address: "@theatre@mobilizon.example".to_owned(),
        url: "https://mobilizon.example/@theatre".to_owned(),
        doing,
        trusted: doing == Doing::Accepted,
        paused: doing == Doing::Paused,
        events: 3,
        added_at: SOON,
        heard_at: (doing == Doing::Accepted).then_some(SOON),
    }
}

fn list(events: Vec<Beside>) -> ListPage {
    let total = i64::try_from(events.len()).unwrap_or(0);
    let months = if events.is_empty() { Vec::new() } else { vec![Month { month: SOON, events }] };
    ListPage { months, total, pager: Pager::default(), staff_url: Some("/equipe/autour") }
}

fn staff(pile: &'static str, full: bool, errors: bool) -> StaffPage {
    let rows = vec![
        Row { id: Id::from_raw(1), event: event("announced", Some("La Scène")), changed: true },
        Row { id: Id::from_raw(2), event: event("cancelled", None), changed: false },
    ];
    let doings = [
        Doing::Accepted,
        Doing::Asked,
        Doing::Silent,
        Doing::Refused,
        Doing::Paused,
        Doing::Blocked,
    ];
    let error = ("address".to_owned(), "Personne ne répond à cette adresse.".to_owned());
    StaffPage {
        staff_nav: StaffNav { around: 2, ..StaffNav::default() },
        tabs: vec![Tab {
            label: "À approuver".to_owned(),
            url: "/equipe/autour".to_owned(),
            count: Some(2),
            current: true,
        }],
        pile,
        total: if full { 2 } else { 0 },
        events: if full { rows } else { Vec::new() },
        pager: Pager::default(),
        sources: if full { doings.map(source).into() } else { Vec::new() },
        values: BTreeMap::from([("address".to_owned(), "theatre@".to_owned())]),
        errors: if errors { BTreeMap::from([error]) } else { BTreeMap::new() },
    }
}

pub(in crate::features::around) fn samples() -> Vec<Sample> {
    let some = vec![
        event("announced", Some("La Scène")),
        event("cancelled", None),
        event("postponed", None),
    ];
    vec![
        Sample::of("some events", &list(some)),
        Sample::of("nothing yet", &list(Vec::new())),
        Sample::of("what waits and every kind of source", &staff("waiting", true, false)),
        Sample::of("what is shown", &staff("shown", true, false)),
        Sample::of("what was put aside", &staff("aside", true, false)),
        Sample::of("nothing and nobody yet", &staff("waiting", false, true)),
    ]
}
