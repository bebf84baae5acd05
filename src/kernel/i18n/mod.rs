//! Texts of the program in the languages it speaks, from `locales/*/*.ftl`, compiled in.

mod files;

use std::{borrow::Cow, collections::HashMap};

use fluent_bundle::FluentValue;

use crate::text_enum;

text_enum! {
    /// A language the program speaks.
    Lang {
        /// French, the first language.
        Fr = "fr",
        /// English.
        En = "en",
    }
}

/// The values a text mentions.
pub type Args = HashMap<Cow<'static, str>, FluentValue<'static>>;

/// The text `key` in `lang`. A missing key shows itself between brackets and fails the page tests.
pub fn text(lang: Lang, key: &str, args: &Args) -> String {
    files::texts(lang).say(key, args).unwrap_or_else(|| format!("[{key}]"))
}

/// A message of an error in `lang`.
pub fn message(lang: Lang, message: &crate::kernel::error::Message) -> String {
    let args = message
        .args
        .iter()
        .map(|(name, value)| (Cow::Owned(name.clone()), value_of(value)))
        .collect();
    text(lang, &message.key, &args)
}

/// Numbers given as text still choose a plural.
pub fn value_of(text: &str) -> FluentValue<'static> {
    text.parse::<f64>().map_or_else(|_| FluentValue::from(text.to_owned()), FluentValue::from)
}

/// The first language of an `Accept-Language` header that is among `offered`.
pub fn negotiate(header: &str, offered: &[Lang]) -> Option<Lang> {
    let mut wishes: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|part| {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next()?.trim();
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q="))
                .and_then(|q| q.parse().ok())
                .unwrap_or(1.0);
            Some((weight, tag))
        })
        .collect();
    wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
    wishes.iter().find_map(|(_, tag)| {
        let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        offered.iter().copied().find(|lang| lang.as_str() == primary)
    })
}
