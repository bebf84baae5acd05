//! Example data of the pages of text, for the test that renders every page.

use std::collections::BTreeMap;

use super::{
    public::{Text, TextPage},
    statement::{DeskPage, ProblemView, StatementPage},
    write::{Line, ListPage, Preview, WritePage},
};
use crate::{
    features::texts::model,
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{
        feature::{StaffNav, Typed},
        venue::Access,
        web::{Choice, Pager, Sample},
    },
};

const AT: Time = Time::from_micros(1_780_000_000_000_000);

pub(in crate::features::texts) fn samples() -> Vec<Sample> {
    let page = |lede: Option<&str>, updated| TextPage {
        page: Text {
            title: "Charte".to_owned(),
            lede: lede.map(str::to_owned),
            body_html: "<p>Du texte.</p>".to_owned(),
            updated,
        },
        siblings: Vec::new(),
    };
    vec![
        Sample::of("a page of text", &page(Some("Un musée au bord de l’eau."), None)),
        Sample::of("a page the venue wrote", &page(None, Some(AT))),
        Sample::of("the statement", &statement(Typed::default())),
        Sample::of("a problem to correct", &statement(wrong("text"))),
        Sample::of("the desk of an administrator", &desk(true)),
        Sample::of("the desk without problems", &desk(false)),
        Sample::of("the texts", &list()),
        Sample::of("a text to write", &write()),
    ]
}

fn wrong(field: &str) -> Typed {
    Typed {
        values: BTreeMap::from([(field.to_owned(), "…".to_owned())]),
        errors: BTreeMap::from([(field.to_owned(), "Dites ce qui ne va pas.".to_owned())]),
    }
}

fn statement(typed: Typed) -> StatementPage {
    StatementPage {
        body_html: "<h2>État</h2>".to_owned(),
        drawn_up: Some("2026-06-01T12:00:00Z".to_owned()),
        email: Some("acces@musee.test".to_owned()),
        stamp: "1.ab.cd".to_owned(),
        typed,
        siblings: Vec::new(),
    }
}

fn desk(admin: bool) -> DeskPage {
    let problem = |answered| ProblemView {
        id: Id::from_raw(1),
        page: "/oeuvres".to_owned(),
        text_html: "<p>Le bouton ne dit rien.</p>".to_owned(),
        email: "lea@ailleurs.example".to_owned(),
        at: AT,
        answered,
    };
    DeskPage {
        staff_nav: StaffNav::default(),
        problems: if admin { vec![problem(None), problem(Some(AT))] } else { Vec::new() },
        pager: Pager::default(),
        may_write: admin,
        typed: Typed { values: model::access_values(&Access::default()), ..Typed::default() },
        statuses: vec![Choice::new("none", "Non conforme")],
        longest: model::LONGEST,
    }
}

fn list() -> ListPage {
    let line = |revised| Line {
        title: "Charte".to_owned(),
        url: "/charte",
        write_url: "/equipe/pages/charte".to_owned(),
        revised,
    };
    ListPage {
        staff_nav: StaffNav::default(),
        texts: vec![line(None), line(Some(AT))],
        typed: wrong("email"),
    }
}

fn write() -> WritePage {
    WritePage {
        staff_nav: StaffNav::default(),
        title: "Charte".to_owned(),
        action: "/equipe/pages/charte".to_owned(),
        url: "/charte",
        typed: wrong("text_fr"),
        previews: vec![Preview { lang: Lang::Fr, html: "<p>Ainsi.</p>".to_owned() }],
        longest: model::LONGEST,
    }
}
