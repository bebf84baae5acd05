//! Addresses as people paste them, and what other servers say is behind them.

use parvis_federation::{Iri, lenient, webfinger::parse_handle};
use serde_json::Value;

use crate::{
    kernel::text,
    platform::{
        actors::Actor,
        app::App,
        fediverse::{
            fetch::{self, FetchError},
            handles, lookup, peers,
        },
    },
};

/// Something of another server.
pub(super) struct Remote {
    /// Who it is, or who wrote it.
    pub(super) actor: Actor,
    /// The page of what they wrote and its first words, when it is not the actor alone.
    pub(super) post: Option<(String, String)>,
}

/// How much of a text is shown as an excerpt.
const EXCERPT: usize = 280;

/// The host somebody typed: `server.example`, perhaps with `https://` before it.
pub(super) fn domain(typed: &str) -> Option<String> {
    let typed = typed.trim().to_lowercase();
    let bare = ["https://", "http://", "@"]
        .iter()
        .fold(typed.as_str(), |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
    let (_, domain) = parse_handle(&format!("x@{}", bare.trim_end_matches('/'))).ok()?;
    Some(domain)
}

/// The first words of a document.
pub(super) fn excerpt(document: &Value) -> Option<String> {
    let html = lenient::text(document, "content")?;
    let words = text::shorten(&text::html_to_text(&html), EXCERPT);
    (!words.is_empty()).then_some(words)
}

/// Finds what somebody of this server brought from elsewhere: a handle, or the address of an actor or a post.
pub(super) async fn look_up(app: &App, uri: &str) -> Result<Remote, FetchError> {
    let typed = uri.trim();
    if !typed.contains("://") {
        let (name, domain) =
            parse_handle(typed).map_err(|_| FetchError::Invalid("not an address"))?;
        let jrd = handles::look_up(app, &name, &domain, lookup::scheme(app)).await?;
        let iri = jrd.self_link().ok_or(FetchError::NotFound)?;
        return someone(app, &iri).await;
    }
    let iri = Iri::parse(typed).map_err(|_| FetchError::Invalid("not an address"))?;
    let found = fetch::fetch_document(app, &iri).await?;
    let author = lenient::iri(&found.document, "attributedTo");
    match author.filter(|_| peers::read(&found.document).is_err()) {
        None => someone(app, &found.iri).await,
        Some(author) => {
            let page = lenient::page(&found.document, &found.iri).unwrap_or(found.iri);
            let words = excerpt(&found.document).unwrap_or_default();
            let mut remote = someone(app, &author).await?;
            remote.post = Some((page.to_string(), words));
            Ok(remote)
        }
    }
}

async fn someone(app: &App, iri: &Iri) -> Result<Remote, FetchError> {
    let actor = peers::get_or_fetch(app, iri).await?;
    Ok(Remote { actor, post: None })
}
