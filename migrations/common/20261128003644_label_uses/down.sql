ALTER TABLE labels DROP COLUMN used_at;
