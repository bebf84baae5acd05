//! Pages of devices: the wall, and the desk of the team.

mod corner;
mod desk;
mod samples;
mod wall;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use samples::samples;

use crate::{
    features::devices::{
        model::{Device, Kind},
        store,
    },
    kernel::error::{Error, Result},
    platform::{app::App, web::Ctx},
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/ecran/{token}", get(wall::show))
        .route("/ecran/{token}/scene", get(wall::scene))
        .route("/ecran/{token}/flux", get(wall::changes))
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
