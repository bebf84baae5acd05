//! Example data of the pages of devices, for the test that renders every page.

use super::{
    ClosedPage,
    coming::{AnswerPage, Coming, ComingPage},
    corner::Corner,
    desk::{self, DeskPage, Line, Made},
    kiosk::{Glass, KioskPage, ThanksPage, Tongue},
    wall::{Scene, ScenePage, WallPage},
};
use crate::{
    features::{devices::model::Kind, feelings},
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::{Heading, StaffNav, Typed},
        web::{Choice, Pager, Sample},
    },
};

const AT: Time = Time::from_micros(1_780_000_000_000_000);

pub(in crate::features::devices) fn samples() -> Vec<Sample> {
    let wall = |scene| WallPage {
        about: heading(),
        corner: corner(),
        scene,
        base: "/ecran/x".to_owned(),
        seconds: 20,
    };
    let kiosk = |writing, typed| KioskPage {
        about: heading(),
        corner: corner(),
        panel: Some(feelings::example()),
        glass: glass(),
        stamp: "1.ab.cd".to_owned(),
        writing,
        coming: true,
        typed,
    };
    let thanks = ThanksPage {
        about: heading(),
        corner: corner(),
        base: "/borne/x".to_owned(),
        home: "/borne/x?lang=fr".to_owned(),
        seconds: 20,
    };
    vec![
        Sample::of("a wall with words", &wall(Some(scene()))),
        Sample::of("an invitation", &wall(None)),
        Sample::of("a scene", &ScenePage { scene: Some(scene()) }),
        Sample::of("no scene", &ScenePage { scene: None }),
        Sample::of("a kiosk", &kiosk(false, Typed::default())),
        Sample::of("words to correct", &kiosk(true, wrong())),
        Sample::of("too much in too little time", &kiosk(false, hasty())),
        Sample::of("a closed device", &ClosedPage {}),
        Sample::of("events to answer", &coming_page(vec![coming(false), coming(true)])),
        Sample::of("no event to answer", &coming_page(Vec::new())),
        Sample::of("an answer", &answer(false, Typed::default())),
        Sample::of("an answer to correct, full", &answer(true, wrong_answer())),
        Sample::of("thanks", &thanks),
        Sample::of("devices", &devices(true)),
        Sample::of("no device yet", &devices(false)),
    ]
}

fn coming(full: bool) -> Coming {
    Coming {
        id: Id::from_raw(1),
        title: "Nocturne des crues".to_owned(),
        when: "samedi 12 décembre 2026, 20 h".to_owned(),
        place: Some("Grande salle".to_owned()),
        left: Some(if full { 0 } else { 8 }),
        full,
    }
}

fn glass() -> Glass {
    Glass {
        base: "/borne/x".to_owned(),
        home: "/borne/x?lang=fr".to_owned(),
        idle: 60,
        warning: 15,
        languages: vec![Tongue { code: Lang::En, name: "English".to_owned() }],
    }
}

fn coming_page(events: Vec<Coming>) -> ComingPage {
    ComingPage { about: heading(), corner: corner(), events, glass: glass() }
}

fn answer(full: bool, typed: Typed) -> AnswerPage {
    AnswerPage {
        about: heading(),
        corner: corner(),
        event: coming(full),
        parties: if full { vec![1] } else { vec![1, 2, 3] },
        mail: true,
        glass: glass(),
        stamp: "1.ab.cd".to_owned(),
        once: "a-key-of-this-very-form".to_owned(),
        typed,
    }
}

fn wrong_answer() -> Typed {
    let errors = ["name", "people", "email", "form"]
        .map(|field| (field.to_owned(), "C’est à corriger.".to_owned()));
    Typed { errors: errors.into(), values: [("name".to_owned(), "Léa".to_owned())].into() }
}

fn wrong() -> Typed {
    Typed {
        errors: [("text".to_owned(), "Il manque des mots.".to_owned())].into(),
        ..Typed::default()
    }
}

fn hasty() -> Typed {
    Typed {
        errors: [("feeling".to_owned(), "Attendez un instant.".to_owned())].into(),
        ..Typed::default()
    }
}

fn scene() -> Scene {
    Scene {
        text: "Le rouge de la digue.".to_owned(),
        lang: "fr".to_owned(),
        size: "few",
        who: "Léa".to_owned(),
        handle: Some("@lea@social.example".to_owned()),
        about: Some("Les Rives basses".to_owned()),
        published: AT,
    }
}

fn heading() -> Heading {
    Heading {
        title: "Salle des rives".to_owned(),
        url: "/lieux/salle-des-rives".to_owned(),
        reference: Some("S1".to_owned()),
    }
}

fn corner() -> Corner {
    Corner {
        qr_path: "M4 4h7v1h-7z".to_owned(),
        qr_side: 29,
        address: "musee.test/p/S1".to_owned(),
        code: Some("S1".to_owned()),
    }
}

fn devices(full: bool) -> DeskPage {
    let line = |kind, revoked, frozen| Line {
        id: Id::from_raw(1),
        kind,
        name: "Hall".to_owned(),
        about: Some(heading()),
        seen: Some(AT),
        revoked,
        frozen,
    };
    DeskPage {
        staff_nav: StaffNav::default(),
        devices: if full {
            vec![
                line(Kind::Wall, false, false),
                line(Kind::Wall, false, true),
                line(Kind::Kiosk, false, false),
                line(Kind::Kiosk, true, false),
            ]
        } else {
            Vec::new()
        },
        pager: Pager::default(),
        kinds: vec![Choice::new("wall", "Écran")],
        may_make: true,
        made: full.then(|| Made {
            name: "Hall".to_owned(),
            kind: Kind::Wall,
            address: "https://musee.test/ecran/x".to_owned(),
        }),
        typed: if full { Typed::default() } else { desk::wrong() },
    }
}
