//! What the forms about the venue let choose from: languages, time zones, the look of titles and corners.
//!
//! For the settings and for the set-up page, which asks the same before there is a venue.

use crate::{
    kernel::i18n::{self, Lang},
    platform::{
        venue::{Corners, DisplayFont, TextFont},
        web::Choice,
    },
};

/// Every language, each by its own name.
pub fn languages() -> Vec<Choice> {
    let name = |lang: Lang| i18n::text(lang, "language-name", &i18n::Args::new());
    Lang::ALL.iter().map(|lang| Choice::new(lang, name(*lang))).collect()
}

/// Every zone by its usual name; old spellings and offsets without a place are left out.
pub fn zones() -> Vec<Choice> {
    chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .filter(|name| name.contains('/') && !name.starts_with("Etc/"))
        .map(|name| Choice::new(name, name.replace('_', " ")))
        .collect()
}

/// The typefaces of titles.
pub fn fonts(lang: Lang) -> Vec<Choice> {
    named(lang, "venue-font", DisplayFont::ALL)
}

/// The typefaces of text.
pub fn text_fonts(lang: Lang) -> Vec<Choice> {
    named(lang, "venue-text-font", TextFont::ALL)
}

/// The shapes of corners.
pub fn corners(lang: Lang) -> Vec<Choice> {
    named(lang, "venue-corners", Corners::ALL)
}

fn named(lang: Lang, key: &str, all: &[impl ToString]) -> Vec<Choice> {
    all.iter()
        .map(|one| {
            let word = one.to_string();
            let label = i18n::text(lang, &format!("{key}-{word}"), &i18n::Args::new());
            Choice::new(word, label)
        })
        .collect()
}
