//! The pages of labels: behind the code on the wall, and for staff who print them.

mod samples;
mod search;
mod show;
mod staff;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use samples::samples;

use crate::platform::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/p", get(search::search))
        .route("/p/{code}", get(show::show))
        .route("/equipe/etiquettes", get(staff::list))
        .route("/equipe/etiquettes/planche.pdf", get(staff::sheet))
        .route("/equipe/etiquettes/{id}/renouveler", post(staff::reissue))
}
