//! What was said, as an entry of a feed.

use atom_syndication::{Entry, Person, Text};

use crate::{
    features::traces::Trace,
    platform::{
        actors::Actor,
        web::feed::{self, link},
    },
};

/// A trace, with who said it and what it is about.
pub(super) fn entry(trace: Trace, author: &Actor, about: &str) -> Entry {
    let (object, words) = (trace.object, trace.words);
    let updated = object.updated_at.unwrap_or(object.published_at);
    // Readers show no warnings: what has one is opened at its own page.
    let warned = !words.warning.is_empty();
    let name = author.display_name();
    let title = if about.is_empty() { name.clone() } else { format!("{name} · {about}") };
    Entry {
        title: Text::plain(title),
        id: object.iri,
        updated: updated.utc().fixed_offset(),
        published: Some(object.published_at.utc().fixed_offset()),
        authors: vec![Person { name, uri: Some(author.url.clone()), ..Person::default() }],
        links: vec![link("alternate", object.url, "text/html")],
        summary: warned.then(|| Text::plain(words.warning)),
        content: (!warned).then(|| feed::html(words.html)),
        ..Entry::default()
    }
}
