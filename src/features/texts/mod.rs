//! The pages of text of the venue: who publishes it, what becomes of data, what may be said, how accessible it is; and
//! what people could not do, told to the team.

mod actions;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use axum::Router;

pub use pages::{Extra, render};

use crate::{
    kernel::{db::Conn, error::Result},
    platform::{
        app::App,
        feature::{Feature, StaffNav},
        web::Sample,
    },
};

/// The slice, as the server knows it.
pub struct Texts;

impl Feature for Texts {
    fn name(&self) -> &'static str {
        "texts"
    }

    fn routes(&self) -> Router<App> {
        pages::routes()
    }

    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("legal", "mentions-legales"),
            ("privacy", "confidentialite"),
            ("charter", "charte"),
            ("accessibility", "accessibilite"),
        ]
    }

    fn staff_nav(&self, conn: &mut Conn) -> Result<StaffNav> {
        Ok(StaffNav { problems: store::open(conn)?, ..StaffNav::default() })
    }

    fn samples(&self) -> Vec<Sample> {
        pages::samples()
    }
}
