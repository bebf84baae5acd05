-- Who comes to an event: one answer per person and event, whichever way it came.

CREATE TABLE attendances (
    id BIGINT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL REFERENCES events (id),
    actor_id BIGINT REFERENCES actors (id),
    email TEXT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    language TEXT NOT NULL,
    answer TEXT NOT NULL,
    people INTEGER NOT NULL,
    place INTEGER,
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    activity_iri TEXT,
    answered_at BIGINT NOT NULL,
    came_at BIGINT,
    assurance TEXT,
    checked_by BIGINT REFERENCES accounts (id)
);
CREATE UNIQUE INDEX attendances_actor ON attendances (event_id, actor_id);
CREATE UNIQUE INDEX attendances_email ON attendances (event_id, email);
CREATE INDEX attendances_line ON attendances (event_id, answer, place);
CREATE INDEX attendances_of_actor ON attendances (actor_id, event_id);
CREATE INDEX attendances_activity ON attendances (activity_iri);

-- What the list of one event keeps of itself: `turn` is what two answers at the same moment meet at.
CREATE TABLE attendance_events (
    event_id BIGINT NOT NULL PRIMARY KEY REFERENCES events (id),
    turn BIGINT NOT NULL,
    remind_for BIGINT,
    counts_due_at BIGINT,
    counts_told TEXT NOT NULL
);

-- Answers by e-mail that nobody confirmed yet, and those that were, for as long as their link is good.
CREATE TABLE attendance_requests (
    token_hash TEXT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL REFERENCES events (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    people INTEGER NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    attendance_id BIGINT REFERENCES attendances (id) ON DELETE CASCADE
);
CREATE INDEX attendance_requests_expires ON attendance_requests (expires_at);

-- What somebody on the list is told, each thing once.
CREATE TABLE attendance_words (
    id BIGINT NOT NULL PRIMARY KEY,
    attendance_id BIGINT NOT NULL REFERENCES attendances (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    told_at BIGINT,
    UNIQUE (attendance_id, what)
);

-- The polls by which people of other servers are asked whether they come.
CREATE TABLE attendance_questions (
    id BIGINT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL REFERENCES events (id),
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    asked_at BIGINT NOT NULL,
    UNIQUE (event_id, actor_id)
);

-- What staff wrote to everybody on a list.
CREATE TABLE attendance_messages (
    id BIGINT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL REFERENCES events (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX attendance_messages_event ON attendance_messages (event_id, id);
