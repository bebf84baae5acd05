-- What waits, in the order it is taken, and nothing else. PostgreSQL does not see that an index which begins with failed_at
-- or state is in that order, and sorted everything that waited each time.
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE failed_at IS NULL;
CREATE INDEX jobs_failed ON jobs (id) WHERE failed_at IS NOT NULL;
DROP INDEX inbound_due;
CREATE INDEX inbound_due ON inbound (run_at, id) WHERE state = 'waiting';
