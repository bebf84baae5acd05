//! The pages of events: for visitors, for staff, for calendars.

mod calendars;
mod embed;
mod exports;
mod form;
mod list;
mod map;
mod month;
mod samples;
mod show;
mod staff_form;
mod staff_import;
mod staff_list;
mod view;

use axum::{
    Router,
    routing::{get, post},
};

pub use calendars::{calendar_of_member, file as calendar_file};
pub use exports::agenda_page;
pub use form::proposed;
pub use list::categories;
pub(super) use samples::samples;
pub use show::render;

use crate::platform::{app::App, media::edit, web};

pub(super) fn routes() -> Router<App> {
    let uploads = Router::new()
        .route("/equipe/agenda/nouveau", get(staff_form::new).post(staff_form::publish))
        .route("/equipe/agenda/{id}", get(staff_form::edit).post(staff_form::revise))
        .layer(web::uploads(edit::NEW_PICTURES));
    let files = Router::new()
        .route("/equipe/agenda/import", get(staff_import::new).post(staff_import::upload))
        .layer(web::uploads(1));
    Router::new()
        .route("/agenda", get(list::list))
        .route("/agenda.ics", get(calendars::programme))
        .route("/agenda.atom", get(exports::atom))
        .route("/agenda.json", get(exports::json))
        .route("/agenda.js", get(embed::script))
        .route("/agenda/embed", get(embed::frame))
        .route("/equipe/agenda/integrer", get(embed::snippets))
        .route("/agenda/carte", get(map::map))
        .route("/agenda/mois", get(month::this_month))
        .route("/agenda/mois/{month}", get(month::month))
        .route("/agenda/{slug}", get(show::show))
        .route("/agenda/{slug}/evenement.ics", get(calendars::one))
        .route("/equipe/agenda", get(staff_list::list))
        .route("/equipe/agenda/{id}/repeter", post(staff_form::repeat))
        .route("/equipe/agenda/{id}/supprimer", post(staff_form::withdraw))
        .route(
            "/equipe/agenda/import/{import}",
            get(staff_import::review).post(staff_import::confirm),
        )
        .route("/equipe/agenda/programme.csv", get(staff_import::export))
        .route("/equipe/agenda/modele.csv", get(staff_import::example))
        .merge(uploads)
        .merge(files)
}
