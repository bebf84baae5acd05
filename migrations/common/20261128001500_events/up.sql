-- The programme: what takes place, when and where, what it shows, and what repeats.

CREATE TABLE event_series (
    id BIGINT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE events (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    slug TEXT NOT NULL UNIQUE,
    sequence INTEGER NOT NULL,
    title TEXT NOT NULL,
    words_folded TEXT NOT NULL,
    description_fr TEXT NOT NULL,
    description_en TEXT NOT NULL,
    recap_fr TEXT NOT NULL,
    recap_en TEXT NOT NULL,
    status TEXT NOT NULL,
    category TEXT NOT NULL,
    access TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    doors_at BIGINT,
    open_ended BOOLEAN NOT NULL,
    all_day BOOLEAN NOT NULL,
    time_zone TEXT NOT NULL,
    place_id BIGINT REFERENCES places (id),
    location TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    price TEXT NOT NULL,
    ticket_url TEXT NOT NULL,
    rsvp TEXT NOT NULL,
    capacity INTEGER,
    party_max INTEGER NOT NULL,
    organisers TEXT NOT NULL,
    performers TEXT NOT NULL,
    series_id BIGINT REFERENCES event_series (id),
    proposed_by BIGINT REFERENCES actors (id)
);
CREATE INDEX events_ends ON events (ends_at, starts_at, id);
CREATE INDEX events_starts ON events (starts_at, id);
CREATE INDEX events_place ON events (place_id, starts_at);
CREATE INDEX events_series ON events (series_id, starts_at);

CREATE TABLE event_artworks (
    event_id BIGINT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    artwork_id BIGINT NOT NULL REFERENCES artworks (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (event_id, artwork_id)
);
CREATE INDEX event_artworks_artwork ON event_artworks (artwork_id);
