//! The ActivityPub wire protocol of Parvis as pure data: parse, build, sign, verify.
//!
//! For the server, which brings the network, the database and the clock; and for tests, which bring their own.
//! Never reads the time, draws no randomness except to make keys, never fetches anything, never processes JSON-LD:
//! like its peers it matches plain JSON. What it cannot understand it returns as a value; no input makes it panic.
//!
//! In reading order: [`iri`] and [`lenient`] are the ground; [`actor`], [`object`], [`activity`] and [`collection`] are the
//! documents; [`webfinger`] and [`nodeinfo`] are how peers find us; [`key`], [`digest`], [`signature`] and [`proof`] are
//! why anybody believes us.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod error;
pub mod iri;
pub mod lenient;

pub mod activity;
pub mod actor;
pub mod audience;
pub mod collection;
pub mod context;
pub mod object;

pub mod nodeinfo;
pub mod webfinger;

pub mod digest;
pub mod key;
pub mod proof;
pub mod signature;

pub use activity::{Activity, Envelope, Item, Verb};
pub use actor::{Actor, ActorKind, KeyDocument};
pub use audience::{Audience, PUBLIC, Visibility};
pub use error::WireError;
pub use iri::Iri;
pub use object::{Object, Post};

/// The media type of every document we serve and send.
pub const ACTIVITY_JSON: &str = "application/activity+json";

/// The `Accept` header of every fetch we make.
pub const ACCEPT: &str = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", application/activity+json";

/// Tells whether a `Content-Type` names an ActivityPub document: the closed list, parameters included.
///
/// Anything else (`application/json`, `text/html`, `application/ld+json` without its profile) is not one, whatever the body says.
#[must_use]
pub fn is_activity_type(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let mut profiled = false;
    for part in parts {
        let Some((name, value)) = part.split_once('=') else {
            return false;
        };
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "charset" if value.eq_ignore_ascii_case("utf-8") => {}
            "profile"
                if value.split(' ').any(|one| one == "https://www.w3.org/ns/activitystreams") =>
            {
                profiled = true;
            }
            _ => return false,
        }
    }
    essence == ACTIVITY_JSON || (essence == "application/ld+json" && profiled)
}
