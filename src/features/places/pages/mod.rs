//! The pages of places: for visitors, and for staff.

mod public;
mod samples;
mod staff;

use axum::{Router, routing::get, routing::post};

pub(super) use samples::samples;

use crate::platform::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/lieux", get(public::list))
        .route("/lieux/{slug}", get(public::show))
        .route("/equipe/lieux", get(staff::list))
        .route("/equipe/lieux/nouveau", get(staff::new).post(staff::publish))
        .route("/equipe/lieux/{id}", get(staff::edit).post(staff::revise))
        .route("/equipe/lieux/{id}/supprimer", post(staff::withdraw))
}

pub use public::render;
pub(super) use staff::indented;
