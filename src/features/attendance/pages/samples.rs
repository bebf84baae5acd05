//! Example data for the pages of attendance.

use super::{
    answer::AnswerPage,
    card::{CardPage, ReadPage},
    confirm::ConfirmPage,
    door::DoorPage,
    list::{ListPage, Row},
    own::{Entry, EventsPage, OwnPage},
    panel::{Panel, Reserved},
    view::{EventLine, Mine, Numbers},
    write::{Earlier, WritePage},
};
use crate::{
    features::events::Stage,
    kernel::{clock::Time, id::Id},
    platform::{
        feature::{StaffNav, Typed},
        web::{Choice, PageNumber, Pager, Qr, Sample},
    },
};

pub(in crate::features::attendance) fn samples() -> Vec<Sample> {
    vec![
        Sample::of("a member who has not answered", &answer(true, None)),
        Sample::of("a member who waits", &answer(true, Some(mine("waiting")))),
        Sample::of("a member who is no regular yet", &reserved()),
        Sample::of("somebody without an account, full", &answer(false, None)),
        Sample::of("a link to confirm", &confirm(None)),
        Sample::of("a link that comes too late", &confirm(Some("C’est passé.".to_owned()))),
        Sample::of("a card", &card(true)),
        Sample::of("a card to read", &read(false)),
        Sample::of("a card that opens no door", &read(true)),
        Sample::of("no card yet", &card(false)),
        Sample::of("seats", &own("going")),
        Sample::of("a place in the line", &own("waiting")),
        Sample::of("not coming", &own("no")),
        Sample::of(
            "no event",
            &EventsPage {
                coming: Vec::new(),
                past: Vec::new(),
                pager: pager(),
                calendar_since: None,
                calendar_address: None,
            },
        ),
        Sample::of(
            "one to come and one that was",
            &EventsPage {
                coming: vec![entry("maybe")],
                past: vec![entry("going")],
                pager: pager(),
                calendar_since: Some(moment()),
                calendar_address: None,
            },
        ),
        Sample::of(
            "a calendar's address, just made",
            &EventsPage {
                coming: Vec::new(),
                past: Vec::new(),
                pager: pager(),
                calendar_since: Some(moment()),
                calendar_address: Some("https://musee.example/calendriers/x.ics".to_owned()),
            },
        ),
        Sample::of("nobody answered", &list(Vec::new(), false)),
        Sample::of("nobody found", &list(Vec::new(), true)),
        Sample::of("two answers", &list(vec![row("going"), row("waiting")], false)),
        Sample::of("the door", &door(false)),
        Sample::of("the door and a code", &door(true)),
        Sample::of("a message", &write(false)),
        Sample::of("a message without words", &write(true)),
    ]
}

fn moment() -> Time {
    Time::from_micros(1_780_000_000_000_000)
}

fn pager() -> Pager {
    Pager::new("/mes-evenements", PageNumber::default(), 50, 1)
}

fn event() -> EventLine {
    EventLine {
        id: Id::from_raw(1),
        title: "Nocturne des crues".to_owned(),
        url: "/agenda/nocturne-des-crues".to_owned(),
        when: "samedi 12 décembre 2026, 20 h – 22 h 30".to_owned(),
        starts: moment(),
        place: Some("Grande salle".to_owned()),
        stage: Stage::Announced,
    }
}

fn numbers(full: bool) -> Numbers {
    Numbers {
        going: 42,
        maybe: 3,
        left: Some(if full { 0 } else { 8 }),
        waiting: if full { 4 } else { 0 },
        full,
    }
}

fn mine(answer: &'static str) -> Mine {
    Mine {
        answer,
        people: 2,
        before: i64::from(answer == "waiting") * 3,
        url: "/participation/1.abc".to_owned(),
        came: answer == "going",
    }
}

fn panel(member: bool, mine: Option<Mine>) -> Panel {
    Panel {
        asked: true,
        open: true,
        reserved: None,
        action: "/agenda/nocturne-des-crues/venir".to_owned(),
        member,
        once: "a-key-of-this-very-form".to_owned(),
        numbers: numbers(!member),
        party_max: 4,
        mine,
        staff_url: member.then(|| "/equipe/agenda/1/reponses".to_owned()),
    }
}

fn answer(member: bool, mine: Option<Mine>) -> AnswerPage {
    AnswerPage {
        event: event(),
        panel: panel(member, mine),
        stamp: (!member).then(|| "1.ab.cd".to_owned()),
        once: "a-key-of-this-very-form".to_owned(),
        members_only: false,
        mail: true,
        address: "https://musee.example/agenda/nocturne".to_owned(),
        typed: Typed {
            errors: [("people".to_owned(), "Trop de monde.".to_owned())].into(),
            ..Typed::default()
        },
    }
}

fn card(there: bool) -> CardPage {
    CardPage {
        name: "Léa".to_owned(),
        qr: there.then(|| Qr { path: "M4 4h7v1h-7z".to_owned(), side: 29 }),
        code: there.then(|| "c1.abc".to_owned()),
    }
}

