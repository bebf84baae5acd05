//! Example data for the pages of events.

use super::{
    embed::{EmbedPage, SnippetsPage},
    form,
    list::{self, Filters, Line, ListPage, Month},
    map::{MapPage, MarkView, Spot, View},
    month::{Brief, Day, Lasting, MonthPage},
    show::{EventView, ShowPage},
    staff_form::{Edited, FormPage, Ticked},
    staff_import::{Gone, ImportPage, Review, Row as ImportRow},
    staff_list::{self, Row},
    view::EventCard,
};
use crate::{
    features::events::Stage,
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::{Beside, Echo, StaffNav, Thread},
        tables::{Change, Tally},
        web::{Choice, Crumb, PageNumber, Pager, Sample},
    },
};

pub(in crate::features::events) fn samples() -> Vec<Sample> {
    vec![
        Sample::of("an empty programme", &programme(Vec::new(), false)),
        Sample::of("nothing found", &programme(Vec::new(), true)),
        Sample::of("two events", &programme(vec![card(Stage::Full), card(Stage::Cancelled)], true)),
        Sample::of("a frame without events", &embed(Vec::new())),
        Sample::of("a frame in the dark", &embed(vec![card(Stage::Cancelled), card(Stage::Now)])),
        Sample::of("what to paste", &snippets()),
        Sample::of("a map without events", &map(false)),
        Sample::of("a map", &map(true)),
        Sample::of("a month", &month()),
        Sample::of("an event with everything", &show(true)),
        Sample::of("an event with a title alone", &show(false)),
        Sample::of("no event yet", &staff_list(Vec::new())),
        Sample::of("one event", &staff_list(vec![row()])),
        Sample::of("a programme to choose", &ImportPage::empty(StaffNav::default())),
        Sample::of("a programme compared", &import(false)),
        Sample::of("a programme taken in", &import(true)),
        Sample::of("a new event", &staff_form(false)),
        Sample::of("an event that ends before it begins", &staff_form(true)),
    ]
}

fn moment() -> Time {
    Time::from_micros(1_780_000_000_000_000)
}

fn card(stage: Stage) -> EventCard {
    EventCard {
        title: "Nocturne des crues".to_owned(),
        url: "/agenda/nocturne-des-crues".to_owned(),
        when: "samedi 12 décembre 2026, 20 h – 22 h 30".to_owned(),
        starts: moment(),
        day: 12,
        place: Some("Grande salle".to_owned()),
        category: "tour",
        access: vec!["step-free", "sign-language"],
        price: Some("Gratuit".to_owned()),
        stage,
        members_only: stage == Stage::Full,
        regulars: stage == Stage::Full,
        picture: None,
    }
}

fn beside() -> Beside {
    Beside {
        title: "Répétition ouverte".to_owned(),
        url: "https://mobilizon.example/events/e1".to_owned(),
        lang: Some("fr".to_owned()),
        when: "samedi 12 décembre 2026, 20 h".to_owned(),
        starts: moment(),
        day: 12,
        place: Some("La Scène".to_owned()),
        online: false,
        stage: "announced",
        excerpt: "Venez".to_owned(),
        source: "Théâtre du Port".to_owned(),
        host: "mobilizon.example".to_owned(),
        picture: None,
    }
}

fn programme(events: Vec<EventCard>, filtered: bool) -> ListPage {
    let total = i64::try_from(events.len()).unwrap_or(0);
    let mut lines: Vec<Line> = events.into_iter().map(Line::Own).collect();
    if !lines.is_empty() {
        lines.push(Line::Beside(beside()));
    }
    let months =
        if lines.is_empty() { Vec::new() } else { vec![Month { month: moment(), events: lines }] };
    ListPage {
        months,
        around: true,
        pager: Pager::new("/agenda", PageNumber::default(), 1, total),
        total,
        filters: filters(filtered),
        past: false,
        calendar_url: "/agenda.ics".to_owned(),
        feed_url: "/agenda.atom".to_owned(),
        add_url: filtered.then_some("/equipe/agenda/nouveau"),
    }
}

fn filters(filtered: bool) -> Filters {
    let names = ["recherche", "type", "acces", "lieu", "quand"];
    Filters {
        categories: list::categories(Lang::Fr),
        access: list::access(Lang::Fr),
        places: vec![Choice::new("salle-1", "Salle 1")],
        values: names.map(|name| (name, String::new())).into(),
        filtered,
    }
}

