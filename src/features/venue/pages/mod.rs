//! The pages of the venue.

pub mod choices;
mod dashboard;
mod home;
mod samples;
mod settings;
mod text;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use samples::samples;

use crate::platform::{app::App, web};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::home))
        .route("/a-propos", get(text::about))
        .route("/equipe", get(dashboard::today))
        .route("/equipe/courrier/reessayer", post(dashboard::mail_again))
        .route("/equipe/reglages", get(settings::page))
        .route("/equipe/reglages/profil", post(settings::profile))
        .route("/equipe/reglages/moderation", post(settings::moderation))
        .route("/equipe/reglages/federation", post(settings::federation))
        .merge(
            Router::new()
                .route("/equipe/reglages/theme", post(settings::theme))
                .layer(web::uploads(1)),
        )
}
