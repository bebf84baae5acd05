//! The pages of artworks: for visitors, for staff, for machines.

mod public;
mod samples;
mod show;
mod staff_form;
mod staff_import;
mod staff_list;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use samples::samples;
pub use show::render;

use crate::platform::{app::App, media::edit, web};

pub(super) fn routes() -> Router<App> {
    let uploads = Router::new()
        .route("/equipe/oeuvres/nouvelle", get(staff_form::new).post(staff_form::publish))
        .route("/equipe/oeuvres/{id}", get(staff_form::edit).post(staff_form::revise))
        .route("/equipe/oeuvres/import", get(staff_import::page).post(staff_import::upload))
        .layer(web::uploads(edit::NEW_PICTURES));
    Router::new()
        .route("/oeuvres", get(public::list))
        .route("/oeuvres/{slug}", get(show::show))
        .route("/objects/{id}/linked-art", get(show::linked_art))
        .route("/equipe/oeuvres", get(staff_list::list))
        .route("/equipe/oeuvres/lot", post(staff_list::bulk))
        .route("/equipe/oeuvres/{id}/supprimer", post(staff_form::withdraw))
        .route("/equipe/oeuvres/import/confirmer", post(staff_import::confirm))
        .route("/equipe/oeuvres/catalogue.csv", get(staff_import::export))
        .route("/equipe/oeuvres/modele.csv", get(staff_import::example))
        .merge(uploads)
}
