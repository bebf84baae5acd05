//! Example data for the pages of artworks.

use super::{
    public::ListPage,
    show::{ArtworkView, PlaceLink, ShowPage},
    staff_form::{self, Edited, FormPage},
    staff_import::{ImportPage, Progress, Review, Row as ImportRow},
    staff_list::{self, Row},
};
use crate::{
    features::artworks::import::Change,
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::{StaffNav, Thread},
        media::{
            edit::{EditedPicture, NEW_PICTURES},
            pictures::PictureView,
        },
        web::{Card, Choice, PageNumber, Pager, Sample},
    },
};

pub(in crate::features::artworks) fn samples() -> Vec<Sample> {
    vec![
        Sample::of("an empty catalogue", &list(Vec::new(), false)),
        Sample::of("nothing found", &list(Vec::new(), true)),
        Sample::of("two works, one without a picture", &list(vec![card(true), card(false)], true)),
        Sample::of("a work with everything", &show(true)),
        Sample::of("a work with a title alone", &show(false)),
        Sample::of("no work yet", &staff_list(Vec::new())),
        Sample::of("one work", &staff_list(vec![row()])),
        Sample::of("a new work", &form(false)),
        Sample::of("a work whose picture is not described", &form(true)),
        Sample::of("a file to choose", &ImportPage::at("upload", StaffNav::default())),
        Sample::of("differences", &review()),
        Sample::of("an import on its way", &progress("running")),
        Sample::of("an import that is done", &progress("done")),
    ]
}

fn picture() -> PictureView {
    PictureView {
        src: "/media/a.jpg".to_owned(),
        srcset: "/media/b.jpg 320w, /media/a.jpg 640w".to_owned(),
        width: 640,
        height: 480,
        alt: "Un soleil pâle au-dessus d’une eau sombre.".to_owned(),
        caption: None,
        credit: None,
        full_url: Some("/media/a.jpg".to_owned()),
    }
}

fn card(with_picture: bool) -> Card {
    Card {
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        inventory: "2020.074".to_owned(),
        place: Some("Mur nord".to_owned()),
        artist: Some("Anna Delorme".to_owned()),
        date: Some("1963".to_owned()),
        on_show: with_picture,
        picture: with_picture.then(picture),
    }
}

fn list(artworks: Vec<Card>, filtered: bool) -> ListPage {
    let total = i64::try_from(artworks.len()).unwrap_or(0);
    ListPage {
        artworks,
        pager: Pager::new("/oeuvres?recherche=rives", PageNumber::default(), 1, total),
        total,
        places: vec![Choice::new("salle-1", "Salle 1")],
        artists: vec![Choice::new("Anna Delorme", "Anna Delorme")],
        values: [
            ("recherche", String::new()),
            ("lieu", String::new()),
            ("artiste", String::new()),
            ("en_salle", String::new()),
        ]
        .into(),
        filtered,
    }
}

fn show(everything: bool) -> ShowPage {
    let said = |text: &str| everything.then(|| text.to_owned());
    ShowPage {
        artwork: ArtworkView {
            title: "Les Rives basses".to_owned(),
            lang: Lang::Fr,
            inventory: "2020.074".to_owned(),
            artist: said("Anna Delorme"),
            artist_dates: said("1921–1998"),
            artist_url: said("/oeuvres?artiste=Anna+Delorme"),
            date: said("1963"),
            technique: said("Huile sur toile"),
            dimensions: said("120 × 168 cm"),
            description_html: said("<p>Peinte l’hiver de la grande crue.</p>"),
            description_lang: Lang::Fr,
            credit: said("Photo : atelier du musée"),
            licence: said("CC BY 4.0"),
            licence_url: everything.then_some("https://creativecommons.org/licenses/by/4.0/"),
            on_show: everything,
            place: everything.then(|| PlaceLink {
                name: "Mur nord".to_owned(),
                url: "/lieux/mur-nord".to_owned(),
            }),
            pictures: if everything { vec![picture(), picture()] } else { Vec::new() },
            uri: "https://musee.example/objects/1".to_owned(),
            url: "https://musee.example/oeuvres/les-rives-basses".to_owned(),
            share_picture: said("https://musee.example/media/a.jpg"),
            follow_address: "@les-rives-basses@musee.example".to_owned(),
            follow_uri: "https://musee.example/actors/les-rives-basses".to_owned(),
            likes: 2,
            boosts: 1,
            traces_total: 0,
            edit_url: said("/equipe/oeuvres/1"),
        },
        feelings: None,
        crumbs: Vec::new(),
        write_url: "/objets/1/mot".to_owned(),
        thread: Thread::default(),
    }
}

