//! English names of pages lead to their French ones: every page has one address, whatever it was asked for by.
//!
//! For the router, where nothing else answers: an alias never stands in the way of a page. Only reading is led on.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;

use crate::{kernel::error::Error, platform::app::App};

/// 308 to the page meant (RFC 9110 §15.4.9), or 404.
pub(super) async fn lead(State(app): State<App>, request: Request) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let pairs = app.features.iter().flat_map(|feature| feature.aliases());
    let asked = request.uri();
    let meant = canonical(pairs, asked.path(), asked.query()).filter(|_| reads);
    match meant.and_then(|path| HeaderValue::try_from(path).ok()) {
        Some(path) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, path)]).into_response(),
        None => Error::NotFound.into_response(),
    }
}

/// The French path for an English one: its first part is another, the rest is as it was.
fn canonical<'a>(
    mut pairs: impl Iterator<Item = &'a (&'a str, &'a str)>,
    path: &str,
    query: Option<&str>,
) -> Option<String> {
    let rest = path.strip_prefix('/')?;
    let (first, rest) = match rest.split_once('/') {
        Some((first, rest)) => (first, format!("/{rest}")),
        None => (rest, String::new()),
    };
    let (_, french) = pairs.find(|(english, _)| *english == first)?;
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("/{french}{rest}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_alone_is_led_on_and_the_rest_stays() {
        let pairs = [("artworks", "oeuvres"), ("sign-in", "connexion")];
        let lead = |path, query| canonical(pairs.iter(), path, query);
        assert_eq!(lead("/artworks", None).as_deref(), Some("/oeuvres"));
        assert_eq!(
            lead("/artworks/les-rives", Some("quand=2026")).as_deref(),
            Some("/oeuvres/les-rives?quand=2026")
        );
        assert_eq!(
            lead("/artworks//evil.example", None).as_deref(),
            Some("/oeuvres//evil.example")
        );
        for other in ["/", "", "/artworksx", "/a/artworks", "//artworks", "/oeuvres"] {
            assert_eq!(lead(other, None), None, "{other}");
        }
    }
}
