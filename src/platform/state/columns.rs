//! What each column is to the state of a venue. A test compares this with the tables: a column that is not named
//! here, or named twice, fails it.

/// The columns of one table, by what they are; each list is names with spaces between.
pub(super) struct Table {
    /// Its name.
    pub name: &'static str,
    /// What the venue is made of: the same in two venues that are the same.
    pub state: &'static str,
    /// State that must not be read: its SHA-256 stands for it.
    pub secret: &'static str,
    /// What comes and goes without anything having changed: leases, retries, times of the last look, and the rows of
    /// the queues, which are on their way to becoming state.
    pub passing: &'static str,
}

/// Every table.
pub(super) const TABLES: &[Table] = &[
    Table { name: "settings", state: "name value", secret: "", passing: "updated_at" },
    Table {
        name: "actors",
        state: "id iri kind local handle domain name summary_html url inbox shared_inbox outbox followers following \
                featured icon_url icon_media_id image_url fields also_known_as moved_to discoverable \
                approves_followers rfc9421 standing created_at deleted_at",
        secret: "",
        passing: "updated_at fetched_at",
    },
    Table {
        name: "actor_keys",
        state: "iri actor_id algorithm",
        secret: "public_key private_key",
        passing: "created_at fetched_at",
    },
    Table {
        name: "objects",
        state: "id iri kind author_id local visibility state url parent_id parent_iri root_id published_at updated_at \
                deleted_at featured_at created_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "media",
        state: "id hash mime width height bytes blurhash created_at millis peaks",
        secret: "",
        passing: "",
    },
    Table {
        name: "media_variants",
        state: "media_id width height mime file bytes",
        secret: "",
        passing: "",
    },
    Table {
        name: "remote_media",
        state: "id url media_id",
        secret: "",
        passing: "state attempts checked_at",
    },
    Table {
        name: "pictures",
        state: "id object_id position media_id remote_media_id alt_fr alt_en source",
        secret: "",
        passing: "",
    },
    Table { name: "sounds", state: "object_id media_id summary", secret: "", passing: "" },
    Table {
        name: "remote_sounds",
        state: "object_id remote_media_id summary",
        secret: "",
        passing: "",
    },
    Table {
        name: "held_files",
        state: "",
        secret: "",
        passing: "token_hash media_id person_id held_at",
    },
    Table {
        name: "reuse_consents",
        state: "object_id purpose wording given_at withdrawn_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "accounts",
        state: "id actor_id email role language created_at disabled_at unread confirmed_at shows_follows lists_traces \
                spoken closed_at",
        secret: "password_hash",
        passing: "seen_at",
    },
    Table {
        name: "guests",
        state: "actor_id receipt_try created_at expires_at",
        secret: "token_hash receipt_hash",
        passing: "",
    },
    Table {
        name: "feelings",
        state: "object_id actor_id feeling place_id felt_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "floor_plans",
        state: "place_id media_id alt_fr alt_en changed_at",
        secret: "",
        passing: "",
    },
    Table { name: "floor_pins", state: "place_id object_id x y", secret: "", passing: "" },
    Table {
        name: "sessions",
        state: "id account_id device created_at",
        secret: "token_hash",
        passing: "seen_at expires_at proven_until",
    },
    Table {
        name: "sign_in_letters",
        state: "",
        secret: "",
        passing: "id account_id asked_hash code_hash link_hash tries expires_at",
    },
    Table {
        name: "places",
        state: "id parent_id kind slug name_fr name_en description_fr description_en position latitude longitude",
        secret: "",
        passing: "",
    },
    Table {
        name: "done_once",
        state: "",
        secret: "",
        passing: "scope form_key content answer done_at",
    },
    Table {
        name: "labels",
        state: "code object_id issued_at retired_at",
        secret: "",
        passing: "used_at",
    },
    Table {
        name: "artworks",
        state: "id slug inventory title title_folded artist artist_folded artist_dates date_text technique dimensions \
                description_fr description_en credit licence place_id on_show",
        secret: "",
        passing: "",
    },
    Table {
        name: "artwork_imports",
        state: "id account_id file_name csv state total done created_count changed_count unchanged_count failed_count \
                report created_at finished_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "event_imports",
        state: "id account_id source as_drafts lines report created_at applied_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "event_proposals",
        state: "event_id actor_id title state word proposed_at decided_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "event_sources",
        state: "uid occurrence event_id source said seen_at",
        secret: "",
        passing: "",
    },
    Table { name: "event_series", state: "id rule created_at", secret: "", passing: "" },
    Table {
        name: "events",
        state: "id slug sequence title words_folded description_fr description_en recap_fr recap_en status category \
                access starts_at ends_at doors_at open_ended all_day time_zone place_id location latitude longitude \
                price ticket_url rsvp capacity party_max organisers performers series_id proposed_by regulars",
        secret: "",
        passing: "",
    },
    Table {
        name: "event_artworks",
        state: "event_id artwork_id position",
        secret: "",
        passing: "",
    },
    Table {
        name: "traces",
        state: "id subject_id body_html body_text warning language pinned_at source held_for fold_id read_at",
        secret: "",
        passing: "",
    },
    Table { name: "trust", state: "actor_id rung decided_at", secret: "", passing: "" },
    Table {
        name: "reactions",
        state: "id object_id actor_id kind content activity_iri created_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "follows",
        state: "id follower_id followed_id activity_iri state created_at answered_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "passkeys",
        state: "id account_id credential_id name created_at",
        secret: "credential",
        passing: "used_at",
    },
    Table {
        name: "passkey_ceremonies",
        state: "",
        secret: "",
        passing: "browser_hash account_id state created_at",
    },
    Table {
        name: "exports",
        state: "",
        secret: "",
        passing: "id account_id state done total file bytes created_at finished_at",
    },
    Table {
        name: "moves",
        state: "id account_id direction address iri state problem created_at finished_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "identities",
        state: "id account_id iri address linked_at",
        secret: "",
        passing: "used_at",
    },
    Table {
        name: "remote_apps",
        state: "id host domain",
        secret: "client_secret",
        passing: "client_id authorize_url token_url revoke_url issuer scope pkce created_at",
    },
    Table {
        name: "remote_sign_ins",
        state: "",
        secret: "",
        passing: "id browser_hash server step problem app_id account_id next code verifier iri address name created_at",
    },
    Table {
        name: "barriers",
        state: "id owner_id target_id kind activity_iri created_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "quotes",
        state: "id iri quoted_id quoting_iri actor_id request_iri created_at revoked_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "reports",
        state: "id iri reporter_id subject_id comment state forwarded_at created_at resolved_at resolved_by",
        secret: "",
        passing: "",
    },
    Table {
        name: "warnings",
        state: "id person_id object_id account_id text created_at read_at",
        secret: "",
        passing: "",
    },
    Table { name: "report_objects", state: "report_id object_id", secret: "", passing: "" },
    Table {
        name: "audit",
        state: "id account_id action target_kind target reason before undone_at undone_by created_at",
        secret: "",
        passing: "",
    },
    Table { name: "texts", state: "name language source revised_at", secret: "", passing: "" },
    Table {
        name: "access_problems",
        state: "id page text email language created_at answered_at answered_by",
        secret: "",
        passing: "",
    },
    Table {
        name: "devices",
        state: "id kind name object_id created_at revoked_at frozen_id",
        secret: "token_hash",
        passing: "seen_at",
    },
    Table {
        name: "domain_policies",
        state: "domain policy reason created_at",
        secret: "",
        passing: "",
    },
    Table { name: "facts", state: "id topic payload recorded_at", secret: "", passing: "" },
    Table {
        name: "jobs",
        state: "",
        secret: "",
        passing: "id kind lane payload run_at attempts lease_until held_by last_error failed_at created_at",
    },
    Table {
        name: "inbound",
        state: "",
        secret: "",
        passing: "id activity_iri actor_iri signer_iri verb body state outcome attempts run_at lease_until held_by received_at \
                  applied_at",
    },
    Table {
        name: "outbound",
        state: "id iri actor_id object_id verb public body created_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "deliveries",
        state: "id outbound_id inbox host state",
        secret: "",
        passing: "attempts next_at lease_until held_by last_status last_error created_at",
    },
    Table {
        name: "hosts",
        state: "",
        secret: "",
        passing: "host software scheme scheme_at failures open_until failing_since last_error last_sent_at \
                  last_received_at created_at",
    },
    Table { name: "subject_actors", state: "object_id actor_id", secret: "", passing: "" },
    Table {
        name: "notifications",
        state: "id recipient_id kind object_id by_id same created_at read_at mailed_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "notification_choices",
        state: "actor_id kind channel wanted",
        secret: "",
        passing: "",
    },
    Table {
        name: "notification_rhythms",
        state: "actor_id rhythm next_at",
        secret: "old_link_hash",
        passing: "",
    },
    Table {
        name: "push_subscriptions",
        state: "id actor_id device created_at",
        secret: "endpoint public_key auth",
        passing: "",
    },
    Table {
        name: "push_keys",
        state: "name public_key created_at",
        secret: "private_key",
        passing: "",
    },
    Table {
        name: "exhibitions",
        state: "id slug title_fr title_en description_fr description_en opens_at closes_at created_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "attendances",
        state: "id event_id actor_id email name name_folded language answer people place channel message activity_iri \
                answered_at came_at assurance checked_by",
        secret: "",
        passing: "",
    },
    Table {
        name: "attendance_events",
        state: "event_id",
        secret: "",
        passing: "turn remind_for counts_due_at counts_told",
    },
    Table {
        name: "attendance_requests",
        state: "",
        secret: "",
        passing: "token_hash event_id email name people channel language asked_at expires_at attendance_id",
    },
    Table {
        name: "attendance_words",
        state: "id attendance_id what",
        secret: "",
        passing: "told_at",
    },
    Table {
        name: "attendance_calendars",
        state: "actor_id made_at",
        secret: "token_hash",
        passing: "",
    },
    Table { name: "attendance_cards", state: "actor_id made_at", secret: "serial", passing: "" },
    Table {
        name: "attendance_questions",
        state: "id event_id actor_id asked_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "attendance_messages",
        state: "id event_id account_id text written_at",
        secret: "",
        passing: "",
    },
    Table {
        name: "around_sources",
        state: "actor_id trusted paused added_at",
        secret: "",
        passing: "heard_at",
    },
    Table {
        name: "around_events",
        state: "id source_id title excerpt language starts_at ends_at open_ended time_zone place address latitude \
                longitude online_url happens changed",
        secret: "",
        passing: "",
    },
    Table { name: "exhibition_objects", state: "exhibition_id object_id", secret: "", passing: "" },
];
