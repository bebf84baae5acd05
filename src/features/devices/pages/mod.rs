//! Pages of devices: the wall, the kiosk, and the desk of the team.

mod coming;
mod corner;
mod desk;
mod kiosk;
mod samples;
mod wall;

use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use serde::Serialize;

pub(super) use samples::samples;

use crate::{
    features::devices::{
        model::{Device, Kind},
        store,
    },
    kernel::error::{Error, Result},
    platform::{
        app::App,
        web::{Ctx, Page},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/ecran/{token}", get(wall::show))
        .route("/ecran/{token}/scene", get(wall::scene))
        .route("/ecran/{token}/flux", get(wall::changes))
        .route("/borne/{token}", get(kiosk::show))
        .route("/borne/{token}/ressenti", post(kiosk::feel))
        .route("/borne/{token}/mot", post(kiosk::say))
        .route("/borne/{token}/merci", get(kiosk::thanks))
        .route("/borne/{token}/agenda", get(coming::list))
        .route("/borne/{token}/agenda/{id}", get(coming::form).post(coming::send))
        .route("/equipe/appareils", get(desk::list).post(desk::make))
        .route("/equipe/appareils/{id}/adresse", post(desk::renew))
        .route("/equipe/appareils/{id}/fermer", post(desk::revoke))
        .route("/equipe/appareils/{id}/figer", post(desk::freeze))
}

/// How often it is noted that a device asked for something.
const SEEN: std::time::Duration = std::time::Duration::from_secs(60);

/// The device a token opens; the same answer for one that never was and one that was taken away.
async fn open(ctx: &Ctx, kind: Kind, token: &str) -> Result<Device> {
    let token = token.to_owned();
    let device = ctx.app.read(move |conn| store::opened(conn, kind, &token)).await?;
    let device = device.ok_or(Error::NotFound)?;
    let now = ctx.app.now();
    if device.seen_at.is_none_or(|at| now.since(at) >= SEEN) {
        let id = device.id;
        ctx.app.write(move |tx| store::set_seen(tx.conn, id, tx.now)).await?;
    }
    Ok(device)
}

/// What stands on a screen whose address opens nothing, or whose subject is out of sight: no way out of it, and the
/// same for every address. It asks again by itself.
#[derive(Serialize)]
struct ClosedPage {}

impl Page for ClosedPage {
    const TEMPLATE: &'static str = "devices/closed.html";
    const FOR_EVERYBODY: bool = false;
}

/// The answer, or the page of a closed device: a screen in a hall never shows the way to the rest of the site.
fn or_closed(ctx: &Ctx, answer: Result<Response>) -> Result<Response> {
    match answer {
        Err(Error::NotFound | Error::Gone) => {
            ctx.html_with(StatusCode::NOT_FOUND, &ClosedPage {}).map(unkept)
        }
        other => other,
    }
}

/// What a device shows is of this moment, and the next visitor finds nothing of this one, neither with the back button.
fn unkept(mut response: Response) -> Response {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}
