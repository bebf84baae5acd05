-- The foundation: everything with an ActivityPub id, the people and servers around it, and the
-- queues that carry facts from one to the other. Portable SQL: BIGINT ids and microsecond times,
-- TEXT for JSON, enums and keys, no arrays, no dialect.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE actors (
    id BIGINT NOT NULL PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    local BOOLEAN NOT NULL,
    handle TEXT NOT NULL,
    domain TEXT NOT NULL,
    name TEXT NOT NULL,
    summary_html TEXT NOT NULL,
    url TEXT NOT NULL,
    inbox TEXT NOT NULL,
    shared_inbox TEXT,
    outbox TEXT,
    followers TEXT,
    following TEXT,
    featured TEXT,
    icon_url TEXT,
    icon_media_id BIGINT,
    image_url TEXT,
    fields TEXT NOT NULL,
    also_known_as TEXT NOT NULL,
    moved_to TEXT,
    discoverable BOOLEAN NOT NULL,
    approves_followers BOOLEAN NOT NULL,
    rfc9421 BOOLEAN NOT NULL,
    standing TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fetched_at BIGINT,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX actors_address ON actors (domain, handle, local, id);
CREATE INDEX actors_handle ON actors (handle, domain);

CREATE TABLE actor_keys (
    iri TEXT NOT NULL PRIMARY KEY,
    actor_id BIGINT NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    private_key TEXT,
    created_at BIGINT NOT NULL,
    fetched_at BIGINT
);
CREATE INDEX actor_keys_actor ON actor_keys (actor_id);

CREATE TABLE objects (
    id BIGINT NOT NULL PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES actors (id),
    local BOOLEAN NOT NULL,
    visibility TEXT NOT NULL,
    state TEXT NOT NULL,
    url TEXT NOT NULL,
    parent_id BIGINT REFERENCES objects (id),
    parent_iri TEXT,
    root_id BIGINT REFERENCES objects (id),
    published_at BIGINT NOT NULL,
    updated_at BIGINT,
    deleted_at BIGINT,
    featured_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX objects_author ON objects (author_id, id);
CREATE INDEX objects_parent ON objects (parent_id, id);
CREATE INDEX objects_parent_iri ON objects (parent_iri);
CREATE INDEX objects_root ON objects (root_id, id);
CREATE INDEX objects_kind ON objects (kind, state, published_at);

CREATE TABLE media (
    id BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    mime TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    blurhash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE media_variants (
    media_id BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    mime TEXT NOT NULL,
    file TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (media_id, width, mime)
);

CREATE TABLE remote_media (
    id BIGINT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    media_id BIGINT REFERENCES media (id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    checked_at BIGINT
);

CREATE TABLE pictures (
    id BIGINT NOT NULL PRIMARY KEY,
    object_id BIGINT NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    media_id BIGINT REFERENCES media (id),
    remote_media_id BIGINT REFERENCES remote_media (id),
    alt_fr TEXT NOT NULL,
    alt_en TEXT NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX pictures_object ON pictures (object_id, position);

CREATE TABLE accounts (
    id BIGINT NOT NULL PRIMARY KEY,
    actor_id BIGINT NOT NULL UNIQUE REFERENCES actors (id),
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    disabled_at BIGINT,
    unread BOOLEAN NOT NULL,
    confirmed_at BIGINT
);

CREATE TABLE sign_in_letters (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    asked_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    link_hash TEXT NOT NULL UNIQUE,
    tries INTEGER NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_letters_account ON sign_in_letters (account_id);
CREATE INDEX sign_in_letters_expiry ON sign_in_letters (expires_at);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id BIGINT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    proven_until BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE places (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    parent_id BIGINT REFERENCES places (id),
    kind TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name_fr TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description_fr TEXT NOT NULL,
    description_en TEXT NOT NULL,
    position INTEGER NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);
CREATE INDEX places_parent ON places (parent_id, position);

CREATE TABLE labels (
    code TEXT NOT NULL PRIMARY KEY,
    object_id BIGINT NOT NULL REFERENCES objects (id),
    issued_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX labels_object ON labels (object_id);

CREATE TABLE artworks (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    slug TEXT NOT NULL UNIQUE,
    inventory TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    artist TEXT NOT NULL,
    artist_folded TEXT NOT NULL,
    artist_dates TEXT NOT NULL,
    date_text TEXT NOT NULL,
    technique TEXT NOT NULL,
    dimensions TEXT NOT NULL,
    description_fr TEXT NOT NULL,
    description_en TEXT NOT NULL,
    credit TEXT NOT NULL,
    licence TEXT NOT NULL,
    place_id BIGINT REFERENCES places (id),
    on_show BOOLEAN NOT NULL
);
CREATE INDEX artworks_place ON artworks (place_id, on_show);
CREATE INDEX artworks_title ON artworks (title_folded, id);
CREATE INDEX artworks_artist ON artworks (artist_folded, id);

CREATE TABLE artwork_imports (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT REFERENCES accounts (id),
    file_name TEXT NOT NULL,
    csv TEXT NOT NULL,
    state TEXT NOT NULL,
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,
    created_count INTEGER NOT NULL,
    changed_count INTEGER NOT NULL,
    unchanged_count INTEGER NOT NULL,
    failed_count INTEGER NOT NULL,
    report TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);

CREATE TABLE traces (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    subject_id BIGINT REFERENCES objects (id),
    body_html TEXT NOT NULL,
    body_text TEXT NOT NULL,
    warning TEXT NOT NULL,
    language TEXT NOT NULL,
    pinned_at BIGINT,
    source TEXT NOT NULL
);
CREATE INDEX traces_subject ON traces (subject_id, id);

CREATE TABLE reactions (
    id BIGINT NOT NULL PRIMARY KEY,
    object_id BIGINT NOT NULL REFERENCES objects (id),
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    activity_iri TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    UNIQUE (object_id, actor_id, kind, content)
);

CREATE TABLE follows (
    id BIGINT NOT NULL PRIMARY KEY,
    follower_id BIGINT NOT NULL REFERENCES actors (id),
    followed_id BIGINT NOT NULL REFERENCES actors (id),
    activity_iri TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    UNIQUE (follower_id, followed_id)
);
CREATE INDEX follows_followed ON follows (followed_id, state, id);

CREATE TABLE quotes (
    id BIGINT NOT NULL PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    quoted_id BIGINT NOT NULL REFERENCES objects (id),
    quoting_iri TEXT NOT NULL,
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    request_iri TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    UNIQUE (quoted_id, quoting_iri)
);

CREATE TABLE reports (
    id BIGINT NOT NULL PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    reporter_id BIGINT REFERENCES actors (id),
    subject_id BIGINT REFERENCES actors (id),
    comment TEXT NOT NULL,
    state TEXT NOT NULL,
    forwarded_at BIGINT,
    created_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolved_by BIGINT REFERENCES accounts (id)
);
CREATE INDEX reports_state ON reports (state, id);

CREATE TABLE report_objects (
    report_id BIGINT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    object_id BIGINT NOT NULL REFERENCES objects (id),
    PRIMARY KEY (report_id, object_id)
);

CREATE TABLE warnings (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES actors (id),
    object_id BIGINT REFERENCES objects (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX warnings_person ON warnings (person_id, id);

CREATE TABLE audit (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT REFERENCES accounts (id),
    action TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT NOT NULL,
    before TEXT NOT NULL,
    undone_at BIGINT,
    undone_by BIGINT REFERENCES accounts (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE domain_policies (
    domain TEXT NOT NULL PRIMARY KEY,
    policy TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE facts (
    id BIGINT NOT NULL PRIMARY KEY,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

CREATE TABLE jobs (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    lane TEXT,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until BIGINT,
    held_by INTEGER,
    last_error TEXT,
    failed_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (failed_at, run_at, id);
CREATE INDEX jobs_lane ON jobs (lane, id);

CREATE TABLE inbound (
    id BIGINT NOT NULL PRIMARY KEY,
    activity_iri TEXT NOT NULL UNIQUE,
    actor_iri TEXT NOT NULL,
    signer_iri TEXT NOT NULL,
    verb TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    run_at BIGINT NOT NULL,
    lease_until BIGINT,
    held_by INTEGER,
    received_at BIGINT NOT NULL,
    applied_at BIGINT
);
CREATE INDEX inbound_due ON inbound (state, run_at, id);
CREATE INDEX inbound_actor ON inbound (actor_iri, state, id);

CREATE TABLE outbound (
    id BIGINT NOT NULL PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    object_id BIGINT REFERENCES objects (id),
    verb TEXT NOT NULL,
    public BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbound_actor ON outbound (actor_id, public, id);

CREATE TABLE deliveries (
    id BIGINT NOT NULL PRIMARY KEY,
    outbound_id BIGINT NOT NULL REFERENCES outbound (id) ON DELETE CASCADE,
    inbox TEXT NOT NULL,
    host TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    lease_until BIGINT,
    held_by INTEGER,
    last_status INTEGER,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (outbound_id, inbox)
);
CREATE INDEX deliveries_due ON deliveries (state, next_at, id);
CREATE INDEX deliveries_host ON deliveries (host, state, id);

CREATE TABLE hosts (
    host TEXT NOT NULL PRIMARY KEY,
    software TEXT NOT NULL,
    scheme TEXT NOT NULL,
    scheme_at BIGINT,
    failures INTEGER NOT NULL,
    open_until BIGINT,
    failing_since BIGINT,
    last_error TEXT,
    last_sent_at BIGINT,
    last_received_at BIGINT,
    created_at BIGINT NOT NULL
);
