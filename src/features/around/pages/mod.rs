//! The pages: what takes place around, for everybody; its sources and what waits, for staff.

mod exports;
mod public;
mod samples;
mod staff;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use public::beside;
pub(super) use samples::samples;

use crate::platform::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/autour", get(public::list))
        .route("/autour.ics", get(exports::calendar))
        .route("/autour.atom", get(exports::atom))
        .route("/autour.json", get(exports::json))
        .route("/equipe/autour", get(staff::list))
        .route("/equipe/autour/{id}", post(staff::decide))
        .route("/equipe/autour/sources", post(staff::add))
        .route("/equipe/autour/sources/{id}", post(staff::change))
}
