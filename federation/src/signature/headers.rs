//! Reading headers the way signatures need them.
//!
//! For this folder only. Never decodes: signing strings are made of the bytes as they came.

use http::HeaderMap;

use super::SignatureError;

/// The one value of a header, as text; twice is malformed.
pub(super) fn single<'a>(
    headers: &'a HeaderMap,
    name: &str,
) -> Result<Option<&'a str>, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(SignatureError::Malformed("a doubled header"));
    }
    value.to_str().map(Some).map_err(|_| SignatureError::Malformed("a header that is not text"))
}

/// All values of a header, trimmed and joined by `, `; `None` when it is absent.
pub(super) fn joined(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    let mut values = headers.get_all(name).iter().map(|value| value.as_bytes().trim_ascii());
    let mut all = values.next()?.to_vec();
    for value in values {
        all.extend_from_slice(b", ");
        all.extend_from_slice(value);
    }
    Some(all)
}
