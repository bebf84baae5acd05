//! Example data of the pages of moderation, for the test that renders every page.

use super::{
    Author,
    log::{Asked, Line, LogPage},
    person::{Given, PersonPage},
    queue::{self, CaseView, Filters, Like, Outcome, QueuePage, ReportView, Same, Tab},
    report::ReportPage,
    rules::RulesPage,
    warn::{self, WarnPage},
};
use crate::{
    features::{
        moderation::rules,
        traces::{Held, Rung, TraceView},
    },
    kernel::{clock::Time, id::Id},
    platform::{
        actors::Standing,
        feature::{Heading, StaffNav, Typed},
        holding::Holding,
        web::{Choice, Pager, Sample},
    },
};

const AT: Time = Time::from_micros(1_780_000_000_000_000);

pub(in crate::features::moderation) fn all() -> Vec<Sample> {
    [queues(), logs(), people(), reports(), warnings(), rules()].into_iter().flatten().collect()
}

fn queues() -> Vec<Sample> {
    let queue = |cases: Vec<CaseView>, last_activity| QueuePage {
        staff_nav: StaffNav::default(),
        tabs: vec![Tab {
            label: "En attente".to_owned(),
            url: "/equipe/moderation",
            count: Some(2),
            current: true,
        }],
        cases,
        pager: Pager::default(),
        last_activity,
        filters: Some(Filters {
            values: queue::Asked::default(),
            origins: vec![Choice::new("ici", "D’ici")],
            reasons: vec![Choice::new("word", "Un mot de la liste")],
            filtered: true,
            reset_url: "/equipe/moderation",
        }),
        seen: "pending",
        lot: vec![Choice::new("approve", "Publier"), Choice::new("hide", "Masquer")],
    };
    let case = |kind, trace: Option<TraceView>| CaseView {
        id: Id::from_raw(1),
        held_for: Some(Held::Word),
        same: Some(Same {
            count: 12,
            last: Id::from_raw(9),
            others: vec![Like {
                author: "Zoé".to_owned(),
                text: "Gagnez 500 €".to_owned(),
                url: "/traces/9".to_owned(),
            }],
        }),
        kind,
        trace,
        about: None,
        warn_url: Some("/equipe/moderation/1/avertir".to_owned()),
        since: AT,
        report: None,
        author: author(),
        outcome: None,
    };
    let reported = CaseView {
        report: Some(ReportView {
            from: "social.example".to_owned(),
            reason: "Des insultes.".to_owned(),
            count: 2,
        }),
        ..case("report", None)
    };
    let done = CaseView {
        outcome: Some(Outcome {
            action_label: "masqué".to_owned(),
            by: "Anne".to_owned(),
            at: AT,
            undo_url: Some("/equipe/journal/1/annuler".to_owned()),
        }),
        ..case("done", Some(TraceView::example()))
    };
    let thing = CaseView { about: Some(heading()), warn_url: None, ..case("report", None) };
    let cases = vec![case("pending", Some(TraceView::example())), reported, done];
    vec![
        Sample::of("every kind of case", &queue(cases, Some(AT))),
        Sample::of("nothing to read", &queue(Vec::new(), Some(AT))),
        Sample::of("nothing ever", &queue(Vec::new(), None)),
        Sample::of("a work that was reported", &queue(vec![thing], None)),
    ]
}

fn logs() -> Vec<Sample> {
    let line = |undo_url: Option<&str>| Line {
        at: AT,
        who: "Anne".to_owned(),
        text: "a masqué les mots de Léa".to_owned(),
        note: Some("Hors sujet".to_owned()),
        url: Some("/traces/1".to_owned()),
        undo_url: undo_url.map(str::to_owned),
    };
    let log = |entries| LogPage {
        staff_nav: StaffNav::default(),
        entries,
        people: vec![Choice::new(1, "Anne")],
        actions: vec![Choice::new("trace.hide", "a masqué")],
        values: Asked::default(),
        filtered: true,
        pager: Pager::default(),
    };
    vec![
        Sample::of("the log", &log(vec![line(Some("/equipe/journal/1/annuler")), line(None)])),
        Sample::of("an empty log", &log(Vec::new())),
    ]
}

fn people() -> Vec<Sample> {
    let person = |standing| PersonPage {
        staff_nav: StaffNav::default(),
        id: Id::from_raw(1),
        author: author(),
        standing,
        profile_url: "/@lea@social.example".to_owned(),
        choices: vec![Choice::new("limit", "Relire d’abord")],
        rungs: vec![
            Choice::new("", "Selon ce qui est publié"),
            Choice::new("trusted", "De confiance"),
        ],
        rung_chosen: "trusted".to_owned(),
        warn_url: (standing == Standing::Good).then(|| "/equipe/personnes/1/avertir".to_owned()),
        warnings: vec![Given {
            text_html: "<p>Restez courtois.</p>".to_owned(),
            by: "Anne".to_owned(),
            at: AT,
            read: false,
        }],
    };
    vec![
        Sample::of("somebody", &person(Standing::Good)),
        Sample::of("somebody read first", &person(Standing::Limited)),
        Sample::of("somebody blocked", &person(Standing::Blocked)),
    ]
}

fn reports() -> Vec<Sample> {
    let report = |typed| ReportPage {
        action: "/objets/1/signaler".to_owned(),
        title: "moderation-report-title",
        about: heading(),
        trace: Some(TraceView::example()),
        domain: Some("social.example".to_owned()),
        typed,
    };
    let wrong = Typed {
        errors: [("reason".to_owned(), "Dites pourquoi.".to_owned())].into(),
        ..Typed::default()
    };
    vec![
        Sample::of("to report", &report(Typed::default())),
        Sample::of(
            "to report somebody",
            &ReportPage {
                title: "moderation-report-person",
                trace: None,
                domain: None,
                ..report(Typed::default())
            },
        ),
        Sample::of("to correct", &report(wrong)),
    ]
}

fn warnings() -> Vec<Sample> {
    let warning = |trace, domain: Option<&str>, typed| WarnPage {
        staff_nav: StaffNav::default(),
        action: "/equipe/moderation/1/avertir".to_owned(),
        back: "/equipe/moderation".to_owned(),
        author: Author { domain: domain.map(str::to_owned), ..author() },
        trace,
        typed,
    };
    vec![
        Sample::of(
            "to warn somebody elsewhere",
            &warning(Some(TraceView::example()), Some("social.example"), Typed::default()),
        ),
        Sample::of("a warning to correct", &warning(None, None, warn::wrong())),
    ]
}

fn rules() -> Vec<Sample> {
    let page = |typed| RulesPage { staff_nav: StaffNav::default(), typed, days: rules::DAYS };
    let values = rules::values(&Holding::default());
    let errors = [("monday".to_owned(), "Deux heures.".to_owned())].into();
    vec![
        Sample::of("the rules", &page(Typed { values: values.clone(), ..Typed::default() })),
        Sample::of("rules to correct", &page(Typed { values, errors })),
    ]
}

fn heading() -> Heading {
    Heading {
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        reference: Some("1963.4".to_owned()),
    }
}

fn author() -> Author {
    Author {
        name: "Léa".to_owned(),
        handle: Some("@lea@social.example".to_owned()),
        domain: Some("social.example".to_owned()),
        first_seen: AT,
        approved: 3,
        hidden: 0,
        rung: Rung::Known,
        url: "/equipe/personnes/1".to_owned(),
    }
}
