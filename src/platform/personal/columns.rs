//! What each table holds about a person of this server, what of it they are given when they ask for their data, and
//! what is left of it once they had themselves erased. Both are done by reading this file, and by nothing else.
//!
//! A test compares it with the tables: a column that is not named here, or named twice, fails it. A new table is about
//! nobody (`nobodys.rs`, with the reason) or about somebody ([`TABLES`]); when in doubt, about somebody.

/// A table with rows about people.
pub(super) struct Table {
    /// Its name.
    pub name: &'static str,
    /// Which rows are about a person, in SQL; `{actor}` and `{account}` stand for their numbers.
    pub whose: &'static str,
    /// The columns they are given.
    pub given: &'static str,
    /// Columns they are not given, each list with the reason.
    pub kept_back: &'static [(&'static str, &'static str)],
    /// What becomes of these rows when they are erased.
    pub erased: Erased,
}

/// What becomes of rows about somebody who had themselves erased.
pub(super) enum Erased {
    /// They are deleted.
    Rows,
    /// They are deleted, but for those for which this holds, because of the reason.
    RowsBut { condition: &'static str, why: &'static str },
    /// They stay, without what these columns said; the other columns are named with the reason.
    Columns { emptied: &'static str, kept: &'static [(&'static str, &'static str)] },
}

const NUMBERS: &str = "numbers that hold the tables together";
const SECRET: &str = "a secret, or what would be one in other hands: nothing about them";
const NEVER_AGAIN: &str =
    "the handle is never given to anybody else, and what others link to answers that it is gone";

