-- The links that end the letters of a member are sealed from now on and kept nowhere. Of those in letters already sent
-- the sum is kept, so that they go on working.

CREATE TABLE notification_rhythms_sealed (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id),
    rhythm TEXT NOT NULL,
    next_at BIGINT,
    old_link_hash TEXT UNIQUE
);
INSERT INTO notification_rhythms_sealed (actor_id, rhythm, next_at, old_link_hash)
    SELECT actor_id, rhythm, next_at, sha256_hex(token) FROM notification_rhythms;
DROP TABLE notification_rhythms;
ALTER TABLE notification_rhythms_sealed RENAME TO notification_rhythms;
