//! Whether a signature was made now.
//!
//! For [`super::policy`] only. Never reads a clock: now is a parameter.

use chrono::{DateTime, Utc};

use super::{Policy, SignatureError};

/// Seconds since 1970, perhaps with decimals.
pub(super) fn moment(text: Option<&str>) -> Result<Option<DateTime<Utc>>, SignatureError> {
    let Some(text) = text else { return Ok(None) };
    let whole = text.trim().split('.').next().unwrap_or_default();
    let seconds = whole.parse().map_err(|_| SignatureError::Refused("not a time"))?;
    DateTime::from_timestamp(seconds, 0).map(Some).ok_or(SignatureError::Refused("not a time"))
}

pub(super) fn fresh(
    times: &[DateTime<Utc>],
    expires: Option<DateTime<Utc>>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    if times.is_empty() {
        return Err(SignatureError::Refused("no time is covered"));
    }
    let too_old = |time: &DateTime<Utc>| now.signed_duration_since(*time) > policy.past;
    let too_new = |time: &DateTime<Utc>| time.signed_duration_since(now) > policy.future;
    if times.iter().any(|time| too_old(time) || too_new(time)) {
        return Err(SignatureError::Refused("too old or too far ahead"));
    }
    if expires.is_some_and(|expires| now.signed_duration_since(expires) > policy.expiry_leeway) {
        return Err(SignatureError::Refused("expired"));
    }
    Ok(())
}
