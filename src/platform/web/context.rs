//! What every page needs to know about its request: viewer, language, appearance, path, flash message.

use std::time::Duration;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Message, Result},
        i18n::{self, Lang},
    },
    platform::{
        app::App,
        venue::Conformity,
        web::{
            assets,
            form::Form,
            outbox,
            page_cache::ForEverybody,
            session,
            templates::Page,
            viewer::{Viewer, ViewerView},
        },
    },
};

/// The request as pages see it. Make one per request, by extraction.
#[derive(Clone)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// Who is looking.
    pub viewer: Viewer,
    /// In which language.
    pub lang: Lang,
    /// Path and query, to come back to. Of a form, those of the page it was sent from where the browser says so: its own
    /// address shows nothing to whoever opens it, or turns the page that says what is wrong into another language.
    pub path: String,
    appearance: &'static str,
    flash: Option<Flash>,
}

/// A message shown once, on the next page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    kind: String,
    key: String,
    #[serde(default)]
    args: std::collections::BTreeMap<String, String>,
    /// Where what was done is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undo: Option<String>,
}

const FLASH: &str = "parvis-flash";
const LANG: &str = "parvis-lang";
const APPEARANCE: &str = "parvis-theme";

/// The cookies a page for everybody depends on. One with a message is not for everybody.
pub(super) const APPEARING: [&str; 3] = [LANG, APPEARANCE, FLASH];

impl FromRequestParts<App> for Ctx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let viewer = Viewer::from_request_parts(parts, app).await?;
        let venue = app.venue();
        let own = || parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let from = (!parts.method.is_safe()).then(|| came_from(&parts.headers)).flatten();
        let path = from.unwrap_or_else(own);
        Ok(Self {
            lang: language(&parts.headers, parts.uri.query(), &viewer, &venue.languages),
            appearance: appearance(&parts.headers),
            flash: read_flash(&parts.headers),
            app: app.clone(),
            viewer,
            path,
        })
    }
}

impl Ctx {
    /// A text of the locale files.
    pub fn text(&self, key: &str) -> String {
        i18n::message(self.lang, &Message::new(key))
    }

    /// The page, status 200.
    pub fn html<P: Page>(&self, page: &P) -> Result<Response> {
        self.html_with(StatusCode::OK, page)
    }

