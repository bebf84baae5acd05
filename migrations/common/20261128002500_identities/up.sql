-- Accounts of other servers that open an account here, what those servers know us by, and sign-ins under way.
CREATE TABLE identities (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    iri TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX identities_account ON identities (account_id);

CREATE TABLE remote_apps (
    id BIGINT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL UNIQUE,
    domain TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    authorize_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    revoke_url TEXT NOT NULL,
    issuer TEXT NOT NULL,
    scope TEXT NOT NULL,
    pkce BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE remote_sign_ins (
    id BIGINT NOT NULL PRIMARY KEY,
    browser_hash TEXT NOT NULL UNIQUE,
    server TEXT NOT NULL,
    step TEXT NOT NULL,
    problem TEXT NOT NULL,
    app_id BIGINT,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    next TEXT NOT NULL,
    code TEXT NOT NULL,
    verifier TEXT NOT NULL,
    iri TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX remote_sign_ins_age ON remote_sign_ins (created_at);
