-- An account may have no address: it is opened from another server, or with a passkey.
ALTER TABLE accounts ALTER COLUMN email DROP NOT NULL;
ALTER TABLE accounts ADD COLUMN closed_at BIGINT;
UPDATE accounts SET closed_at = disabled_at, email = NULL WHERE email LIKE 'closed:%';
