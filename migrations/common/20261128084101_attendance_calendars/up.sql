-- The private link of a member's calendar: of its token only the sum is kept.

CREATE TABLE attendance_calendars (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL
);
