//! The shape of a feed (RFC 4287), with its pages (RFC 5005 §3), for whichever noun fills it.

use atom_syndication::{Content, Entry, Feed, Generator, Link, Text};

use crate::kernel::{clock::Time, i18n::Lang};

/// The media type of a feed.
pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

/// A page of a feed.
pub struct FeedPage {
    /// What it is a feed of.
    pub title: String,
    /// What identifies the feed for ever.
    pub id: String,
    /// The full address of the page people open.
    pub page: String,
    /// The full address of the feed, with its filters.
    pub feed: String,
    /// Which page of it, from 1.
    pub number: i64,
    /// There are more.
    pub more: bool,
    /// In which language it is named.
    pub lang: Lang,
    /// When the newest of it changed.
    pub updated: Time,
    /// What it says.
    pub entries: Vec<Entry>,
}

impl FeedPage {
    /// The feed as text.
    pub fn written(self) -> String {
        let join = if self.feed.contains('?') { '&' } else { '?' };
        let at = |number: i64| match number {
            1 => self.feed.clone(),
            n => format!("{}{join}page={n}", self.feed),
        };
        let atom = "application/atom+xml";
        let mut links = vec![
            link("self", at(self.number), atom),
            link("alternate", self.page.clone(), "text/html"),
            link("first", at(1), atom),
        ];
        if self.number > 1 {
            links.push(link("previous", at(self.number - 1), atom));
        }
        if self.more {
            links.push(link("next", at(self.number + 1), atom));
        }
        let feed = Feed {
            title: Text::plain(self.title),
            id: self.id,
            updated: self.updated.utc().fixed_offset(),
            links,
            generator: Some(Generator { value: "Parvis".to_owned(), ..Generator::default() }),
            entries: self.entries,
            lang: Some(self.lang.to_string()),
            ..Feed::default()
        };
        feed.to_string()
    }
}

/// A link of a feed or an entry.
pub fn link(rel: &str, href: String, mime: &str) -> Link {
    let mut link = Link { rel: rel.to_owned(), href, ..Link::default() };
    link.set_mime_type(Some(mime.to_owned()));
    link
}

/// What an entry says, as HTML.
pub fn html(html: String) -> Content {
    let mut content = Content { value: Some(html), ..Content::default() };
    content.set_content_type("html".to_owned());
    content
}
