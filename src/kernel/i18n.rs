//! Texts of the program in the languages it speaks, from `locales/*/*.ftl`, compiled in.
//!
//! A file is read when one of its texts is first asked for: all of them, read, are a tenth of what a server at rest takes.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use fluent_bundle::{FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use crate::text_enum;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Sources;

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

/// The texts of one language.
struct Texts {
    language: Lang,
    files: Vec<File>,
    /// In which of them a text is.
    places: HashMap<String, usize>,
}

struct File {
    source: Cow<'static, str>,
    read: OnceLock<FluentBundle<FluentResource>>,
}

static FRENCH: LazyLock<Texts> = LazyLock::new(|| Texts::of(Lang::Fr));
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::of(Lang::En));

impl Texts {
    fn of(language: Lang) -> Self {
        let mut texts = Self { language, files: Vec::new(), places: HashMap::new() };
        for path in Sources::iter().filter(|path| path.starts_with(language.as_str())) {
            let Some(file) = Sources::get(&path) else { continue };
            let source = match file.data {
                Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
                Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            };
            let place = texts.files.len();
            texts.places.extend(keys(&source).map(|key| (key.to_owned(), place)));
            texts.files.push(File { source, read: OnceLock::new() });
        }
        texts
    }

    fn say(&self, key: &str, args: &Args) -> Option<String> {
        let file = self.files.get(*self.places.get(key)?)?;
        let bundle = file.read.get_or_init(|| self.read(&file.source));
        let pattern = bundle.get_message(key)?.value()?;
        let args = args.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
        Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// What is wrong in a file is left out; that nothing is, the test below tells.
    fn read(&self, source: &str) -> FluentBundle<FluentResource> {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
        let language = self.language.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Values are inserted bare: isolation marks would show in titles and mails.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        bundle
    }
}

/// The names of the texts in a file: what stands at the beginning of a line, before its `=`.
/// <https://github.com/projectfluent/fluent/blob/master/spec/fluent.ebnf>
fn keys(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        key.starts_with(|first: char| first.is_ascii_alphabetic()).then(|| key.trim_end())
    })
}

/// The text `key` in `lang`. A missing key shows itself between brackets and fails the page tests.
pub fn text(lang: Lang, key: &str, args: &Args) -> String {
    let texts = match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    };
    texts.say(key, args).unwrap_or_else(|| format!("[{key}]"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_every_file_is_found_by_its_name() {
        for texts in [&*FRENCH, &*ENGLISH] {
            assert!(texts.files.len() > 30, "the files were not found");
            for file in &texts.files {
                let read = FluentResource::try_new(file.source.to_string());
                assert!(read.is_ok_and(|all| all.entries().count() == keys(&file.source).count()));
            }
            for key in texts.places.keys() {
                assert!(texts.say(key, &Args::new()).is_some_and(|text| !text.is_empty()), "{key}");
            }
            let all: usize = texts.files.iter().map(|file| keys(&file.source).count()).sum();
            assert_eq!(texts.places.len(), all, "two texts have one name");
        }
    }

    #[test]
    fn a_text_that_is_not_there_shows_its_name() {
        assert_eq!(text(Lang::Fr, "nothing-of-this-name", &Args::new()), "[nothing-of-this-name]");
    }
}
