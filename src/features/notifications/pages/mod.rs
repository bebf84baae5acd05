//! What a member was told, and how they want to be told.

mod list;
mod settings;

use axum::{
    Router,
    routing::{get, post},
};

use crate::platform::{app::App, web::Sample};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/notifications", get(list::list))
        .route("/notifications/lues", post(list::read))
        .route("/notifications/reglages", get(settings::show).post(settings::save))
        .route("/notifications/appareils", post(settings::add_device))
        .route("/notifications/appareils/{id}/retirer", post(settings::remove_device))
        .route("/notifications/arret/{token}", get(settings::ask_stop).post(settings::stop))
}

pub(super) fn samples() -> Vec<Sample> {
    let mut all = list::samples();
    all.extend(settings::samples());
    all
}
