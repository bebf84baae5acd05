-- Sound notes: kept beside the pictures, hung on an object, held for a form that must be corrected.
ALTER TABLE media ADD COLUMN millis INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN peaks TEXT NOT NULL DEFAULT '';

CREATE TABLE sounds (
    object_id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id) ON DELETE CASCADE,
    media_id BIGINT NOT NULL REFERENCES media (id),
    summary TEXT NOT NULL
);
CREATE INDEX sounds_media ON sounds (media_id);

CREATE TABLE held_files (
    token_hash TEXT NOT NULL PRIMARY KEY,
    media_id BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    person_id BIGINT,
    held_at BIGINT NOT NULL
);
CREATE INDEX held_files_media ON held_files (media_id);

-- What the venue may do with a trace besides showing it where it was left, as its author was asked and answered.
CREATE TABLE reuse_consents (
    object_id BIGINT NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    wording INTEGER NOT NULL,
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (object_id, purpose)
);
