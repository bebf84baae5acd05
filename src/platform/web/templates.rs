//! Page templates: compiled into the program, read from the disk while developing, and replaceable one by
//! one from the venue's own `templates` folder.

use std::{
    borrow::Cow,
    cell::Cell,
    path::{Path, PathBuf},
};

use minijinja::{
    AutoEscape, Environment, Error as TemplateError, ErrorKind, UndefinedBehavior,
    syntax::SyntaxConfig,
    value::{Kwargs, Serde, Value},
};
use rust_embed::RustEmbed;
use serde::Serialize;

use super::{
    assets,
    context::Global,
    dates::{self, Far},
};
use crate::kernel::{
    clock::Time,
    error::{Error, Result},
    i18n::{self, Lang},
    text::escape,
};

/// A page: a template and the data it is made for.
pub trait Page: Serialize {
    /// The template, such as `artworks/page.html`.
    const TEMPLATE: &'static str;

    /// Whoever is not known gets the same page as everybody else who is not, so that it may be kept. Not so when it
    /// has a form with a stamp of its own.
    const FOR_EVERYBODY: bool = true;
}

/// A page with example data, for the test that renders every page.
pub struct Sample {
    /// The template.
    pub template: &'static str,
    /// What this example is about.
    pub about: &'static str,
    /// The data.
    pub data: Value,
}

impl Sample {
    /// An example of a page.
    pub fn of<P: Page>(about: &'static str, page: &P) -> Self {
        Self { template: P::TEMPLATE, about, data: Value::from(Serde(page)) }
    }
}

#[derive(RustEmbed)]
#[folder = "src/"]
#[include = "platform/web/templates/*.html"]
#[include = "platform/web/templates/*.txt"]
#[include = "features/*/templates/*.html"]
#[include = "features/*/templates/*.xml"]
struct Files;

/// All templates of the program.
pub struct Templates {
    environment: Environment<'static>,
}

thread_local! {
    /// The language, zone and moment of the page this thread is rendering: functions called inside imported
    /// macros cannot see the page's own data. No moment for what is read later than it is made.
    static RENDERING: Cell<(Lang, chrono_tz::Tz, Option<Time>)> =
        const { Cell::new((Lang::Fr, chrono_tz::UTC, None)) };
}

impl Templates {
    /// Reads templates from the program, or from `data_dir/templates` where the venue has its own.
    pub fn new(data_dir: &Path) -> Self {
        let own = data_dir.join("templates");
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        environment.set_auto_escape_callback(|name| {
            if name.ends_with(".txt") { AutoEscape::None } else { AutoEscape::Html }
        });
        environment.set_formatter(write_value);
        environment.set_loader(move |name| load(&own, name));
        environment.add_function("t", translate);
        environment.add_function("asset", |name: &str| assets::asset_url(name));
        environment.add_function("date", |v: Value| moment(&v, dates::date));
        environment.add_function("datetime", |v: Value| moment(&v, dates::datetime));
        environment.add_function("month", |v: Value| moment(&v, dates::month));
        environment.add_function("relative", |v: Value| from_now(&v, Far::Alone));
        environment.add_function("when", |v: Value| from_now(&v, Far::Said));
        environment.add_function("initials", |name: &str| initials(name));
        environment.add_function("number", |n: i64| dates::number(RENDERING.get().0, n));
        Self { environment }
    }

    /// Renders a page inside the frame.
    pub(super) fn render<P: Serialize>(
        &self,
        template: &str,
        lang: Lang,
        global: &Global,
        page: &P,
    ) -> Result<String> {
        let zone = global.time_zone.parse().unwrap_or(chrono_tz::UTC);
        RENDERING.set((lang, zone, Some(global.now)));
        self.fill(template, Value::from(Serde(global)), Value::from(Serde(page)))
    }

