//! Example data for the pages of labels.

use super::{
    search::SearchPage,
    show::{Next, ShowPage, Subject},
    staff::{self, ListPage, Row},
};
use crate::{
    features::traces::FormView,
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::StaffNav,
        web::{Choice, Crumb, PageNumber, Pager, Sample},
    },
};

pub(in crate::features::labels) fn samples() -> Vec<Sample> {
    let subject = |on_show| Subject {
        code: "1963.4".to_owned(),
        title: "Les Rives basses".to_owned(),
        lang: Lang::Fr,
        url: "/oeuvres/les-rives-basses".to_owned(),
        maker: Some("Anna Delorme, 1963".to_owned()),
        place: Some(Crumb { label: "Salle 3".to_owned(), url: "/lieux/salle-3".to_owned() }),
        sentence: Some("La ville vue depuis l’eau.".to_owned()),
        sentence_lang: Lang::Fr,
        on_show,
        picture: None,
    };
    let next = Next {
        title: "Crue de nuit".to_owned(),
        artist: Some("Anna Delorme".to_owned()),
        url: "/oeuvres/crue-de-nuit".to_owned(),
    };
    let row = |used_at| Row {
        id: Id::from_raw(1),
        code: "1963.4".to_owned(),
        address: "https://musee.example/p/1963.4".to_owned(),
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        used_at,
    };
    let list = |labels: Vec<Row>| ListPage {
        staff_nav: StaffNav::default(),
        pager: Pager::new("/equipe/etiquettes", PageNumber::default(), 48, 0),
        places: vec![Choice::new(1, "Salle 1")],
        place: "1".to_owned(),
        formats: staff::formats(Lang::Fr),
        most: 400,
        labels,
    };
    vec![
        Sample::of(
            "a work nobody has spoken of",
            &ShowPage {
                subject: subject(true),
                feelings: None,
                form: Some(FormView::example()),
                quotations: Vec::new(),
                next: Some(next),
            },
        ),
        Sample::of(
            "a work that was taken down",
            &ShowPage {
                subject: subject(false),
                feelings: None,
                form: None,
                quotations: Vec::new(),
                next: None,
            },
        ),
        Sample::of(
            "a code that leads nowhere",
            &SearchPage { code: "1936.4".to_owned(), gone: false, guesses: Vec::new() },
        ),
        Sample::of(
            "a label of something that is no more",
            &SearchPage { code: "1936.4".to_owned(), gone: true, guesses: Vec::new() },
        ),
        Sample::of("no label yet", &list(Vec::new())),
        Sample::of("one used, one not", &list(vec![row(Some(Time::from_micros(0))), row(None)])),
    ]
}
