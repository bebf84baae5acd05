//! Pages of text as everybody reads them.

use axum::response::Response;
use serde::Serialize;

use crate::{
    features::texts::{model::Name, store},
    kernel::{clock::Time, error::Result, text::markdown_to_html},
    platform::web::{Ctx, Page},
};

#[derive(Serialize)]
pub(super) struct TextPage {
    pub(super) page: Text,
    pub(super) siblings: Vec<Sibling>,
}

impl Page for TextPage {
    const TEMPLATE: &'static str = "texts/page.html";
}

#[derive(Serialize)]
pub(super) struct Text {
    pub(super) title: String,
    pub(super) lede: Option<String>,
    pub(super) body_html: String,
    pub(super) updated: Option<Time>,
}

/// A page of text beside this one.
#[derive(Serialize)]
pub(super) struct Sibling {
    title: String,
    url: &'static str,
    current: bool,
}

/// What goes around the text of a page.
#[derive(Default)]
pub struct Extra {
    /// A sentence before it.
    pub lede: Option<String>,
    /// When it was last revised.
    pub updated: Option<Time>,
}

/// Every page of text: its address and the key of its title.
const PAGES: [(&str, &str); 5] = [
    ("/a-propos", "venue-about-title"),
    ("/charte", "texts-charter-title"),
    ("/confidentialite", "texts-privacy-title"),
    ("/mentions-legales", "texts-legal-title"),
    ("/accessibilite", "texts-access-title"),
];

pub(super) fn siblings(ctx: &Ctx, path: &str) -> Vec<Sibling> {
    PAGES
        .iter()
        .map(|(url, title)| Sibling { title: ctx.text(title), url, current: *url == path })
        .collect()
}

/// One of the pages of text, at `path`, with safe HTML.
pub fn render(ctx: &Ctx, path: &str, body_html: String, extra: Extra) -> Result<Response> {
    let siblings = siblings(ctx, path);
    let current = siblings.iter().find(|page| page.current);
    let title = current.map(|page| page.title.clone()).unwrap_or_default();
    let Extra { lede, updated } = extra;
    ctx.html(&TextPage { page: Text { title, lede, body_html, updated }, siblings })
}

pub(super) async fn legal(ctx: Ctx) -> Result<Response> {
    show(&ctx, Name::Legal).await
}

pub(super) async fn privacy(ctx: Ctx) -> Result<Response> {
    show(&ctx, Name::Privacy).await
}

pub(super) async fn charter(ctx: Ctx) -> Result<Response> {
    show(&ctx, Name::Charter).await
}

/// The text of the venue in the reader's language, else the program's.
async fn show(ctx: &Ctx, name: Name) -> Result<Response> {
    let lang = ctx.lang;
    let own = ctx.app.read(move |conn| store::text(conn, name, lang)).await?;
    let site = ctx.app.config.address("/");
    let (source, updated) = match own {
        Some(text) => (text.source, Some(text.revised_at)),
        None => (name.default_text(&ctx.app.venue(), &site, lang), None),
    };
    let extra = Extra { updated, ..Extra::default() };
    render(ctx, name.path(), markdown_to_html(&source), extra)
}
