DROP TABLE trust;
DROP INDEX traces_fold;
ALTER TABLE traces DROP COLUMN read_at;
ALTER TABLE traces DROP COLUMN fold_id;
ALTER TABLE traces DROP COLUMN held_for;
