DROP TABLE event_artworks;
DROP TABLE events;
DROP TABLE event_series;
