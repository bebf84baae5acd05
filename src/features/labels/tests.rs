//! Where labels stand on a sheet, what a phone reads off them, and the sentence a visitor has time for.

use super::{
    model::{Format, Label, first_sentence},
    sheet::{self, Wording},
};

#[test]
fn labels_fill_a_sheet_without_touching_and_every_code_can_be_read_at_arms_length() {
    for format in Format::ALL {
        let (width, height) = format.sheet();
        let areas: Vec<_> = (0..format.on_a_sheet()).map(|rank| format.area(rank)).collect();
        let paper: f32 = areas.iter().map(|area| area.width * area.height).sum();
        assert!((paper - width * height).abs() < 0.1, "{format} leaves paper over");
        for area in &areas {
            assert!(
                area.left + area.width <= width + 0.01 && area.top + area.height <= height + 0.01
            );
            assert!(format.qr() + 14.0 <= area.width, "{format}: the code does not fit");
        }
        assert!(format.qr() >= 25.0);
    }
}

#[test]
fn the_first_sentence_is_whole_and_short() {
    for (text, expected) in [
        (
            "La ville vue depuis l’eau, un soir. On y voit un pont.",
            "La ville vue depuis l’eau, un soir.",
        ),
        ("M. Delorme a peint ceci en 1963. Puis autre chose.", "M. Delorme a peint ceci en 1963."),
        ("Sans fin", "Sans fin"),
        ("", ""),
    ] {
        assert_eq!(first_sentence(text), expected);
    }
    assert!(first_sentence(&"mot ".repeat(200)).chars().count() <= 180);
}

fn label(code: &str) -> Label {
    Label {
        code: code.to_owned(),
        url: format!("https://musee-des-rives.example/p/{code}"),
        title: "Vue du quai des Marchands, un matin de novembre, avant la grande crue".to_owned(),
        maker: "Anna Delorme, 1963".to_owned(),
        place: "Salle 3 · Les quais".to_owned(),
    }
}

#[test]
fn a_sheet_is_a_pdf_of_as_many_pages_as_it_takes() {
    let wording = Wording {
        title: "Étiquettes".to_owned(),
        language: "fr".to_owned(),
        promises: vec!["Laissez un mot en 5 secondes".to_owned(), "Leave a word".to_owned()],
        venue: "Musée des Rives".to_owned(),
    };
    let labels: Vec<Label> = (0..9).map(|n| label(&format!("1963.{n}"))).collect();
    for (format, pages) in [(Format::A7, 2), (Format::A6, 3), (Format::A4, 9)] {
        let pdf = sheet::sheets(&labels, format, &wording).unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{format}");
        let text = String::from_utf8_lossy(&pdf);
        let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let found = packed.matches("/Type/Page").count() - packed.matches("/Type/Pages").count();
        assert_eq!(found, pages, "{format}");
        assert!(text.contains("DejaVuSans"), "the typeface is in the file");
    }
}