    /// The page with a status of its own: 422 for a form that needs correcting.
    pub fn html_with<P: Page>(&self, status: StatusCode, page: &P) -> Result<Response> {
        let body = self.app.templates.render(P::TEMPLATE, self.lang, &self.global(), page)?;
        let mut response = (
            status,
            [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::VARY, "Accept, Cookie, Accept-Language"),
                (header::CACHE_CONTROL, "private, no-cache"),
            ],
            body,
        )
            .into_response();
        if P::FOR_EVERYBODY && self.viewer.is_anybody() && self.flash.is_none() {
            response.extensions_mut().insert(ForEverybody);
            if status.is_success() {
                response.headers_mut().insert(outbox::OURS, outbox::SHARED);
            }
        }
        let headers = response.headers_mut();
        if self.flash.is_some() {
            set_cookie(headers, &plain_cookie(&self.app, FLASH, String::new(), 0));
        }
        let asked = self.path.split_once('?').map_or("", |(_, query)| query);
        if let Some(lang) = asked_language(asked) {
            let value = lang.as_str().to_owned();
            set_cookie(headers, &plain_cookie(&self.app, LANG, value, 365));
        }
        Ok(response)
    }

    /// 303 to a page of ours.
    pub fn redirect(&self, to: &str) -> Response {
        (StatusCode::SEE_OTHER, [(header::LOCATION, local(to))]).into_response()
    }

    /// 303 with a message for the next page. `kind` is `ok`, `warn` or `error`.
    pub fn redirect_saying(&self, to: &str, kind: &str, message: Message) -> Response {
        self.redirect_flashing(to, kind, message, None)
    }

    /// 303 with a message that it is done and a button that posts to `undo`, a path of ours.
    pub fn redirect_undoable(&self, to: &str, message: Message, undo: String) -> Response {
        self.redirect_flashing(to, "ok", message, Some(undo))
    }

    fn redirect_flashing(
        &self,
        to: &str,
        kind: &str,
        message: Message,
        undo: Option<String>,
    ) -> Response {
        let mut response = self.redirect(to);
        let flash = Flash { kind: kind.to_owned(), key: message.key, args: message.args, undo };
        let packed = serde_json::to_string(&flash).unwrap_or_default();
        let value = utf8_percent_encode(&packed, NON_ALPHANUMERIC).to_string();
        set_cookie(response.headers_mut(), &plain_cookie(&self.app, FLASH, value, 1));
        response
    }

    /// The messages of a form's errors in the viewer's language, by field.
    pub fn messages(&self, errors: &FieldErrors) -> std::collections::BTreeMap<String, String> {
        errors
            .0
            .iter()
            .map(|(field, message)| (field.clone(), i18n::message(self.lang, message)))
            .collect()
    }

    /// What `base.html` shows on every page.
    fn global(&self) -> Global {
        let venue = self.app.venue();
        let domain = self.app.config.domain();
        Global {
            lang: self.lang,
            other_langs: venue
                .languages
                .iter()
                .filter(|lang| **lang != self.lang)
                .map(|lang| OtherLang {
                    code: *lang,
                    name: i18n::text(*lang, "language-name", &i18n::Args::new()),
                    url: in_language(&self.path, *lang),
                })
                .collect(),
            theme: self.appearance,
            theme_css: super::theme::url(&venue.theme),
            time_zone: venue.time_zone.name(),
            now: self.app.now(),
            viewer: self.viewer.member().map(ViewerView::new),
            written_as: outbox::written_as(&self.viewer),
            guest: self.viewer.guest().is_some(),
            path: self.path.clone(),
            flash: self.flash.as_ref().map(|flash| FlashView {
                kind: flash.kind.clone(),
                text: i18n::message(
                    self.lang,
                    &Message { key: flash.key.clone(), args: flash.args.clone() },
                ),
                // The cookie is the browser's: only a path of ours may become the target of a form.
                undo: flash.undo.as_deref().map(local).filter(|path| path != "/"),
                back: self.path.clone(),
            }),
            footer: Footer {
                accessibility_url: "/accessibilite",
                accessibility: venue.access.status,
                about_url: "/a-propos",
                legal_url: "/mentions-legales",
                privacy_url: "/confidentialite",
                charter_url: "/charte",
                source_url: assets::SOURCE_URL,
            },
            venue: VenueView {
                name: if venue.name.is_empty() { "Parvis".to_owned() } else { venue.name.clone() },
                follow_address: format!("@{}@{domain}", venue.handle),
                handle: venue.handle.clone(),
                domain,
                summary: venue.summary(self.lang).to_owned(),
                logo: venue.logo.map(|id| format!("/media/logo/{id}")),
                logo_dark: venue.logo_dark.map(|id| format!("/media/logo/{id}")),
            },
        }
    }
}

#[derive(Serialize)]
pub(super) struct Global {
    lang: Lang,
    other_langs: Vec<OtherLang>,
    theme: &'static str,
    theme_css: String,
    pub(super) time_zone: &'static str,
    #[serde(skip)]
    pub(super) now: Time,
    venue: VenueView,
    viewer: Option<ViewerView>,
    written_as: String,
    guest: bool,
    path: String,
    flash: Option<FlashView>,
    footer: Footer,
}

#[derive(Serialize)]
struct OtherLang {
    code: Lang,
    name: String,
    url: String,
}

#[derive(Serialize)]
struct VenueView {
    name: String,
    handle: String,
    domain: String,
    summary: String,
    logo: Option<String>,
    logo_dark: Option<String>,
    follow_address: String,
}

#[derive(Serialize)]
struct FlashView {
    kind: String,
    text: String,
    undo: Option<String>,
    back: String,
}

#[derive(Serialize)]
struct Footer {
    accessibility_url: &'static str,
    accessibility: Conformity,
    about_url: &'static str,
    legal_url: &'static str,
    privacy_url: &'static str,
    charter_url: &'static str,
    source_url: &'static str,
}

pub(super) fn set_cookie(headers: &mut HeaderMap, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}

fn plain_cookie(app: &App, name: &'static str, value: String, days: u64) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.secure())
        .max_age(Duration::from_secs(days * 86_400).try_into().unwrap_or_default())
        .build()
}

