DROP TABLE around_events;
DROP TABLE around_sources;
