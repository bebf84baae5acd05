//! The rules of the catalogue and the reading of tables.

use super::{
    import::{self, COLUMNS, EXAMPLE},
    model::{Draft, Facts, check, differences},
};
use crate::{kernel::id::Id, platform::media::pictures::NewPicture};

fn draft() -> Draft {
    Draft {
        facts: Facts {
            inventory: "2020.074".to_owned(),
            title: "Les Rives basses".to_owned(),
            ..Facts::default()
        },
        place: None,
        on_show: true,
        pictures: vec![picture(1, "Un soleil pâle.")],
    }
}

fn picture(media: i64, alt: &str) -> NewPicture {
    NewPicture {
        media: Id::from_raw(media),
        alt_fr: alt.to_owned(),
        alt_en: String::new(),
        source: String::new(),
    }
}

#[test]
fn an_artwork_needs_a_title_a_number_and_a_description_of_every_picture() {
    let cases: [(&str, fn(&mut Draft), &[&str]); 8] = [
        ("as it should be", |_| {}, &[]),
        ("no title", |d| d.facts.title.clear(), &["title"]),
        ("no number", |d| d.facts.inventory.clear(), &["inventory"]),
        (
            "a number without a letter or digit",
            |d| d.facts.inventory = " / ".to_owned(),
            &["inventory"],
        ),
        ("a title too long", |d| d.facts.title = "é".repeat(201), &["title"]),
        ("a picture nobody described", |d| d.pictures.push(picture(2, " ")), &["picture_2"]),
        (
            "a description in English alone",
            |d| {
                d.pictures =
                    vec![NewPicture { alt_en: "A pale sun.".to_owned(), ..picture(1, "") }];
            },
            &[],
        ),
        (
            "a description too long",
            |d| d.pictures = vec![picture(1, &"x".repeat(1501))],
            &["picture_1"],
        ),
    ];
    for (about, change, wrong) in cases {
        let mut draft = draft();
        change(&mut draft);
        let fields: Vec<String> = check(&draft).0.into_keys().collect();
        assert_eq!(fields, wrong, "{about}");
    }
}

#[test]
fn differences_name_what_changed_and_nothing_else() {
    let cases: [(fn(&mut Draft), &[&str]); 6] = [
        (|_| {}, &[]),
        (|d| d.facts.date = "1963".to_owned(), &["date"]),
        (|d| d.on_show = false, &["status"]),
        (|d| d.place = Some(Id::from_raw(9)), &["place"]),
        (|d| d.pictures[0].alt_fr = "Autre chose.".to_owned(), &["alt_fr"]),
        (|d| d.pictures[0].source = "ailleurs.jpg".to_owned(), &[]),
    ];
    for (change, expected) in cases {
        let mut after = draft();
        change(&mut after);
        assert_eq!(differences(&draft(), &after), expected);
    }
}

#[test]
fn known_licences_lead_to_their_page_however_they_are_written() {
    let url =
        |licence: &str| Facts { licence: licence.to_owned(), ..Facts::default() }.licence_url();
    assert_eq!(url("cc by 4.0"), Some("https://creativecommons.org/licenses/by/4.0/"));
    assert_eq!(url("Tous droits réservés"), None);
    assert_eq!(url("une licence à nous"), None);
}

fn error_key(table: &str) -> String {
    import::read(table.as_bytes()).unwrap_err().key
}

#[test]
fn a_table_is_read_whatever_its_separator_order_and_first_bytes() {
    for table in [
        "inventory,title,date\n1,Crue,1966\n",
        "title;inventory;date\r\nCrue;1;1966\r\n",
        "\u{feff}inventory\ttitle\tdate\n1\tCrue\t1966\n",
        "INVENTORY,Title,date\n\n 1 , Crue , 1966 \n,,\n",
    ] {
        let lines = import::read(table.as_bytes()).unwrap().lines;
        assert_eq!(lines.len(), 1, "{table:?}");
        assert_eq!(lines[0].get("inventory"), "1");
        assert_eq!(lines[0].get("title"), "Crue");
        assert_eq!(lines[0].cell("date"), Some("1966"));
        assert_eq!(lines[0].cell("technique"), None, "a column that is not there");
        assert!(lines[0].broken.is_none());
    }
}

#[test]
fn a_file_that_is_no_catalogue_is_refused_as_a_whole() {
    assert_eq!(error_key("inventory,title,titre\n"), "import-error-column");
    assert_eq!(error_key("inventory,title,title\n"), "import-error-twice");
    assert_eq!(error_key("title,date\n"), "import-error-header");
    assert_eq!(error_key(""), "import-error-header");
    let latin = import::read(b"inventory,title\n1,Cr\xE9e\n").unwrap_err();
    assert_eq!(latin.key, "import-error-utf8");
}

#[test]
fn a_spoilt_line_is_noted_and_the_others_stand() {
    let table = "inventory,title\n1,Crue\n2\n3,Trois,de trop\na/1,Quatre\nA-1,Encore\n5,Cinq\n";
    let lines = import::read(table.as_bytes()).unwrap().lines;
    let broken: Vec<(u64, String)> =
        lines.iter().filter_map(|line| Some((line.number, line.broken.clone()?.key))).collect();
    let cells = "import-error-cells".to_owned();
    let again = "import-error-again".to_owned();
    assert_eq!(broken, [(3, cells.clone()), (4, cells), (6, again)]);
    let windows = import::read(table.replace('\n', "\r\n").as_bytes()).unwrap().lines;
    let numbers = |lines: &[import::Line]| lines.iter().map(|line| line.number).collect::<Vec<_>>();
    assert_eq!(numbers(&windows), numbers(&lines), "whoever ends the lines");
    assert_eq!(lines.len(), 6);
}

#[test]
fn the_model_file_has_every_column_and_a_whole_line() {
    let lines = import::read(EXAMPLE.as_bytes()).unwrap().lines;
    assert_eq!(lines.len(), 1);
    assert!(lines[0].broken.is_none());
    assert!(COLUMNS.iter().all(|column| lines[0].cell(column).is_some()));
}
