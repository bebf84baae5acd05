-- The plan of a place, and where on it things are: thousandths of its width and height from the top left.

CREATE TABLE floor_plans (
    place_id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    media_id BIGINT NOT NULL REFERENCES media (id),
    alt_fr TEXT NOT NULL,
    alt_en TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE floor_pins (
    place_id BIGINT NOT NULL REFERENCES floor_plans (place_id) ON DELETE CASCADE,
    object_id BIGINT NOT NULL REFERENCES objects (id),
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    PRIMARY KEY (place_id, object_id)
);
