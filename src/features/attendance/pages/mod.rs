//! The pages of attendance: the panel on an event, the form, the letter's link, one's own answers, the staff's list, the
//! door.

mod answer;
mod calendar;
mod card;
mod confirm;
mod door;
mod export;
mod list;
mod own;
mod panel;
mod samples;
mod view;
mod write;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use panel::panel;
pub(super) use samples::samples;

use crate::platform::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agenda/{slug}/venir", get(answer::form).post(answer::send))
        .route("/mes-evenements", get(own::events))
        .route("/mes-evenements/calendrier", post(calendar::make))
        .route("/mes-evenements/calendrier/fermer", post(calendar::close))
        .route("/mes-evenements/carte", get(card::show).post(card::make))
        .route("/mes-evenements/carte/fermer", post(card::close))
        .route("/equipe/carte", get(card::look))
        .route("/calendriers/{token}", get(calendar::file))
        .route("/participation/confirmer/{token}", get(confirm::ask).post(confirm::confirm))
        .route("/participation/{code}", get(own::show).post(own::change))
        .route("/equipe/agenda/{id}/reponses", get(list::list).post(list::act))
        .route("/equipe/agenda/{id}/reponses.csv", get(export::export))
        .route("/equipe/agenda/{id}/ecrire", get(write::form).post(write::send))
        .route("/equipe/agenda/{id}/entree", get(door::door).post(door::check))
        .route("/equipe/agenda/{id}/entree/code", post(door::by_code))
        .route("/equipe/agenda/{id}/entree/sans-reponse", post(door::walk_in))
}