    /// Renders a template with values that are packed already, to be read at any time: it never says `yesterday`.
    pub fn render_value(
        &self,
        template: &str,
        lang: Lang,
        zone: chrono_tz::Tz,
        global: Value,
        page: Value,
    ) -> Result<String> {
        RENDERING.set((lang, zone, None));
        self.fill(template, global, page)
    }

    fn fill(&self, template: &str, global: Value, page: Value) -> Result<String> {
        let context = minijinja::value::merge_maps([page, global]);
        self.environment
            .get_template(template)
            .and_then(|t| t.render(context))
            .map_err(|e| Error::internal(format!("{template}: {e:#}")))
    }

    /// Names of every template of the program.
    pub fn names() -> Vec<String> {
        Files::iter().filter_map(|path| name_of(&path)).collect()
    }
}

/// The first letters of the first two words of a name, as capitals; an empty name has none.
fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    name.split_whitespace().filter_map(first).take(2).flat_map(char::to_uppercase).collect()
}

/// Writes a value into a page. Only the five signs that mean something in HTML are escaped: the engine's own way
/// also takes every `/` of every address for one.
fn write_value(
    out: &mut minijinja::Output<'_>,
    state: &mut minijinja::State<'_, '_>,
    value: &Value,
) -> std::result::Result<(), TemplateError> {
    match value.as_str() {
        Some(words) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => out
            .write_str(&escape(words))
            .map_err(|_| TemplateError::new(ErrorKind::WriteFailure, "the page cannot be written")),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// `features/artworks/templates/page.html` is `artworks/page.html`; the platform's have no folder.
fn name_of(path: &str) -> Option<String> {
    if let Some(name) = path.strip_prefix("platform/web/templates/") {
        return Some(name.to_owned());
    }
    let (slice, file) = path.strip_prefix("features/")?.split_once("/templates/")?;
    Some(format!("{slice}/{file}"))
}

fn path_of(name: &str) -> String {
    match name.split_once('/') {
        Some((slice, file)) => format!("features/{slice}/templates/{file}"),
        None => format!("platform/web/templates/{name}"),
    }
}

fn load(own: &Path, name: &str) -> std::result::Result<Option<String>, TemplateError> {
    if name.contains("..") || name.contains('\\') {
        return Ok(None);
    }
    let mine: PathBuf = own.join(name);
    if mine.is_file() {
        return std::fs::read_to_string(&mine).map(Some).map_err(|e| {
            TemplateError::new(ErrorKind::InvalidOperation, "the venue's template cannot be read")
                .with_source(e)
        });
    }
    let Some(file) = Files::get(&path_of(name)) else {
        return Ok(None);
    };
    let text: Cow<'static, [u8]> = file.data;
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}

/// `t("key", name=value)`.
fn translate(key: &str, args: Kwargs) -> std::result::Result<String, TemplateError> {
    let mut values = i18n::Args::new();
    for name in args.args() {
        let value: Value = args.get(name)?;
        let value = if value.is_number() {
            i18n::value_of(&value.to_string())
        } else {
            value.to_string().into()
        };
        values.insert(Cow::Owned(name.to_owned()), value);
    }
    Ok(i18n::text(RENDERING.get().0, key, &values))
}

fn moment(value: &Value, show: fn(Lang, chrono_tz::Tz, &str) -> String) -> String {
    let (lang, zone, _) = RENDERING.get();
    value.as_str().map_or_else(String::new, |text| show(lang, zone, text))
}

fn from_now(value: &Value, far: Far) -> String {
    let (lang, zone, now) = RENDERING.get();
    value.as_str().map_or_else(String::new, |text| dates::relative(lang, zone, now, text, far))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_has_at_most_two_initials() {
        for (name, expected) in [
            ("Léa Moreau", "LM"),
            ("élise", "É"),
            ("Musée des Rives basses", "MD"),
            ("« Nour »", "N"),
            ("🦊 fox", "F"),
            ("", ""),
        ] {
            assert_eq!(super::initials(name), expected, "{name}");
        }
    }
}
