//! Who asks for a document, as an argument of handlers.
//!
//! A request that must be signed and is not never reaches the handler.

use axum::{extract::FromRequestParts, http::request::Parts, response::Response};

use super::{authorized, negotiate::Keep};
use crate::platform::app::App;

/// Whoever may read what everybody may read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader {
    keep: Keep,
}

impl Reader {
    /// Everybody.
    pub(super) const ANYBODY: Self = Self { keep: Keep::Shared };

    /// How an answer to this reader may be kept: where signatures are asked for, no cache may answer instead.
    pub(super) const fn keep(self) -> Keep {
        self.keep
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let reader = authorized::reader(app, parts).await?;
        let keep = match reader.actor() {
            None => Keep::Shared,
            Some(_) => Keep::ForReader,
        };
        Ok(Self { keep })
    }
}

/// A reader who signed, for what is for one server alone.
#[derive(Clone, Debug)]
pub(super) struct SignedReader {
    /// The server it lives on.
    pub(super) host: String,
}

impl FromRequestParts<App> for SignedReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let actor = authorized::signed_reader(app, parts).await?;
        Ok(Self { host: actor.authority() })
    }
}
