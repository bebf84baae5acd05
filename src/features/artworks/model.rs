//! What an artwork is and what a catalogue entry must say. Pure.

use crate::{
    features::places::{label_code, written_in},
    kernel::{error::FieldErrors, i18n::Lang, id::Id, text},
    platform::media::pictures::{NewPicture, Picture},
};

/// What the label says, as the catalogue writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The inventory number: unique, and the code of the label.
    pub inventory: String,
    /// The title.
    pub title: String,
    /// Who made it; empty when nobody knows.
    pub artist: String,
    /// When they lived, as text.
    pub artist_dates: String,
    /// When it was made, as text.
    pub date: String,
    /// Of what it is made.
    pub technique: String,
    /// How large it is, as text.
    pub dimensions: String,
    /// A few paragraphs in French, in Markdown.
    pub description_fr: String,
    /// The same in English.
    pub description_en: String,
    /// Who is to be named beside the pictures.
    pub credit: String,
    /// Under what terms the pictures may be used.
    pub licence: String,
}

/// An artwork of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artwork {
    /// The key, shared with its object.
    pub id: Id,
    /// The last part of its address; never changes.
    pub slug: String,
    /// What the label says.
    pub facts: Facts,
    /// The place it is kept in.
    pub place: Option<Id>,
    /// Can it be seen at present?
    pub on_show: bool,
}

/// An artwork as somebody wants it to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What the label says.
    pub facts: Facts,
    /// The place it is kept in.
    pub place: Option<Id>,
    /// Can it be seen at present?
    pub on_show: bool,
    /// Its pictures, in order.
    pub pictures: Vec<NewPicture>,
}

/// The licences offered in the form, with the page that explains each. Another text is kept as it is.
pub const LICENCES: &[(&str, Option<&str>)] = &[
    ("Domaine public", Some("https://creativecommons.org/publicdomain/mark/1.0/")),
    ("CC0 1.0", Some("https://creativecommons.org/publicdomain/zero/1.0/")),
    ("CC BY 4.0", Some("https://creativecommons.org/licenses/by/4.0/")),
    ("CC BY-SA 4.0", Some("https://creativecommons.org/licenses/by-sa/4.0/")),
    ("CC BY-NC 4.0", Some("https://creativecommons.org/licenses/by-nc/4.0/")),
    ("CC BY-NC-ND 4.0", Some("https://creativecommons.org/licenses/by-nc-nd/4.0/")),
    ("Licence Ouverte 2.0", Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence/")),
    ("Tous droits réservés", None),
];

/// The longest of each text, in characters, by field.
const LONGEST: [(&str, usize); 10] = [
    ("title", 200),
    ("artist", 120),
    ("artist_dates", 40),
    ("date", 60),
    ("technique", 160),
    ("dimensions", 120),
    ("description_fr", 4000),
    ("description_en", 4000),
    ("credit", 200),
    ("licence", 80),
];

/// The longest description of a picture; peers cut what is longer.
const LONGEST_ALT: usize = 1500;

/// The most pictures of one artwork.
const MOST_PICTURES: usize = 20;

impl Facts {
    /// The text of a field, by the name forms and tables give it.
    pub fn get(&self, field: &str) -> Option<&str> {
        Some(match field {
            "inventory" => &self.inventory,
            "title" => &self.title,
            "artist" => &self.artist,
            "artist_dates" => &self.artist_dates,
            "date" => &self.date,
            "technique" => &self.technique,
            "dimensions" => &self.dimensions,
            "description_fr" => &self.description_fr,
            "description_en" => &self.description_en,
            "credit" => &self.credit,
            "licence" => &self.licence,
            _ => return None,
        })
    }

    /// Where the text of a field is kept.
    pub fn get_mut(&mut self, field: &str) -> Option<&mut String> {
        Some(match field {
            "inventory" => &mut self.inventory,
            "title" => &mut self.title,
            "artist" => &mut self.artist,
            "artist_dates" => &mut self.artist_dates,
            "date" => &mut self.date,
            "technique" => &mut self.technique,
            "dimensions" => &mut self.dimensions,
            "description_fr" => &mut self.description_fr,
            "description_en" => &mut self.description_en,
            "credit" => &mut self.credit,
            "licence" => &mut self.licence,
            _ => return None,
        })
    }

    /// The description and the language it is in.
    pub fn description(&self, lang: Lang) -> (&str, Lang) {
        written_in(lang, &self.description_fr, &self.description_en)
    }

    /// The page that explains its licence.
    pub fn licence_url(&self) -> Option<&'static str> {
        let wanted = text::fold(&self.licence);
        LICENCES.iter().find(|(name, _)| text::fold(name) == wanted).and_then(|(_, url)| *url)
    }
}

impl Artwork {
    /// The path of its page.
    pub fn path(&self) -> String {
        format!("/oeuvres/{}", self.slug)
    }

    /// The artwork as a draft that changes nothing.
    pub fn draft(&self, pictures: &[Picture]) -> Draft {
        Draft {
            facts: self.facts.clone(),
            place: self.place,
            on_show: self.on_show,
            pictures: pictures.iter().map(Picture::to_hang).collect(),
        }
    }
}

/// What is wrong with an artwork as somebody wrote it. Pictures are named `picture_1`, `picture_2`…
pub fn check(draft: &Draft) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if draft.facts.title.is_empty() {
        errors.add("title", "artworks-error-title");
    }
    let code = label_code(&draft.facts.inventory);
    if code.is_empty() || code.len() > 40 {
        errors.add("inventory", "artworks-error-inventory");
    }
    for (field, longest) in LONGEST {
        if draft.facts.get(field).is_some_and(|text| text.chars().count() > longest) {
            errors.add(field, "artworks-error-long");
        }
    }
    if draft.pictures.len() > MOST_PICTURES {
        errors.add("pictures", "artworks-error-pictures");
    }
    for (picture, n) in draft.pictures.iter().zip(1..) {
        let field = format!("picture_{n}");
        let alts = [&picture.alt_fr, &picture.alt_en];
        if alts.iter().all(|alt| alt.trim().is_empty()) {
            errors.add(&field, "artworks-error-alt");
        }
        if alts.iter().any(|alt| alt.chars().count() > LONGEST_ALT) {
            errors.add(&field, "artworks-error-alt-long");
        }
    }
    errors
}

/// The fields that differ between an artwork and what it is to become.
pub fn differences(before: &Draft, after: &Draft) -> Vec<&'static str> {
    const TEXTS: [&str; 11] = [
        "inventory",
        "title",
        "artist",
        "artist_dates",
        "date",
        "technique",
        "dimensions",
        "description_fr",
        "description_en",
        "credit",
        "licence",
    ];
    let mut changed: Vec<&'static str> = TEXTS
        .into_iter()
        .filter(|field| before.facts.get(field) != after.facts.get(field))
        .collect();
    if before.place != after.place {
        changed.push("place");
    }
    if before.on_show != after.on_show {
        changed.push("status");
    }
    let list = |draft: &Draft, part: fn(&NewPicture) -> String| -> Vec<String> {
        draft.pictures.iter().map(part).collect()
    };
    // Where a picture came from is not part of the artwork.
    let parts: [(&str, fn(&NewPicture) -> String); 3] = [
        ("pictures", |picture| picture.media.to_string()),
        ("alt_fr", |picture| picture.alt_fr.clone()),
        ("alt_en", |picture| picture.alt_en.clone()),
    ];
    for (name, part) in parts {
        if list(before, part) != list(after, part) {
            changed.push(name);
        }
    }
    changed
}