fn row() -> Row {
    Row {
        id: Id::from_raw(1),
        inventory: "2020.074".to_owned(),
        title: "Les Rives basses".to_owned(),
        artist: Some("Anna Delorme".to_owned()),
        place: Some("Mur nord".to_owned()),
        on_show: true,
        featured: true,
        traces: 12,
        updated: Some(Time::from_micros(1_780_000_000_000_000)),
        thumb: Some("/media/b.jpg".to_owned()),
        missing_alt: true,
        edit_url: "/equipe/oeuvres/1".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
    }
}

fn staff_list(artworks: Vec<Row>) -> staff_list::ListPage {
    staff_list::ListPage {
        staff_nav: StaffNav::default(),
        total: i64::try_from(artworks.len()).unwrap_or(0),
        artworks,
        pager: Pager::default(),
        places: vec![Choice::new(1, "Salle 1")],
        values: [
            ("recherche", String::new()),
            ("lieu", String::new()),
            ("etat", "on_show".to_owned()),
            ("tri", "updated".to_owned()),
        ]
        .into(),
        filtered: false,
    }
}

fn form(wrong: bool) -> FormPage {
    let error = "Décrivez cette image.".to_owned();
    FormPage {
        staff_nav: StaffNav::default(),
        artwork: wrong.then(|| Edited {
            id: Id::from_raw(1),
            title: "Les Rives basses".to_owned(),
            url: "/oeuvres/les-rives-basses".to_owned(),
        }),
        values: [("title".to_owned(), "Les Rives basses".to_owned())].into(),
        errors: if wrong { [("picture_1".to_owned(), error.clone())].into() } else { [].into() },
        places: vec![Choice::new(1, "Salle 1")],
        licences: staff_form::licences("Licence de la maison"),
        pictures: if wrong {
            vec![EditedPicture {
                id: Id::from_raw(7),
                src: "/media/b.jpg".to_owned(),
                alt_fr: String::new(),
                alt_en: String::new(),
                position: 1,
                error: Some(error),
            }]
        } else {
            Vec::new()
        },
        new_pictures: NEW_PICTURES,
    }
}

fn review() -> ImportPage {
    let row = |line, state, changes, problems| ImportRow {
        line,
        inventory: "2020.074".to_owned(),
        title: "Les Rives basses".to_owned(),
        state,
        changes,
        problems,
    };
    let change =
        Change { field: "date".to_owned(), before: "1962".to_owned(), after: "1963".to_owned() };
    let problem = "Il n’y a pas de lieu MR-9.".to_owned();
    let mut page = ImportPage::at("review", StaffNav::default());
    page.review = Some(Review {
        token: Id::from_raw(1),
        created: 1,
        changed: 1,
        unchanged: 3,
        refused: 1,
        rows: vec![
            row(2, "created", Vec::new(), Vec::new()),
            row(3, "changed", vec![change], Vec::new()),
            row(4, "refused", Vec::new(), vec![problem]),
        ],
    });
    page
}

fn progress(step: &'static str) -> ImportPage {
    let mut page = ImportPage::at(step, StaffNav::default());
    page.job = Some(Progress {
        done: 3,
        total: 10,
        label: "catalogue.csv".to_owned(),
        report: vec!["Ligne 4 : il n’y a pas de lieu MR-9.".to_owned()],
    });
    page
}
