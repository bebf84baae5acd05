-- Kiosks and walls of the venue: each shows one place or artwork under an address nobody can guess.
CREATE TABLE devices (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    object_id BIGINT NOT NULL REFERENCES objects (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    revoked_at BIGINT,
    frozen_id BIGINT REFERENCES objects (id)
);
