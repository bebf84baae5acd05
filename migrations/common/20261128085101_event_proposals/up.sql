-- Events members propose, and what the team answered.

CREATE TABLE event_proposals (
    event_id BIGINT NOT NULL PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    word TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_at BIGINT
);
CREATE INDEX event_proposals_actor ON event_proposals (actor_id, proposed_at);
CREATE INDEX event_proposals_state ON event_proposals (state, proposed_at);
