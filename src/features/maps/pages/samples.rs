//! Example data for the pages of the map.

use super::{
    map::{MapPage, PinView, PlanView, Tab},
    staff::{EditPage, ListPage, Row, Thing},
};
use crate::{
    features::feelings::{self, Feeling},
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::{Heading, StaffNav},
        web::Sample,
    },
};

pub(in crate::features::maps) fn samples() -> Vec<Sample> {
    let tab = |label: &str, current| Tab {
        label: label.to_owned(),
        url: "/carte".to_owned(),
        current,
        count: None,
    };
    let plan = || PlanView {
        name: "Rez-de-chaussée".to_owned(),
        url: "/lieux/rez-de-chaussee".to_owned(),
        src: "/media/x.png".to_owned(),
        height: 600,
        alt: "Plan du rez-de-chaussée".to_owned(),
    };
    let pin = PinView {
        id: Id::from_raw(1),
        about: Heading {
            title: "Salle 1".to_owned(),
            url: "/lieux/salle-1".to_owned(),
            reference: Some("MR-1".to_owned()),
        },
        x: 200,
        y: 300,
        radius: 30,
        key: Some("joy"),
        total: 3,
        ribbon: feelings::ribbon(&[(Feeling::Joy, 2), (Feeling::Calm, 1)], &[], Lang::Fr),
        since: Some(Time::from_micros(0)),
    };
    let nothing = PinView {
        id: Id::from_raw(2),
        about: Heading {
            title: "Salle 2".to_owned(),
            url: "/lieux/salle-2".to_owned(),
            reference: None,
        },
        x: 700,
        y: 300,
        radius: 12,
        key: None,
        total: 0,
        ribbon: Vec::new(),
        since: None,
    };
    let edit = |plan| EditPage {
        staff_nav: StaffNav::default(),
        id: Id::from_raw(1),
        name: "Rez-de-chaussée".to_owned(),
        plan,
        things: vec![Thing {
            id: Id::from_raw(2),
            title: "Salle 1".to_owned(),
            reference: Some("MR-1".to_owned()),
        }],
        values: [("x_2".to_owned(), "120".to_owned())].into(),
        errors: [("x_2".to_owned(), "De 0 à 100.".to_owned())].into(),
    };
    vec![
        Sample::of(
            "no plan yet",
            &MapPage {
                plans: Vec::new(),
                periods: vec![tab("Toujours", true)],
                plan: None,
                felt: Vec::new(),
                edit_url: None,
            },
        ),
        Sample::of(
            "two floors",
            &MapPage {
                plans: vec![tab("Rez-de-chaussée", true), tab("Étage", false)],
                periods: vec![tab("Aujourd’hui", false), tab("Toujours", true)],
                plan: Some(plan()),
                felt: vec![pin, nothing],
                edit_url: Some("/equipe/plans/1".to_owned()),
            },
        ),
        Sample::of(
            "one place",
            &ListPage {
                staff_nav: StaffNav::default(),
                places: vec![Row {
                    name: "Rez-de-chaussée".to_owned(),
                    depth: 1,
                    has_plan: true,
                    url: "/equipe/plans/1".to_owned(),
                }],
            },
        ),
        Sample::of("no place", &ListPage { staff_nav: StaffNav::default(), places: Vec::new() }),
        Sample::of("no plan of this place yet", &edit(None)),
        Sample::of("a plan with a pin that is nowhere", &edit(Some(plan()))),
    ]
}
