//! Parvis: a self-hosted, federated community server for one cultural venue.
//!
//! Read in this order: [`kernel`] (what everything stands on), [`platform`] (services that know no noun),
//! [`features`] (the nouns), [`cli`] (the commands). `docs/architecture.md` has the map.

pub mod cli;
pub mod features;
pub mod kernel;
pub mod platform;
pub mod schema;
