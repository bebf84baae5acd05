//! The page that says who this is and what it runs on.

use axum::response::Response;

use crate::{
    features::texts::{self, Extra},
    kernel::{
        error::Result,
        text::{escape, typed_to_html},
    },
    platform::web::Ctx,
};

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
    texts::render(&ctx, "/a-propos", body, Extra { lede, ..Extra::default() })
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
