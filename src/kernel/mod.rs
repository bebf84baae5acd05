//! What every layer stands on: settings, time, randomness, ids, errors, text, languages, the database.
//!
//! Knows no noun of the project and nothing of HTTP or federation.

pub mod clock;
pub mod config;
pub mod db;
pub mod entropy;
pub mod error;
pub mod i18n;
pub mod id;
pub mod seal;
pub mod text;

#[cfg(test)]
mod tests;
