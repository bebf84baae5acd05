//! What an exhibition is and what must be said of it. Pure.

use std::time::Duration;

use chrono::{Days, LocalResult, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;

use crate::{
    kernel::{clock::Time, error::FieldErrors, i18n::Lang, id::Id},
    platform::venue::in_language,
};

/// The longest title and the longest description, in characters.
const TITLE: usize = 160;
const DESCRIPTION: usize = 4000;

/// The most artworks and places of one exhibition.
pub const MOST: usize = 1000;

/// What is said of an exhibition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its title in French.
    pub title_fr: String,
    /// The same in English.
    pub title_en: String,
    /// A few paragraphs in French, in Markdown.
    pub description_fr: String,
    /// The same in English.
    pub description_en: String,
    /// When it opens: the beginning of a day by the venue's clocks.
    pub opens_at: Time,
    /// When it is over: the end of its last day. None for what stays.
    pub closes_at: Option<Time>,
}

/// An exhibition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibition {
    /// The key.
    pub id: Id,
    /// The last part of its address; never changes.
    pub slug: String,
    /// What is said of it.
    pub facts: Facts,
}

impl Exhibition {
    /// The path of its page.
    pub fn path(&self) -> String {
        format!("/expositions/{}", self.slug)
    }

    /// Its title, in the other language when it has none in this one.
    pub fn title(&self, lang: Lang) -> &str {
        in_language(lang, &self.facts.title_fr, &self.facts.title_en)
    }

    /// Its last day, as a moment within it.
    pub fn last_day(&self) -> Option<Time> {
        self.facts.closes_at.map(|end| end.minus(Duration::from_secs(1)))
    }
}

/// The beginning of a day by the clocks of `zone`. Where the clocks jump over midnight, the first moment there is.
pub fn day_begins(zone: Tz, day: NaiveDate) -> Option<Time> {
    let midnight = day.and_time(NaiveTime::MIN);
    (0..4).find_map(|hour| {
        match zone.from_local_datetime(&(midnight + chrono::Duration::hours(hour))) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => {
                Some(Time::from(moment.to_utc()))
            }
            LocalResult::None => None,
        }
    })
}

/// The end of a day: the beginning of the next.
pub fn day_ends(zone: Tz, day: NaiveDate) -> Option<Time> {
    day_begins(zone, day.checked_add_days(Days::new(1))?)
}

/// What is wrong with an exhibition as somebody wrote it.
pub fn check(facts: &Facts) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if facts.title_fr.is_empty() && facts.title_en.is_empty() {
        errors.add("title_fr", "exhibitions-error-title");
    }
    for (field, text, longest) in [
        ("title_fr", &facts.title_fr, TITLE),
        ("title_en", &facts.title_en, TITLE),
        ("description_fr", &facts.description_fr, DESCRIPTION),
        ("description_en", &facts.description_en, DESCRIPTION),
    ] {
        if text.chars().count() > longest {
            errors.add(field, "exhibitions-error-long");
        }
    }
    if facts.closes_at.is_some_and(|end| end <= facts.opens_at) {
        errors.add("closes", "exhibitions-error-dates");
    }
    errors
}
