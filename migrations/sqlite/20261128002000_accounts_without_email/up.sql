-- An account may have no address: it is opened from another server, or with a passkey.
--
-- SQLite has no way to drop NOT NULL but to change the text of the table, which touches no row
-- (https://www.sqlite.org/lang_altertable.html, "the simpler procedure"). Making the table anew would take
-- the sessions of everybody with it: their references cascade.
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'email TEXT NOT NULL UNIQUE', 'email TEXT UNIQUE')
    WHERE type = 'table' AND name = 'accounts';
PRAGMA writable_schema = RESET;
ALTER TABLE accounts ADD COLUMN closed_at BIGINT;
UPDATE accounts SET closed_at = disabled_at, email = NULL WHERE email LIKE 'closed:%';
