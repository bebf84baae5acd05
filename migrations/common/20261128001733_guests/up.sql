-- People who take part without an account: an actor each, known again by a cookie. What is stored of the cookie and
-- of the receipt code are sums.

CREATE TABLE guests (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    receipt_hash TEXT NOT NULL UNIQUE,
    receipt_try INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX guests_expiry ON guests (expires_at);
