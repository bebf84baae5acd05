-- What takes place around the venue: whose events are read in, and the events.

CREATE TABLE around_sources (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id),
    trusted BOOLEAN NOT NULL,
    paused BOOLEAN NOT NULL,
    added_at BIGINT NOT NULL,
    heard_at BIGINT
);

CREATE TABLE around_events (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    source_id BIGINT NOT NULL REFERENCES around_sources (actor_id),
    title TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    language TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    open_ended BOOLEAN NOT NULL,
    time_zone TEXT NOT NULL,
    place TEXT NOT NULL,
    address TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    online_url TEXT NOT NULL,
    happens TEXT NOT NULL
);
CREATE INDEX around_events_starts ON around_events (starts_at, id);
CREATE INDEX around_events_source ON around_events (source_id, starts_at);
