//! The pages: from here to one's own server, from there to here, and the desk of staff.

mod arrive;
mod depart;
mod desk;

use axum::{
    Router,
    routing::{get, post},
};

use crate::platform::{app::App, fediverse::fetch::FetchError, web::Sample};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/suivre", get(depart::show).post(depart::go))
        .route("/authorize_interaction", get(arrive::show).post(arrive::follow))
        .route("/equipe/federation", get(desk::show))
        .route("/equipe/federation/reessayer", post(desk::retry_all))
        .route("/equipe/federation/{host}/reessayer", post(desk::retry))
        .route("/equipe/federation/regles", post(desk::add_rule))
        .route("/equipe/federation/regles/{domain}/lever", post(desk::lift_rule))
}

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = depart::samples();
    samples.extend(arrive::samples());
    samples.extend(desk::samples());
    samples
}

/// Why another server did not help, as a locale key.
fn excuse(error: &FetchError) -> &'static str {
    match error {
        FetchError::Refused(_) => "follow-error-refused",
        FetchError::Gone | FetchError::NotFound => "follow-error-nobody",
        FetchError::Invalid("not a handle") => "follow-error-handle",
        FetchError::Denied | FetchError::Invalid(_) => "follow-error-no-way",
        FetchError::Unreachable(_) | FetchError::TooOften(_) => "follow-error-silent",
    }
}
