//! The files texts stand in. One is read when one of its texts is first asked for: all of them, read, are a tenth of what a
//! server at rest takes (`docs/adr/0010-texts-read-when-asked.md`).

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use super::{Args, Lang};

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Sources;

/// The texts of one language.
pub(super) struct Texts {
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

/// The texts of `lang`.
pub(super) fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    }
}

impl Texts {
    fn of(language: Lang) -> Self {
        let mut texts = Self { language, files: Vec::new(), places: HashMap::new() };
        for path in Sources::iter().filter(|path| path.starts_with(language.as_str())) {
            let Some(file) = Sources::get(&path) else { continue };
            let source = match file.data {
                Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
                Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            };
            texts.places.extend(keys(&source).map(|key| (key.to_owned(), texts.files.len())));
            texts.files.push(File { source, read: OnceLock::new() });
        }
        texts
    }

    pub(super) fn say(&self, key: &str, args: &Args) -> Option<String> {
        let file = self.files.get(*self.places.get(key)?)?;
        let bundle = file.read.get_or_init(|| self.read(&file.source));
        let pattern = bundle.get_message(key)?.value()?;
        let args = args.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
        Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// What is wrong in a file is left out; that nothing is, the tests below tell.
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

#[cfg(test)]
mod tests {
    use fluent_bundle::{
        FluentError,
        resolver::{ResolverError, errors::ReferenceKind},
    };

    use super::*;

    /// True of what a caller hands in, which the test does not.
    fn is_an_argument(missing: &FluentError) -> bool {
        use ReferenceKind::Variable;
        matches!(missing, FluentError::ResolverError(ResolverError::Reference(Variable { .. })))
    }

    #[test]
    fn no_text_mentions_a_text_of_another_file() {
        for texts in [&*FRENCH, &*ENGLISH] {
            for file in &texts.files {
                let bundle = texts.read(&file.source);
                let mut missing = Vec::new();
                for key in keys(&file.source) {
                    let pattern = bundle.get_message(key).unwrap().value().unwrap();
                    bundle.format_pattern(pattern, None, &mut missing);
                }
                assert!(missing.iter().all(is_an_argument), "{missing:?}");
            }
        }
    }

    #[test]
    fn every_text_of_every_file_is_found_by_its_name() {
        for texts in [&*FRENCH, &*ENGLISH] {
            assert!(texts.files.len() > 30, "the files were not found");
            let sources = || texts.files.iter().map(|file| file.source.as_ref());
            for source in sources() {
                let read = FluentResource::try_new(source.to_owned());
                assert!(read.is_ok_and(|all| all.entries().count() == keys(source).count()));
            }
            for key in texts.places.keys() {
                assert!(texts.say(key, &Args::new()).is_some_and(|text| !text.is_empty()), "{key}");
            }
            assert_eq!(
                texts.places.len(),
                sources().flat_map(keys).count(),
                "one name is there twice"
            );
        }
    }
}
