//! The shape of a feed (RFC 4287), with its pages (RFC 5005 §3).

use atom_syndication::{Content, Entry, Feed, Generator, Link, Person, Text};

use crate::{
    features::traces::Trace,
    kernel::{clock::Time, i18n::Lang},
    platform::actors::Actor,
};

/// A page of a feed.
pub(super) struct Page {
    /// What it is a feed of.
    pub(super) title: String,
    /// The full address of the page people open.
    pub(super) page: String,
    /// The full address of the feed.
    pub(super) feed: String,
    /// Which page of it, from 1.
    pub(super) number: i64,
    /// There are older ones.
    pub(super) more: bool,
    /// In which language it is named.
    pub(super) lang: Lang,
    /// When the newest of it changed.
    pub(super) updated: Time,
    /// What was said, with who said it and what it is about.
    pub(super) entries: Vec<(Trace, Actor, String)>,
}

/// The feed as text.
pub(super) fn written(page: Page) -> String {
    let at = |number: i64| match number {
        1 => page.feed.clone(),
        n => format!("{}?page={n}", page.feed),
    };
    let atom = Some("application/atom+xml");
    let mut links = vec![
        link("self", at(page.number), atom),
        link("alternate", page.page.clone(), Some("text/html")),
        link("first", at(1), atom),
    ];
    if page.number > 1 {
        links.push(link("previous", at(page.number - 1), atom));
    }
    if page.more {
        links.push(link("next", at(page.number + 1), atom));
    }
    let feed = Feed {
        title: Text::plain(page.title),
        id: page.page,
        updated: page.updated.utc().fixed_offset(),
        links,
        generator: Some(Generator { value: "Parvis".to_owned(), ..Generator::default() }),
        entries: page.entries.into_iter().map(entry).collect(),
        lang: Some(page.lang.to_string()),
        ..Feed::default()
    };
    feed.to_string()
}

fn link(rel: &str, href: String, mime: Option<&str>) -> Link {
    let mut link = Link { rel: rel.to_owned(), href, ..Link::default() };
    link.set_mime_type(mime.map(str::to_owned));
    link
}

fn entry((trace, author, about): (Trace, Actor, String)) -> Entry {
    let (object, words) = (trace.object, trace.words);
    let updated = object.updated_at.unwrap_or(object.published_at);
    let mut content = Content { value: Some(words.html), ..Content::default() };
    content.set_content_type("html".to_owned());
    // Readers show no warnings: what has one is opened at its own page.
    let warned = !words.warning.is_empty();
    let name = author.display_name();
    let title = if about.is_empty() { name.clone() } else { format!("{name} · {about}") };
    Entry {
        title: Text::plain(title),
        id: object.iri,
        updated: updated.utc().fixed_offset(),
        published: Some(object.published_at.utc().fixed_offset()),
        authors: vec![Person { name, uri: Some(author.url), ..Person::default() }],
        links: vec![link("alternate", object.url, Some("text/html"))],
        summary: warned.then(|| Text::plain(words.warning)),
        content: (!warned).then_some(content),
        ..Entry::default()
    }
}
