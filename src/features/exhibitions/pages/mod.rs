//! The pages of exhibitions: for visitors, and for staff.

mod public;
mod staff;

use axum::{
    Router,
    routing::{get, post},
};

use crate::platform::{app::App, web::Sample};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/expositions", get(public::list))
        .route("/expositions/{slug}", get(public::show))
        .route("/equipe/expositions", get(staff::list))
        .route("/equipe/expositions/nouvelle", get(staff::new).post(staff::publish))
        .route("/equipe/expositions/{id}", get(staff::edit).post(staff::revise))
        .route("/equipe/expositions/{id}/supprimer", post(staff::remove))
}

pub(super) fn samples() -> Vec<Sample> {
    let mut all = public::samples();
    all.extend(staff::samples());
    all
}