fn read(known: bool) -> ReadPage {
    ReadPage {
        staff_nav: StaffNav::default(),
        holder: known.then(|| "Léa".to_owned()),
        wrong: !known,
        doors: if known { Vec::new() } else { vec![event()] },
    }
}

fn reserved() -> AnswerPage {
    let page = answer(true, None);
    let reserved = Some(Reserved { wanted: 3, came: 1 });
    AnswerPage {
        panel: Panel { open: false, reserved, ..page.panel },
        typed: Typed::default(),
        ..page
    }
}

fn confirm(refused: Option<String>) -> ConfirmPage {
    ConfirmPage {
        event: event(),
        numbers: numbers(refused.is_some()),
        name: "Noé".to_owned(),
        people: 2,
        action: "/participation/confirmer/abc".to_owned(),
        refused,
    }
}

fn own(answer: &'static str) -> OwnPage {
    OwnPage {
        event: event(),
        mine: mine(answer),
        numbers: numbers(answer == "waiting"),
        party_max: 4,
        open: true,
        may_leave: answer != "no",
        may_declare: answer == "going",
        qr: (answer == "going").then(|| Qr { path: "M4 4h7v1h-7z".to_owned(), side: 29 }),
        once: "a-key-of-this-very-form".to_owned(),
        calendar_url: "/agenda/nocturne-des-crues/evenement.ics".to_owned(),
        messages: vec![Earlier { text_html: "<p>À samedi.</p>".to_owned(), at: moment() }],
        typed: Typed::default(),
    }
}

fn entry(answer: &'static str) -> Entry {
    Entry { event: event(), mine: mine(answer) }
}

fn row(answer: &'static str) -> Row {
    let going = answer == "going";
    Row {
        id: Id::from_raw(7),
        name: "Léa".to_owned(),
        url: going.then(|| "/@lea".to_owned()),
        contact: if going { "@lea@musee.example".to_owned() } else { "lea@example.org".to_owned() },
        answer,
        people: 2,
        place: (!going).then_some(3),
        channel: if going { "join" } else { "email" },
        message: if going { "À samedi !".to_owned() } else { String::new() },
        at: moment(),
        came: going.then(moment),
        assurance: going.then_some("code"),
    }
}

fn list(rows: Vec<Row>, filtered: bool) -> ListPage {
    let total = i64::try_from(rows.len()).unwrap_or(0);
    ListPage {
        staff_nav: StaffNav::default(),
        event: event(),
        edit_url: "/equipe/agenda/1".to_owned(),
        numbers: numbers(false),
        capacity: Some(50),
        rows,
        total,
        answers: vec![Choice::new("going", "Vient")],
        channels: vec![Choice::new("join", "Mobilizon")],
        values: ["recherche", "reponse", "canal"].map(|name| (name, String::new())).into(),
        filtered,
        pager: pager(),
        action: "/equipe/agenda/1/reponses".to_owned(),
        door_url: "/equipe/agenda/1/entree".to_owned(),
        write_url: "/equipe/agenda/1/ecrire".to_owned(),
        export_url: "/equipe/agenda/1/reponses.csv".to_owned(),
    }
}

fn door(code: bool) -> DoorPage {
    DoorPage {
        staff_nav: StaffNav::default(),
        event: event(),
        came: 1,
        expected: 2,
        shown: code.then(|| Row { came: None, assurance: None, ..row("going") }),
        holder: code.then(|| "Zoé".to_owned()),
        wrong_code: !code,
        code: if code { "7.abc".to_owned() } else { "x".to_owned() },
        rows: if code { vec![row("going")] } else { Vec::new() },
        total: i64::from(code),
        pager: pager(),
        values: ["recherche", "code"].map(|name| (name, String::new())).into(),
        filtered: !code,
        numbers: numbers(!code),
        capacity: Some(50),
        action: "/equipe/agenda/1/entree".to_owned(),
        list_url: "/equipe/agenda/1/reponses".to_owned(),
        once: "a-key-of-this-very-form".to_owned(),
        typed: [("people".to_owned(), "0".to_owned())].into(),
        errors: if code {
            [].into()
        } else {
            [("people".to_owned(), "Indiquez un nombre de personnes.".to_owned())].into()
        },
    }
}

fn write(wrong: bool) -> WritePage {
    let errors = if wrong {
        [("text".to_owned(), "Écrivez quelques mots.".to_owned())].into()
    } else {
        [].into()
    };
    WritePage {
        staff_nav: StaffNav::default(),
        event: event(),
        numbers: numbers(false),
        action: "/equipe/agenda/1/ecrire".to_owned(),
        list_url: "/equipe/agenda/1/reponses".to_owned(),
        longest: 2000,
        once: "a-key-of-this-very-form".to_owned(),
        earlier: vec![Earlier { text_html: "<p>À samedi.</p>".to_owned(), at: moment() }],
        typed: Typed { errors, ..Typed::default() },
    }
}
