//! Pages of text: who this is, the legal page, how accessible the site is.

use axum::response::Response;
use serde::Serialize;

use crate::{
    kernel::{
        error::Result,
        text::{escape, markdown_to_html, typed_to_html},
    },
    platform::{
        venue::in_language,
        web::{Ctx, Page},
    },
};

#[derive(Serialize)]
pub(super) struct TextPage {
    pub(super) page: Text,
    pub(super) siblings: Vec<Sibling>,
}

impl Page for TextPage {
    const TEMPLATE: &'static str = "venue/about.html";
}

#[derive(Serialize)]
pub(super) struct Text {
    pub(super) title: String,
    pub(super) lede: Option<String>,
    pub(super) body_html: String,
    pub(super) updated: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Sibling {
    pub(super) title: String,
    pub(super) url: &'static str,
    pub(super) current: bool,
}

/// Every page of text: its address and the key of its title.
const PAGES: [(&str, &str); 3] = [
    ("/a-propos", "venue-about-title"),
    ("/mentions-legales", "venue-legal-title"),
    ("/accessibilite", "venue-accessibility-title"),
];

fn show(ctx: &Ctx, path: &str, lede: Option<String>, body_html: String) -> Result<Response> {
    let siblings: Vec<Sibling> = PAGES
        .iter()
        .map(|(url, title)| Sibling { title: ctx.text(title), url, current: *url == path })
        .collect();
    let title = siblings
        .iter()
        .find(|page| page.current)
        .map(|page| page.title.clone())
        .unwrap_or_default();
    ctx.html(&TextPage { page: Text { title, lede, body_html, updated: None }, siblings })
}

pub(super) async fn about(ctx: Ctx) -> Result<Response> {
    let venue = ctx.app.venue();
    let summary = venue.summary(ctx.lang);
    let address = format!("@{}@{}", venue.handle, ctx.app.config.domain());
    let body = format!(
        "<h2>{}</h2>{}<p><strong>{}</strong></p><h2 id=\"source\">{}</h2>{}<p>Parvis {}</p>",
        escape(&ctx.text("venue-about-fediverse")),
        typed_to_html(&ctx.text("venue-about-fediverse-text")),
        escape(&address),
        escape(&ctx.text("venue-about-software")),
        source(&ctx),
        env!("CARGO_PKG_VERSION"),
    );
    let lede = (!summary.is_empty()).then(|| summary.to_owned());
    show(&ctx, "/a-propos", lede, body)
}

/// Whoever uses the program over the network must be offered its source (AGPL-3.0 §13).
fn source(ctx: &Ctx) -> String {
    let Some(url) = &ctx.app.config.source_url else {
        return typed_to_html(&ctx.text("venue-about-software-ask"));
    };
    let address = escape(url.as_str());
    format!(
        "{}<p><a href=\"{address}\" rel=\"noopener\">{address}</a></p>",
        typed_to_html(&ctx.text("venue-about-software-link")),
    )
}

pub(super) async fn legal(ctx: Ctx) -> Result<Response> {
    let venue = ctx.app.venue();
    let text = in_language(ctx.lang, &venue.legal_fr, &venue.legal_en);
    let body = if text.trim().is_empty() {
        typed_to_html(&ctx.text("venue-legal-missing"))
    } else {
        markdown_to_html(text)
    };
    let data = format!(
        "<h2>{}</h2>{}",
        escape(&ctx.text("venue-legal-data")),
        typed_to_html(&ctx.text("venue-legal-data-text")),
    );
    show(&ctx, "/mentions-legales", None, body + &data)
}

pub(super) async fn accessibility(ctx: Ctx) -> Result<Response> {
    let body = typed_to_html(&ctx.text("venue-accessibility-text"));
    let lede = Some(ctx.text("venue-accessibility-lede"));
    show(&ctx, "/accessibilite", lede, body)
}
