DROP INDEX inbound_due;
CREATE INDEX inbound_due ON inbound (state, run_at, id);
DROP INDEX jobs_failed;
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (failed_at, run_at, id);
