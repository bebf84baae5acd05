//! The pages of people: the buttons on somebody's page, and the lists of a member.

mod buttons;
mod lists;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use buttons::profile;

use crate::platform::{app::App, web::Sample};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/personnes/{id}/suivre", post(buttons::follow))
        .route("/personnes/{id}/masquer", post(buttons::mute))
        .route("/personnes/{id}/bloquer", post(buttons::block))
        .route("/personnes/{id}/abonnement", post(buttons::answer))
        .route("/personnes/{id}/abonnements", get(lists::shown))
        .route("/compte/personnes", get(lists::mine))
}

pub(super) fn samples() -> Vec<Sample> {
    lists::samples()
}
