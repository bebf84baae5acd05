//! The nouns, and what people do with them. Each is a folder of the same shape; each may call only the
//! ones before it in [`ALL`].

pub mod accounts;
pub mod around;
pub mod artworks;
pub mod attendance;
pub mod devices;
pub mod embeds;
pub mod events;
pub mod exhibitions;
pub mod exports;
pub mod fediverse;
pub mod feeds;
pub mod feelings;
pub mod follows;
pub mod guests;
pub mod identities;
pub mod labels;
pub mod maps;
pub mod moderation;
pub mod moves;
pub mod notifications;
pub mod passkeys;
pub mod people;
pub mod places;
pub mod proposals;
pub mod quotes;
pub mod reactions;
pub mod setup;
pub mod texts;
pub mod traces;
pub mod venue;

use crate::platform::feature::Feature;

/// Every slice of this server, lowest first.
pub const ALL: &[&dyn Feature] = &[
    &accounts::Accounts,
    &passkeys::Passkeys,
    &identities::Identities,
    &follows::Follows,
    &people::People,
    &moves::Moves,
    &reactions::Reactions,
    &feelings::Feelings,
    &places::Places,
    &artworks::Artworks,
    &events::Events,
    &proposals::Proposals,
    &attendance::Attendances,
    &around::Around,
    &exhibitions::Exhibitions,
    &embeds::Embeds,
    &traces::Traces,
    &labels::Labels,
    &maps::Maps,
    &guests::Guests,
    &notifications::Notifications,
    &feeds::Feeds,
    &quotes::Quotes,
    &exports::Exports,
    &moderation::Moderation,
    &devices::Devices,
    &fediverse::Fediverse,
    &texts::Texts,
    &venue::Venue,
    &setup::Setup,
];
