ALTER TABLE around_events DROP COLUMN changed;
