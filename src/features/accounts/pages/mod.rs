//! The pages of accounts.

mod account;
mod address;
mod letter;
mod profile;
mod sign_in;
mod staff;
mod staff_list;

pub use sign_in::{agent, arrived};

use axum::{
    Router,
    routing::{get, post},
};
use serde::Serialize;

use crate::{
    kernel::i18n::{self, Lang},
    platform::{
        app::App,
        web::{Ctx, Role, Sample, uploads},
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/connexion", get(sign_in::show).post(sign_in::submit))
        .route("/connexion/lettre", get(letter::show_ask).post(letter::ask))
        .route("/connexion/code", get(letter::show_code).post(letter::submit_code))
        .route("/connexion/lien/{link}", get(letter::show_link).post(letter::submit_link))
        .route("/deconnexion", post(sign_in::sign_out))
        .route("/inscription", get(sign_in::show_sign_up).post(sign_in::submit_sign_up))
        .route("/compte", get(account::show))
        .route("/compte/profil", post(account::submit_profile).layer(uploads(1)))
        .route("/compte/mot-de-passe", post(account::submit_password))
        .route("/compte/adresse", get(address::show).post(address::ask))
        .route("/compte/adresse/{link}", get(address::show_link).post(address::confirm))
        .route("/compte/sessions/{id}/fermer", post(account::end_session))
        .route("/compte/sessions/fermer-les-autres", post(account::end_other_sessions))
        .route("/compte/fermer", get(account::show_close).post(account::submit_close))
        .route("/@{address}", get(profile::show))
        .route("/equipe/comptes", get(staff_list::list))
        .route("/equipe/comptes/nouveau", get(staff::show_new).post(staff::submit_new))
        .route("/equipe/comptes/{id}", get(staff::show).post(staff::submit))
        .route("/equipe/comptes/{id}/suspendre", post(staff::suspend))
        .route("/equipe/comptes/{id}/retablir", post(staff::restore))
        .route("/equipe/comptes/{id}/sessions", post(staff::end_sessions))
}

pub(super) fn samples() -> Vec<Sample> {
    let all = [
        sign_in::samples(),
        letter::samples(),
        account::samples(),
        address::samples(),
        profile::samples(),
        staff::samples(),
        staff_list::samples(),
    ];
    all.into_iter().flatten().collect()
}

/// A choice of a select or a group of radio buttons.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
}

/// The languages the venue offers, by their own names.
fn languages(ctx: &Ctx) -> Vec<Choice> {
    let name = |lang: Lang| i18n::text(lang, "language-name", &i18n::Args::new());
    ctx.app
        .venue()
        .languages
        .iter()
        .map(|lang| Choice { value: lang.to_string(), label: name(*lang), hint: None })
        .collect()
}

/// The key of a role's name.
const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Member => "accounts-role-member",
        Role::Mediator => "accounts-role-mediator",
        Role::Moderator => "accounts-role-moderator",
        Role::Admin => "accounts-role-admin",
    }
}
