//! Who reads our documents: anybody, or a server that signed its request.

use axum::{extract::FromRequestParts, http::request::Parts};
use http::HeaderMap;

use super::negotiate::Keep;
use crate::{
    kernel::error::{Error, Result},
    platform::app::App,
};

/// Whoever asks for a document.
#[derive(Clone, Debug)]
pub(super) enum Reader {
    /// Nobody we know, and documents are for everybody.
    Anybody,
}

impl Reader {
    pub(super) async fn of(_app: &App, _headers: &HeaderMap) -> Result<Self> {
        Ok(Self::Anybody)
    }

    /// The server that signed the request.
    pub(super) const fn host(&self) -> Option<&str> {
        match self {
            Self::Anybody => None,
        }
    }

    /// How an answer to this reader may be kept.
    pub(super) const fn keep(&self) -> Keep {
        match self {
            Self::Anybody => Keep::Shared,
        }
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Self::of(app, &parts.headers).await
    }
}
