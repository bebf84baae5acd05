//! Services the nouns use: the application, journal, jobs, objects, media, web, live streams, fediverse.
//!
//! Knows no noun: it is handed the list of [`feature::Feature`]s when the program starts.

pub mod actors;
pub mod app;
pub mod audit;
pub mod background;
pub mod backup;
pub mod barriers;
pub mod erasures;
pub mod feature;
pub mod fediverse;
pub mod fonts;
pub mod guests;
pub mod holding;
pub mod jobs;
pub mod journal;
pub mod live;
pub mod mail;
pub mod media;
pub mod metrics;
pub mod objects;
pub mod personal;
pub mod processes;
pub mod state;
pub mod storage;
pub mod tables;
pub mod tidy;
pub mod venue;
pub mod web;
