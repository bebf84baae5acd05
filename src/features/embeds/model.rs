//! What an oEmbed answer says (oembed.com §2.3.4), and how large its frame is. Pure.

use serde_json::{Value, json};

use crate::kernel::text::escape;

/// How large a frame is in pixels, unless less is asked for.
const SIZE: (u32, u32) = (480, 360);

/// The smallest frame in which something can be read.
const SMALLEST: (u32, u32) = (200, 120);

/// Something that is shown inside another page.
pub(super) struct Shown {
    /// Its title.
    pub(super) title: String,
    /// Who made it, when somebody did.
    pub(super) author: Option<String>,
    /// Its page.
    pub(super) url: String,
    /// The page of its frame.
    pub(super) frame: String,
    /// A picture of it: address, width, height.
    pub(super) picture: Option<(String, i32, i32)>,
    /// A line beneath: when and where, or when it was made.
    pub(super) line: String,
}

/// The answer, for a frame of at most so many pixels.
pub(super) fn document(
    shown: &Shown,
    venue: (&str, &str),
    (widest, highest): (Option<u32>, Option<u32>),
) -> Value {
    let width = widest.unwrap_or(SIZE.0).clamp(SMALLEST.0, SIZE.0);
    let height = highest.unwrap_or(SIZE.1).clamp(SMALLEST.1, SIZE.1);
    let html = format!(
        "<blockquote><a href=\"{url}\">{title}</a> {line}</blockquote><iframe src=\"{frame}\" title=\"{title}\" \
         width=\"{width}\" height=\"{height}\" loading=\"lazy\" frameborder=\"0\"></iframe>",
        url = escape(&shown.url),
        title = escape(&shown.title),
        line = escape(&shown.line),
        frame = escape(&shown.frame),
    );
    let mut document = json!({
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "provider_name": venue.0,
        "provider_url": venue.1,
        "cache_age": 3600,
        "html": html,
        "width": width,
        "height": height,
    });
    if let Some(members) = document.as_object_mut() {
        if let Some(author) = &shown.author {
            members.insert("author_name".to_owned(), author.as_str().into());
        }
        if let Some((url, width, height)) = &shown.picture {
            members.insert("thumbnail_url".to_owned(), url.as_str().into());
            members.insert("thumbnail_width".to_owned(), (*width).into());
            members.insert("thumbnail_height".to_owned(), (*height).into());
        }
    }
    document
}
