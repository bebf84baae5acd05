//! The whole site as one router: the nouns' routes, the fediverse's, assets, and the layers around them.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::NotForContentType},
    csrf::CsrfLayer,
};

use super::{aliases, assets, context, error_page, gate, installable, outbox, page_cache, theme};
use crate::{
    kernel::error::Error,
    platform::{
        app::App,
        fediverse::{self, mirror},
        live, media, metrics,
    },
};

/// No inline script or style anywhere, nothing from other hosts. Forms may lead elsewhere because following
/// from one's own server is answered by a redirect there, which browsers hold against `form-action`.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self' https: http:; frame-ancestors 'none'; \
    base-uri 'none'; manifest-src 'self'";

/// The same for the few pages that stand inside other sites: they have no form and no script, so that whoever frames them
/// can make nobody do anything.
const FRAMED_CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; \
    frame-ancestors *; base-uri 'none'";

/// Lets pages of any site show this one in a frame. It says the same to everybody and sets no cookie.
pub fn framed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED_CSP));
    headers.remove(header::SET_COOKIE);
    response
}

/// The site.
pub fn router(app: App) -> Router {
    let mut pages = Router::new()
        .route("/live", get(live::stream))
        .route("/apparence", post(context::choose_appearance))
        .merge(media::routes())
        .merge(installable::routes());
    for feature in app.features {
        pages = pages.merge(feature.routes());
    }
    // Form posts must come from our own pages; servers posting to inboxes come by another road.
    let pages =
        pages.layer(CsrfLayer::new().with_rejection_response(|_| {
            Error::Forbidden("error-forbidden-origin").into_response()
        }));
    let pages = pages.layer(from_fn_with_state(app.clone(), refuse_without_room));
    let site = Router::new()
        .merge(pages)
        .merge(fediverse::routes())
        .route("/assets/{hash}/{*name}", get(assets::serve))
        .route("/theme/{name}", get(theme::serve))
        .fallback(aliases::lead)
        .layer(from_fn_with_state(app.clone(), set_up_first))
        .layer(from_fn_with_state(app.clone(), outbox::answer))
        // Inside what shows errors: a visitor is told, even of a mistake in the program.
        .layer(CatchPanicLayer::custom(|_| Error::internal("a handler panicked").into_response()))
        .layer(from_fn_with_state(app.clone(), error_page::show))
        .layer(compression())
        .layer(from_fn_with_state(app.clone(), page_cache::serve))
        .layer(from_fn_with_state(app.clone(), gate::admit))
        .layer(from_fn(metrics::requests))
        // Probes answer whatever state the site is in, by whatever name it is asked.
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .layer(from_fn_with_state(app.clone(), headers))
        .with_state(app.clone());
    let whole = site.clone();
    site.layer(from_fn(move |request: Request, next: Next| {
        error_page::lead_on(app.clone(), whole.clone(), request, next)
    }))
}

/// Text is compressed; sounds are already, and whoever asks for a part of one counts its bytes.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth = DefaultPredicate::new().and(NotForContentType::const_new("audio/"));
    CompressionLayer::new().br(true).gzip(true).compress_when(worth)
}

async fn ready(State(app): State<App>) -> Response {
    let answer = app
        .read(|conn| {
            diesel::RunQueryDsl::execute(diesel::sql_query("SELECT 1"), conn)?;
            Ok(())
        })
        .await;
    match answer {
        Ok(()) if app.storage.is_full() => {
            (StatusCode::SERVICE_UNAVAILABLE, "the disk is full").into_response()
        }
        Ok(()) => (StatusCode::OK, "ready").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response(),
    }
}

/// While the disk is full nothing is taken in, except what lets staff in to see to it.
async fn refuse_without_room(State(app): State<App>, request: Request, next: Next) -> Response {
    let always = ["/connexion", "/deconnexion", "/apparence"];
    let harmless = request.method().is_safe() || always.contains(&request.uri().path());
    if harmless || !app.storage.is_full() {
        return next.run(request).await;
    }
    Error::NoRoom.into_response()
}

/// Until the venue is set up there is nothing but its set-up page.
async fn set_up_first(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let open = ["/installation", "/assets/", "/theme/", "/apparence", mirror::PATH];
    if app.venue().is_set_up() || open.iter().any(|prefix| path.starts_with(prefix)) {
        return next.run(request).await;
    }
    if path == "/" {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, "/installation")]).into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "3600")]).into_response()
}

/// Headers every answer carries.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CSP);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(outbox::OURS, outbox::ONES_OWN);
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(self), geolocation=(), payment=(), usb=()",
    );
    if app.config.secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
