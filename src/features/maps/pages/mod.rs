//! The map for everybody, and how staff make it.

mod map;
mod samples;
mod staff;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use samples::samples;

use crate::platform::{app::App, web};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/carte", get(map::map))
        .route("/equipe/plans", get(staff::list))
        .route("/equipe/plans/{id}/reperes", post(staff::pin))
        .route("/equipe/plans/{id}/retirer", post(staff::take_down))
        .merge(
            Router::new()
                .route("/equipe/plans/{id}", get(staff::edit).post(staff::hang))
                .layer(web::uploads(1)),
        )
}
