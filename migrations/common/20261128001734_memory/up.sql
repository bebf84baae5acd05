-- What stays of a visit: artworks and places one can follow, what members are told, exhibitions.

CREATE TABLE subject_actors (
    object_id BIGINT NOT NULL PRIMARY KEY REFERENCES objects (id),
    actor_id BIGINT NOT NULL UNIQUE REFERENCES actors (id)
);

CREATE TABLE notifications (
    id BIGINT NOT NULL PRIMARY KEY,
    recipient_id BIGINT NOT NULL REFERENCES actors (id),
    kind TEXT NOT NULL,
    object_id BIGINT REFERENCES objects (id),
    by_id BIGINT REFERENCES actors (id),
    same TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    mailed_at BIGINT
);
CREATE UNIQUE INDEX notifications_once ON notifications (recipient_id, same);
CREATE INDEX notifications_recent ON notifications (recipient_id, id);
CREATE INDEX notifications_unread ON notifications (recipient_id, read_at);
CREATE INDEX notifications_object ON notifications (object_id);
CREATE INDEX notifications_by ON notifications (by_id);

CREATE TABLE notification_choices (
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    wanted BOOLEAN NOT NULL,
    PRIMARY KEY (actor_id, kind, channel)
);

CREATE TABLE notification_rhythms (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id),
    rhythm TEXT NOT NULL,
    next_at BIGINT,
    token TEXT NOT NULL UNIQUE
);

CREATE TABLE push_subscriptions (
    id BIGINT NOT NULL PRIMARY KEY,
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    endpoint TEXT NOT NULL UNIQUE,
    public_key TEXT NOT NULL,
    auth TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX push_subscriptions_actor ON push_subscriptions (actor_id);

CREATE TABLE push_keys (
    name TEXT NOT NULL PRIMARY KEY,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE exhibitions (
    id BIGINT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    title_fr TEXT NOT NULL,
    title_en TEXT NOT NULL,
    description_fr TEXT NOT NULL,
    description_en TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX exhibitions_opening ON exhibitions (opens_at);

CREATE TABLE exhibition_objects (
    exhibition_id BIGINT NOT NULL REFERENCES exhibitions (id) ON DELETE CASCADE,
    object_id BIGINT NOT NULL REFERENCES objects (id),
    PRIMARY KEY (exhibition_id, object_id)
);
CREATE INDEX exhibition_objects_object ON exhibition_objects (object_id);

-- What an artwork's or a place's actor said about one object is looked for when it is hidden again.
CREATE INDEX outbound_object ON outbound (object_id, actor_id);
