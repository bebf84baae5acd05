-- What people felt in front of a work or at a place: one feeling per person and thing, the last they gave. Where the
-- thing was then is kept, so that a work that moves leaves the room its memory.

CREATE TABLE feelings (
    object_id BIGINT NOT NULL REFERENCES objects (id),
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    feeling TEXT NOT NULL,
    place_id BIGINT REFERENCES objects (id),
    felt_at BIGINT NOT NULL,
    PRIMARY KEY (object_id, actor_id)
);
CREATE INDEX feelings_actor ON feelings (actor_id, felt_at);
CREATE INDEX feelings_place ON feelings (place_id, felt_at);