fn month() -> MonthPage {
    let day = |number: u32| Day {
        number,
        date: format!("2026-12-{number:02}"),
        inside: number > 1,
        today: number == 3,
        events: if number == 5 {
            vec![
                Brief {
                    title: "Nocturne des crues".to_owned(),
                    url: "/agenda/nocturne-des-crues".to_owned(),
                    hour: Some("20:00".to_owned()),
                    stage: "announced",
                    source: None,
                    lang: None,
                },
                Brief {
                    title: "Open rehearsal".to_owned(),
                    url: "https://mobilizon.example/events/e1".to_owned(),
                    hour: Some("21:00".to_owned()),
                    stage: "cancelled",
                    source: Some("Théâtre du Port".to_owned()),
                    lang: Some("en".to_owned()),
                },
            ]
        } else {
            Vec::new()
        },
    };
    MonthPage {
        around: true,
        month: moment(),
        weeks: vec![(1..8).map(day).collect()],
        lasting: vec![Lasting {
            title: "Rives".to_owned(),
            url: "/agenda/rives".to_owned(),
            when: "du 1er octobre 2026 au 28 février 2027".to_owned(),
            stage: "now",
        }],
        previous_url: "/agenda/mois/2026-11".to_owned(),
        next_url: "/agenda/mois/2027-01".to_owned(),
        today_url: "/agenda/mois".to_owned(),
        total: 1,
        action: "/agenda/mois/2026-12".to_owned(),
        filters: filters(false),
    }
}

fn show(everything: bool) -> ShowPage {
    let said = |text: &str| everything.then(|| text.to_owned());
    let many = |text: &str| if everything { vec![text.to_owned()] } else { Vec::new() };
    ShowPage {
        event: EventView {
            title: "Nocturne des crues".to_owned(),
            lang: Lang::Fr,
            category: "tour",
            stage: if everything { Stage::Cancelled } else { Stage::Announced },
            when: "samedi 12 décembre 2026, 20 h – 22 h 30".to_owned(),
            starts: moment(),
            doors: said("19 h 30"),
            other_zone: everything.then_some("Europe/Lisbon"),
            place: everything.then(|| Crumb {
                label: "Grande salle".to_owned(),
                url: "/lieux/grande-salle".to_owned(),
            }),
            address: said("1 quai des Brumes, 44000 Nantes"),
            map_url: said("https://www.openstreetmap.org/?mlat=47.2&mlon=-1.5#map=18/47.2/-1.5"),
            online_url: said("https://direct.example/crues"),
            price: said("8 €, 5 € réduit"),
            ticket_url: said("https://billets.example/crues"),
            access: if everything { vec!["step-free", "relaxed"] } else { Vec::new() },
            organisers: many("Service des publics"),
            performers: many("Anna Delorme"),
            capacity: everything.then_some(100),
            members_only: everything,
            regulars: false,
            description_html: said("<p>Le musée, la nuit, au bord de l’eau.</p>"),
            description_lang: Lang::Fr,
            recap_html: said("<p>Nous étions cent.</p>"),
            recap_lang: Lang::Fr,
            pictures: Vec::new(),
            uri: "https://musee.example/objects/1".to_owned(),
            url: "https://musee.example/agenda/nocturne-des-crues".to_owned(),
            share_picture: said("https://musee.example/media/a.jpg"),
            calendar_url: "/agenda/nocturne-des-crues/evenement.ics".to_owned(),
            follow_address: "@musee@musee.example".to_owned(),
            follow_uri: "https://musee.example/actors/nocturne-des-crues".to_owned(),
            echo: Echo::default(),
            edit_url: said("/equipe/agenda/1"),
        },
        artworks: if everything {
            vec![Crumb { label: "Les Rives basses".to_owned(), url: "/oeuvres/rives".to_owned() }]
        } else {
            Vec::new()
        },
        other_dates: if everything { vec![card(Stage::Announced)] } else { Vec::new() },
        answers: None,
        structured: "{}".to_owned(),
        thread: Thread::default(),
    }
}

fn row() -> Row {
    Row {
        title: "Nocturne des crues".to_owned(),
        when: "samedi 12 décembre 2026, 20 h – 22 h 30".to_owned(),
        place: Some("Grande salle".to_owned()),
        stage: Stage::Draft,
        repeats: true,
        proposed_by: Some("Léa".to_owned()),
        url: "/agenda/nocturne-des-crues".to_owned(),
        edit_url: "/equipe/agenda/1".to_owned(),
        copy_url: "/equipe/agenda/nouveau?copie=1".to_owned(),
    }
}

fn staff_list(events: Vec<Row>) -> staff_list::ListPage {
    staff_list::ListPage {
        staff_nav: StaffNav::default(),
        total: i64::try_from(events.len()).unwrap_or(0),
        events,
        pager: Pager::default(),
        values: [("recherche", String::new()), ("etat", String::new())].into(),
        filtered: false,
    }
}

