//! What staff may decide about the venue, and what is wrong with an answer. Pure.

use chrono_tz::Tz;

use crate::{
    kernel::{error::FieldErrors, i18n::Lang},
    platform::venue::{Corners, DisplayFont, TextFont, Theme, Venue},
};

/// The answers of the first form.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The name people read.
    pub name: String,
    /// A sentence or two, in French.
    pub summary_fr: String,
    /// The same in English.
    pub summary_en: String,
    /// Where to come.
    pub address: String,
    /// When it is open.
    pub hours: String,
    /// The venue's other site.
    pub website: String,
    /// The main language.
    pub lang: String,
    /// Where its clocks are.
    pub time_zone: String,
}

impl Profile {
    /// Changes the venue, or says what is wrong.
    pub fn apply(&self, venue: &mut Venue) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.name.is_empty() || self.name.chars().count() > 80 {
            errors.add("name", "venue-error-name");
        }
        let texts = [
            ("summary_fr", &self.summary_fr, 300),
            ("summary_en", &self.summary_en, 300),
            ("address", &self.address, 200),
            ("hours", &self.hours, 200),
            ("website", &self.website, 200),
        ];
        for (field, text, longest) in texts {
            if text.chars().count() > longest {
                errors.add(field, "venue-error-long");
            }
        }
        if !self.website.is_empty() && !is_web_address(&self.website) {
            errors.add("website", "venue-error-website");
        }
        let lang: Option<Lang> = self.lang.parse().ok();
        if lang.is_none() {
            errors.add("lang", "venue-error-choice");
        }
        let zone: Option<Tz> = self.time_zone.parse().ok();
        if zone.is_none() {
            errors.add("time_zone", "venue-error-choice");
        }
        if let (Some(lang), Some(zone), true) = (lang, zone, errors.is_empty()) {
            venue.name.clone_from(&self.name);
            venue.summary_fr.clone_from(&self.summary_fr);
            venue.summary_en.clone_from(&self.summary_en);
            venue.address.clone_from(&self.address);
            venue.hours.clone_from(&self.hours);
            venue.website.clone_from(&self.website);
            venue.time_zone = zone;
            // The main language is the first of those on offer.
            venue.languages.retain(|other| *other != lang);
            venue.languages.insert(0, lang);
        }
        errors
    }
}

/// An address of the web with a host, and nothing that could be a script.
fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|h| !h.is_empty())
    })
}

/// The answers of the form of the look, as typed.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The venue's colour.
    pub brand: &'a str,
    /// The second colour.
    pub accent: &'a str,
    /// The typeface of titles.
    pub display_font: &'a str,
    /// The typeface of text.
    pub text_font: &'a str,
    /// The shape of corners.
    pub corners: &'a str,
}

/// A theme from the answers of a form.
pub fn theme(look: &Look<'_>) -> Result<Theme, FieldErrors> {
    let mut errors = FieldErrors::default();
    for (field, colour) in [("brand", look.brand), ("accent", look.accent)] {
        if !is_colour(colour) {
            errors.add(field, "venue-error-colour");
        }
    }
    let display: Option<DisplayFont> = look.display_font.parse().ok();
    let text: Option<TextFont> = look.text_font.parse().ok();
    let corners: Option<Corners> = look.corners.parse().ok();
    for (field, missing) in [
        ("display_font", display.is_none()),
        ("text_font", text.is_none()),
        ("corners", corners.is_none()),
    ] {
        if missing {
            errors.add(field, "venue-error-choice");
        }
    }
    match (display, text, corners) {
        (Some(display_font), Some(text_font), Some(corners)) if errors.is_empty() => Ok(Theme {
            brand: look.brand.to_owned(),
            accent: look.accent.to_owned(),
            display_font,
            text_font,
            corners,
        }),
        _ => Err(errors),
    }
}

/// `#rrggbb`.
pub fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
