//! Forms that a script sends, at once or after they waited for the network: `assets/outbox.js` in the browser.
//!
//! A script cannot see where a redirect leads, nor whether a Wi-Fi portal made it. So what would be answered 303 is
//! answered 200 with the place in a header. And a form that waited says as whom it was written: on a telephone that has
//! changed hands it is not sent in the name of the next.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::viewer::Viewer;
use crate::{
    kernel::{clock::Time, error::Error},
    platform::app::App,
};

/// On every answer of ours: `1`, or `shared` for a page that is the same for everybody who is not known.
pub(super) const OURS: HeaderName = HeaderName::from_static("parvis");
pub(super) const ONES_OWN: &str = "1";
pub(super) const SHARED: HeaderValue = HeaderValue::from_static("shared");

/// On a form a script sends: the actor of whoever wrote it, empty for somebody without a name.
const AS: HeaderName = HeaderName::from_static("parvis-as");

/// On a form a script sends: how many milliseconds ago it was written.
const WAITED: HeaderName = HeaderName::from_static("parvis-waited");

/// How long a form may have waited: the script gives up after two days.
const LONGEST: Duration = Duration::from_secs(48 * 3600);

/// How long ago a form was written that waited for the network; nothing for one that comes at once. Said by the device, so
/// it is for those whose word counts anyway: the team at the door.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waited(Duration);

impl Waited {
    /// When the form was written.
    pub fn written(self, now: Time) -> Time {
        now.minus(self.0)
    }
}

impl FromRequestParts<App> for Waited {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Infallible> {
        let said = parts.headers.get(WAITED).and_then(|said| said.to_str().ok()?.parse().ok());
        Ok(Self(said.map_or(Duration::ZERO, Duration::from_millis).min(LONGEST)))
    }
}

/// Where such a form leads.
const LEADS: HeaderName = HeaderName::from_static("parvis-location");

/// What stands in [`AS`] for this viewer; pages carry it.
pub(super) fn written_as(viewer: &Viewer) -> String {
    viewer.actor_id().map(|actor| actor.to_string()).unwrap_or_default()
}

/// Answers forms of scripts; everything else passes.
pub(super) async fn answer(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(author) = request.headers().get(AS).cloned() else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    let viewer = match Viewer::from_request_parts(&mut parts, &app).await {
        Ok(viewer) => viewer,
        Err(error) => return error.into_response(),
    };
    // Whoever had no name may have got one from an earlier form, as a guest; not by signing in.
    let nameless = author.is_empty() && !viewer.is_member();
    if !nameless && author.as_bytes() != written_as(&viewer).as_bytes() {
        return Error::Conflict("error-conflict-author").into_response();
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if response.status() == StatusCode::SEE_OTHER
        && let Some(place) = response.headers_mut().remove(header::LOCATION)
    {
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert(LEADS, place);
    }
    response
}
