DROP TABLE event_imports;
DROP TABLE event_sources;
