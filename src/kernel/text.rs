//! Text of people and peers made safe to show: the only place that emits trusted HTML.
//!
//! Nothing here translates or decides; it cleans, folds and shortens.

use std::sync::LazyLock;

use ammonia::Builder;

/// What a trace or a profile may contain: the tags every fediverse server keeps, no pictures, no styles.
static PROSE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(
            [
                "p",
                "br",
                "span",
                "a",
                "del",
                "pre",
                "blockquote",
                "code",
                "b",
                "strong",
                "u",
                "i",
                "em",
                "ul",
                "ol",
                "li",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
            ]
            .into(),
        )
        // Without this ammonia lets every element have a title: words a visitor sees only by chance.
        .generic_attributes(["lang"].into())
        // Named here rather than added to: ammonia lets more through by itself (where a quotation is from, when something
        // was struck out), which nobody sees.
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        .add_allowed_classes("a", ["mention", "hashtag", "u-url"])
        .add_allowed_classes("span", ["mention", "hashtag", "h-card", "invisible", "ellipsis"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("nofollow noopener noreferrer ugc"));
    builder
});

/// Nothing but words.
static BARE: LazyLock<Builder<'static>> = LazyLock::new(Builder::empty);

/// Cleans HTML that came from another server or an editor.
pub fn clean_html(html: &str) -> String {
    let clean = PROSE.clean(html).to_string();
    // A mark at the start of a text says how it is encoded; one that moved there would be taken for that.
    clean.trim_start_matches('\u{feff}').to_owned()
}

/// Turns what somebody typed into paragraphs with links.
pub fn typed_to_html(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let html = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| {
            let lines: Vec<String> = paragraph.lines().map(linkify).collect();
            format!("<p>{}</p>", lines.join("<br>"))
        })
        .collect::<String>();
    clean_html(&html)
}

/// Turns Markdown written by staff into safe HTML.
pub fn markdown_to_html(markdown: &str) -> String {
    clean_html(&comrak::markdown_to_html(markdown, &comrak::Options::default()))
}

/// Escapes text for use inside HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Escapes a line and makes its web addresses into links.
fn linkify(line: &str) -> String {
    line.split(' ')
        .map(|word| {
            let end = word.trim_end_matches(['.', ',', ';', ')', '!', '?', '»']).len();
            let (address, rest) = word.split_at_checked(end).unwrap_or((word, ""));
            if address.starts_with("https://") || address.starts_with("http://") {
                let shown = escape(address);
                format!("<a href=\"{shown}\">{shown}</a>{}", escape(rest))
            } else {
                escape(word)
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of an HTML text without its markup; paragraphs and line breaks become line ends.
pub fn html_to_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        // A parser takes 30 µs to say the same.
        return html.trim().to_owned();
    }
    let spaced = html
        .replace("</p>", "</p>\n\n")
        .replace("<br>", "\n")
        .replace("<br/>", "\n")
        .replace("<br />", "\n")
        .replace("</li>", "</li>\n");
    let bare = BARE.clean(&spaced).to_string();
    unescape(bare.trim())
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// The text on one line. Spaces at which a line never breaks, as before a French `?`, stay what they are.
pub fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The form used to compare and sort: lower case, without accents, `œ` as `oe`, spaces collapsed.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            '’' => out.push('\''),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A readable part of an address: folded letters and digits joined by hyphens, at most 60 of them.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    let trimmed = out.trim_matches('-');
    if trimmed.is_empty() { "x".to_owned() } else { trimmed.to_owned() }
}

/// The [`slug`] of a text, or the first of `slug-2`, `slug-3`… that is not taken.
pub fn free_slug<E>(
    text: &str,
    mut taken: impl FnMut(&str) -> Result<bool, E>,
) -> Result<String, E> {
    let base = slug(text);
    let mut free = base.clone();
    let mut n = 1;
    while taken(&free)? {
        n += 1;
        free = format!("{base}-{n}");
    }
    Ok(free)
}

/// At most `max` characters of `text`, ending on `…` when something was left out.
pub fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(max.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
