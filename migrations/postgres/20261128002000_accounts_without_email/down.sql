UPDATE accounts SET email = 'closed:' || id WHERE email IS NULL;
ALTER TABLE accounts DROP COLUMN closed_at;
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
