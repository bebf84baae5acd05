//! The one integration binary: the whole application on a real database.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod accounts;
mod addresses;
mod architecture;
mod around;
mod artworks;
mod attachments;
mod attacks;
mod attendance;
mod attendance_wire;
mod backup;
mod crossings;
mod delivery;
mod devices;
mod discovery;
mod doors;
mod emitted;
mod events;
mod events_import;
mod exhibitions;
mod faults;
mod feeds;
mod feelings;
mod follows;
mod guests;
mod identities;
mod import;
mod inbound;
mod inbox;
mod labels;
mod letters;
mod maps;
mod media;
mod moderation;
mod moderation_queue;
mod moves;
mod notifications;
mod offline;
mod once;
mod operating;
mod orders;
mod outgoing;
mod page_cache;
mod pages;
mod passkeys;
mod people;
mod personal;
mod places;
mod processes;
mod proposals;
mod reactions;
mod schema;
mod serve;
mod setup;
mod sounds;
mod state;
mod subjects;
mod support;
mod texts;
mod together;
mod traces;
mod upgrade;
mod venue;
mod voices;
mod words;
mod writes;
