//! What stands in an address where a route has a name in braces.
//!
//! For every handler, instead of axum's own `Path`, which answers a plain 400 to a key that is no number: whoever tries
//! addresses must not learn what keys look like, nor a visitor who mistyped one read about integers.

use axum::{
    extract::{self, FromRequestParts},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::kernel::error::Error;

/// The parts of the address, read as `T`. What cannot be read is not there: [`Error::NotFound`], like an unknown key.
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let read = extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|extract::Path(named)| Self(named)).map_err(|_| Error::NotFound)
    }
}
