-- Whom somebody keeps at a distance: muted (not shown to them) or blocked (nothing to do with each other).
CREATE TABLE barriers (
    id BIGINT NOT NULL PRIMARY KEY,
    owner_id BIGINT NOT NULL REFERENCES actors (id),
    target_id BIGINT NOT NULL REFERENCES actors (id),
    kind TEXT NOT NULL,
    activity_iri TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (owner_id, target_id, kind)
);
CREATE INDEX barriers_target ON barriers (target_id, kind);
CREATE INDEX follows_follower ON follows (follower_id, state, id);

ALTER TABLE accounts ADD COLUMN shows_follows BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN lists_traces BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE accounts ADD COLUMN spoken TEXT NOT NULL DEFAULT '';
