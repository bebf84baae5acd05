UPDATE accounts SET email = 'closed:' || id WHERE email IS NULL;
ALTER TABLE accounts DROP COLUMN closed_at;
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'email TEXT UNIQUE', 'email TEXT NOT NULL UNIQUE')
    WHERE type = 'table' AND name = 'accounts';
PRAGMA writable_schema = RESET;
