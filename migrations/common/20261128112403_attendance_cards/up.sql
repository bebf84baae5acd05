-- The card a member shows at the door of any event. A new one has another serial number, and the old one opens nothing.

CREATE TABLE attendance_cards (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id),
    serial BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
