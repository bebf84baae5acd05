//! Example data for the pages of places.

use super::{
    public::{self, PlaceView, ShowPage},
    staff,
};
use crate::{
    features::places::{kind_name, model::PlaceKind},
    kernel::{i18n::Lang, id::Id},
    platform::{
        feature::{StaffNav, Thread},
        web::{Choice, Crumb, Sample},
    },
};

pub(in crate::features::places) fn samples() -> Vec<Sample> {
    vec![
        Sample::of("no place yet", &public::ListPage { places: Vec::new() }),
        Sample::of(
            "a building with a room",
            &public::ListPage { places: vec![node(vec![node(Vec::new())])] },
        ),
        Sample::of("a room nobody has spoken in", &room()),
        Sample::of(
            "no place yet",
            &staff::ListPage { staff_nav: StaffNav::default(), places: Vec::new() },
        ),
        Sample::of(
            "one room",
            &staff::ListPage {
                staff_nav: StaffNav {
                    pending: 3,
                    failing: 1,
                    problems: 2,
                    around: 4,
                    proposals: 1,
                },
                places: vec![staff::Node {
                    id: Id::from_raw(1),
                    name: "Salle 1".to_owned(),
                    kind: kind_name(PlaceKind::Room, Lang::Fr),
                    code: "MR-1".to_owned(),
                    artworks: 0,
                    edit_url: "/equipe/lieux/1".to_owned(),
                    children: Vec::new(),
                }],
            },
        ),
        Sample::of("a new place", &form(None)),
        Sample::of(
            "a place that holds something, with an error",
            &form(Some(staff::Edited {
                id: Id::from_raw(1),
                name: "Salle 1".to_owned(),
                url: "/lieux/salle-1".to_owned(),
                deletable: false,
            })),
        ),
    ]
}

fn node(children: Vec<public::Node>) -> public::Node {
    public::Node {
        name: "Salle 1 · Les quais".to_owned(),
        url: "/lieux/salle-1".to_owned(),
        kind: kind_name(PlaceKind::Room, Lang::Fr),
        code: "MR-1".to_owned(),
        artworks: 3,
        traces: 12,
        children,
    }
}

fn room() -> ShowPage {
    ShowPage {
        place: PlaceView {
            name: "Salle 1 · Les quais".to_owned(),
            code: "MR-1".to_owned(),
            kind: kind_name(PlaceKind::Room, Lang::Fr),
            description_html: Some("<p>La ville vue depuis l’eau.</p>".to_owned()),
            description_lang: Lang::Fr,
            uri: "https://musee.example/objects/1".to_owned(),
            follow_uri: "https://musee.example/actors/mur-nord".to_owned(),
            feed_url: "/lieux/mur-nord/flux.atom".to_owned(),
            follow_address: "@musee@musee.example".to_owned(),
            picture: None,
            likes: 2,
            boosts: 1,
            traces_total: 0,
            edit_url: Some("/equipe/lieux/1".to_owned()),
        },
        feelings: None,
        felt_within: Vec::new(),
        crumbs: vec![Crumb {
            label: "Maison des Rives".to_owned(),
            url: "/lieux/maison".to_owned(),
        }],
        children: vec![node(Vec::new())],
        artworks: Vec::new(),
        artworks_total: 0,
        artworks_url: "/oeuvres?lieu=salle-1".to_owned(),
        write_url: "/objets/1/mot".to_owned(),
        thread: Thread::default(),
    }
}

fn form(place: Option<staff::Edited>) -> staff::FormPage {
    let wrong = place.is_some();
    staff::FormPage {
        staff_nav: StaffNav::default(),
        place,
        values: [("name_fr".to_owned(), "Salle 1".to_owned())].into(),
        errors: if wrong {
            [("code".to_owned(), "Ce code est pris.".to_owned())].into()
        } else {
            [].into()
        },
        parents: vec![Choice::new(1, "Maison des Rives")],
        kinds: staff::kinds(Lang::Fr),
    }
}