/// Only paths of ours: never a way to another site.
fn local(to: &str) -> String {
    // Browsers drop control characters before they read an address: so must the check.
    let to: String = to.chars().filter(|c| !c.is_control()).collect();
    if to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\") {
        to
    } else {
        "/".to_owned()
    }
}

/// The page of ours a form was sent from, as the browser says.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let from: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let ours = from.authority().is_some_and(|from| from.as_str().eq_ignore_ascii_case(host));
    ours.then(|| from.path_and_query().map_or("/", |path| path.as_str()).to_owned())
}

fn read_flash(headers: &HeaderMap) -> Option<Flash> {
    let value = session::cookie_value(headers, FLASH)?;
    let text = percent_decode_str(&value).decode_utf8().ok()?;
    serde_json::from_str(&text).ok()
}

fn asked_language(query: &str) -> Option<Lang> {
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(|code| code.parse().ok())
}

/// What was asked for in the address, else the member's choice, else the browser's cookie, else what it
/// prefers, else the venue's main language.
fn language(headers: &HeaderMap, query: Option<&str>, viewer: &Viewer, offered: &[Lang]) -> Lang {
    let accepted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        i18n::negotiate(header, offered)
    };
    asked_language(query.unwrap_or_default())
        .or_else(|| session::cookie_value(headers, LANG)?.parse().ok())
        .or_else(|| viewer.member().map(|m| m.language))
        .filter(|lang| offered.contains(lang))
        .or_else(accepted)
        .or_else(|| offered.first().copied())
        .unwrap_or(Lang::Fr)
}

/// The same page in another language.
fn in_language(path: &str, lang: Lang) -> String {
    let (base, query) = path.split_once('?').unwrap_or((path, ""));
    let mut pairs: Vec<&str> =
        query.split('&').filter(|p| !p.is_empty() && !p.starts_with("lang=")).collect();
    let wanted = format!("lang={lang}");
    pairs.push(&wanted);
    format!("{base}?{}", pairs.join("&"))
}

fn appearance(headers: &HeaderMap) -> &'static str {
    match session::cookie_value(headers, APPEARANCE).as_deref() {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "auto",
    }
}

/// Remembers light, dark or automatic, and goes back.
pub(super) async fn choose_appearance(ctx: Ctx, form: Form) -> Response {
    let mut response = ctx.redirect(form.text("back"));
    let value = match form.text("theme") {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    };
    set_cookie(response.headers_mut(), &plain_cookie(&ctx.app, APPEARANCE, value.to_owned(), 365));
    response
}

impl Ctx {
    /// 303 that also sets or clears the session cookie.
    pub fn redirect_with_cookie(&self, to: &str, cookie: &Cookie<'_>) -> Response {
        let mut response = self.redirect(to);
        set_cookie(response.headers_mut(), cookie);
        response
    }

    /// 303 that makes the browser forget its session.
    pub fn redirect_signed_out(&self, to: &str) -> Response {
        self.redirect_with_cookie(to, &session::forget(&self.app))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_come_back_from_to_the_page_it_stood_on_when_that_is_ours() {
        let headers = |from: &'static str| {
            HeaderMap::from_iter([
                (header::HOST, HeaderValue::from_static("musee.example")),
                (header::REFERER, HeaderValue::from_static(from)),
            ])
        };
        for (from, expected) in [
            ("https://musee.example/oeuvres/x?quand=2026", Some("/oeuvres/x?quand=2026")),
            ("https://MUSEE.example/", Some("/")),
            ("https://ailleurs.example/oeuvres/x", None),
            ("https://musee.example.ailleurs.example/", None),
            ("about:blank", None),
            ("", None),
        ] {
            assert_eq!(came_from(&headers(from)).as_deref(), expected, "{from:?}");
        }
        assert_eq!(came_from(&HeaderMap::new()), None);
    }

    #[test]
    fn a_way_back_never_leads_to_another_site() {
        for (to, expected) in [
            ("/oeuvres?page=2", "/oeuvres?page=2"),
            ("https://ailleurs.example/", "/"),
            ("//ailleurs.example/", "/"),
            ("/\\ailleurs.example/", "/"),
            ("/\t/ailleurs.example/", "/"),
            ("\n//ailleurs.example/", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(to), expected, "{to:?}");
        }
    }
}