fn map(there: bool) -> MapPage {
    let spot = |number, drawn| Spot {
        number,
        name: "Grande salle".to_owned(),
        address: "1 quai de la Fosse, 44000 Nantes".to_owned(),
        journey: (number > 1).then(|| "à 1,2 km au nord-est".to_owned()),
        map_url: "https://www.openstreetmap.org/".to_owned(),
        drawn,
        events: vec![card(Stage::Announced)],
    };
    let mark = |x, label: &str| MarkView {
        x,
        y: 300,
        label: label.to_owned(),
        leads: 1,
        says: "Grande salle : 1 événement".to_owned(),
    };
    MapPage {
        around: true,
        drawing: there.then(|| View {
            height: 600,
            marks: vec![mark(300, "1"), mark(700, "2+")],
            here_x: 500,
            here_y: 300,
            scale_length: 200,
            scale: "500 m".to_owned(),
        }),
        spots: if there { vec![spot(1, true), spot(2, false)] } else { Vec::new() },
        nowhere: usize::from(there),
        total: if there { 3 } else { 0 },
        here: there.then(|| "Musée".to_owned()),
        filters: filters(false),
        list_url: "/agenda".to_owned(),
    }
}

fn embed(events: Vec<EventCard>) -> EmbedPage {
    EmbedPage {
        look: (!events.is_empty()).then_some("dark"),
        events,
        pager: Pager::default(),
        agenda_url: "https://musee.example/agenda".to_owned(),
    }
}

fn snippets() -> SnippetsPage {
    SnippetsPage {
        staff_nav: StaffNav::default(),
        filters: filters(true),
        frame: "<iframe src=\"https://musee.example/agenda/embed?type=music\"></iframe>".to_owned(),
        element: "<parvis-agenda type=\"music\"></parvis-agenda>".to_owned(),
        preview_url: "/agenda/embed?type=music".to_owned(),
        feeds: vec![Choice::new("https://musee.example/agenda.ics", "Calendrier")],
    }
}

fn import(done: bool) -> ImportPage {
    let row = |state, changes, problems: &[&str]| ImportRow {
        line: 2,
        uid: "2027-01".to_owned(),
        title: "Nocturne des crues".to_owned(),
        starts: "2027-01-16 20:00".to_owned(),
        state,
        changes,
        problems: problems.iter().map(|why| (*why).to_owned()).collect(),
    };
    let moved = Change {
        field: "start".to_owned(),
        before: "2027-01-15 20:00".to_owned(),
        after: "2027-01-16 20:00".to_owned(),
    };
    let emptied =
        Change { field: "price".to_owned(), before: "8 €".to_owned(), after: String::new() };
    ImportPage {
        review: Some(Review {
            url: "/equipe/agenda/import/1".to_owned(),
            source: "Billetterie".to_owned(),
            as_drafts: done,
            done,
            tally: Tally { created: 1, changed: 1, unchanged: 12, failed: 1 },
            rows: vec![
                row("created", Vec::new(), &[]),
                row("changed", vec![moved, emptied], &[]),
                row("refused", Vec::new(), &["Donnez un titre d’au moins trois lettres."]),
            ],
            more: 3,
            vanished: vec![Gone {
                title: "Bal".to_owned(),
                when: "samedi 6 février 2027".to_owned(),
                url: "/equipe/agenda/1".to_owned(),
            }],
        }),
        ..ImportPage::empty(StaffNav::default())
    }
}

fn staff_form(wrong: bool) -> FormPage {
    let tick = |value: &str, label: &str| Ticked {
        value: value.to_owned(),
        label: label.to_owned(),
        ticked: wrong,
    };
    let error = ("end".to_owned(), "La fin vient après le début.".to_owned());
    FormPage {
        staff_nav: StaffNav::default(),
        event: wrong.then(|| Edited {
            id: Id::from_raw(1),
            title: "Nocturne des crues".to_owned(),
            url: "/agenda/nocturne-des-crues".to_owned(),
            draft: true,
            repeats: false,
        }),
        values: form::Values::from([("title".to_owned(), "Nocturne des crues".to_owned())]),
        access: vec![tick("step-free", "Accès de plain-pied")],
        artworks: vec![tick("1", "Les Rives basses (2020.074)")],
        errors: if wrong { [error].into() } else { [].into() },
        categories: list::categories(Lang::Fr),
        places: vec![Choice::new(1, "Salle 1")],
        zone: "Europe/Paris",
        pictures: Vec::new(),
        new_pictures: 3,
        every: vec![Choice::new("week", "Chaque semaine")],
    }
}
