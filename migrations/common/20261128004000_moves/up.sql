-- Moves of members to other servers, and addresses elsewhere that are theirs.
CREATE TABLE moves (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    direction TEXT NOT NULL,
    address TEXT NOT NULL,
    iri TEXT NOT NULL,
    state TEXT NOT NULL,
    problem TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX moves_account ON moves (account_id, id);