/// Every table with rows about people.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "actors",
        whose: "id = {actor}",
        given: "id iri kind handle domain name summary_html url icon_url image_url fields also_known_as moved_to \
                discoverable approves_followers standing created_at updated_at",
        kept_back: &[(
            "local inbox shared_inbox outbox followers following featured icon_media_id rfc9421 fetched_at deleted_at",
            "how servers speak with each other, the same for everybody here; the picture itself is given",
        )],
        erased: Erased::Columns {
            emptied: "name summary_html icon_url icon_media_id image_url fields also_known_as moved_to",
            kept: &[
                (
                    "id iri kind local handle domain url inbox shared_inbox outbox followers following featured \
                     deleted_at",
                    NEVER_AGAIN,
                ),
                (
                    "discoverable approves_followers rfc9421 standing created_at updated_at fetched_at",
                    "says nothing about anybody any more",
                ),
            ],
        },
    },
    Table {
        name: "actor_keys",
        whose: "actor_id = {actor}",
        given: "iri algorithm public_key created_at",
        kept_back: &[("private_key", SECRET), ("actor_id fetched_at", NUMBERS)],
        erased: Erased::Columns {
            emptied: "",
            kept: &[(
                "iri actor_id algorithm public_key private_key created_at fetched_at",
                "signs the last farewells; deleted after thirty days by the daily round",
            )],
        },
    },
    Table {
        name: "accounts",
        whose: "actor_id = {actor}",
        given: "email role language created_at seen_at disabled_at unread confirmed_at shows_follows lists_traces spoken \
                closed_at",
        kept_back: &[("id actor_id", NUMBERS), ("password_hash", SECRET)],
        erased: Erased::Columns {
            emptied: "email password_hash seen_at spoken",
            kept: &[
                (
                    "id actor_id role",
                    "what they did as staff stays in the audit, by a number alone",
                ),
                (
                    "language created_at disabled_at unread confirmed_at shows_follows lists_traces closed_at",
                    "says nothing about anybody any more",
                ),
            ],
        },
    },
    Table {
        name: "sessions",
        whose: "account_id = {account}",
        given: "device created_at seen_at expires_at",
        kept_back: &[("token_hash proven_until", SECRET), ("id account_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "sign_in_letters",
        whose: "account_id = {account}",
        given: "expires_at",
        kept_back: &[("asked_hash code_hash link_hash tries", SECRET), ("id account_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "identities",
        whose: "account_id = {account}",
        given: "iri address linked_at used_at",
        kept_back: &[("id account_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "remote_sign_ins",
        whose: "account_id = {account}",
        given: "server step iri address name created_at",
        kept_back: &[
            ("browser_hash code verifier", SECRET),
            ("id app_id account_id next problem", NUMBERS),
        ],
        erased: Erased::Rows,
    },
    Table {
        name: "passkeys",
        whose: "account_id = {account}",
        given: "credential_id name created_at used_at",
        kept_back: &[("credential", SECRET), ("id account_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "passkey_ceremonies",
        whose: "account_id = {account}",
        given: "created_at",
        kept_back: &[("browser_hash state", SECRET), ("account_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "moves",
        whose: "account_id = {account}",
        given: "direction address iri state problem created_at finished_at",
        kept_back: &[("id account_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "exports",
        whose: "account_id = {account}",
        given: "state created_at finished_at bytes",
        kept_back: &[("file", SECRET), ("id account_id done total", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "objects",
        whose: "author_id = {actor} AND local",
        given: "id iri kind visibility state url parent_iri published_at updated_at deleted_at featured_at",
        kept_back: &[("author_id local parent_id root_id created_at", NUMBERS)],
        erased: Erased::Columns {
            emptied: "",
            kept: &[(
                "id iri kind author_id local visibility state url parent_id parent_iri root_id published_at updated_at \
                 deleted_at featured_at created_at",
                "a tombstone: an address that answers that it is gone, and nothing of what it said",
            )],
        },
    },
    Table {
        name: "traces",
        whose: "id IN (SELECT id FROM objects WHERE author_id = {actor} AND local)",
        given: "id subject_id body_html body_text warning language pinned_at source held_for read_at",
        kept_back: &[("fold_id", NUMBERS)],
        erased: Erased::Columns {
            emptied: "body_html body_text warning language source",
            kept: &[(
                "id subject_id pinned_at held_for fold_id read_at",
                "the place where words were, so that answers stay where they were given",
            )],
        },
    },
    Table {
        name: "feelings",
        whose: "actor_id = {actor}",
        given: "object_id feeling place_id felt_at",
        kept_back: &[("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "events",
        whose: "proposed_by = {actor}",
        given: "title description_fr description_en category starts_at ends_at location status",
        kept_back: &[(
            "id slug sequence words_folded recap_fr recap_en access doors_at open_ended all_day time_zone place_id \
             latitude longitude price ticket_url rsvp capacity party_max organisers performers series_id proposed_by \
             regulars",
            "what the venue made of the proposal, on the page of its programme",
        )],
        erased: Erased::Columns {
            emptied: "proposed_by",
            kept: &[(
                "id slug sequence title words_folded description_fr description_en recap_fr recap_en status category access \
                 starts_at ends_at doors_at open_ended all_day time_zone place_id location latitude longitude price \
                 ticket_url rsvp capacity party_max organisers performers series_id regulars",
                "the venue's programme, and no longer by whom it was proposed",
            )],
        },
    },
    Table {
        name: "attendances",
        whose: "actor_id = {actor}",
        given: "event_id email name language answer people place channel message activity_iri answered_at came_at assurance",
        kept_back: &[("id actor_id name_folded checked_by", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "event_proposals",
        whose: "actor_id = {actor}",
        given: "event_id title state word proposed_at decided_at",
        kept_back: &[("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "attendance_calendars",
        whose: "actor_id = {actor}",
        given: "made_at",
        kept_back: &[("token_hash", SECRET), ("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "attendance_cards",
        whose: "actor_id = {actor}",
        given: "made_at",
        kept_back: &[("serial", SECRET), ("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "attendance_words",
        whose: "attendance_id IN (SELECT id FROM attendances WHERE actor_id = {actor})",
        given: "what told_at",
        kept_back: &[("id attendance_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "attendance_messages",
        whose: "account_id = {account}",
        given: "event_id text written_at",
        kept_back: &[("id account_id", NUMBERS)],
        erased: Erased::Columns {
            emptied: "",
            kept: &[(
                "id event_id account_id text written_at",
                "what the venue wrote to those who come, by whom is a number alone",
            )],
        },
    },
    Table {
        name: "pictures",
        whose: "object_id IN (SELECT id FROM objects WHERE author_id = {actor} AND local AND kind = 'trace')",
        given: "object_id position alt_fr alt_en source",
        kept_back: &[("id media_id remote_media_id", "the pictures themselves are given")],
        erased: Erased::Rows,
    },
    Table {
        name: "trust",
        whose: "actor_id = {actor}",
        given: "rung decided_at",
        kept_back: &[("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "sounds",
        whose: "object_id IN (SELECT id FROM objects WHERE author_id = {actor} AND local)",
        given: "object_id summary",
        kept_back: &[("media_id", "the sounds themselves are given")],
        erased: Erased::Rows,
    },
    Table {
        name: "reuse_consents",
        whose: "object_id IN (SELECT id FROM objects WHERE author_id = {actor} AND local)",
        given: "object_id purpose wording given_at withdrawn_at",
        kept_back: &[],
        erased: Erased::Rows,
    },
    Table {
        name: "held_files",
        whose: "person_id = {actor}",
        given: "held_at",
        kept_back: &[("token_hash", SECRET), ("media_id person_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "done_once",
        whose: "scope = {actor}",
        given: "done_at",
        kept_back: &[("form_key content answer", SECRET), ("scope", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "notifications",
        whose: "recipient_id = {actor}",
        given: "kind object_id created_at read_at mailed_at",
        kept_back: &[
            ("id recipient_id same", NUMBERS),
            ("by_id", "who it was, which is about somebody else"),
        ],
        erased: Erased::Rows,
    },
    Table {
        name: "notification_choices",
        whose: "actor_id = {actor}",
        given: "kind channel wanted",
        kept_back: &[("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "notification_rhythms",
        whose: "actor_id = {actor}",
        given: "rhythm next_at",
        kept_back: &[("old_link_hash", SECRET), ("actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "push_subscriptions",
        whose: "actor_id = {actor}",
        given: "device created_at",
        kept_back: &[("endpoint public_key auth", SECRET), ("id actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "reactions",
        whose: "actor_id = {actor}",
        given: "object_id kind content activity_iri created_at",
        kept_back: &[("id actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "follows",
        whose: "follower_id = {actor} OR followed_id = {actor}",
        given: "follower_id followed_id activity_iri state created_at answered_at",
        kept_back: &[("id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "barriers",
        whose: "owner_id = {actor}",
        given: "target_id kind activity_iri created_at",
        kept_back: &[("id owner_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "quotes",
        whose: "actor_id = {actor}",
        given: "iri quoted_id quoting_iri request_iri created_at revoked_at",
        kept_back: &[("id actor_id", NUMBERS)],
        erased: Erased::Rows,
    },
    Table {
        name: "reports",
        whose: "reporter_id = {actor}",
        given: "iri subject_id comment state forwarded_at created_at resolved_at",
        kept_back: &[
            ("id reporter_id", NUMBERS),
            ("resolved_by", "who of the team, which is about somebody else"),
        ],
        erased: Erased::Columns {
            emptied: "reporter_id",
            kept: &[
                ("comment", "says what somebody else did, and no longer by whom it was said"),
                (
                    "id iri subject_id state forwarded_at created_at resolved_at resolved_by",
                    "about somebody else",
                ),
            ],
        },
    },
    Table {
        name: "warnings",
        whose: "person_id = {actor}",
        given: "object_id text created_at read_at",
        kept_back: &[
            ("id person_id", NUMBERS),
            ("account_id", "who of the team, which is about somebody else"),
        ],
        erased: Erased::Rows,
    },
    Table {
        name: "audit",
        whose: "account_id = {account}",
        given: "action target_kind created_at undone_at",
        kept_back: &[
            ("id account_id undone_by", NUMBERS),
            (
                "target reason before",
                "what they did as staff to others, which is about these others",
            ),
        ],
        erased: Erased::Columns {
            emptied: "",
            kept: &[(
                "id account_id action target_kind target reason before undone_at undone_by created_at",
                "the venue's account of what its staff did, by a number alone",
            )],
        },
    },
    Table {
        name: "outbound",
        whose: "actor_id = {actor}",
        given: "iri verb public body created_at",
        kept_back: &[("id actor_id object_id", NUMBERS)],
        erased: Erased::RowsBut {
            condition: "verb = 'Delete'",
            why: "other servers are still to be asked to forget; holds addresses alone",
        },
    },
    Table {
        name: "deliveries",
        whose: "outbound_id IN (SELECT id FROM outbound WHERE actor_id = {actor})",
        given: "inbox state attempts created_at",
        kept_back: &[(
            "id outbound_id host next_at lease_until held_by last_status last_error",
            "how the sending went, which is about other servers",
        )],
        erased: Erased::RowsBut {
            condition: "outbound_id IN (SELECT id FROM outbound WHERE verb = 'Delete')",
            why: "other servers are still to be asked to forget",
        },
    },
];
