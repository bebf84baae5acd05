//! The tables that are about nobody, each with the reason. A test compares them and `columns.rs` with the tables there are.

/// A table without rows about people of this server.
pub(super) struct Nobodys {
    /// Its name.
    pub name: &'static str,
    /// All its columns.
    pub columns: &'static str,
    /// Why it is about nobody.
    pub why: &'static str,
}

/// Every table without rows about people of this server.
pub(super) const NOBODYS: &[Nobodys] = &[
    Nobodys { name: "settings", columns: "name value updated_at", why: "about the venue" },
    Nobodys {
        name: "media",
        columns: "id hash mime width height bytes blurhash created_at millis peaks",
        why: "files by their content; whose they are is said by what shows them, and shown by nothing they are swept",
    },
    Nobodys {
        name: "media_variants",
        columns: "media_id width height mime file bytes",
        why: "smaller copies of the same",
    },
    Nobodys {
        name: "remote_media",
        columns: "id url media_id state attempts checked_at",
        why: "copies of pictures and sounds of other servers",
    },
    Nobodys {
        name: "remote_sounds",
        columns: "object_id remote_media_id summary",
        why: "sounds of posts of other servers",
    },
    Nobodys {
        name: "event_imports",
        columns: "id account_id source as_drafts lines report created_at applied_at",
        why: "the venue's programme; who of the team took it in is a number",
    },
    Nobodys {
        name: "event_sources",
        columns: "uid occurrence event_id source said seen_at",
        why: "where the venue's programme came from",
    },
    Nobodys { name: "event_series", columns: "id rule created_at", why: "the venue's programme" },
    Nobodys {
        name: "event_artworks",
        columns: "event_id artwork_id position",
        why: "the venue's programme",
    },
    Nobodys { name: "texts", columns: "name language source revised_at", why: "the venue's pages" },
    Nobodys {
        name: "access_problems",
        columns: "id page text email language created_at answered_at answered_by",
        why: "told without an account, by whoever met a barrier; answered by the team",
    },
    Nobodys {
        name: "devices",
        columns: "id kind name object_id token_hash created_at seen_at revoked_at frozen_id",
        why: "screens of the building",
    },
    Nobodys {
        name: "subject_actors",
        columns: "object_id actor_id",
        why: "actors of works and places",
    },
    Nobodys {
        name: "attendance_events",
        columns: "event_id turn remind_for counts_due_at counts_told",
        why: "how full an event is, not with whom",
    },
    Nobodys {
        name: "attendance_requests",
        columns: "token_hash event_id email name people channel language asked_at expires_at attendance_id",
        why: "answers asked for by letter, without an account; they leave within days",
    },
    Nobodys {
        name: "attendance_questions",
        columns: "id event_id actor_id asked_at",
        why: "polls sent to people of other servers",
    },
    Nobodys {
        name: "around_sources",
        columns: "actor_id trusted paused added_at heard_at",
        why: "other servers' actors whose events the venue reads",
    },
    Nobodys {
        name: "around_events",
        columns: "id source_id title excerpt language starts_at ends_at open_ended time_zone place address latitude \
                  longitude online_url happens changed",
        why: "events of other servers",
    },
    Nobodys {
        name: "push_keys",
        columns: "name public_key private_key created_at",
        why: "the venue's own key",
    },
    Nobodys {
        name: "exhibitions",
        columns: "id slug title_fr title_en description_fr description_en opens_at closes_at created_at",
        why: "the venue's programme",
    },
    Nobodys {
        name: "exhibition_objects",
        columns: "exhibition_id object_id",
        why: "the venue's programme",
    },
    Nobodys {
        name: "remote_apps",
        columns: "id host domain client_id client_secret authorize_url token_url revoke_url issuer scope pkce created_at",
        why: "what other servers know this one by",
    },
    Nobodys {
        name: "places",
        columns: "id parent_id kind slug name_fr name_en description_fr description_en position latitude longitude",
        why: "about the building",
    },
    Nobodys {
        name: "floor_plans",
        columns: "place_id media_id alt_fr alt_en changed_at",
        why: "about the building",
    },
    Nobodys {
        name: "floor_pins",
        columns: "place_id object_id x y",
        why: "where things are in the building",
    },
    Nobodys {
        name: "guests",
        columns: "actor_id token_hash receipt_hash receipt_try created_at expires_at",
        why: "how people without an account are known again; it ends when they sign in, and after thirteen months",
    },
    Nobodys {
        name: "labels",
        columns: "code object_id issued_at retired_at used_at",
        why: "about places and works",
    },
    Nobodys {
        name: "artworks",
        columns: "id slug inventory title title_folded artist artist_folded artist_dates date_text technique dimensions \
                  description_fr description_en credit licence place_id on_show",
        why: "the venue's catalogue",
    },
    Nobodys {
        name: "artwork_imports",
        columns: "id account_id file_name csv state total done created_count changed_count unchanged_count failed_count \
                  report created_at finished_at",
        why: "the venue's catalogue; who of the team took it in is a number",
    },
    Nobodys {
        name: "report_objects",
        columns: "report_id object_id",
        why: "which words a report is about",
    },
    Nobodys {
        name: "domain_policies",
        columns: "domain policy reason created_at",
        why: "about servers",
    },
    Nobodys {
        name: "facts",
        columns: "id topic payload recorded_at",
        why: "numbers and addresses of activities: what they are of is erased where it is",
    },
    Nobodys {
        name: "jobs",
        columns: "id kind lane payload run_at attempts lease_until held_by last_error failed_at created_at",
        why: "work under way; letters to somebody who leaves are taken out when they do",
    },
    Nobodys {
        name: "inbound",
        columns: "id activity_iri actor_iri signer_iri verb body state outcome attempts run_at lease_until held_by \
                  received_at applied_at",
        why: "what people of other servers said; leaves within a month",
    },
    Nobodys {
        name: "hosts",
        columns: "host software scheme scheme_at failures open_until failing_since last_error last_sent_at \
                  last_received_at created_at",
        why: "about servers",
    },
];
