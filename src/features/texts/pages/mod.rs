//! Pages of the texts: what everybody reads, and the forms of the team.

mod public;
mod samples;
mod statement;
mod write;

use axum::{
    Router,
    routing::{get, post},
};

pub use public::{Extra, render};
pub(super) use samples::samples;

use crate::platform::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/mentions-legales", get(public::legal))
        .route("/confidentialite", get(public::privacy))
        .route("/charte", get(public::charter))
        .route("/accessibilite", get(statement::show).post(statement::report))
        .route("/equipe/pages", get(write::list).post(write::save_contact))
        .route("/equipe/pages/{name}", get(write::show).post(write::save))
        .route("/equipe/accessibilite", get(statement::desk).post(statement::save))
        .route("/equipe/accessibilite/{id}", post(statement::answered))
}
