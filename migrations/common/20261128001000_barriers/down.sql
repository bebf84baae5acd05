ALTER TABLE accounts DROP COLUMN spoken;
ALTER TABLE accounts DROP COLUMN lists_traces;
ALTER TABLE accounts DROP COLUMN shows_follows;
DROP INDEX follows_follower;
DROP TABLE barriers;
