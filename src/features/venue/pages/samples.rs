//! Example data for the pages of the venue.

use super::{
    dashboard::{Figures, MailTrouble, Step, TodayPage, Waiting},
    home::{HomePage, PlaceLink, Profile},
    settings::SettingsPage,
};
use crate::{
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::StaffNav,
        media::pictures::PictureView,
        venue::Venue,
        web::{Card, Sample},
    },
};

pub(in crate::features::venue) fn samples() -> Vec<Sample> {
    let mut settings = SettingsPage::of(&Venue::default(), Lang::Fr, StaffNav::default());
    settings.look.notice = Some("Contraste ajusté.".to_owned());
    settings.profile.errors = [("name".to_owned(), "Donnez un nom.".to_owned())].into();
    vec![
        Sample::of("a venue of which nothing is known", &home(false)),
        Sample::of("a venue with works and rooms", &home(true)),
        Sample::of("a first day", &today(true)),
        Sample::of("a quiet day", &today(false)),
        Sample::of("the settings of a venue", &settings),
    ]
}

fn card() -> Card {
    Card {
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        inventory: "2020.074".to_owned(),
        place: Some("Mur nord".to_owned()),
        artist: Some("Anna Delorme".to_owned()),
        date: Some("1963".to_owned()),
        on_show: true,
        picture: Some(PictureView {
            src: "/media/a.jpg".to_owned(),
            srcset: String::new(),
            width: 640,
            height: 480,
            alt: "Un soleil pâle.".to_owned(),
            caption: None,
            credit: None,
            full_url: None,
        }),
    }
}

fn home(full: bool) -> HomePage {
    let said = |text: &str| full.then(|| text.to_owned());
    HomePage {
        featured: full.then(card),
        artworks: if full { vec![card(), card()] } else { Vec::new() },
        artworks_total: if full { 3 } else { 0 },
        traces: Vec::new(),
        places: if full {
            vec![PlaceLink {
                name: "Maison des Rives".to_owned(),
                url: "/lieux/maison-des-rives".to_owned(),
                kind: "bâtiment".to_owned(),
                artworks: 3,
            }]
        } else {
            Vec::new()
        },
        venue_uri: "https://musee.example/actors/musee".to_owned(),
        profile: Profile {
            address: said("1, quai Bas"),
            hours: said("Tous les jours sauf le mardi"),
            website: said("https://rives.example"),
        },
    }
}

fn today(first: bool) -> TodayPage {
    TodayPage {
        staff_nav: StaffNav::default(),
        figures: Figures { pending: i64::from(!first), failing: 0, traces_week: 4, followers: 12 },
        waiting: if first {
            Vec::new()
        } else {
            vec![Waiting {
                id: Id::from_raw(1),
                text: "Le rouge de la digue.".to_owned(),
                author_name: "Léa".to_owned(),
                subject_title: Some("Les Rives basses".to_owned()),
                since: Time::from_micros(1_780_000_000_000_000),
            }]
        },
        traces: Vec::new(),
        todo: if first {
            vec![Step {
                text: "Décrire le bâtiment et ses salles.".to_owned(),
                url: "/equipe/lieux/nouveau",
                action: "Nouveau lieu".to_owned(),
            }]
        } else {
            Vec::new()
        },
        mail: first.then(|| MailTrouble {
            why: "Le serveur de courrier est injoignable.".to_owned(),
            waiting: 2,
            given_up: 0,
        }),
    }
}
