//! Markup of strangers: what is let through is prose, and says the same the second time.

use parvis::kernel::text;
use scraper::{ElementRef, Html};

const PROSE: [&str; 24] = [
    "html",
    "body",
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "u",
    "ul",
];

/// What a browser would run, or show as a document of its own: it drops spaces and controls before an address, and tabs and
/// ends of lines anywhere in it; a scheme begins with a letter and has no other characters than these (WHATWG URL, 4.4).
fn runs(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let address = address.trim_start_matches(|c: char| c <= ' ');
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let scheme = scheme.to_ascii_lowercase();
    let is_one = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_one && (scheme.ends_with("script") || scheme == "data")
}

/// HTML, Markdown, or something typed: nothing but prose is left, and nothing else comes of it when it is read again. Lists
/// and headings in each other may then stand otherwise, as HTML would have them; the words are the same.
pub fn html(data: &[u8]) {
    let Some(given) = crate::text(data) else { return };
    for clean in [text::clean_html, text::markdown_to_html, text::typed_to_html] {
        let once = clean(given);
        let again = text::clean_html(&once);
        is_prose(&once);
        is_prose(&again);
        assert_eq!(letters(&once), letters(&again), "other words when it is read again: {once}");
    }
    let words = text::html_to_text(given);
    assert!(!text::escape(&words).contains('<'));
}

fn is_prose(html: &str) {
    for node in Html::parse_fragment(html).tree.nodes().filter_map(ElementRef::wrap) {
        let element = node.value();
        assert!(PROSE.contains(&element.name()), "<{}> in {html}", element.name());
        for (name, value) in element.attrs() {
            let is_let_through = match name {
                "lang" => true,
                "href" | "rel" => element.name() == "a",
                "class" => matches!(element.name(), "a" | "span"),
                "start" => element.name() == "ol",
                _ => false,
            };
            assert!(is_let_through, "{name} of {} in {html}", element.name());
            assert!(name != "href" || !runs(value), "{value} in {html}");
        }
    }
}

fn letters(html: &str) -> String {
    text::html_to_text(html).split_whitespace().collect()
}
