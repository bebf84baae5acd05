DROP TABLE reuse_consents;
DROP TABLE held_files;
DROP TABLE sounds;
ALTER TABLE media DROP COLUMN peaks;
ALTER TABLE media DROP COLUMN millis;
