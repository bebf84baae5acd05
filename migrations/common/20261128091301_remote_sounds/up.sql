-- The sound of a post of another server: our copy of it, once it is here, and what its author says is heard.
CREATE TABLE remote_sounds (
    object_id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id) ON DELETE CASCADE,
    remote_media_id BIGINT NOT NULL REFERENCES remote_media (id),
    summary TEXT NOT NULL
);
CREATE INDEX remote_sounds_media ON remote_sounds (remote_media_id);
