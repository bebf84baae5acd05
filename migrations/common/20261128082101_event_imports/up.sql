-- Programmes from elsewhere: which event came from which UID, what the file said of it, and files that wait for a yes.

CREATE TABLE event_sources (
    uid TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    event_id BIGINT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    said TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (uid, occurrence)
);
CREATE INDEX event_sources_source ON event_sources (source);

CREATE TABLE event_imports (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT REFERENCES accounts (id),
    source TEXT NOT NULL,
    as_drafts BOOLEAN NOT NULL,
    lines TEXT NOT NULL,
    report TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    applied_at BIGINT
);
